//! One file per subcommand, one folder per group.

mod import;
mod list;
mod moderator;
mod subscriber;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// What carnet can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create, show, change and remove lists
    #[command(subcommand)]
    List(list::ListCommand),
    /// Put the people of a file onto lists
    Import(Box<import::ImportArgs>),
    /// Say who may write to a list
    #[command(subcommand)]
    Moderator(moderator::ModeratorCommand),
    /// Add, remove and find subscribers
    #[command(subcommand)]
    Subscriber(subscriber::SubscriberCommand),
}

impl Command {
    /// Runs the command; `tree` is the whole command tree, for those that describe it.
    pub fn run(&self, cx: &Context, tree: &mut clap::Command) -> CommandResult {
        let _ = tree;
        match self {
            Self::List(command) => command.run(cx),
            Self::Import(args) => import::run(args, cx),
            Self::Moderator(command) => command.run(cx),
            Self::Subscriber(command) => command.run(cx),
        }
    }
}
