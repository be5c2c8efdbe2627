//! What carnet keeps for itself: the lock, a change of several lists, suppressions, what was sent lately.

use super::{Finding, Severity, mend::Mend};
use crate::{store::Store, text};

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
        findings.push(Finding::unreadable("suppressions-unreadable", &error));
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
}
