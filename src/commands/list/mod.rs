//! `carnet list`.

mod create;
mod delete;
mod edit;
mod export;
mod fields;
#[expect(clippy::module_inception, reason = "the command is `carnet list list`")]
mod list;
mod rename;
mod show;

use clap::Subcommand;

pub use self::fields::one_line;
use crate::{context::Context, error::CommandResult};

/// The commands about lists.
#[derive(Debug, Subcommand)]
pub enum ListCommand {
    /// Create a list
    Create(create::CreateArgs),
    /// Show all lists
    List(list::ListArgs),
    /// Show one list: its people, its texts, its counts
    Show(show::ShowArgs),
    /// Change a list
    Edit(edit::EditArgs),
    /// Give a list another name
    Rename(rename::RenameArgs),
    /// Delete a list and its subscriptions
    Delete(delete::DeleteArgs),
    /// Write the subscribers of a list for another program
    Export(export::ExportArgs),
}

impl ListCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::Create(args) => create::run(args, cx),
            Self::List(args) => list::run(args, cx),
            Self::Show(args) => show::run(args, cx),
            Self::Edit(args) => edit::run(args, cx),
            Self::Rename(args) => rename::run(args, cx),
            Self::Delete(args) => delete::run(args, cx),
            Self::Export(args) => export::run(args, cx),
        }
    }
}
