//! The states of a delivery, and how the events of a journal lead from one to another.
//!
//! The state of every recipient is a function of the events and of nothing
//! else, so that a send resumes from what is on disk, whatever happened.

use std::{fmt, ops::AddAssign};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::Event;
use crate::{text, texts::Text};

/// What became of one recipient of a message; the six states partition the audience.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// Not tried, or tried and certainly not accepted.
    #[default]
    Pending,
    /// The server answered 250 after the final dot: never sent again.
    Accepted,
    /// The server refused this recipient for good (5xx).
    Refused,
    /// The server asked to try later (4xx).
    Deferred,
    /// The server may have accepted: sent again only when asked.
    Uncertain,
    /// Left a list, suspended or suppressed after the audience was frozen.
    Skipped,
}

impl DeliveryState {
    /// Every state, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Accepted,
        Self::Refused,
        Self::Deferred,
        Self::Uncertain,
        Self::Pending,
        Self::Skipped,
    ];

    /// Returns the name that files and `--json` use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Deferred => "deferred",
            Self::Uncertain => "uncertain",
            Self::Skipped => "skipped",
        }
    }

    /// Returns the state in words.
    pub fn text(self) -> Text {
        match self {
            Self::Pending => text!("delivery-pending"),
            Self::Accepted => text!("delivery-accepted"),
            Self::Refused => text!("delivery-refused"),
            Self::Deferred => text!("delivery-deferred"),
            Self::Uncertain => text!("delivery-uncertain"),
            Self::Skipped => text!("delivery-skipped"),
        }
    }
}

/// How many recipients are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryCounts {
    pub accepted: usize,
    pub refused: usize,
    pub deferred: usize,
    pub uncertain: usize,
    pub pending: usize,
    pub skipped: usize,
}

impl DeliveryCounts {
    /// Returns the counts of an audience to whom nothing was sent.
    pub fn of_pending(recipients: usize) -> Self {
        Self {
            pending: recipients,
            ..Self::default()
        }
    }

    /// Returns the count of one state.
    pub const fn of(&self, state: DeliveryState) -> usize {
        match state {
            DeliveryState::Pending => self.pending,
            DeliveryState::Accepted => self.accepted,
            DeliveryState::Refused => self.refused,
            DeliveryState::Deferred => self.deferred,
            DeliveryState::Uncertain => self.uncertain,
            DeliveryState::Skipped => self.skipped,
        }
    }

    /// Returns how many recipients there are in all.
    pub const fn total(&self) -> usize {
        self.accepted + self.refused + self.deferred + self.uncertain + self.pending + self.skipped
    }

    /// Tells whether nobody was written to, or tried with an answer.
    pub const fn is_unbegun(&self) -> bool {
        self.pending + self.skipped == self.total()
    }

    /// Tells whether only those are left whom the server asked to try later.
    pub const fn awaits_retry(&self) -> bool {
        self.pending == 0 && self.deferred > 0
    }

    /// Tells whether carnet has nothing left to try by itself.
    pub const fn is_finished(&self) -> bool {
        self.pending == 0 && self.deferred == 0
    }
}

impl AddAssign<DeliveryState> for DeliveryCounts {
    fn add_assign(&mut self, state: DeliveryState) {
        match state {
            DeliveryState::Pending => self.pending += 1,
            DeliveryState::Accepted => self.accepted += 1,
            DeliveryState::Refused => self.refused += 1,
            DeliveryState::Deferred => self.deferred += 1,
            DeliveryState::Uncertain => self.uncertain += 1,
            DeliveryState::Skipped => self.skipped += 1,
        }
    }
}

impl FromIterator<DeliveryState> for DeliveryCounts {
    fn from_iter<I: IntoIterator<Item = DeliveryState>>(states: I) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts += state;
        }
        counts
    }
}

impl<'d> FromIterator<&'d Delivery> for DeliveryCounts {
    fn from_iter<I: IntoIterator<Item = &'d Delivery>>(deliveries: I) -> Self {
        deliveries.into_iter().map(|one| one.state).collect()
    }
}

/// The steps of an SMTP session, in their order (RFC 5321, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Name resolution and TCP connection, with implicit TLS its handshake.
    Connect,
    /// The greeting and EHLO.
    Hello,
    /// The STARTTLS command and the handshake after it.
    Tls,
    /// Authentication.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// The DATA command, and the message before its final dot went out.
    Data,
    /// The final dot of the message, until its reply.
    Content,
    /// RSET.
    Reset,
}

impl Step {
    /// Tells whether what is answered there is about a recipient, or about the
    /// message for them.
    pub const fn is_about_recipient(self) -> bool {
        matches!(self, Self::Rcpt | Self::Data | Self::Content)
    }

    /// Returns the step in words.
    pub fn text(self) -> Text {
        match self {
            Self::Connect => text!("step-connect"),
            Self::Hello => text!("step-hello"),
            Self::Tls => text!("step-tls"),
            Self::Auth => text!("step-auth"),
            Self::Mail => text!("step-mail"),
            Self::Rcpt => text!("step-rcpt"),
            Self::Data => text!("step-data"),
            Self::Content => text!("step-content"),
            Self::Reset => text!("step-reset"),
        }
    }
}

/// Why a frozen recipient is no longer written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SkipReason {
    /// On none of the lists of the message any more.
    Removed,
    /// Still on a list, and suspended there.
    Suspended,
    /// Must not be written to (R8).
    Suppressed,
    /// The director cancelled the message.
    Cancelled,
}

impl SkipReason {
    /// Reads a reason, as the journal has it.
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "removed" => Some(Self::Removed),
            "suspended" => Some(Self::Suspended),
            "suppressed" => Some(Self::Suppressed),
            "cancelled" => Some(Self::Cancelled),
            _ => None,
        }
    }

    /// Returns the reason in words.
    pub fn text(self) -> Text {
        match self {
            Self::Removed => text!("skip-removed"),
            Self::Suspended => text!("skip-suspended"),
            Self::Suppressed => text!("skip-suppressed"),
            Self::Cancelled => text!("skip-cancelled"),
        }
    }
}

/// What the journal says of one recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Where it stands.
    pub state: DeliveryState,
    /// How many times the server was asked.
    pub attempts: u32,
    /// When it came into this state, if it was ever touched.
    pub at: Option<Timestamp>,
    /// The step that failed.
    pub step: Option<Step>,
    /// The server's last words, or the reason.
    pub reply: Option<String>,
    /// Why it was skipped.
    pub skip: Option<SkipReason>,
    /// When a deferred one may be tried again.
    pub retry: Option<Timestamp>,
    /// When the server first asked to try later.
    pub deferred_since: Option<Timestamp>,
}

/// The deliveries of a message, replayed from its journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deliveries {
    items: Vec<Delivery>,
    /// Reserved by a run of this boot, and not tried yet.
    reserved: Vec<bool>,
    /// Tried, and no outcome yet.
    trying: Vec<bool>,
    boot: Option<String>,
}

impl Deliveries {
    /// Returns the deliveries of an audience to whom nothing was sent.
    pub fn new(audience: usize) -> Self {
        Self {
            items: vec![Delivery::default(); audience],
            reserved: vec![false; audience],
            trying: vec![false; audience],
            boot: None,
        }
    }

    /// Returns the deliveries of an audience as the events of a journal left them.
    pub fn replayed(audience: usize, events: Vec<Event>) -> Self {
        let mut deliveries = Self::new(audience);
        for event in events {
            deliveries.apply(event);
        }
        deliveries
    }

    /// Takes one event into account; one about an unknown recipient changes nothing.
    pub fn apply(&mut self, event: Event) {
        match event {
            Event::Started { boot, .. } => self.start(boot),
            Event::Reserved { recipients } => {
                for recipient in recipients {
                    if let Some(reserved) = self.reserved.get_mut(recipient as usize) {
                        *reserved = true;
                    }
                }
            }
            Event::Trying { recipient } => {
                if let Some(trying) = self.trying.get_mut(recipient as usize) {
                    *trying = true;
                    self.items[recipient as usize].attempts += 1;
                }
            }
            Event::Accepted {
                recipient,
                at,
                reply,
            } => {
                self.conclude(recipient, DeliveryState::Accepted, at, |one| {
                    one.reply = Some(reply);
                });
            }
            Event::Refused {
                recipient,
                at,
                step,
                reply,
            } => {
                self.conclude(recipient, DeliveryState::Refused, at, |one| {
                    one.step = Some(step);
                    one.reply = Some(reply);
                });
            }
            Event::Deferred {
                recipient,
                at,
                step,
                reply,
                retry,
            } => {
                self.conclude(recipient, DeliveryState::Deferred, at, |one| {
                    one.deferred_since.get_or_insert(at);
                    one.step = Some(step);
                    one.reply = Some(reply);
                    one.retry = Some(retry);
                });
            }
            Event::Uncertain {
                recipient,
                at,
                reason,
            } => {
                self.conclude(recipient, DeliveryState::Uncertain, at, |one| {
                    one.reply = Some(reason);
                });
            }
            Event::Released {
                recipient,
                at,
                step,
                reason,
            } => {
                self.conclude(recipient, DeliveryState::Pending, at, |one| {
                    one.step = Some(step);
                    one.reply = Some(reason);
                });
            }
            Event::Skipped {
                recipient,
                at,
                reason,
            } => {
                self.conclude(recipient, DeliveryState::Skipped, at, |one| {
                    one.skip = Some(reason);
                });
            }
            Event::Resend { recipient, at } => {
                // How long it was deferred before, in vain, says nothing of now.
                self.conclude(recipient, DeliveryState::Pending, at, |one| {
                    one.deferred_since = None;
                });
            }
            Event::Ended { .. } => self.reserved.fill(false),
        }
    }

    /// Returns how many times the server was asked for a recipient.
    pub fn attempts(&self, recipient: u32) -> u32 {
        let one = self.items.get(recipient as usize);
        one.map_or(0, |one| one.attempts)
    }

    /// Returns when the server refused a recipient for good who was not marked for
    /// it: others might have been refused as well. Nothing, if something else
    /// became of them since.
    pub fn refused_in_doubt(&self, recipient: u32) -> Option<Timestamp> {
        let one = self.items.get(recipient as usize)?;
        let is_refusal = one
            .reply
            .as_ref()
            .is_some_and(|reply| reply.starts_with('5'));
        let about_recipient = one.step.is_some_and(Step::is_about_recipient);
        one.at
            .filter(|_| one.state == DeliveryState::Pending && is_refusal && about_recipient)
    }

    /// Counts the recipients in each state.
    pub fn counts(&self) -> DeliveryCounts {
        self.items.iter().collect()
    }

    /// Closes what an earlier run left open.
    ///
    /// A killed process leaves every line that it wrote, so only what it was
    /// trying is uncertain. A power loss may lose the `trying` lines that were
    /// not synced, so all that was reserved is uncertain.
    fn start(&mut self, boot: String) {
        let power_loss = self.boot.as_ref().is_some_and(|earlier| *earlier != boot);
        for index in 0..self.items.len() {
            let tried = std::mem::take(&mut self.trying[index]);
            let reserved = std::mem::take(&mut self.reserved[index]);
            let open = self.items[index].state != DeliveryState::Accepted;
            if open && (tried || (reserved && power_loss)) {
                self.items[index].state = DeliveryState::Uncertain;
            }
        }
        self.boot = Some(boot);
    }

    fn conclude(
        &mut self,
        recipient: u32,
        state: DeliveryState,
        at: Timestamp,
        note: impl FnOnce(&mut Delivery),
    ) {
        let index = recipient as usize;
        let Some(one) = self.items.get_mut(index) else {
            return;
        };
        // Nothing takes an accepted delivery back.
        if one.state == DeliveryState::Accepted {
            return;
        }
        *one = Delivery {
            state,
            attempts: one.attempts,
            at: Some(at),
            deferred_since: one.deferred_since,
            ..Delivery::default()
        };
        note(one);
        self.reserved[index] = false;
        self.trying[index] = false;
    }

    /// Returns every delivery as it stands once no run is under way in this boot.
    ///
    /// `boot` identifies the current start of the computer.
    #[must_use]
    pub fn settled(mut self, boot: &str) -> Vec<Delivery> {
        self.start(boot.to_owned());
        self.items
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn started(boot: &str) -> Event {
        Event::Started {
            at: NOW,
            boot: boot.to_owned(),
        }
    }

    fn accepted(recipient: u32) -> Event {
        Event::Accepted {
            recipient,
            at: NOW,
            reply: "250 ok".to_owned(),
        }
    }

    fn states(events: Vec<Event>, boot: &str) -> Vec<DeliveryState> {
        let mut deliveries = Deliveries::new(3);
        for event in events {
            deliveries.apply(event);
        }
        deliveries
            .settled(boot)
            .into_iter()
            .map(|one| one.state)
            .collect()
    }

    use DeliveryState::{Accepted, Pending, Uncertain};

    #[test]
    fn a_killed_process_leaves_uncertain_only_what_it_was_trying() {
        let events = vec![
            started("boot-1"),
            Event::Reserved {
                recipients: vec![0, 1, 2],
            },
            Event::Trying { recipient: 0 },
            accepted(0),
            Event::Trying { recipient: 1 },
        ];
        assert_eq!(states(events, "boot-1"), [Accepted, Uncertain, Pending]);
    }

    #[test]
    fn a_power_loss_leaves_uncertain_all_that_was_reserved() {
        let events = vec![
            started("boot-1"),
            Event::Reserved {
                recipients: vec![0, 1],
            },
            Event::Trying { recipient: 0 },
            accepted(0),
        ];
        assert_eq!(states(events, "boot-2"), [Accepted, Uncertain, Pending]);
    }

    #[test]
    fn what_a_run_reserved_and_did_not_try_is_free_once_it_ended_in_good_order() {
        let events = vec![
            started("boot-1"),
            Event::Reserved {
                recipients: vec![0, 1, 2],
            },
            Event::Trying { recipient: 0 },
            accepted(0),
            Event::Ended { at: NOW },
        ];
        assert_eq!(states(events, "boot-2"), [Accepted, Pending, Pending]);
    }

    #[test]
    fn an_accepted_delivery_stays_accepted_whatever_follows() {
        let events = vec![
            started("b"),
            Event::Trying { recipient: 0 },
            accepted(0),
            Event::Trying { recipient: 0 },
            Event::Released {
                recipient: 0,
                at: NOW,
                step: Step::Mail,
                reason: String::new(),
            },
            Event::Resend {
                recipient: 0,
                at: NOW,
            },
        ];
        assert_eq!(states(events, "b")[0], Accepted);
    }

    #[test]
    fn an_uncertain_delivery_is_pending_again_only_when_asked() {
        let mut events = vec![started("b"), Event::Trying { recipient: 0 }, started("b")];
        assert_eq!(states(events.clone(), "b")[0], Uncertain);
        events.push(Event::Resend {
            recipient: 0,
            at: NOW,
        });
        assert_eq!(states(events, "b")[0], Pending);
    }

    #[test]
    fn released_is_pending_and_counts_as_an_attempt() {
        let mut deliveries = Deliveries::new(1);
        deliveries.apply(started("b"));
        deliveries.apply(Event::Trying { recipient: 0 });
        deliveries.apply(Event::Released {
            recipient: 0,
            at: NOW,
            step: Step::Mail,
            reason: "421".to_owned(),
        });
        let one = deliveries.settled("b").remove(0);
        assert_eq!((one.state, one.attempts), (Pending, 1));
    }
}
