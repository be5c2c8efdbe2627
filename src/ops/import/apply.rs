//! Writes what an import planned.

use anyhow::Result;
use jiff::Timestamp;

use super::plan::ImportPlan;
use crate::store::LockedStore;

/// Writes every list that changes, all or none.
///
/// The plan must have been made from what the store holds under this lock.
pub fn apply(plan: &ImportPlan<'_>, locked: &LockedStore<'_>, now: Timestamp) -> Result<()> {
    let changed = plan.lists.iter().filter(|list| list.changes());
    // One list at a time is made in full: a large school fits in little memory.
    locked.save_lists(changed.map(|list| (&list.name, list.after(now))))?;
    Ok(())
}
