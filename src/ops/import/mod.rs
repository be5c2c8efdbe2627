//! Importing files of people into lists: read, plan, guard, apply.
//!
//! The plan is a value, computed from what the files and the lists hold;
//! `--dry-run` prints the one that a run applies.

mod apply;
mod changes;
mod classes;
mod few;
mod guard;
mod merge;
mod plan;
mod pupils;
#[cfg(test)]
mod tests;

pub use self::{
    apply::apply,
    changes::{Joining, ListPlan, Moved},
    classes::class_lists,
    guard::{Alarm, check_removals},
    plan::{
        ImportError, ImportOptions, ImportPlan, Mistake, MistypedAddress, Mode, RefusedCell,
        Renamed, RowReference, Source, Target, plan_import,
    },
    pupils::Pupil,
};
