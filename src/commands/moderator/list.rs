//! `carnet moderator list`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName},
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// The list
    list: ListName,
}

#[derive(Debug, Serialize)]
struct Moderators<'a> {
    list: &'a ListName,
    owner: Address,
    moderators: Vec<Address>,
}

impl Report for Moderators<'_> {
    fn print(&self, page: &mut Page) {
        if self.moderators.is_empty() {
            page.line(text!(
                "moderators-none",
                list = self.list,
                owner = &self.owner
            ));
        }
        for address in &self.moderators {
            page.line(address);
        }
    }
}

pub fn run(args: &ListArgs, cx: &Context) -> CommandResult {
    let summary = cx.store().list_summary(&args.list)?;
    cx.ui.report(&Moderators {
        list: &args.list,
        owner: summary.owner,
        moderators: summary.moderators,
    })?;
    Ok(Outcome::Done)
}
