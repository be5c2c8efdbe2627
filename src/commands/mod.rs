//! One file per subcommand, one folder per group.

mod completions;
pub mod first_steps;
mod list;
mod man;
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
    /// Say who may write to a list
    #[command(subcommand)]
    Moderator(moderator::ModeratorCommand),
    /// Add, remove and find subscribers
    #[command(subcommand)]
    Subscriber(subscriber::SubscriberCommand),
    /// Print the script that completes commands in a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page, or write those of all commands
    Man(man::ManArgs),
}

impl Command {
    /// Runs the command; `tree` is the whole command tree, for those that describe it.
    pub fn run(&self, cx: &Context, tree: &mut clap::Command) -> CommandResult {
        match self {
            Self::List(command) => command.run(cx),
            Self::Moderator(command) => command.run(cx),
            Self::Subscriber(command) => command.run(cx),
            Self::Completions(args) => completions::run(args, cx, tree),
            Self::Man(args) => man::run(args, cx, tree),
        }
    }
}
