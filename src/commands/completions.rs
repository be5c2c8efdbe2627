//! `carnet completions`.

use clap_complete::Shell;
use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell to complete in
    shell: Shell,
}

#[derive(Debug, Serialize)]
struct Completions {
    shell: String,
    script: String,
}

impl Report for Completions {
    fn print(&self, page: &mut Page) {
        page.block(&self.script);
    }
}

pub fn run(args: &CompletionsArgs, cx: &Context, tree: &mut clap::Command) -> CommandResult {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, tree, "carnet", &mut script);
    cx.ui.report(&Completions {
        shell: args.shell.to_string(),
        script: String::from_utf8_lossy(&script).into_owned(),
    })?;
    Ok(Outcome::Done)
}
