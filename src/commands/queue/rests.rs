//! What a process that goes over the queue leaves alone for a while, and when it looks again.

use jiff::{SignedDuration, Timestamp};

use crate::{
    clock::Clock,
    domain::{address::Address, message::MessageId},
    ops::queue::Backoff,
};

/// How long to leave alone what failed, the first time and at most.
const REST: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(1), SignedDuration::from_mins(30));
/// The same of a message that another process sends, or only looks at.
const REST_OF_BUSY: (SignedDuration, SignedDuration) = (
    SignedDuration::from_millis(250),
    SignedDuration::from_secs(30),
);

/// What rests, and when there will be something to do.
#[derive(Debug)]
pub struct Rests<'a> {
    clock: &'a Clock,
    /// Accounts whose server or password failed.
    accounts: Backoff<Address>,
    /// Messages that cannot be read, or that a run could not finish.
    messages: Backoff<MessageId>,
    /// Messages that another process holds.
    busy: Backoff<MessageId>,
    next: Option<Timestamp>,
}

impl<'a> Rests<'a> {
    /// Nothing rests yet.
    pub const fn new(clock: &'a Clock) -> Self {
        Self {
            clock,
            accounts: Backoff::new(REST.0, REST.1),
            messages: Backoff::new(REST.0, REST.1),
            busy: Backoff::new(REST_OF_BUSY.0, REST_OF_BUSY.1),
            next: None,
        }
    }

    /// Begins a round, which finds out anew when there will be something to do.
    pub const fn begin_round(&mut self) {
        self.next = None;
    }

    /// Returns when there will be something to do, as far as the round has found.
    pub const fn next(&self) -> Option<Timestamp> {
        self.next
    }

    /// Looks again at this instant at the latest, if there is one.
    pub fn wake_at(&mut self, instant: Option<Timestamp>) {
        self.next = self.next.into_iter().chain(instant).min();
    }

    /// Tells whether a message is left alone, to look again when it no longer is.
    pub fn has_message(&mut self, id: &MessageId) -> bool {
        let until = self.messages.rests_until(id, self.clock.instant());
        self.wake_at(until);
        until.is_some()
    }

    /// Tells the same of an account, and with it of all its messages.
    pub fn has_account(&mut self, address: &Address) -> bool {
        let until = self.accounts.rests_until(address, self.clock.instant());
        self.wake_at(until);
        until.is_some()
    }

    /// Leaves a message alone that failed.
    pub fn rest_message(&mut self, id: &MessageId) {
        let until = self.messages.fail(id.clone(), self.clock.instant());
        self.wake_at(Some(until));
    }

    /// Leaves an account alone that failed.
    pub fn rest_account(&mut self, address: &Address) {
        let until = self.accounts.fail(address.clone(), self.clock.instant());
        self.wake_at(Some(until));
    }

    /// Leaves an account alone whose limits are reached.
    pub fn rest_account_until(&mut self, address: &Address, until: Timestamp) {
        let now = self.clock.instant();
        self.accounts.rest(address.clone(), until, now);
        self.wake_at(Some(until));
    }

    /// Leaves a message to the process that holds it.
    pub fn rest_busy(&mut self, id: &MessageId) {
        let until = self.busy.fail(id.clone(), self.clock.instant());
        self.wake_at(Some(until));
    }

    /// Forgets that a message failed.
    pub fn forget_message(&mut self, id: &MessageId) {
        self.messages.succeed(id);
    }

    /// Forgets that an account failed.
    pub fn forget_account(&mut self, address: &Address) {
        self.accounts.succeed(address);
    }

    /// Forgets that another process held a message.
    pub fn forget_busy(&mut self, id: &MessageId) {
        self.busy.succeed(id);
    }
}
