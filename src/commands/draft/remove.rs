//! `carnet draft remove`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::message::MessageId,
    error::{CommandError, CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct RemoveArgs {
    /// The draft’s identifier, or its beginning
    id: String,
}

#[derive(Debug, Serialize)]
struct Removed {
    id: MessageId,
}

impl Report for Removed {
    fn print(&self, page: &mut Page) {
        page.line(text!("draft-removed", id = &self.id));
    }
}

pub fn run(args: &RemoveArgs, cx: &Context) -> CommandResult {
    let store = cx.store();
    let id = store.find_draft(&args.id)?;
    let lock = store.lock_draft(&id)?;
    let subject = store.draft(&id)?.subject;
    let question = text!("confirm-remove-draft", id = &id, subject = subject);
    if !cx.ui.confirm(&question)? {
        return Err(CommandError::failed(text!("nothing-done")));
    }
    lock.remove()?;
    cx.ui.done(&Removed { id })?;
    Ok(Outcome::Done)
}
