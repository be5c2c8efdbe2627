//! `carnet account remove`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName},
    error::{CommandError, CommandResult, Outcome},
    ops::accounts::{PasswordChange, save_account},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct RemoveArgs {
    /// The account's address
    address: Address,
}

#[derive(Debug, Serialize)]
struct Removed<'a> {
    address: &'a Address,
    /// Lists that this address owns, and keeps owning.
    owned_lists: Vec<ListName>,
    was_default: bool,
}

impl Report for Removed<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!("account-removed", address = self.address));
        if !self.owned_lists.is_empty() {
            page.line(text!(
                "account-still-owns",
                lists = joined(&self.owned_lists),
                count = self.owned_lists.len()
            ));
        }
    }
}

fn joined(lists: &[ListName]) -> String {
    let names: Vec<_> = lists.iter().map(ListName::as_str).collect();
    names.join(", ")
}

/// Finds the lists that an address owns; one that cannot be read is `doctor`'s affair.
fn lists_owned_by(address: &Address, cx: &Context) -> Result<Vec<ListName>, CommandError> {
    let store = cx.store();
    let mut names = store.list_names()?;
    names.retain(|name| {
        store
            .list_summary(name)
            .is_ok_and(|list| list.owner == *address)
    });
    Ok(names)
}

pub fn run(args: &RemoveArgs, cx: &Context) -> CommandResult {
    let address = &cx.settings()?.account(&args.address)?.address;
    let owned_lists = lists_owned_by(address, cx)?;
    let question = text!(
        "confirm-remove-account",
        address = address,
        lists = joined(&owned_lists),
        count = owned_lists.len()
    );
    if !cx.ui.confirm(&question)? {
        return Err(CommandError::failed(text!("nothing-done")));
    }

    let lock = cx.lock()?;
    let mut settings = cx.settings_to_change(&lock)?;
    settings.account(address)?;
    settings
        .accounts
        .retain(|account| account.address != *address);
    let was_default = settings.default_account.as_ref() == Some(address);
    if was_default {
        settings.default_account = None;
    }
    save_account(
        &settings,
        address,
        &PasswordChange::Forget,
        cx.dirs(),
        &lock,
    )?;
    drop(lock);
    cx.ui.done(&Removed {
        address,
        owned_lists,
        was_default,
    })?;
    Ok(Outcome::Done)
}
