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
                _ => Self::Unexpected(match text.split_once(" at: ") {
                    Some((_, reply)) => reply.trim().to_owned(),
                    None => text,
                }),
            };
        }
        match source.and_then(|source| source.downcast_ref::<io::Error>()) {
            Some(error) => Self::of_io(error),
            None => Self::Lost(text),
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

/// Tells whether no connection was established; lettre has no other way to ask.
pub(super) fn is_connection_error(error: &Error) -> bool {
    error.to_string().starts_with("Connection error")
}
