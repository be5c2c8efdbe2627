//! A failure of an account on its server: what to do next is a command that names both.

use std::fmt;

use super::{Cause, SendError};
use crate::{
    config::{Account, Security},
    domain::{address::Address, delivery::Step},
    text,
    texts::Text,
};

/// What an account could not do on its server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountError {
    address: Address,
    server: String,
    security: Security,
    failure: SendError,
}

impl AccountError {
    /// Names the account and the server that a failure is about.
    pub fn new(account: &Account, failure: SendError) -> Self {
        Self {
            address: account.address.clone(),
            server: account.server(),
            security: account.security,
            failure,
        }
    }

    /// Returns what failed.
    pub const fn failure(&self) -> &SendError {
        &self.failure
    }

    /// Returns what to do next, where there is something.
    pub fn hint(&self) -> Option<Text> {
        let address = &self.address;
        Some(match (&self.failure.cause, self.failure.step) {
            (Cause::Reply { code: ..500, .. }, _) => text!("hint-server-busy"),
            (Cause::Reply { code: 534, .. }, _) => {
                text!("hint-application-password", address = address)
            }
            (
                Cause::Reply {
                    code: 530 | 535, ..
                },
                _,
            )
            | (Cause::Reply { .. }, Step::Auth) => {
                text!("hint-check-password", address = address)
            }
            (Cause::Reply { code: 552, .. }, Step::Mail | Step::Data | Step::Content) => {
                text!("hint-too-large-for-server")
            }
            (Cause::Reply { .. }, Step::Mail) => text!("hint-sender-refused", address = address),
            // Said of one recipient, it would be an outcome and no error.
            (Cause::Reply { .. }, Step::Rcpt | Step::Data | Step::Content) => {
                text!("hint-nobody-marked")
            }
            (Cause::Reply { .. }, _) => text!("hint-wrong-server", address = address),
            (Cause::UnknownHost(_), _) => text!("hint-unknown-host", address = address),
            (Cause::Timeout | Cause::Lost(_), Step::Connect) => {
                text!("hint-connect", address = address)
            }
            (Cause::Certificate(_), _) => text!("hint-certificate", address = address),
            (Cause::NoStarttls, _) => text!("hint-no-starttls", address = address),
            (Cause::Encryption(_), _)
            | (Cause::Timeout | Cause::Lost(_) | Cause::Unexpected(_), Step::Hello) => {
                self.other_security()
            }
            (Cause::NoAuthentication, _) => text!("hint-no-authentication"),
            (Cause::PlainText(_), _) => text!("hint-security"),
            (Cause::Timeout | Cause::Lost(_) | Cause::Unexpected(_), _) => {
                text!("hint-server-busy")
            }
            (Cause::NoSmtputf8, _) => return None,
        })
    }

    /// Proposes the other protection, with its usual port: what goes wrong before a
    /// word was exchanged is mostly a port that expects the other one.
    fn other_security(&self) -> Text {
        let other = match self.security {
            Security::Tls => Security::Starttls,
            Security::Starttls | Security::None => Security::Tls,
        };
        text!(
            "hint-other-security",
            address = &self.address,
            security = other.as_str(),
            port = other.default_port().to_string()
        )
    }
}

impl fmt::Display for AccountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text!(
            "cannot-send",
            address = &self.address,
            server = &self.server
        )
        .fmt(f)
    }
}

impl std::error::Error for AccountError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.failure)
    }
}
