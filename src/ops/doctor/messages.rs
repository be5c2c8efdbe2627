//! Messages: is everything there to go on with, is one waiting for someone?

use std::fs;

use jiff::Timestamp;

use super::{Finding, Severity, mend::Mend};
use crate::{
    config::Settings,
    domain::{
        delivery::{Delivery, DeliveryCounts},
        message::{Message, MessageId, MessageState},
    },
    ops::sending::deliveries,
    store::{Store, StoreError, file::is_temporary, is_torn},
    text,
};

/// `settings` are absent when they cannot be read.
pub fn examine(
    store: &Store,
    settings: Option<&Settings>,
    now: Timestamp,
    findings: &mut Vec<Finding>,
) {
    let ids = match store.message_ids() {
        Ok(ids) => ids,
        Err(error) => {
            findings.push(Finding::unreadable("messages-unreadable", &error));
            return;
        }
    };
    for id in ids {
        // Asked first: a run that writes its journal right now has not torn it.
        let sending = store.is_sending(&id);
        let read = read_whole(store, &id, findings);
        if let Some((message, deliveries)) = read.filter(|_| !sending) {
            let counts: DeliveryCounts = deliveries.iter().collect();
            examine_records(store, &message, counts, findings);
            match message.state {
                MessageState::Queued => examine_queued(&message, settings, now, findings),
                MessageState::Cancelled => examine_cancelled(&message, counts, findings),
                MessageState::Finished | MessageState::Expired => {}
            }
        }
    }
    examine_strangers(store, findings);
}

/// Reads all there is of a message, and reports what cannot be read.
fn read_whole(
    store: &Store,
    id: &MessageId,
    findings: &mut Vec<Finding>,
) -> Option<(Message, Vec<Delivery>)> {
    let mut failed = |error: StoreError| {
        let next = error
            .hint()
            .filter(|_| matches!(error, StoreError::TooNew { .. }))
            .unwrap_or_else(|| text!("doctor-next-backup"));
        findings.push(Finding::caused(
            "message-unreadable",
            &text!("doctor-message-unreadable", id = id),
            &error,
            Some(next),
        ));
    };
    let message = match store.listed_message(id) {
        Ok(message) => message,
        Err(copied @ StoreError::CopiedMessage { .. }) => {
            let next = copied.hint().unwrap_or_else(|| text!("doctor-next-backup"));
            findings.push(Finding::error("message-copied", &copied.text(), next));
            return None;
        }
        Err(error) => {
            failed(error);
            return None;
        }
    };
    // How much there must be of the rest is in the message's file.
    let rest = [
        store.content(&message).map(drop),
        store.recipients(&message).map(drop),
        store.exclusions(&message).map(drop),
    ];
    rest.into_iter()
        .filter_map(Result::err)
        .for_each(&mut failed);
    match deliveries(store, &message) {
        Ok(deliveries) => Some((message, deliveries)),
        Err(error) => {
            failed(error);
            None
        }
    }
}

/// Reports a journal that was cut short, and counts that are not its own.
fn examine_records(
    store: &Store,
    message: &Message,
    counts: DeliveryCounts,
    findings: &mut Vec<Finding>,
) {
    let id = &message.id;
    if is_torn(&store.journal_path(id)).unwrap_or(false) {
        let what = text!("doctor-journal-torn", id = id);
        let mend = Mend::CutJournal(id.clone());
        findings.push(Finding::mendable(
            Severity::Remark,
            "journal-torn",
            &what,
            mend,
        ));
    }
    if counts != message.counts {
        let what = text!("doctor-message-counts", id = id);
        let mend = Mend::CountDeliveries(id.clone());
        findings.push(Finding::mendable(
            Severity::Remark,
            "message-counts",
            &what,
            mend,
        ));
    }
}

/// Reports a message that does not go on by itself.
fn examine_queued(
    message: &Message,
    settings: Option<&Settings>,
    now: Timestamp,
    findings: &mut Vec<Finding>,
) {
    let (id, from) = (&message.id, &message.from);
    if settings.is_some_and(|settings| settings.account(from).is_err()) {
        findings.push(Finding::warning(
            "message-without-account",
            &text!("doctor-message-without-account", id = id, address = from),
            text!(
                "doctor-next-message-without-account",
                id = id,
                address = from
            ),
        ));
        return;
    }
    let scheduled = message.unbegun_schedule();
    if scheduled.is_none_or(|schedule| schedule.due <= now) {
        let what = text!(
            "doctor-message-unfinished",
            id = id,
            subject = &message.subject
        );
        let next = text!("doctor-next-resume", id = id);
        findings.push(Finding::warning("message-unfinished", &what, next));
    }
}

/// Reports a message that is cancelled, of whose recipients that is not written down.
fn examine_cancelled(message: &Message, counts: DeliveryCounts, findings: &mut Vec<Finding>) {
    let id = &message.id;
    if !counts.is_finished() {
        let what = text!("doctor-message-half-cancelled", id = id);
        let next = text!("doctor-next-cancel", id = id);
        findings.push(Finding::warning("message-half-cancelled", &what, next));
    }
}

/// Reports what stands among the messages and is none: carnet never looks at it.
fn examine_strangers(store: &Store, findings: &mut Vec<Finding>) {
    let entries = fs::read_dir(store.messages_path());
    let mut strangers: Vec<_> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let known = path.is_dir() && MessageId::parse(&name).is_some();
            !known && !is_temporary(path)
        })
        .collect();
    strangers.sort();
    for path in strangers {
        let what = text!("doctor-not-a-message", path = path.display().to_string());
        let next = text!("doctor-next-not-a-message");
        findings.push(Finding::remark("not-a-message", &what, Some(next)));
    }
}
