//! Writes what an import planned.

use anyhow::Result;

use super::plan::ImportPlan;
use crate::store::LockedStore;

/// Writes every list that changes, all or none; returns how many there were.
///
/// The plan must have been made from what the store holds under this lock.
pub fn apply(plan: &ImportPlan, locked: &LockedStore<'_>) -> Result<usize> {
    let changed: Vec<_> = plan
        .lists
        .iter()
        .filter(|list| list.changes())
        .map(|list| (&list.name, &list.after))
        .collect();
    locked.save_lists(&changed)?;
    Ok(changed.len())
}
