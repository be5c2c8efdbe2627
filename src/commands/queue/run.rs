//! `carnet queue run`.

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::SignedDuration;

use super::round::Round;
use crate::{
    commands::running::listen,
    context::Context,
    error::{CommandError, CommandResult, Outcome},
    ops::{queue::Wake, sending::Interrupt},
    store::Store,
    text,
};

/// How long a watch leaves alone what keeps it from looking at the queue at all.
const REST: SignedDuration = SignedDuration::from_mins(1);

#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Wait for another carnet queue run to end, instead of leaving at once
    #[arg(long)]
    wait: bool,
    /// Stay, and send each message when it is due
    #[arg(long)]
    watch: bool,
}

pub fn run(args: &RunArgs, cx: &Context) -> CommandResult {
    let store = cx.store();
    let _queue = if args.wait {
        store.wait_for_queue(|| cx.ui.patience(&text!("waiting-for-queue")))?
    } else {
        store.lock_queue()?
    };
    let interrupt = listen(cx)?;
    let mut round = Round::new(cx, &interrupt);
    if args.watch {
        watch(cx, &mut round, &interrupt)?;
        // What went wrong was told then; to be asked to stop is not a failure.
        round.report()?;
        return Ok(Outcome::Done);
    }
    round.go()?;
    let result = round.report()?;
    if interrupt.is_asked() {
        let hint = text!("hint-queue-run-again");
        return Err(CommandError::failed(text!("send-interrupted")).hint(hint));
    }
    Ok(result)
}

/// Goes round whenever something is due or changes, until someone asks to stop.
fn watch(cx: &Context, round: &mut Round<'_>, interrupt: &Interrupt) -> Result<(), CommandError> {
    let store = cx.store();
    let folders = vec![
        store.root().to_owned(),
        store.messages_path(),
        store.lists_path(),
        cx.dirs().config().to_owned(),
    ];
    let cannot_watch = || text!("cannot-watch", path = store.root().display().to_string());
    let mut wake = Wake::new(folders).with_context(cannot_watch)?;
    let mut told = None;
    while !interrupt.is_asked() {
        wake.arm(queued(store)).with_context(cannot_watch)?;
        let next = match round.go() {
            Ok(next) => {
                told = None;
                next
            }
            // Settings that are being changed must not end what is to stay; what
            // goes on being wrong is said once.
            Err(error) => {
                let said = format!("{error:#}");
                if told.replace(said.clone()).is_none_or(|told| told != said) {
                    error.print(&cx.ui);
                }
                cx.clock.instant().checked_add(REST).ok()
            }
        };
        wake.wait(next, &cx.clock, interrupt)
            .with_context(cannot_watch)?;
    }
    Ok(())
}

/// Returns the folders of the messages that are not finished: `queue resume` changes
/// what is in them, and nothing beside them.
fn queued(store: &Store) -> Vec<PathBuf> {
    // That they cannot be listed is what the round tells of.
    let ids = store.queued_ids().unwrap_or_default();
    ids.iter().map(|id| store.message_path(id)).collect()
}
