//! `carnet subscriber remove`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName},
    error::{CommandError, CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct RemoveArgs {
    /// The list
    list: ListName,
    /// Whom to remove
    #[arg(required = true, value_name = "ADDRESS")]
    addresses: Vec<Address>,
}

#[derive(Debug, Serialize)]
struct Removed<'a> {
    list: &'a ListName,
    removed: Vec<&'a Address>,
}

impl Report for Removed<'_> {
    fn print(&self, page: &mut Page) {
        for address in &self.removed {
            page.line(text!(
                "subscriber-removed",
                address = *address,
                list = self.list
            ));
        }
    }
}

pub fn run(args: &RemoveArgs, cx: &Context) -> CommandResult {
    let locked = cx.lock()?;
    let mut list = locked.list(&args.list)?;
    let mut suppressions = locked.suppressions()?;
    let is_unknown = |address: &&Address| list.subscribers.get(address).is_none();
    if let Some(address) = args.addresses.iter().find(is_unknown) {
        return Err(unknown(address, args));
    }
    let now = cx.clock.now();
    let mut removed = Vec::new();
    for address in &args.addresses {
        if list.subscribers.remove(address).is_some() {
            removed.push(address);
        }
        suppressions.suppress(&list.id, address, now);
        // A list that cannot be read keeps nobody from leaving this one.
        let is_elsewhere = locked
            .subscriptions(address)
            .is_ok_and(|found| found.iter().any(|(name, _)| *name != args.list));
        if !is_elsewhere {
            suppressions.leave(address, now);
        }
    }
    // R8: suppressed before removed, so that a kill in between lets nobody come back.
    locked.save_suppressions(&suppressions)?;
    locked.save_list(&args.list, &list)?;
    let removed = Removed {
        list: &args.list,
        removed,
    };
    cx.ui.done(&removed)?;
    for address in removed.removed {
        tell_other_lists(address, cx);
    }
    Ok(Outcome::Done)
}

fn unknown(address: &Address, args: &RemoveArgs) -> CommandError {
    let mut error = CommandError::failed(text!(
        "no-such-subscriber",
        address = address,
        list = &args.list
    ));
    if args.addresses.len() > 1 {
        error = error.hint(text!("hint-nobody-removed"));
    }
    error.hint(text!("hint-subscriber-list", list = &args.list))
}

/// R8: who asked to be written to no more may have meant every list.
fn tell_other_lists(address: &Address, cx: &Context) {
    // What was asked is done: a list that cannot be read is told by whatever needs it.
    let others = cx.store().subscriptions(address).unwrap_or_default();
    let names: Vec<_> = others.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(first) = names.first() {
        cx.ui.status(&text!(
            "subscriber-elsewhere",
            address = address,
            lists = names.join(", "),
            list = *first,
            count = names.len()
        ));
    }
}
