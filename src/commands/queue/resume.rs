//! `carnet queue resume`.

use crate::{
    commands::{
        delivering::{Sent, deliver, secret},
        message_argument::{Loaded, MessageArgument},
    },
    config::Account,
    context::Context,
    domain::{
        message::{Message, MessageState},
        rights::{Refusal, check_sender, check_writer},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::{Retry, Uncertain, close_run, plan_resume},
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
        deliveries,
        ..
    } = args.message.load(cx)?;
    if message.state == MessageState::Cancelled {
        return Err(CommandError::failed(text!(
            "resume-cancelled",
            id = &message.id
        )));
    }
    let uncertain = if args.resend_uncertain {
        Uncertain::Resend
    } else {
        Uncertain::Keep
    };
    let remaining = plan_resume(&deliveries, uncertain, Retry::All);
    if remaining.recipients.is_empty() {
        close_run(cx.store(), &lock, &mut message, cx.clock.now())?;
        cx.ui.done(&Sent::new(&message, Vec::new()))?;
        cx.ui.status(&text!("nothing-to-resume"));
        return Ok(Outcome::Done);
    }
    let account = check_rights(&message, cx)?;
    let secret = secret(cx, account)?;
    deliver(cx, message, &lock, remaining, account, secret)
}

/// Checks that the sender may still write (R3, R4): rights may have changed since the freeze.
fn check_rights<'a>(message: &Message, cx: &'a Context) -> Result<&'a Account, CommandError> {
    let settings = cx.settings()?;
    check_sender(&message.from, &settings.professional_domains)?;
    for frozen in &message.lists {
        // Whoever is reached through a deleted list is skipped by the run.
        if let Some(list) = cx.store().list_by_id(&frozen.id, &frozen.name)? {
            check_writer(&message.from, &frozen.name, &list)?;
        }
    }
    let account = settings.account(&message.from);
    Ok(account.map_err(|_| Refusal::NoAccount {
        address: message.from.clone(),
    })?)
}
