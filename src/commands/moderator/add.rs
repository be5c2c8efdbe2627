//! `carnet moderator add`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName, rights::check_moderator},
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// The list
    list: ListName,
    /// Professional addresses
    #[arg(required = true, value_name = "ADDRESS")]
    addresses: Vec<Address>,
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
                "moderator-added",
                address = *address,
                list = self.list
            ));
        }
        for address in &self.unchanged {
            page.line(text!(
                "moderator-already",
                address = *address,
                list = self.list
            ));
        }
    }
}

pub fn run(args: &AddArgs, cx: &Context) -> CommandResult {
    let domains = &cx.settings()?.professional_domains;
    for address in &args.addresses {
        check_moderator(address, domains)?;
    }
    let locked = cx.lock()?;
    let mut list = locked.list(&args.list)?;
    let (added, unchanged): (Vec<_>, Vec<_>) = args
        .addresses
        .iter()
        .partition(|address| list.moderators.insert((*address).clone()));
    if !added.is_empty() {
        locked.save_list(&args.list, &list)?;
    }
    cx.ui.done(&Added {
        list: &args.list,
        added,
        unchanged,
    })?;
    Ok(Outcome::Done)
}
