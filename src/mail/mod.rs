//! Writing messages and submitting them by SMTP.

mod account_error;
mod attachment;
mod cause;
pub mod compose;
mod connection;
mod headers;
pub mod meaning;
pub mod outbox;
mod patience;
pub mod reading;
mod reply;
pub mod session;
#[cfg(test)]
mod tests;
mod tls;
mod transaction;
mod words;

use std::fmt;

pub use self::account_error::AccountError;
use self::meaning::enhanced_code;
use crate::{domain::delivery::Step, text, texts::Text};

/// Why the server did not take something, and at which step.
///
/// Only the step tells whom a failure concerns: an answer to RCPT or to the
/// message concerns one recipient; all else concerns the account or the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendError {
    /// What was being done.
    pub step: Step,
    /// What happened.
    pub cause: Cause,
}

/// What happened at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The server answered 4xx or 5xx.
    Reply { code: u16, text: String },
    /// The server answered something that is no SMTP reply, or not the one expected.
    Unexpected(String),
    /// No answer within the time that RFC 5321 (section 4.5.3.2) gives it.
    Timeout,
    /// The connection could not be opened, or was lost.
    Lost(String),
    /// The host name is unknown.
    UnknownHost(String),
    /// The server's certificate cannot be trusted.
    Certificate(String),
    /// The server does not speak TLS there, or none that can be agreed on.
    Encryption(String),
    /// The server does not offer STARTTLS.
    NoStarttls,
    /// The server offers no way to log in that carnet knows.
    NoAuthentication,
    /// The address needs SMTPUTF8 (RFC 6531), and the server does not offer it.
    NoSmtputf8,
    /// Without encryption only this computer can be reached, not this host.
    PlainText(String),
}

impl SendError {
    const fn new(step: Step, cause: Cause) -> Self {
        Self { step, cause }
    }

    /// Returns the server's reply code, if it answered.
    pub const fn code(&self) -> Option<u16> {
        match self.cause {
            Cause::Reply { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Tells whether the link was lost, or cannot be understood any more, after the
    /// server had let the account in.
    pub const fn is_lost_session(&self) -> bool {
        use Step::{Auth, Connect, Hello, Tls};
        let is_opening = matches!(self.step, Connect | Hello | Tls | Auth);
        let is_lost = matches!(
            self.cause,
            Cause::Lost(_) | Cause::Timeout | Cause::Unexpected(_)
        );
        is_lost && !is_opening
    }

    /// Tells whether the server answered about a recipient, or about the message for them.
    pub const fn is_answer_to_recipient(&self) -> bool {
        self.step.is_about_recipient() && matches!(self.cause, Cause::Reply { .. })
    }

    /// Tells whether the server takes no more messages for now, perhaps over this
    /// connection alone: `OpenSMTPD` takes a hundred over each, Exim as many as
    /// `smtp_accept_max_per_connection` says. A rule of the server's (RFC 3463,
    /// section 3.8) holds for all connections.
    pub fn is_no_more_for_now(&self) -> bool {
        let Cause::Reply { code, text } = &self.cause else {
            return false;
        };
        let is_rule = matches!(enhanced_code(text), Some((4, 7, _)));
        self.step == Step::Mail && (400..500).contains(code) && !is_rule
    }

    /// Returns the cause alone, for a journal: the server's words as they are.
    pub fn reply(&self) -> String {
        self.cause.raw()
    }

    /// Tells whether the server refused login and password.
    fn is_about_password(&self) -> bool {
        self.step == Step::Auth && matches!(self.code(), Some(530 | 534 | 535))
    }

    /// Says what the server refuses for good.
    fn refusal(&self) -> Text {
        match self.step {
            Step::Connect | Step::Hello => text!("send-refused-connection"),
            Step::Tls => text!("send-refused-encryption"),
            Step::Auth if self.is_about_password() => text!("send-wrong-password"),
            Step::Auth => text!("send-refused-login"),
            // RFC 1870 has the size told there, and refused.
            Step::Mail if self.code() == Some(552) => text!("send-refused-message"),
            Step::Mail => text!("send-refused-sender"),
            Step::Rcpt => text!("send-refused-recipient"),
            Step::Data | Step::Content | Step::Reset => text!("send-refused-message"),
        }
    }

    /// Says how the connection was lost; where it never was one, there is no step to name.
    fn loss(&self) -> Text {
        let reason = self
            .cause
            .words()
            .unwrap_or_else(|| text!("lost-otherwise"));
        match self.step {
            Step::Connect => reason,
            step => text!("send-lost", reason = reason, step = step.text()),
        }
    }
}

impl Cause {
    /// Returns what the server, the system or the encryption said, as it was.
    fn raw(&self) -> String {
        match self {
            Self::Reply { code, text } => format!("{code} {text}"),
            Self::Unexpected(text)
            | Self::Lost(text)
            | Self::UnknownHost(text)
            | Self::Certificate(text)
            | Self::Encryption(text) => text.clone(),
            Self::Timeout => "timeout".to_owned(),
            Self::NoStarttls => "STARTTLS not offered".to_owned(),
            Self::NoAuthentication => "no known AUTH mechanism offered".to_owned(),
            Self::NoSmtputf8 => "SMTPUTF8 not offered".to_owned(),
            Self::PlainText(host) => format!("no encryption to {host}"),
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = |unknown| self.cause.words().unwrap_or(unknown);
        match &self.cause {
            Cause::Reply { code: ..500, .. } => text!("send-later"),
            Cause::Reply { .. } => self.refusal(),
            Cause::Unexpected(_) => text!("send-unexpected", step = self.step.text()),
            Cause::Timeout => text!("send-timeout", step = self.step.text()),
            Cause::Lost(_) => self.loss(),
            Cause::UnknownHost(_) => text!("send-unknown-host"),
            Cause::Certificate(_) => {
                text!(
                    "send-certificate",
                    reason = reason(text!("certificate-otherwise"))
                )
            }
            Cause::Encryption(_) => {
                text!(
                    "send-encryption",
                    reason = reason(text!("encryption-otherwise"))
                )
            }
            Cause::NoStarttls => text!("send-no-starttls"),
            Cause::NoAuthentication => text!("send-no-authentication"),
            Cause::NoSmtputf8 => text!("send-no-smtputf8"),
            Cause::PlainText(host) => text!("plain-text-beyond-loopback", host = host),
        }
        .fmt(f)
    }
}

impl std::error::Error for SendError {
    /// Returns the words of the server, of the system or of the encryption, where there are any.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let has_said = matches!(
            self.cause,
            Cause::Reply { .. }
                | Cause::Unexpected(_)
                | Cause::Lost(_)
                | Cause::Certificate(_)
                | Cause::Encryption(_)
        );
        has_said.then_some(&self.cause)
    }
}

/// What was answered or noticed, in the words of whoever did.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply { .. } | Self::Unexpected(_) => {
                text!("server-answered", reply = self.raw())
            }
            _ => text!("said-technically", words = self.raw()),
        }
        .fmt(f)
    }
}

impl std::error::Error for Cause {}
