//! What an error of the system, or of the encryption, means for a connection.

use std::io;

use super::Cause;

impl Cause {
    /// Takes an error of the socket, or of the encryption over it, for what it is.
    pub(super) fn of_io(error: &io::Error) -> Self {
        let text = error.to_string();
        match error.kind() {
            // Linux says WouldBlock, others TimedOut.
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Self::Timeout,
            io::ErrorKind::InvalidData => match text.strip_prefix("invalid peer certificate: ") {
                Some(reason) => Self::Certificate(reason.to_owned()),
                None => Self::Lost(text),
            },
            _ => Self::Lost(text),
        }
    }
}
