//! `carnet completions`, and what its scripts ask the program.

mod candidates;
mod quoting;
mod shells;

use std::{ffi::OsString, path::Path, sync::Arc};

use clap_complete::{CompleteEnv, Shell};
use serde::Serialize;

use self::{
    candidates::{Known, attach},
    shells::SHELLS,
};
use crate::{
    config::Dirs,
    context::Context,
    error::{CommandResult, Outcome},
    ui::{Page, Report},
};

/// The variable by which a script says that it asks, and for which shell.
pub const VARIABLE: &str = "CARNET_COMPLETE";

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

pub fn run(args: &CompletionsArgs, cx: &Context) -> CommandResult {
    let name = args.shell.to_string();
    let mut script = Vec::new();
    if let Some(shell) = SHELLS.completer(&name) {
        // Writing into memory does not fail.
        let _written =
            shell.write_registration(VARIABLE, "carnet", "carnet", "carnet", &mut script);
    }
    cx.ui.report(&Completions {
        shell: name,
        script: String::from_utf8_lossy(&script).into_owned(),
    })?;
    Ok(Outcome::Done)
}

/// Prints how a command line may go on; nothing at all where that cannot be known.
///
/// `arguments` are those of the script, `typed` the words of the command line.
pub fn answer(
    arguments: &[OsString],
    typed: &[OsString],
    dirs: &Dirs,
    folder: Option<&Path>,
    tree: impl Fn() -> clap::Command,
) {
    let known = Arc::new(Known::new(dirs, typed));
    let factory = || attach(tree(), &known);
    // A shell shows what is printed in the middle of the line that is being typed.
    let _answered = CompleteEnv::with_factory(factory)
        .shells(SHELLS)
        .var(VARIABLE)
        .try_complete(arguments, folder);
}
