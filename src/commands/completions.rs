//! `carnet completions`.

use clap_complete::Shell;

use crate::{
    context::Context,
    error::{CommandResult, Outcome},
};

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell to complete in
    shell: Shell,
}

pub fn run(args: &CompletionsArgs, cx: &Context, tree: &mut clap::Command) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, tree, "carnet", &mut script);
    cx.ui.raw(&script)?;
    Ok(Outcome::Done)
}
