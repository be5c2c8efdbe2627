//! Those whom the server is asked again for, and since when it has them wait.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{
    patience::{retry_after, retry_at},
    record::Mark,
};

/// Those who were deferred, in this run or before it.
#[derive(Debug, Default)]
pub struct Deferrals {
    /// Those of this run, by when they may be tried again.
    due: BTreeSet<(Timestamp, u32)>,
    /// Since when each of them is deferred.
    since: BTreeMap<u32, Timestamp>,
    /// When the server last took a message of the sender's, as far as is known.
    served: Option<Timestamp>,
}

impl Deferrals {
    /// Begins with those who were deferred before this run, and with when the
    /// server is known to have taken this message or a later one.
    pub const fn new(since: BTreeMap<u32, Timestamp>, served: Option<Timestamp>) -> Self {
        Self {
            due: BTreeSet::new(),
            since,
            served,
        }
    }

    /// Tells whether the server took any message of the sender's, as far as is known.
    pub const fn has_served(&self) -> bool {
        self.served.is_some()
    }

    /// Tells whether it took one after an instant.
    pub fn has_served_since(&self, at: Timestamp) -> bool {
        self.served > Some(at)
    }

    /// Notes that the server took the message for somebody.
    pub fn serve(&mut self, at: Timestamp) {
        self.served = self.served.max(Some(at));
    }

    /// Returns what becomes of a recipient whom the server asked to try later:
    /// deferred, and refused when that has lasted too long.
    pub fn defer(&mut self, recipient: u32, at: Timestamp) -> Mark {
        let since = *self.since.entry(recipient).or_insert(at);
        match retry_at(recipient, since, at) {
            Some(retry) => self.wait(recipient, retry),
            None => Mark::Refused,
        }
    }

    /// Returns what becomes of a recipient with whom the link is lost each time,
    /// which counts as an answer to try later (RFC 5321, section 3.8).
    ///
    /// Nobody is refused for that alone: the server may hang up on everybody. It
    /// must have taken a message since, for somebody else.
    pub fn defer_lost(&mut self, recipient: u32, at: Timestamp) -> Mark {
        let since = *self.since.entry(recipient).or_insert(at);
        if self.has_served_since(since) {
            return self.defer(recipient, at);
        }
        let retry = retry_after(recipient, at.duration_since(since), at);
        self.wait(recipient, retry)
    }

    fn wait(&mut self, recipient: u32, retry: Timestamp) -> Mark {
        self.due.insert((retry, recipient));
        Mark::Deferred { retry }
    }

    /// Takes the next one whose time has come.
    pub fn wake(&mut self, now: Timestamp) -> Option<u32> {
        let due = self.due.first().is_some_and(|&(retry, _)| retry <= now);
        let (_, recipient) = due.then(|| self.due.pop_first()).flatten()?;
        Some(recipient)
    }
}
