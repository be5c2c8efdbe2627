//! What the journal says of an attempt.

use jiff::Timestamp;

use super::suspicion::Held;
use crate::{domain::event::Event, mail::SendError};

/// How much is kept of a reply, in characters: a line may have 512 (RFC 5321,
/// section 4.5.3.1.5), and one without measure would be there for each recipient.
const REPLY_LIMIT: usize = 2_000;

/// What an attempt that failed makes of its recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Refused for good.
    Refused,
    /// Tried again, not before this instant.
    Deferred { retry: Timestamp },
    /// Perhaps accepted.
    Uncertain,
    /// Certainly not accepted, and as if nothing had been.
    Released,
}

/// Returns what to write down of a refusal that was in doubt and is no more.
pub fn refused_after_all(held: &Held) -> Event {
    failed(held.recipient, held.at, &held.error, Mark::Refused)
}

/// Returns what to write down of a failure.
pub fn failed(recipient: u32, at: Timestamp, error: &SendError, mark: Mark) -> Event {
    let (step, reply) = (error.step, one_line(error.reply()));
    match mark {
        Mark::Refused => Event::Refused {
            recipient,
            at,
            step,
            reply,
        },
        Mark::Deferred { retry } => Event::Deferred {
            recipient,
            at,
            step,
            reply,
            retry,
        },
        Mark::Uncertain => Event::Uncertain {
            recipient,
            at,
            reason: reply,
        },
        Mark::Released => Event::Released {
            recipient,
            at,
            step,
            reason: reply,
        },
    }
}

/// Returns what to write down of an acceptance.
pub fn accepted(recipient: u32, at: Timestamp, reply: String) -> Event {
    Event::Accepted {
        recipient,
        at,
        reply: one_line(reply),
    }
}

/// Joins the lines of a server's reply, the first [`REPLY_LIMIT`] characters of them.
fn one_line(reply: String) -> String {
    let mut line = match reply.trim() {
        all if all.contains(['\r', '\n']) => {
            all.lines().map(str::trim).collect::<Vec<_>>().join(" ")
        }
        all if all.len() == reply.len() => reply,
        all => all.to_owned(),
    };
    if let Some((end, _)) = line.char_indices().nth(REPLY_LIMIT) {
        line.truncate(end);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_reply_without_measure_the_beginning_is_kept() {
        let at = Timestamp::UNIX_EPOCH;
        let replies = [
            ("250 ok\r\n  queued".to_owned(), "250 ok queued".to_owned()),
            ("250 ok \n".to_owned(), "250 ok".to_owned()),
            ("é".repeat(60_000), "é".repeat(REPLY_LIMIT)),
        ];
        for (reply, expected) in replies {
            let event = accepted(0, at, reply);
            assert!(matches!(event, Event::Accepted { reply, .. } if reply == expected));
        }
    }
}
