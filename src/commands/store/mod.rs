//! `carnet store`: everything that carnet keeps, as a whole.

mod backup;
mod restore;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// The commands about everything that is kept.
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Write lists, messages and settings into one file, without the passwords
    Backup(backup::BackupArgs),
    /// Put back what a backup holds, where there is nothing yet
    Restore(restore::RestoreArgs),
}

impl StoreCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::Backup(args) => backup::run(args, cx),
            Self::Restore(args) => restore::run(args, cx),
        }
    }
}
