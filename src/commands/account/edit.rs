//! `carnet account edit`.

use serde::Serialize;

use super::{fields::FieldArgs, password::PasswordArgs, view::AccountView};
use crate::{
    config::SecretSource,
    context::Context,
    domain::{address::Address, host::parse_host},
    error::{CommandError, CommandResult, ErrorKind, Outcome},
    ops::accounts::{PasswordChange, save_account},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct EditArgs {
    /// The account's address
    address: Address,
    /// The submission server: a name or an IP address
    #[arg(long, value_name = "HOST", value_parser = parse_host)]
    host: Option<String>,
    #[command(flatten)]
    fields: FieldArgs,
    /// Send without any limit
    #[arg(long, conflicts_with = "limits")]
    no_limit: bool,
    #[command(flatten)]
    password: PasswordArgs,
}

#[derive(Debug, Serialize)]
struct Edited {
    changed: bool,
    #[serde(flatten)]
    account: AccountView,
}

impl Report for Edited {
    fn print(&self, page: &mut Page) {
        let address = &self.account.address;
        if self.changed {
            page.line(text!(
                "account-edited",
                address = address,
                server = &self.account.server,
                security = self.account.security.as_str()
            ));
        } else {
            page.line(text!("account-unchanged", address = address));
        }
    }
}

impl EditArgs {
    const fn is_empty(&self) -> bool {
        self.host.is_none() && self.fields.is_empty() && !self.no_limit && self.password.is_empty()
    }
}

pub fn run(args: &EditArgs, cx: &Context) -> CommandResult {
    if args.is_empty() {
        return Err(
            CommandError::usage(text!("nothing-to-change")).hint(text!("hint-account-edit"))
        );
    }
    let mut account = cx.settings()?.account(&args.address)?.clone();
    let before = account.clone();
    if let Some(host) = &args.host {
        account.host.clone_from(host);
    }
    args.fields.apply(&mut account);
    if args.no_limit {
        account.limits.clear();
    }
    account.check()?;
    // A login that was just given is worth nothing without a password.
    let needed = args.fields.login.is_some()
        && SecretSource::of(cx.dirs(), &account) == SecretSource::Missing;
    let password = args.password.resolve(&mut account, needed, cx)?;

    let lock = cx.lock()?;
    let mut settings = cx.settings_to_change(&lock)?;
    let known = settings.clone();
    if *settings.account(&args.address)? != before {
        return Err(CommandError::new(
            ErrorKind::TryAgain,
            text!("account-changed-meanwhile", address = &args.address),
        ));
    }
    for one in &mut settings.accounts {
        if one.address == account.address {
            one.clone_from(&account);
        }
    }
    if args.fields.default {
        settings.default_account = Some(account.address.clone());
    }
    let changed = settings != known || matches!(password, PasswordChange::Store(_));
    if changed {
        save_account(&settings, &account.address, &password, cx.dirs(), &lock)?;
    }
    drop(lock);
    cx.ui.done(&Edited {
        changed,
        account: AccountView::new(&account, &settings, cx.dirs()),
    })?;
    Ok(Outcome::Done)
}
