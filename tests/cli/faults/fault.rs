//! What a server can do wrong, and how much the client has said by then.

use crate::support::smtp::{Moment, Reply};

/// What a server can do wrong, or unusually, at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It answers 4xx.
    Temporary,
    /// It answers 5xx.
    Permanent,
    /// It answers 421, and closes.
    GoingAway,
    /// It answers with what is no reply.
    Garbage,
    /// It answers with a line of 100 kB.
    LongLine,
    /// It answers with a line that has no end.
    EndlessLine,
    /// It says nothing, and waits.
    Silence,
    /// It aborts the connection.
    Abort,
    /// It closes the connection.
    Close,
    /// It answers before it was asked.
    Early,
    /// It answers twice.
    Twice,
    /// It answers the other commands, not this one.
    Never,
    /// It answers byte by byte.
    Bytes,
    /// It answers in several lines.
    Lines,
    /// It says something that is no reply, and then answers.
    Stray,
    /// It answers 4xx, byte by byte.
    TemporaryBytes,
    /// It answers 5xx, byte by byte.
    PermanentBytes,
    /// It answers 421, byte by byte, and closes.
    GoingAwayBytes,
    /// It closes the connection in the middle of its usual answer's line.
    HalfLine,
    /// It closes the connection between two lines of its usual answer.
    HalfReply,
}

impl Fault {
    pub const ALL: [Self; 20] = [
        Self::Temporary,
        Self::Permanent,
        Self::GoingAway,
        Self::Garbage,
        Self::LongLine,
        Self::EndlessLine,
        Self::Silence,
        Self::Abort,
        Self::Close,
        Self::Early,
        Self::Twice,
        Self::Never,
        Self::Bytes,
        Self::Lines,
        Self::Stray,
        Self::TemporaryBytes,
        Self::PermanentBytes,
        Self::GoingAwayBytes,
        Self::HalfLine,
        Self::HalfReply,
    ];

    /// Returns the fault that must mean the same.
    pub fn plain(self) -> Self {
        match self {
            Self::TemporaryBytes => Self::Temporary,
            Self::PermanentBytes => Self::Permanent,
            Self::GoingAwayBytes => Self::GoingAway,
            Self::HalfLine | Self::HalfReply => Self::Close,
            plain => plain,
        }
    }

    /// Returns what the server does instead of its usual answer.
    pub fn reply(self, moment: Moment) -> Reply {
        const TEMPORARY: &str = "451 4.3.0 later";
        const PERMANENT: &str = "550 5.1.1 never";
        const GOING_AWAY: &str = "421 4.3.2 going away";
        let usual = moment.usual();
        let (code, half) = (&usual.as_bytes()[..3], &usual.as_bytes()[..6]);
        match self {
            Self::Temporary => TEMPORARY.into(),
            Self::Permanent => PERMANENT.into(),
            Self::GoingAway => GOING_AWAY.into(),
            Self::TemporaryBytes => Reply::Dripped(TEMPORARY.into()),
            Self::PermanentBytes => Reply::Dripped(PERMANENT.into()),
            Self::GoingAwayBytes => Reply::Dripped(GOING_AWAY.into()),
            Self::Garbage => "hello".into(),
            Self::LongLine => format!("250 {}", "x".repeat(100_000)).into(),
            Self::EndlessLine => Reply::Endless(vec![b'x'; 8_192]),
            Self::Silence => Reply::Silence,
            Self::Abort => Reply::Abort,
            Self::Close => Reply::Close,
            Self::HalfLine => Reply::Cut(half.to_vec()),
            Self::HalfReply => Reply::Cut([code, b"-more\r\n"].concat()),
            Self::Early | Self::Never => Reply::Nothing,
            Self::Twice => Reply::Before(usual.into()),
            Self::Stray => Reply::After(b"hello\r\n".to_vec()),
            Self::Bytes => Reply::Drip,
            Self::Lines => Reply::After([code, b"-more\r\n"].concat()),
        }
    }
}

/// How much the client says before it waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One command.
    Lockstep,
    /// A message, and the commands of the next one (RFC 2920).
    Pipelining,
    /// Messages with their commands (RFC 3030): the last two recipients' are
    /// both with the server when the fault strikes.
    Chunking,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Lockstep, Self::Pipelining, Self::Chunking];

    /// Who notices an answer to what was not said yet goes no further; among
    /// several commands nobody can.
    pub fn notices_early(self, moment: Moment) -> bool {
        match self {
            Self::Lockstep => true,
            Self::Pipelining => moment == Moment::Content,
            // The first message is alone.
            Self::Chunking => moment == Moment::Mail,
        }
    }
}
