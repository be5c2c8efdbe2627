//! What the journal says of an attempt, and the state that it leads to.

use jiff::{SignedDuration, Timestamp};

use super::{suspicion::Held, verdict::Verdict};
use crate::{
    domain::delivery::{DeliveryState, Event},
    mail::SendError,
};

/// How long a deferred recipient is left alone (RFC 5321, section 4.5.4.1).
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(30);

/// Returns what to write down of a refusal that was in doubt and is no more.
pub fn refused_after_all(held: &Held) -> (Event, DeliveryState) {
    failed(held.recipient, held.at, &held.error, Verdict::Refused)
}

/// Returns what to write down of a failure, and the state that it leads to.
pub fn failed(
    recipient: u32,
    at: Timestamp,
    error: &SendError,
    verdict: Verdict,
) -> (Event, DeliveryState) {
    let (step, reply) = (error.step, one_line(&error.reply()));
    match verdict {
        Verdict::Refused => (
            Event::Refused {
                recipient,
                at,
                step,
                reply,
            },
            DeliveryState::Refused,
        ),
        Verdict::Deferred => {
            let retry = at.saturating_add(RETRY_AFTER).unwrap_or(at);
            (
                Event::Deferred {
                    recipient,
                    at,
                    step,
                    reply,
                    retry,
                },
                DeliveryState::Deferred,
            )
        }
        Verdict::Uncertain => (
            Event::Uncertain {
                recipient,
                at,
                reason: reply,
            },
            DeliveryState::Uncertain,
        ),
        // In doubt, it is certainly not accepted, and marked only once it is known why.
        Verdict::Doubted(_) | Verdict::Released | Verdict::Stopped => (
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
