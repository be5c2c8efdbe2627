//! What is left to do of a message: a pure function of its audience and journal.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    domain::{
        delivery::{Deliveries, Delivery, DeliveryState},
        message::Message,
    },
    store::{Store, StoreError, boot_id, read_journal},
    text,
};

/// How far ahead of each other the clocks of two moments may be.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(1);

/// What a run has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remaining {
    /// Places in the audience to try, in order.
    pub recipients: Vec<u32>,
    /// Those of them that were uncertain, and are tried again because a person asked.
    pub resent: Vec<u32>,
    /// Since when the server has asked to try some of them later.
    pub deferred_since: BTreeMap<u32, Timestamp>,
    /// When the server last took the message for anyone.
    pub served: Option<Timestamp>,
}

/// Whether uncertain deliveries are sent again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uncertain {
    /// They stay as they are: someone might receive the message twice.
    #[default]
    Keep,
    /// A person asked for it.
    Resend,
}

/// Which of the deferred deliveries are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// All of them: a person asked for it.
    All,
    /// Those that were asked to wait until this instant at the latest.
    Due(Timestamp),
}

impl Retry {
    fn includes(self, delivery: &Delivery) -> bool {
        match self {
            Self::All => true,
            Self::Due(now) => {
                // One of the future was written by a clock that has been set back.
                let soon = now.saturating_add(TOLERANCE).unwrap_or(now);
                let is_ahead = delivery.at.is_some_and(|at| at > soon);
                is_ahead || delivery.retry.is_none_or(|retry| retry <= now)
            }
        }
    }
}

/// Chooses whom a run tries, the least tried first: nobody accepted, refused or skipped; uncertain ones only when asked.
pub fn plan_resume(deliveries: &[Delivery], uncertain: Uncertain, retry: Retry) -> Remaining {
    let mut remaining = Remaining::default();
    for (index, delivery) in (0..).zip(deliveries) {
        if delivery.state != DeliveryState::Uncertain {
            let since = delivery.deferred_since.map(|since| (index, since));
            remaining.deferred_since.extend(since);
        }
        match delivery.state {
            DeliveryState::Pending => remaining.recipients.push(index),
            DeliveryState::Deferred if retry.includes(delivery) => remaining.recipients.push(index),
            DeliveryState::Uncertain if uncertain == Uncertain::Resend => {
                remaining.recipients.push(index);
                remaining.resent.push(index);
            }
            DeliveryState::Accepted => remaining.served = remaining.served.max(delivery.at),
            _ => {}
        }
    }
    // Whoever was never tried comes first: those whom an earlier run stopped
    // at must not stop every later one before it reaches the others.
    let attempts = |&index: &u32| deliveries[index as usize].attempts;
    remaining.recipients.sort_by_key(attempts);
    remaining
}

/// Returns when the first of the deferred deliveries may be tried again.
pub fn next_retry(deliveries: &[Delivery]) -> Option<Timestamp> {
    deliveries
        .iter()
        .filter(|delivery| delivery.state == DeliveryState::Deferred)
        .filter_map(|delivery| delivery.retry)
        .min()
}

/// Returns when the sender wrote a later message that the server took for
/// anyone, if there is one: then it is not the server that stands in the way of
/// an earlier one.
pub fn served_later(store: &Store, message: &Message) -> Result<Option<Timestamp>, StoreError> {
    let ids = store.message_ids()?;
    let mut later = ids
        .iter()
        .rev()
        .take_while(|id| **id > message.id)
        // One that cannot be read proves nothing.
        .filter_map(|id| store.message(id).ok());
    let taken = later.find(|one| one.from == message.from && one.counts.accepted > 0);
    Ok(taken.map(|one| one.created))
}

/// Reads how each delivery of a message stands.
///
/// A journal that knows of fewer acceptances than `message.json` lost some:
/// whoever was accepted would be written to again.
pub fn deliveries(store: &Store, message: &Message) -> Result<Vec<Delivery>, StoreError> {
    let path = store.journal_path(&message.id);
    let events = read_journal(&path)?;
    let deliveries = Deliveries::replayed(message.counts.total(), events).settled(&boot_id());
    let accepted = deliveries
        .iter()
        .filter(|delivery| delivery.state == DeliveryState::Accepted)
        .count();
    if accepted < message.counts.accepted {
        return Err(StoreError::Corrupt {
            path,
            reason: text!(
                "corrupt-journal-lost",
                accepted = accepted.to_string(),
                expected = message.counts.accepted.to_string()
            ),
        });
    }
    Ok(deliveries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_that_a_clock_ahead_of_now_put_off_is_due() {
        let at = |second| Timestamp::from_second(second).ok();
        let deferred = |when: i64| Delivery {
            state: DeliveryState::Deferred,
            at: at(when),
            retry: at(when + 1_800),
            deferred_since: at(when),
            ..Delivery::default()
        };
        let year = 365 * 86_400;
        let deliveries = [deferred(0), deferred(-1_800), deferred(year)];
        let due = Retry::Due(Timestamp::UNIX_EPOCH);
        let remaining = plan_resume(&deliveries, Uncertain::Keep, due);
        assert_eq!(remaining.recipients, [1, 2]);
    }

    #[test]
    fn whoever_is_sent_to_again_begins_anew() {
        let uncertain = Delivery {
            state: DeliveryState::Uncertain,
            deferred_since: Some(Timestamp::UNIX_EPOCH),
            ..Delivery::default()
        };
        let remaining = plan_resume(&[uncertain], Uncertain::Resend, Retry::All);
        assert_eq!((remaining.recipients, remaining.resent), (vec![0], vec![0]));
        assert!(remaining.deferred_since.is_empty());
    }
}
