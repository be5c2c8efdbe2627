//! `carnet moderator remove`.

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
    removed: &'a [Address],
}

impl Report for Removed<'_> {
    fn print(&self, page: &mut Page) {
        for address in self.removed {
            page.line(text!(
                "moderator-removed",
                address = address,
                list = self.list
            ));
        }
    }
}

pub fn run(args: &RemoveArgs, cx: &Context) -> CommandResult {
    let locked = cx.lock()?;
    let mut list = locked.list(&args.list)?;
    for address in &args.addresses {
        if !list.moderators.remove(address) {
            let known: Vec<_> = list.moderators.iter().map(Address::as_str).collect();
            let error = CommandError::failed(text!(
                "no-such-moderator",
                address = address,
                list = &args.list
            ));
            return Err(if known.is_empty() {
                error.hint(text!("hint-no-moderators"))
            } else {
                error.hint(text!(
                    "hint-the-moderators-are",
                    addresses = known.join(", "),
                    count = known.len()
                ))
            });
        }
    }
    locked.save_list(&args.list, &list)?;
    cx.ui.done(&Removed {
        list: &args.list,
        removed: &args.addresses,
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
