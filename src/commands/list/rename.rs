//! `carnet list rename`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::list_name::ListName,
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct RenameArgs {
    /// The list's name now
    old: ListName,
    /// The name that it gets
    new: ListName,
}

#[derive(Debug, Serialize)]
struct Renamed<'a> {
    old: &'a ListName,
    new: &'a ListName,
}

impl Report for Renamed<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!("list-renamed", old = self.old, new = self.new));
    }
}

pub fn run(args: &RenameArgs, cx: &Context) -> CommandResult {
    cx.lock()?.rename_list(&args.old, &args.new)?;
    cx.ui.done(&Renamed {
        old: &args.old,
        new: &args.new,
    })?;
    Ok(Outcome::Done)
}
