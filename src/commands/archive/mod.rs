//! `carnet archive`: messages that are finished (R9).

mod deliveries;
mod list;
pub mod show;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// The commands about messages that are finished.
#[derive(Debug, Subcommand)]
pub enum ArchiveCommand {
    /// Show the messages that were sent
    List(list::ListArgs),
    /// Show one of them
    Show(show::ShowArgs),
    /// Show what became of each delivery of a message
    Deliveries(deliveries::DeliveriesArgs),
}

impl ArchiveCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::List(args) => list::run(args, cx),
            Self::Show(args) => show::run(args, cx),
            Self::Deliveries(args) => deliveries::run(args, cx),
        }
    }
}
