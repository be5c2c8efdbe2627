//! `carnet subscriber add`.

use serde::Serialize;

use crate::{
    commands::list::one_line,
    context::Context,
    domain::{
        address::Address,
        list_name::ListName,
        subscriber::{Origin, Subscriber},
    },
    error::{CommandError, CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// The list
    list: ListName,
    /// Addresses of any kind
    #[arg(required = true, value_name = "ADDRESS")]
    addresses: Vec<Address>,
    /// The person's name
    #[arg(long, value_parser = one_line)]
    name: Option<String>,
}

#[derive(Debug, Serialize)]
struct Added<'a> {
    list: &'a ListName,
    added: Vec<&'a Address>,
    unchanged: Vec<&'a Address>,
}

impl Report for Added<'_> {
    fn print(&self, page: &mut Page) {
        for address in &self.added {
            page.line(text!(
                "subscriber-added",
                address = *address,
                list = self.list
            ));
        }
        for address in &self.unchanged {
            page.line(text!(
                "subscriber-already",
                address = *address,
                list = self.list
            ));
        }
    }
}

pub fn run(args: &AddArgs, cx: &Context) -> CommandResult {
    let now = cx.clock.now();
    let locked = cx.lock()?;
    let mut list = locked.list(&args.list)?;
    let mut suppressions = locked.suppressions()?;
    // R8: an erased address comes back for nobody.
    if let Some(address) = args
        .addresses
        .iter()
        .find(|address| suppressions.is_erased(address))
    {
        return Err(CommandError::failed(text!(
            "address-erased",
            address = address
        )));
    }
    let before = list.subscribers.clone();
    let (mut added, mut unchanged, mut allowed) = (Vec::new(), Vec::new(), false);
    for address in &args.addresses {
        allowed |= suppressions.allow(&list.id, address);
        if list.subscribers.get(address).is_none() {
            list.subscribers
                .insert(Subscriber::new(address.clone(), Origin::Manual, now));
            added.push(address);
        } else {
            unchanged.push(address);
        }
        if let Some(subscriber) = list.subscribers.get_mut(address) {
            // Whoever was added by hand stays when an export no longer has them.
            subscriber.origin = Origin::Manual;
            subscriber
                .names
                .extend(args.name.clone().filter(|name| !name.is_empty()));
        }
    }
    // The suppression goes first: a kill in between must not lose the subscription for good.
    if allowed {
        locked.save_suppressions(&suppressions)?;
    }
    if list.subscribers != before {
        locked.save_list(&args.list, &list)?;
    }
    cx.ui.done(&Added {
        list: &args.list,
        added,
        unchanged,
    })?;
    Ok(Outcome::Done)
}
