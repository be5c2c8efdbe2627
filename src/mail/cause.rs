//! What an error of lettre means: it has one kind for most of what can happen.

use std::{error::Error as _, io};

use lettre::transport::smtp::Error;

use super::Cause;

impl Cause {
    /// Takes an error of lettre for what it is.
    pub(super) fn of(error: &Error) -> Self {
        let source = error.source();
        let text = source.map_or_else(|| error.to_string(), ToString::to_string);
        if let Some(code) = error.status() {
            let code = code.into();
            return Self::Reply { code, text };
        }
        if error.is_response() {
            return match text.as_str() {
                "incomplete response" => Self::Lost("connection closed".to_owned()),
                // The parser's error shows what it could not read at its end.
                _ => match text.split_once(" at: ") {
                    Some((_, rest)) => Self::of_unread(rest.trim()),
                    None => Self::Unexpected(text),
                },
            };
        }
        match io_error(error) {
            Some(error) => Self::of_io(error),
            None => Self::Lost(text),
        }
    }

    /// Takes an error of lettre while a connection is opened for what it is.
    ///
    /// What the encryption finds wrong is the handshake then, and no link that was lost.
    pub(super) fn of_opening(error: &Error) -> Self {
        let invalid = |error: &io::Error| error.kind() == io::ErrorKind::InvalidData;
        match Self::of(error) {
            Self::Lost(reason) if io_error(error).is_some_and(invalid) => Self::Encryption(reason),
            other => other,
        }
    }

    /// Takes the end of an answer that lettre cannot read for what it is.
    ///
    /// It knows no code such as 571, and has read its first digit when it gives
    /// up; an enhanced code in the text begins with the same digit (RFC 3463).
    fn of_unread(rest: &str) -> Self {
        let code = rest.split_once(' ').and_then(|(digits, text)| {
            let class = match text.split_once('.')?.0 {
                "4" => 400,
                "5" => 500,
                _ => return None,
            };
            let low: u16 = digits.parse().ok().filter(|_| digits.len() == 2)?;
            Some((class + low, text.to_owned()))
        });
        match code {
            Some((code, text)) => Self::Reply { code, text },
            None => Self::Unexpected(rest.to_owned()),
        }
    }

    /// Takes an error of the socket, or of the encryption over it, for what it is.
    pub(super) fn of_io(error: &io::Error) -> Self {
        let text = error.to_string();
        match error.kind() {
            // Linux says WouldBlock, others TimedOut.
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Self::Timeout,
            // The error inside belongs to rustls, which only lettre knows here.
            io::ErrorKind::InvalidData => match text.strip_prefix("invalid peer certificate: ") {
                Some(reason) => Self::Certificate(reason.to_owned()),
                // An answer in Latin-1: its code is lost with the rest of the line.
                None if error.get_ref().is_none() || text.contains("valid UTF-8") => {
                    Self::Unexpected(text)
                }
                None => Self::Lost(text),
            },
            _ => Self::Lost(text),
        }
    }
}

fn io_error(error: &Error) -> Option<&io::Error> {
    error.source()?.downcast_ref()
}

/// Tells whether no connection was established; lettre has no other way to ask.
pub(super) fn is_connection_error(error: &Error) -> bool {
    error.to_string().starts_with("Connection error")
}
