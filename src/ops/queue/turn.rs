//! What to do with one message now: a pure function of what is on disk and the time.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    domain::{
        audience::{fold_label, select_audience},
        delivery::Delivery,
        message::Message,
    },
    ops::sending::{Remaining, Retry, Snapshot, Uncertain, next_retry, plan_resume},
    store::{MessageLock, Store, StoreError},
};

/// What to do with a message that is not finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing before this instant.
    Rest(Option<Timestamp>),
    /// Choose who receives it, then look again.
    ChooseAudience,
    /// Write to these.
    Run(Remaining),
    /// Nobody is left to be written to.
    Finish,
    /// It did not begin to leave in time: nobody is written to.
    Expire,
}

/// Says what to do with a message; its counts are those of `deliveries`.
pub fn plan_turn(message: &Message, deliveries: &[Delivery], now: Timestamp) -> Turn {
    if let Some(schedule) = message.unbegun_schedule() {
        if now < schedule.due {
            return Turn::Rest(Some(schedule.due));
        }
        if now > schedule.expires {
            return Turn::Expire;
        }
        if message.awaits_audience() {
            return Turn::ChooseAudience;
        }
    }
    if message.counts.is_finished() {
        return Turn::Finish;
    }
    let remaining = plan_resume(deliveries, Uncertain::Keep, Retry::Due(now));
    if remaining.recipients.is_empty() {
        Turn::Rest(next_retry(deliveries))
    } else {
        Turn::Run(remaining)
    }
}

/// Chooses the audience of a message among those who are on its lists now.
pub fn choose_audience(
    store: &Store,
    lock: &MessageLock,
    message: &mut Message,
) -> Result<(), StoreError> {
    let names = message.lists.iter().map(|list| &list.name);
    let ((lists, suppressions), _) = Snapshot::reading(store, names, || {
        let mut lists = Vec::new();
        for frozen in &message.lists {
            // Under its name of then, which its subscribers' copies are made for.
            let list = store.list_by_id(&frozen.id, &frozen.name)?;
            lists.extend(list.map(|list| (frozen.name.clone(), list)));
        }
        Ok::<_, StoreError>((lists, store.suppressions()?))
    })?;
    let classes: BTreeSet<String> = message.classes.iter().map(|one| fold_label(one)).collect();
    let audience = select_audience(&lists, &classes, |list, address| {
        suppressions.contains(&list.id, address)
    });
    lock.choose_audience(message, &audience)
}
