//! `carnet subscriber`.

mod add;
mod find;
mod list;
mod remove;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// The commands about subscribers.
#[derive(Debug, Subcommand)]
pub enum SubscriberCommand {
    /// Add people to a list by hand
    Add(add::AddArgs),
    /// Take people off a list; an import does not bring them back
    Remove(remove::RemoveArgs),
    /// Show the subscribers of a list
    List(list::ListArgs),
    /// Show the lists that an address is on
    Find(find::FindArgs),
}

impl SubscriberCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::Add(args) => add::run(args, cx),
            Self::Remove(args) => remove::run(args, cx),
            Self::List(args) => list::run(args, cx),
            Self::Find(args) => find::run(args, cx),
        }
    }
}
