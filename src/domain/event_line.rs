//! How an event is read: all that any event may hold, then what this one must.
//!
//! What serde derives for an enum with a tag keeps every value apart until it
//! knows the tag, and takes three times as long over the journal of a large send.

use jiff::Timestamp;
use serde::Deserialize;

use super::delivery::{Event, SkipReason, Step};

/// The name of an event, as the journal has it.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Started,
    Reserved,
    Trying,
    Accepted,
    Refused,
    Deferred,
    Uncertain,
    Released,
    Skipped,
    Resend,
    Ended,
}

/// A line of a journal.
#[derive(Deserialize)]
pub(super) struct EventLine {
    event: Kind,
    at: Option<Timestamp>,
    boot: Option<String>,
    recipient: Option<u32>,
    recipients: Option<Vec<u32>>,
    step: Option<Step>,
    reply: Option<String>,
    reason: Option<String>,
    retry: Option<Timestamp>,
}

impl TryFrom<EventLine> for Event {
    type Error = &'static str;

    fn try_from(line: EventLine) -> Result<Self, Self::Error> {
        line.into_event().ok_or("a field is missing")
    }
}

impl EventLine {
    fn into_event(self) -> Option<Event> {
        Some(match self.event {
            Kind::Started => Event::Started {
                at: self.at?,
                boot: self.boot?,
            },
            Kind::Reserved => Event::Reserved {
                recipients: self.recipients?,
            },
            Kind::Trying => Event::Trying {
                recipient: self.recipient?,
            },
            Kind::Accepted => Event::Accepted {
                recipient: self.recipient?,
                at: self.at?,
                reply: self.reply?,
            },
            Kind::Refused => Event::Refused {
                recipient: self.recipient?,
                at: self.at?,
                step: self.step?,
                reply: self.reply?,
            },
            Kind::Deferred => Event::Deferred {
                recipient: self.recipient?,
                at: self.at?,
                step: self.step?,
                reply: self.reply?,
                retry: self.retry?,
            },
            Kind::Uncertain => Event::Uncertain {
                recipient: self.recipient?,
                at: self.at?,
                reason: self.reason?,
            },
            Kind::Released => Event::Released {
                recipient: self.recipient?,
                at: self.at?,
                step: self.step?,
                reason: self.reason?,
            },
            Kind::Skipped => Event::Skipped {
                recipient: self.recipient?,
                at: self.at?,
                reason: SkipReason::parse(&self.reason?)?,
            },
            Kind::Resend => Event::Resend {
                recipient: self.recipient?,
                at: self.at?,
            },
            Kind::Ended => Event::Ended { at: self.at? },
        })
    }
}
