//! `carnet archive show`, and `carnet queue show`: a message is shown alike wherever it stands.

use crate::{
    commands::message_argument::{Loaded, MessageArgument, Shown},
    context::Context,
    error::{CommandResult, Outcome},
};

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    #[command(flatten)]
    message: MessageArgument,
}

pub fn run(args: &ShowArgs, cx: &Context) -> CommandResult {
    let id = args.message.resolve(cx)?;
    // Asked first: a run that ends in between has its counts in the journal.
    let sending = cx.store().is_sending(&id);
    let loaded = Loaded::read(cx, &id)?;
    cx.ui.report(&Shown::new(&loaded, sending, cx))?;
    Ok(Outcome::Done)
}
