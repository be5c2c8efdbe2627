//! `carnet draft`: messages that are not sent yet.

mod list;
mod remove;
mod show;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// The commands about messages that are not sent yet.
#[derive(Debug, Subcommand)]
pub enum DraftCommand {
    /// Show the drafts; `carnet send --draft ID` sends one
    List(list::ListArgs),
    /// Show one draft, with its text
    Show(show::ShowArgs),
    /// Delete a draft
    Remove(remove::RemoveArgs),
}

impl DraftCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::List(args) => list::run(args, cx),
            Self::Show(args) => show::run(args, cx),
            Self::Remove(args) => remove::run(args, cx),
        }
    }
}
