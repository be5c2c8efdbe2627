//! Writing what setup knows: each part is whole by itself, and is kept as soon as it is.

use super::answers::Answers;
use crate::{
    config::{Account, Settings},
    context::Context,
    domain::{
        address::Address,
        list::{List, ListId},
        list_name::ListName,
        rights::check_owner,
    },
    error::CommandError,
    ops::accounts::{PasswordChange, save_account},
    store::random_bytes,
};

/// Keeps the school, its domains and the language; tells whether anything changed.
pub fn keep_school(
    answers: &Answers,
    known: &Settings,
    cx: &Context,
) -> Result<bool, CommandError> {
    let lock = cx.lock()?;
    let before = cx.settings_to_change(&lock)?;
    let mut settings = before.clone();
    answers.apply(known, &mut settings);
    if settings == before {
        return Ok(false);
    }
    settings.save(cx.dirs(), &lock)?;
    Ok(true)
}

/// Keeps an account, the first one as the one to use; tells whether anything changed.
pub fn keep_account(
    account: &Account,
    password: &PasswordChange,
    cx: &Context,
) -> Result<bool, CommandError> {
    let lock = cx.lock()?;
    let before = cx.settings_to_change(&lock)?;
    let mut settings = before.clone();
    put(account, &mut settings);
    let changed = settings != before || matches!(password, PasswordChange::Store(_));
    if changed {
        save_account(&settings, &account.address, password, cx.dirs(), &lock)?;
    }
    Ok(changed)
}

/// Makes an account the one in use, if there is such an account; tells whether it was another.
pub fn keep_default(address: &Address, cx: &Context) -> Result<bool, CommandError> {
    let lock = cx.lock()?;
    let mut settings = cx.settings_to_change(&lock)?;
    let in_use = settings.default_account().map(|account| &account.address);
    if in_use == Some(address) || settings.account(address).is_err() {
        return Ok(false);
    }
    settings.default_account = Some(address.clone());
    settings.save(cx.dirs(), &lock)?;
    Ok(true)
}

fn put(account: &Account, settings: &mut Settings) {
    let known = settings
        .accounts
        .iter_mut()
        .find(|known| known.address == account.address);
    match known {
        Some(known) => known.clone_from(account),
        None => settings.accounts.push(account.clone()),
    }
    if settings.default_account.is_none() {
        settings.default_account = Some(account.address.clone());
    }
}

/// Creates a list that belongs to the account in use; none that is there already.
pub fn keep_list(name: &ListName, cx: &Context) -> Result<bool, CommandError> {
    let lock = cx.lock()?;
    if lock.has_list(name) {
        return Ok(false);
    }
    let settings = cx.settings_to_change(&lock)?;
    let owner = settings.chosen_account()?.address.clone();
    check_owner(&owner, &settings.professional_domains)?;
    let now = cx.clock.now();
    let list = List::new(ListId::new(random_bytes(), now), owner, now);
    lock.create_list(name, &list)?;
    Ok(true)
}
