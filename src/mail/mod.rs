//! Writing messages and submitting them by SMTP.

mod attachment;
mod cause;
pub mod compose;
mod connection;
mod headers;
pub mod outbox;
mod patience;
pub mod reading;
pub mod session;
#[cfg(test)]
mod tests;
mod tls;
mod transaction;
mod words;

use std::fmt;

use crate::{
    domain::{address::Address, delivery::Step},
    text,
    texts::{Text, Value},
};

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

    /// Returns what to do next, where there is something.
    pub fn hint(&self) -> Option<Text> {
        match (&self.cause, self.step) {
            (
                Cause::Reply {
                    code: 530 | 534 | 535,
                    ..
                },
                _,
            ) => Some(text!("hint-check-password")),
            (Cause::NoStarttls, _) => Some(text!("hint-no-starttls")),
            (Cause::Certificate(_), _) => Some(text!("hint-certificate")),
            (Cause::UnknownHost(_), _) => Some(text!("hint-unknown-host")),
            (Cause::Timeout | Cause::Lost(_), Step::Connect) => Some(text!("hint-connect")),
            (Cause::Encryption(_), _) | (Cause::Timeout | Cause::Lost(_), Step::Hello) => {
                Some(text!("hint-port-security"))
            }
            (Cause::Reply { code: 500.., .. }, Step::Mail) => Some(text!("hint-sender-refused")),
            // Said of one recipient, it would be an outcome and no error.
            (Cause::Reply { code: 500.., .. }, Step::Rcpt | Step::Data | Step::Content) => {
                Some(text!("hint-nobody-marked"))
            }
            (Cause::PlainText(_), _) => Some(text!("hint-security")),
            _ => None,
        }
    }

    /// Returns the cause alone, for a journal: the server's words as they are.
    pub fn reply(&self) -> String {
        self.cause.raw()
    }

    /// Tells whether the server refused login and password.
    fn is_about_password(&self) -> bool {
        let code = self.code();
        self.step == Step::Auth && matches!(code, Some(530 | 534 | 535))
    }

    /// Returns what a raw text means, or the text itself.
    fn reason(&self, raw: &str) -> Value {
        self.cause.words().map_or_else(|| raw.into(), Value::from)
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
        let step = self.step.text();
        match &self.cause {
            Cause::Reply { .. } if self.is_about_password() => text!("send-wrong-password"),
            Cause::Reply { code: ..500, .. } => {
                text!("send-later", step = step, reply = self.reply())
            }
            Cause::Reply { .. } => text!("send-refused", step = step, reply = self.reply()),
            Cause::Unexpected(text) => text!("send-unexpected", step = step, reply = text),
            Cause::Timeout => text!("send-timeout", step = step),
            Cause::Lost(raw) => text!("send-lost", step = step, reason = self.reason(raw)),
            Cause::UnknownHost(_) => text!("send-unknown-host"),
            Cause::Certificate(raw) => text!("send-certificate", reason = self.reason(raw)),
            Cause::Encryption(raw) => text!("send-encryption", reason = self.reason(raw)),
            Cause::NoStarttls => text!("send-no-starttls"),
            Cause::NoAuthentication => text!("send-no-authentication"),
            Cause::NoSmtputf8 => text!("send-no-smtputf8"),
            Cause::PlainText(host) => text!("plain-text-beyond-loopback", host = host),
        }
        .fmt(f)
    }
}

impl std::error::Error for SendError {
    /// Returns the words of the server, or of the system, where they are not in ours already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let is_said = match &self.cause {
            Cause::Reply { .. } => !self.is_about_password(),
            cause => cause.words().is_none(),
        };
        (!is_said).then_some(&self.cause)
    }
}

/// What was answered or noticed, in the words of whoever did.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply { .. } => text!("server-answered", reply = self.raw()).fmt(f),
            _ => f.write_str(&self.raw()),
        }
    }
}

impl std::error::Error for Cause {}

/// Returns an address's domain as the network knows it (RFC 5891).
fn wire_domain(address: &Address) -> String {
    let wire = address.to_wire();
    wire.rsplit_once('@')
        .map_or_else(String::new, |(_, domain)| domain.to_owned())
}
