//! `carnet account`.

mod add;
mod edit;
pub mod fields;
mod list;
pub mod password;
mod remove;
mod show;
mod test;
pub mod trial;
pub mod view;

use clap::Subcommand;

use crate::{context::Context, error::CommandResult};

/// The commands about accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Add the account of a professional address
    Add(add::AddArgs),
    /// Show all accounts
    List(list::ListArgs),
    /// Show one account, without its password
    Show(show::ShowArgs),
    /// Change an account
    Edit(edit::EditArgs),
    /// Connect to an account's server and log in, without sending anything
    Test(test::TestArgs),
    /// Remove an account and its password from this computer
    Remove(remove::RemoveArgs),
}

impl AccountCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::Add(args) => add::run(args, cx),
            Self::List(args) => list::run(args, cx),
            Self::Show(args) => show::run(args, cx),
            Self::Edit(args) => edit::run(args, cx),
            Self::Test(args) => test::run(args, cx),
            Self::Remove(args) => remove::run(args, cx),
        }
    }
}
