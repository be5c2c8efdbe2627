//! `carnet queue cancel`.

use crate::{
    commands::{
        delivering::Sent,
        message_argument::{Loaded, MessageArgument},
    },
    context::Context,
    domain::{
        delivery::SkipReason,
        event::Event,
        message::{MessageState, Standing},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::{Retry, Uncertain, close_run, plan_resume},
    store::boot_id,
    text,
};

#[derive(Debug, clap::Args)]
pub struct CancelArgs {
    #[command(flatten)]
    message: MessageArgument,
}

pub fn run(args: &CancelArgs, cx: &Context) -> CommandResult {
    let id = args.message.resolve(cx)?;
    let lock = cx.store().lock_message(&id)?;
    let Loaded {
        mut message,
        deliveries,
        told,
        ..
    } = args.message.load(cx)?;
    let remaining = plan_resume(&deliveries, Uncertain::Keep, Retry::All).recipients;
    let at = cx.clock.now();
    match message.state {
        MessageState::Queued => {
            if !cx
                .ui
                .confirm(&text!("confirm-cancel", count = remaining.len()))?
            {
                return Err(CommandError::failed(text!("nothing-done")));
            }
            // Before anything else: however this ends, nobody is written to any more.
            message.state = MessageState::Cancelled;
            message.finished = Some(at);
            lock.save(&message)?;
        }
        // An earlier one was cut short before all of it was written down.
        MessageState::Cancelled if !told.is_finished() => {}
        _ => {
            let error = text!(
                "cannot-cancel",
                id = &message.id,
                state = Standing::of(&message, false).text()
            );
            let hint = text!("hint-archive-show", id = &message.id);
            return Err(CommandError::failed(error).hint(hint));
        }
    }
    // The start closes what an earlier run left open before anything is called skipped.
    let mut events = vec![Event::Started {
        at,
        boot: boot_id(),
    }];
    let skip = |recipient| Event::Skipped {
        recipient,
        at,
        reason: SkipReason::Cancelled,
    };
    events.extend(remaining.into_iter().map(skip));
    lock.journal()?.append(&events)?;
    close_run(cx.store(), &lock, &mut message, at)?;
    cx.ui.done(&Sent::new(&message, Vec::new()))?;
    Ok(Outcome::Done)
}
