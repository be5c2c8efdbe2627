//! Sending a message: plan, freeze, run, resume.
//!
//! The plan is pure; what it says is what is shown, asked about, written down
//! and done. After the freeze only the journal says how far a message is.

mod admission;
mod blocks;
mod board;
mod course;
mod deferrals;
mod flight;
mod interrupt;
mod patience;
mod plan;
mod reach;
mod record;
mod resume;
mod run;
mod submission;
mod suspicion;
mod verdict;
mod wear;

pub use self::{
    admission::admit,
    interrupt::Interrupt,
    plan::{PlanError, SendPlan, Writing, plan_audience, plan_send},
    reach::Snapshot,
    resume::{Remaining, Retry, Uncertain, deliveries, next_retry, plan_resume},
    run::{Ended, Observer, RunEnd, Runner, close_run, settle},
    submission::{Link, Submission, Submit},
};
