//! `carnet archive show`, and `carnet queue show`: a message is shown alike wherever it stands.

use crate::{
    commands::message_argument::{MessageArgument, Shown},
    context::Context,
    error::{CommandResult, Outcome},
};

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    #[command(flatten)]
    message: MessageArgument,
}

pub fn run(args: &ShowArgs, cx: &Context) -> CommandResult {
    let loaded = args.message.load(cx)?;
    cx.ui.report(&Shown::new(&loaded, cx))?;
    Ok(Outcome::Done)
}
