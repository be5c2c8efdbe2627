//! What is neither list nor message: the lock, a change of several lists,
//! suppressions, drafts, what was sent lately.

use super::{Finding, Severity, mend::Mend};
use crate::{
    store::{Store, StoreError},
    text,
};

pub fn examine(store: &Store, findings: &mut Vec<Finding>) {
    if store.is_locked() {
        let what = text!("doctor-locked");
        let next = text!("doctor-next-locked");
        findings.push(Finding::remark("locked", &what, Some(next)));
    } else if store.has_lists_to_complete() {
        let what = text!("doctor-lists-half-done");
        let mend = Mend::CompleteLists;
        findings.push(Finding::mendable(
            Severity::Warning,
            "lists-half-done",
            &what,
            mend,
        ));
    }
    if let Err(error) = store.suppressions() {
        let kind = "suppressions-unreadable";
        findings.push(match error {
            // R8: whoever only moves the file away must know whom an import brings back.
            StoreError::Corrupt { .. } => {
                let next = text!("doctor-next-suppressions");
                Finding::failure(kind, &error, Some(next))
            }
            _ => Finding::unreadable(kind, &error),
        });
    }
    for path in store.torn_paces() {
        let what = text!("doctor-pace-torn", path = path.display().to_string());
        let mend = Mend::CutPace(path);
        findings.push(Finding::mendable(
            Severity::Remark,
            "pace-torn",
            &what,
            mend,
        ));
    }
    examine_drafts(store, findings);
}

fn examine_drafts(store: &Store, findings: &mut Vec<Finding>) {
    let ids = match store.draft_ids() {
        Ok(ids) => ids,
        Err(error) => {
            findings.push(Finding::unreadable("drafts-unreadable", &error));
            return;
        }
    };
    for id in ids {
        let read = store.draft(&id);
        if let Err(error) = read.and_then(|draft| store.draft_contents(&draft)) {
            findings.push(Finding::unreadable("draft-unreadable", &error));
        }
    }
}
