//! Messages: is everything there to go on with, is one waiting for someone?

use std::io;

use super::{Finding, with_causes};
use crate::{
    domain::message::{MessageId, MessageState},
    ops::sending::deliveries,
    store::{Action, Store, StoreError, is_torn},
    text,
};

pub fn examine(store: &Store, findings: &mut Vec<Finding>) {
    match store.message_ids() {
        Ok(ids) => {
            for id in ids {
                examine_message(store, &id, findings);
            }
        }
        Err(error) => findings.push(Finding::unreadable("messages-unreadable", &error)),
    }
}

fn examine_message(store: &Store, id: &MessageId, findings: &mut Vec<Finding>) {
    let mut failed = |error: StoreError| {
        let what = text!(
            "doctor-message-unreadable",
            id = id,
            reason = with_causes(&error)
        );
        findings.push(Finding::error(
            "message-unreadable",
            &what,
            error
                .hint()
                .filter(|_| matches!(error, StoreError::TooNew { .. }))
                .unwrap_or_else(|| text!("doctor-next-backup")),
        ));
    };
    // A run that writes its journal right now has not torn it.
    let sending = store.is_sending(id);
    let journal = store.journal_path(id);
    let message = match store.message(id) {
        Ok(message) => Some(message),
        Err(StoreError::NoMessage { .. }) => {
            let path = store.message_path(id).join("message.json");
            failed(StoreError::io(Action::Read, path)(
                io::ErrorKind::NotFound.into(),
            ));
            None
        }
        Err(error) => {
            failed(error);
            None
        }
    };
    if let Err(error) = store.content(id) {
        failed(error);
    }
    // How much there must be of the rest is in the message's file.
    let rest = message.as_ref().map(|message| {
        [
            store.recipients(message).map(drop),
            store.exclusions(message).map(drop),
            deliveries(store, message).map(drop),
        ]
    });
    let mut whole = true;
    for error in rest.into_iter().flatten().filter_map(Result::err) {
        failed(error);
        whole = false;
    }
    if sending {
        return;
    }
    if whole && is_torn(&journal).unwrap_or(false) {
        findings.push(Finding::remark(
            "journal-torn",
            &text!("doctor-journal-torn", id = id),
            Some(text!("doctor-next-journal")),
        ));
    }
    if let Some(message) = message
        && message.state == MessageState::Queued
        && message.unbegun_schedule().is_none()
    {
        findings.push(Finding::warning(
            "message-unfinished",
            &text!(
                "doctor-message-unfinished",
                id = id,
                subject = &message.subject
            ),
            text!("doctor-next-resume", id = id),
        ));
    }
}
