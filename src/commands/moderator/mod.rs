//! `carnet moderator`.

mod add;
mod list;
mod remove;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// The commands about moderators.
#[derive(Debug, Subcommand)]
pub enum ModeratorCommand {
    /// Let someone write to a list
    Add(add::AddArgs),
    /// No longer let someone write to a list
    Remove(remove::RemoveArgs),
    /// Show who may write to a list
    List(list::ListArgs),
}

impl ModeratorCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::Add(args) => add::run(args, cx),
            Self::Remove(args) => remove::run(args, cx),
            Self::List(args) => list::run(args, cx),
        }
    }
}
