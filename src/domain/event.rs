//! The events of a delivery, one line each in a journal.
//!
//! Read is all that any event may hold, then what this one must. What serde
//! derives for an enum with a tag keeps every value apart until it knows the
//! tag, and takes three times as long over the journal of a large send. Writing
//! in its way takes as much longer, for the two events that every message has.

use std::{cell::RefCell, io};

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};
use serde::{Deserialize, Serialize};

use super::delivery::{DeliveryState, SkipReason, Step};

/// Writes instants as they are shown, with less ado.
const PRINTER: DateTimePrinter = DateTimePrinter::new();

thread_local! {
    /// What was written last of an instant: thousands of lines a second have the same.
    static LAST: RefCell<(Option<Timestamp>, Vec<u8>)> = const { RefCell::new((None, Vec::new())) };
}

/// Writes an instant as it is shown.
fn write_instant(at: Timestamp, out: &mut Vec<u8>) -> io::Result<()> {
    LAST.with_borrow_mut(|(last, text)| {
        if *last != Some(at) {
            text.clear();
            let printed = PRINTER.print_timestamp(&at, &mut *text);
            printed.map_err(io::Error::other)?;
            *last = Some(at);
        }
        out.extend_from_slice(text);
        Ok(())
    })
}

/// One line of a message's journal.
///
/// `recipient` is a place in the frozen audience, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase", try_from = "Line")]
pub enum Event {
    /// A run began. `boot` identifies the start of the computer, so that a
    /// later run can tell a power loss from a killed process.
    Started { at: Timestamp, boot: String },
    /// These recipients may be tried from now on; on disk before any of them is.
    Reserved { recipients: Vec<u32> },
    /// Written before the first byte that could make the server accept.
    Trying { recipient: u32 },
    /// The server accepted the message.
    Accepted {
        recipient: u32,
        at: Timestamp,
        reply: String,
    },
    /// The server refused for good.
    Refused {
        recipient: u32,
        at: Timestamp,
        step: Step,
        reply: String,
    },
    /// The server asked to try later; not before `retry`.
    Deferred {
        recipient: u32,
        at: Timestamp,
        step: Step,
        reply: String,
        retry: Timestamp,
    },
    /// The link was lost after the final dot.
    Uncertain {
        recipient: u32,
        at: Timestamp,
        reason: String,
    },
    /// Tried and certainly not accepted, through no fault of the recipient's.
    Released {
        recipient: u32,
        at: Timestamp,
        step: Step,
        reason: String,
    },
    /// Not written to any more.
    Skipped {
        recipient: u32,
        at: Timestamp,
        reason: SkipReason,
    },
    /// A person asked that an uncertain delivery be tried again.
    Resend { recipient: u32, at: Timestamp },
    /// A run ended in good order: what it reserved and did not try is free again.
    Ended { at: Timestamp },
}

impl Event {
    /// Returns the state that this leads a recipient to, if it is the end of an attempt.
    pub const fn outcome(&self) -> Option<DeliveryState> {
        match self {
            Self::Accepted { .. } => Some(DeliveryState::Accepted),
            Self::Refused { .. } => Some(DeliveryState::Refused),
            Self::Deferred { .. } => Some(DeliveryState::Deferred),
            Self::Uncertain { .. } => Some(DeliveryState::Uncertain),
            Self::Skipped { .. } => Some(DeliveryState::Skipped),
            Self::Started { .. }
            | Self::Reserved { .. }
            | Self::Trying { .. }
            | Self::Released { .. }
            | Self::Resend { .. }
            | Self::Ended { .. } => None,
        }
    }

    /// Adds the event to a journal's lines, as serde would write it.
    pub fn write_line(&self, out: &mut Vec<u8>) {
        self.try_write_line(out)
            .expect("keys are strings, and memory can be written to");
    }

    fn try_write_line(&self, out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Trying { recipient } => {
                out.extend_from_slice(br#"{"event":"trying","recipient":"#);
                serde_json::to_writer(&mut *out, recipient)?;
                out.push(b'}');
            }
            Self::Accepted {
                recipient,
                at,
                reply,
            } => {
                out.extend_from_slice(br#"{"event":"accepted","recipient":"#);
                serde_json::to_writer(&mut *out, recipient)?;
                out.extend_from_slice(br#","at":""#);
                write_instant(*at, out)?;
                out.extend_from_slice(br#"","reply":"#);
                serde_json::to_writer(&mut *out, reply)?;
                out.push(b'}');
            }
            other => serde_json::to_writer(&mut *out, other)?,
        }
        out.push(b'\n');
        Ok(())
    }
}

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
struct Line {
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

impl TryFrom<Line> for Event {
    type Error = &'static str;

    fn try_from(line: Line) -> Result<Self, Self::Error> {
        line.into_event().ok_or("a field is missing")
    }
}

impl Line {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_what_serde_would_write_and_is_read_back() {
        let at: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let recipient = 7;
        let accepted = |at| Event::Accepted {
            recipient,
            at,
            reply: "250 « pris » \"\\\u{1}".to_owned(),
        };
        let events = [
            Event::Trying { recipient },
            accepted(at),
            accepted(at),
            accepted(Timestamp::MIN),
            accepted(at),
            Event::Skipped {
                recipient,
                at,
                reason: SkipReason::Removed,
            },
        ];
        for event in events {
            let mut line = Vec::new();
            event.write_line(&mut line);
            let line = String::from_utf8(line).unwrap();
            assert_eq!(line, serde_json::to_string(&event).unwrap() + "\n");
            assert_eq!(serde_json::from_str::<Event>(&line).unwrap(), event);
        }
    }
}
