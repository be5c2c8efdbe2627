//! `carnet list delete`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::list_name::ListName,
    error::{CommandError, CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct DeleteArgs {
    /// The list
    name: ListName,
}

#[derive(Debug, Serialize)]
struct Deleted<'a> {
    name: &'a ListName,
    subscribers: usize,
}

impl Report for Deleted<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "list-deleted",
            name = self.name,
            count = self.subscribers
        ));
    }
}

pub fn run(args: &DeleteArgs, cx: &Context) -> CommandResult {
    let subscribers = cx.store().list_summary(&args.name)?.counts.total();
    let question = text!(
        "confirm-delete-list",
        name = &args.name,
        count = subscribers
    );
    if !cx.ui.confirm(&question)? {
        return Err(CommandError::failed(text!("nothing-done")));
    }
    cx.lock()?.delete_list(&args.name)?;
    cx.ui.done(&Deleted {
        name: &args.name,
        subscribers,
    })?;
    Ok(Outcome::Done)
}
