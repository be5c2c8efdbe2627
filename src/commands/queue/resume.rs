//! `carnet queue resume`.

use crate::{
    commands::{
        delivering::{Sent, deliver, report},
        message_argument::{Loaded, MessageArgument},
        running::{Job, Through, listen},
    },
    context::Context,
    domain::{
        message::{Message, MessageState},
        schedule::Schedule,
    },
    error::{CommandError, CommandResult, Outcome},
    ops::{
        queue::choose_audience,
        sending::{self, Retry, Uncertain, admit, close_run, plan_resume},
    },
    text,
};

#[derive(Debug, clap::Args)]
pub struct ResumeArgs {
    #[command(flatten)]
    message: MessageArgument,
    /// Send again to those who may have it already: they may get it twice
    #[arg(long)]
    resend_uncertain: bool,
}

pub fn run(args: &ResumeArgs, cx: &Context) -> CommandResult {
    let id = args.message.resolve(cx)?;
    // Read under the lock: another process may have been sending until now.
    let lock = cx.store().lock_message(&id)?;
    let Loaded {
        mut message,
        mut deliveries,
        ..
    } = Loaded::read(cx, &id)?;
    if message.state == MessageState::Cancelled {
        let cancelled = text!("resume-cancelled", id = &message.id);
        return Err(CommandError::failed(cancelled).hint(text!("hint-again", id = &message.id)));
    }
    if let Some(schedule) = message.unbegun_schedule() {
        admit(&mut message, cx.store(), cx.settings()?)?;
        send_now(&mut message, schedule, cx)?;
        if message.awaits_audience() {
            choose_audience(cx.store(), &lock, &mut message)?;
            deliveries = sending::deliveries(cx.store(), &message)?;
        }
    }
    let uncertain = if args.resend_uncertain {
        Uncertain::Resend
    } else {
        Uncertain::Keep
    };
    let remaining = plan_resume(&deliveries, uncertain, Retry::All);
    if remaining.recipients.is_empty() {
        let was_told = message.state == MessageState::Finished;
        close_run(cx.store(), &lock, &mut message, cx.clock.now())?;
        cx.ui.status(&text!("nothing-to-resume"));
        if was_told {
            cx.ui.done(&Sent::new(&message, Vec::new()))?;
            return Ok(Outcome::Done);
        }
        // The run that came so far was cut short before it could tell.
        return report(cx, &message);
    }
    let account = admit(&mut message, cx.store(), cx.settings()?)?;
    let through = Through::log_in(cx, account)?;
    // However this run ends, whoever it does not reach is the queue's concern.
    message.reopen();
    lock.save(&message)?;
    let recipients = cx.store().recipients(&message)?;
    let job = Job {
        lock: &lock,
        recipients: &recipients,
        chosen_from: None,
        remaining,
        longest_wait: None,
    };
    deliver(cx, message, job, through, &listen(cx)?)
}

/// Makes a message leave now that was scheduled for another time.
fn send_now(message: &mut Message, schedule: Schedule, cx: &Context) -> Result<(), CommandError> {
    let question = text!(
        "confirm-send-now",
        due = cx.moment(schedule.due).text(),
        count = message.counts.pending
    );
    if !cx.ui.confirm(&question)? {
        return Err(CommandError::failed(text!("nothing-sent")));
    }
    // If this run fails, the next one may still go on.
    message.schedule = Some(schedule.moved_to(cx.clock.now()));
    message.reopen();
    Ok(())
}
