//! What a server keeps of what it receives.

use std::{fmt, time::Instant};

/// A message received to its final dot.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The connection that brought it, from 1.
    pub connection: usize,
    /// What stood between the brackets of MAIL FROM.
    pub from: String,
    /// What stood between the brackets of each accepted RCPT TO.
    pub recipients: Vec<String>,
    /// The message, without dot-stuffing and without the final dot.
    pub content: Vec<u8>,
    /// How many reads it took to receive the message.
    pub reads: usize,
    /// Whether more had come with it, behind it.
    pub followed: bool,
    /// Whether the client was told that it is accepted.
    pub accepted: bool,
    /// Whether the client was told that it is not: in all other cases it is delivered.
    pub refused: bool,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("connection", &self.connection)
            .field("from", &self.from)
            .field("recipients", &self.recipients)
            .field("content", &String::from_utf8_lossy(&self.content))
            .field("reads", &self.reads)
            .field("followed", &self.followed)
            .field("accepted", &self.accepted)
            .field("refused", &self.refused)
            .finish()
    }
}

/// A command line received.
#[derive(Clone, Debug)]
pub struct Command {
    /// The connection that it came over, from 1.
    pub connection: usize,
    /// When it was read.
    pub at: Instant,
    /// The line.
    pub line: String,
}

#[derive(Default)]
pub(super) struct Log {
    pub(super) mails: Vec<Mail>,
    /// When each of them had come.
    pub(super) arrivals: Vec<Instant>,
    pub(super) taken_back: Vec<Vec<u8>>,
    pub(super) commands: Vec<Command>,
    pub(super) connections: usize,
    /// How many of them are over.
    pub(super) closed: usize,
    pub(super) reads: usize,
    pub(super) endless: usize,
}

impl Log {
    /// Returns how many commands and messages have come.
    pub(super) fn heard(&self) -> usize {
        self.commands.len() + self.mails.len()
    }
}
