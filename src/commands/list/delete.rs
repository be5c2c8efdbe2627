//! `carnet list delete`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{list::ListId, list_name::ListName},
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
    let list = cx.store().list_summary(&args.name)?;
    let subscribers = list.counts.total();
    tell_queued(args, &list.id, cx);
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

/// Tells which messages the list's subscribers would not get any more.
fn tell_queued(args: &DeleteArgs, id: &ListId, cx: &Context) {
    let store = cx.store();
    // A message that cannot be read is told by whatever needs it.
    let queued = store.queued_ids().unwrap_or_default();
    for message in queued.iter().filter_map(|id| store.message(id).ok()) {
        if message.lists.iter().any(|list| list.id == *id) {
            cx.ui.status(&text!(
                "list-has-queued",
                id = &message.id,
                subject = &message.subject,
                list = &args.name
            ));
        }
    }
}
