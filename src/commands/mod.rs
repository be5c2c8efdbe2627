//! One file per subcommand, one folder per group.

mod account;
mod all_messages;
mod archive;
pub mod completions;
mod config;
mod delivering;
mod doctor;
mod draft;
pub mod first_steps;
mod import;
mod list;
mod man;
mod message_argument;
mod message_row;
mod moderator;
mod picture;
mod problems;
mod queue;
mod running;
mod send;
mod setup;
mod store;
mod subscriber;
mod text_file;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// What carnet can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set carnet up: the school, its mailbox, a first list
    Setup(Box<setup::SetupArgs>),
    /// Show and change settings
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Add, show, change and remove SMTP accounts
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Create, show, change and remove lists
    #[command(subcommand)]
    List(list::ListCommand),
    /// Say who may write to a list
    #[command(subcommand)]
    Moderator(moderator::ModeratorCommand),
    /// Add, remove and find subscribers
    #[command(subcommand)]
    Subscriber(subscriber::SubscriberCommand),
    /// Put the people of a file onto lists
    Import(Box<import::ImportArgs>),
    /// Write to each subscriber of one or several lists
    Send(Box<send::SendArgs>),
    /// See to messages that are not sent yet
    #[command(subcommand)]
    Draft(draft::DraftCommand),
    /// See to messages that are not finished
    #[command(subcommand)]
    Queue(queue::QueueCommand),
    /// Look at messages that were sent
    #[command(subcommand)]
    Archive(archive::ArchiveCommand),
    /// Back everything up, and restore it, here or on another computer
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// Look for what is wrong, and say what to do about it
    Doctor(doctor::DoctorArgs),
    /// Print the script that completes commands in a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual page, or write those of all commands
    Man(man::ManArgs),
}

impl Command {
    /// Runs the command; `tree` is the whole command tree, for those that describe it.
    pub fn run(&self, cx: &Context, tree: &mut clap::Command) -> CommandResult {
        match self {
            Self::Setup(args) => setup::run(args, cx),
            Self::Config(command) => command.run(cx),
            Self::Account(command) => command.run(cx),
            Self::List(command) => command.run(cx),
            Self::Moderator(command) => command.run(cx),
            Self::Subscriber(command) => command.run(cx),
            Self::Import(args) => import::run(args, cx),
            Self::Send(args) => send::run(args, cx),
            Self::Draft(command) => command.run(cx),
            Self::Queue(command) => command.run(cx),
            Self::Archive(command) => command.run(cx),
            Self::Store(command) => command.run(cx),
            Self::Doctor(args) => doctor::run(args, cx),
            Self::Completions(args) => completions::run(args, cx),
            Self::Man(args) => man::run(args, cx, tree),
        }
    }
}
