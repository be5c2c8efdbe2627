//! `carnet list edit`.

use serde::Serialize;

use super::fields::FieldArgs;
use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName, rights::check_owner},
    error::{CommandError, CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct EditArgs {
    /// The list
    name: ListName,
    /// Give the list to this owner: a professional address
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
    #[command(flatten)]
    fields: FieldArgs,
}

#[derive(Debug, Serialize)]
struct Edited<'a> {
    name: &'a ListName,
    changed: bool,
}

impl Report for Edited<'_> {
    fn print(&self, page: &mut Page) {
        if self.changed {
            page.line(text!("list-edited", name = self.name));
        } else {
            page.line(text!("list-unchanged", name = self.name));
        }
    }
}

pub fn run(args: &EditArgs, cx: &Context) -> CommandResult {
    if args.owner.is_none() && args.fields.is_empty() {
        return Err(CommandError::usage(text!("nothing-to-change")).hint(text!("hint-list-edit")));
    }
    if let Some(owner) = &args.owner {
        check_owner(owner, &cx.settings()?.professional_domains)?;
    }
    // Read before anything is locked: standard input may take its time.
    let footer = args.fields.read_footer(cx)?;
    let locked = cx.lock()?;
    let before = locked.list(&args.name)?;
    let mut list = before.clone();
    if let Some(owner) = &args.owner {
        list.owner = owner.clone();
    }
    args.fields.apply(footer, &mut list);
    let changed = list != before;
    if changed {
        locked.save_list(&args.name, &list)?;
    }
    cx.ui.done(&Edited {
        name: &args.name,
        changed,
    })?;
    Ok(Outcome::Done)
}
