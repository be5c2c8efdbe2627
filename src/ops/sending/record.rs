//! What the journal says of an attempt, and the state that it leads to.

use jiff::Timestamp;

use super::suspicion::Held;
use crate::{
    domain::delivery::{DeliveryState, Event},
    mail::SendError,
};

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
pub fn refused_after_all(held: &Held) -> (Event, DeliveryState) {
    failed(held.recipient, held.at, &held.error, Mark::Refused)
}

/// Returns what to write down of a failure, and the state that it leads to.
pub fn failed(
    recipient: u32,
    at: Timestamp,
    error: &SendError,
    mark: Mark,
) -> (Event, DeliveryState) {
    let (step, reply) = (error.step, one_line(&error.reply()));
    match mark {
        Mark::Refused => (
            Event::Refused {
                recipient,
                at,
                step,
                reply,
            },
            DeliveryState::Refused,
        ),
        Mark::Deferred { retry } => (
            Event::Deferred {
                recipient,
                at,
                step,
                reply,
                retry,
            },
            DeliveryState::Deferred,
        ),
        Mark::Uncertain => (
            Event::Uncertain {
                recipient,
                at,
                reason: reply,
            },
            DeliveryState::Uncertain,
        ),
        Mark::Released => (
            Event::Released {
                recipient,
                at,
                step,
                reason: reply,
            },
            DeliveryState::Pending,
        ),
    }
}

/// Returns what to write down of an acceptance.
pub fn accepted(recipient: u32, at: Timestamp, reply: &str) -> (Event, DeliveryState) {
    let reply = one_line(reply);
    let event = Event::Accepted {
        recipient,
        at,
        reply,
    };
    (event, DeliveryState::Accepted)
}

/// Joins the lines of a server's reply.
fn one_line(reply: &str) -> String {
    reply.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}
