//! `carnet queue`: messages that are not finished.

mod cancel;
mod events;
mod list;
mod rests;
mod resume;
mod round;
mod run;

use clap::Subcommand;

use crate::{commands::archive::show, context::Context, error::CommandResult};

/// The commands about messages that are not finished.
#[derive(Debug, Subcommand)]
pub enum QueueCommand {
    /// Show the messages that are not finished
    List(list::ListArgs),
    /// Show one of them: who has it, who does not, and why
    Show(show::ShowArgs),
    /// Go on sending to those who do not have the message yet
    Resume(resume::ResumeArgs),
    /// Send what is due, and try again what the server put off: for cron or a timer
    Run(run::RunArgs),
    /// Send the message to nobody else
    Cancel(cancel::CancelArgs),
}

impl QueueCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::List(args) => list::run(args, cx),
            Self::Show(args) => show::run(args, cx),
            Self::Resume(args) => resume::run(args, cx),
            Self::Run(args) => run::run(args, cx),
            Self::Cancel(args) => cancel::run(args, cx),
        }
    }
}
