//! `carnet list create`.

use serde::Serialize;

use super::fields::FieldArgs;
use crate::{
    context::Context,
    domain::{
        address::Address,
        list::{List, ListId},
        list_name::ListName,
        rights::check_owner,
    },
    error::{CommandResult, Outcome},
    store::random_bytes,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct CreateArgs {
    /// The list's name: lower-case letters, digits, dot, hyphen, underscore
    name: ListName,
    /// Who owns the list: a professional address [default: the default account's]
    #[arg(long, value_name = "ADDRESS")]
    owner: Option<Address>,
    #[command(flatten)]
    fields: FieldArgs,
}

#[derive(Debug, Serialize)]
struct Created<'a> {
    name: &'a ListName,
    title: Option<&'a str>,
    owner: &'a Address,
}

impl Report for Created<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!("list-created", name = self.name, owner = self.owner));
    }
}

pub fn run(args: &CreateArgs, cx: &Context) -> CommandResult {
    let owner = match &args.owner {
        Some(owner) => owner.clone(),
        None => cx.default_account()?.address.clone(),
    };
    check_owner(&owner, &cx.settings()?.professional_domains)?;
    let now = cx.clock.now();
    let mut list = List::new(ListId::new(random_bytes(), now), owner, now);
    args.fields.apply(args.fields.read_footer(cx)?, &mut list);
    cx.lock()?.create_list(&args.name, &list)?;
    cx.ui.done(&Created {
        name: &args.name,
        title: list.title.as_deref(),
        owner: &list.owner,
    })?;
    Ok(Outcome::Done)
}
