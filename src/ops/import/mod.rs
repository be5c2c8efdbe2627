//! Importing files of people into lists: read, plan, guard, apply.
//!
//! The plan is a value, computed from what the files and the lists hold;
//! `--dry-run` prints the one that a run applies.

mod apply;
mod guard;
mod plan;
mod pupils;

pub use self::{
    apply::apply,
    guard::{Alarm, check_removals},
    plan::{
        ImportError, ImportOptions, ImportPlan, ListPlan, MistypedAddress, Mode, Moved, Renamed,
        RowReference, Source, Target, plan_import,
    },
    pupils::Pupil,
};
