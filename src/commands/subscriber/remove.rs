//! `carnet subscriber remove`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName},
    error::{CommandError, CommandResult, Outcome},
    store::LockedStore,
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
    let mut leaving = Vec::new();
    for address in &args.addresses {
        suppressions.suppress(&list.id, address, now);
        if list.subscribers.remove(address).is_some() {
            let others = other_lists(address, args, &locked);
            if others.is_empty() {
                suppressions.leave(address, now);
            }
            leaving.push((address, others));
        }
    }
    // R8: suppressed before removed, so that a kill in between lets nobody come back.
    locked.save_suppressions(&suppressions)?;
    locked.save_list(&args.list, &list)?;
    locked.remove_leftovers();
    cx.ui.done(&Removed {
        list: &args.list,
        removed: leaving.iter().map(|(address, _)| *address).collect(),
    })?;
    for (address, others) in leaving {
        tell_other_lists(address, &others, cx);
    }
    Ok(Outcome::Done)
}

/// Returns the lists that somebody stays on, as far as they can be read: one that
/// cannot keeps nobody from leaving.
fn other_lists(address: &Address, args: &RemoveArgs, locked: &LockedStore<'_>) -> Vec<ListName> {
    let mut names = locked.readable_subscriptions(address);
    names.retain(|name| *name != args.list);
    names
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
fn tell_other_lists(address: &Address, others: &[ListName], cx: &Context) {
    let names: Vec<_> = others.iter().map(ListName::as_str).collect();
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
