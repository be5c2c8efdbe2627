//! `carnet send`.

mod composing;
mod first_message;
mod keeping;
mod looking;
mod material;
mod plan_report;
mod schedule;
mod taking_up;

use std::path::PathBuf;

use jiff::Timestamp;

pub use self::plan_report::attachments;
use self::{
    looking::{TestTarget, look, test_target},
    material::{Material, MaterialArgs},
    plan_report::{Shown, left_out},
    schedule::ScheduleArgs,
};
use super::{
    delivering::deliver,
    list::one_line,
    running::{Job, Through, listen},
};
use crate::{
    context::Context,
    domain::{audience::Audience, list_name::ListName},
    error::{CommandError, CommandResult},
    ops::sending::{PlanError, Remaining, SendPlan},
    text,
    texts::Text,
};

#[derive(Debug, clap::Args)]
pub struct SendArgs {
    #[command(flatten)]
    material: MaterialArgs,
    #[command(flatten)]
    schedule: ScheduleArgs,
    /// Show the plan and the first message, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send one copy to yourself, or to this address, and to nobody else
    #[arg(
        long,
        value_name = "ADDRESS",
        num_args = 0..=1,
        default_missing_value = "",
        value_parser = test_target,
        conflicts_with = "dry_run"
    )]
    test: Option<TestTarget>,
    /// Write what each subscriber would get into this Maildir, and send nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["dry_run", "test"])]
    outbox: Option<PathBuf>,
}

fn subject(input: &str) -> Result<String, Text> {
    let subject = one_line(input)?;
    if subject.is_empty() {
        Err(text!("subject-empty"))
    } else {
        Ok(subject)
    }
}

pub fn run(args: &SendArgs, cx: &Context) -> CommandResult {
    let now = cx.clock.now();
    let mut material = Material::gather(&args.material, cx, now)?;
    material.writing.schedule = args.schedule.resolve(material.writing.schedule, cx, now)?;
    if args.dry_run || args.test.is_some() || args.outbox.is_some() {
        return look(args, &mut material, cx, now).map_err(|error| material.point_to_draft(error));
    }
    send(&mut material, cx, now).map_err(|error| material.keep_after(error, cx))
}

fn send(material: &mut Material, cx: &Context, now: Timestamp) -> CommandResult {
    complete(material, cx)?;
    let (plan, chosen_from) = material.plan(cx, now)?;
    if plan.audience.recipients.is_empty() {
        return Err(nobody(&plan.audience, &material.lists));
    }
    agree(material, &plan, cx)?;
    if let Some(schedule) = plan.message.schedule {
        let outcome = schedule::schedule(cx, &plan, schedule)?;
        forget_draft(material, cx);
        return Ok(outcome);
    }
    // A password that cannot be had is told before anything is written.
    let through = Through::log_in(cx, &plan.account)?;
    let interrupt = listen(cx)?;
    let lock = cx.store().freeze(&plan.to_freeze())?;
    // From here on the queue has it.
    forget_draft(material, cx);
    let recipients = &plan.audience.recipients;
    let everyone = 0..u32::try_from(recipients.len()).unwrap_or(u32::MAX);
    let job = Job {
        lock: &lock,
        recipients,
        chosen_from: Some(chosen_from),
        remaining: Remaining {
            recipients: everyone.collect(),
            ..Remaining::default()
        },
        longest_wait: None,
    };
    deliver(cx, plan.message, job, through, &interrupt)
}

/// Asks for what is missing, where someone is there to answer.
fn complete(material: &mut Material, cx: &Context) -> Result<(), CommandError> {
    if material.writing.subject.is_empty() {
        if !cx.ui.can_prompt() {
            let missing = text!("usage-argument-missing", arguments = "--subject", count = 1);
            return Err(
                CommandError::usage(missing).hint(text!("usage-help", command = "carnet send"))
            );
        }
        let typed = cx.ui.ask(&text!("ask-subject"), None, "--subject")?;
        material.writing.subject = subject(&typed).map_err(CommandError::failed)?;
    }
    if material.has_text && !material.to_edit {
        return Ok(());
    }
    if cx.ui.can_edit() {
        composing::compose(material, cx)
    } else if material.to_edit {
        Err(CommandError::usage(text!("edit-no-terminal")))
    } else {
        Err(PlanError::Empty.into())
    }
}

/// Shows the plan and asks; whatever is answered, the draft is on disk before the question.
fn agree(material: &mut Material, plan: &SendPlan, cx: &Context) -> Result<(), CommandError> {
    cx.ui.before_question(&Shown::new(plan, cx));
    let count = plan.audience.recipients.len();
    let question = match plan.message.schedule {
        Some(_) => text!("confirm-schedule", count = count),
        None => text!("confirm-send", count = count),
    };
    if cx.ui.can_prompt() && !cx.ui.assumes_yes() {
        material.keep(cx)?;
    }
    let is_many = count > cx.settings()?.confirm_above as usize;
    let agreed = if is_many {
        cx.ui.confirm_count(&question, count)?
    } else {
        cx.ui.confirm(&question)?
    };
    if agreed {
        Ok(())
    } else {
        Err(CommandError::failed(text!("nothing-sent")))
    }
}

/// Removes the draft of what was frozen; the message leaves in any case.
fn forget_draft(material: &mut Material, cx: &Context) {
    if let Err(error) = material.hand_over() {
        cx.ui.warn(&error.text());
    }
}

/// Says that nobody receives the message, and who was left out of it; or how to fill a list.
pub fn nobody(audience: &Audience, lists: &[ListName]) -> CommandError {
    let error = CommandError::failed(text!("nobody-to-write-to"));
    let left_out = left_out(&audience.exclusions);
    match lists {
        [list, ..] if left_out.is_empty() => error.hint(text!("hint-empty-list", list = list)),
        _ => error.hint(text!("hint-left-out", left_out = left_out.join(", "))),
    }
}
