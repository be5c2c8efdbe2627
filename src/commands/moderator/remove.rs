//! `carnet moderator remove`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list::List, list_name::ListName},
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
                "moderator-removed",
                address = *address,
                list = self.list
            ));
        }
    }
}

pub fn run(args: &RemoveArgs, cx: &Context) -> CommandResult {
    let locked = cx.lock()?;
    let mut list = locked.list(&args.list)?;
    let is_unknown = |address: &&Address| !list.moderators.contains(*address);
    if let Some(address) = args.addresses.iter().find(is_unknown) {
        return Err(unknown(address, args, &list));
    }
    let moderators = &mut list.moderators;
    let given = args.addresses.iter();
    let removed = given
        .filter(|address| moderators.remove(*address))
        .collect();
    locked.save_list(&args.list, &list)?;
    cx.ui.done(&Removed {
        list: &args.list,
        removed,
    })?;
    if list.moderators.is_empty() {
        cx.ui.status(&text!(
            "owner-writes-again",
            owner = &list.owner,
            list = &args.list
        ));
    }
    Ok(Outcome::Done)
}

fn unknown(address: &Address, args: &RemoveArgs, list: &List) -> CommandError {
    let known: Vec<_> = list.moderators.iter().map(Address::as_str).collect();
    let mut error = CommandError::failed(text!(
        "no-such-moderator",
        address = address,
        list = &args.list
    ));
    if args.addresses.len() > 1 {
        error = error.hint(text!("hint-nobody-removed"));
    }
    if known.is_empty() {
        return error.hint(text!("hint-no-moderators"));
    }
    error.hint(text!(
        "hint-the-moderators-are",
        addresses = known.join(", "),
        count = known.len()
    ))
}
