//! `carnet account add`.

use serde::Serialize;

use super::{fields::FieldArgs, password::PasswordArgs, view::AccountView};
use crate::{
    config::{Account, ConfigError, Security},
    context::Context,
    domain::{address::Address, host::parse_host, rights::check_sender},
    error::{CommandResult, Outcome},
    ops::accounts::save_account,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// The sender's address: a professional one
    address: Address,
    /// The submission server: a name or an IP address
    #[arg(long, value_name = "HOST", value_parser = parse_host)]
    host: String,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    password: PasswordArgs,
}

#[derive(Debug, Serialize)]
struct Added {
    #[serde(flatten)]
    account: AccountView,
}

impl Report for Added {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "account-added",
            address = &self.account.address,
            server = &self.account.server,
            security = self.account.security.as_str()
        ));
        page.line(text!("next-test-account", address = &self.account.address));
    }
}

impl AddArgs {
    /// Puts the account together, its password left out.
    fn account(&self) -> Account {
        let security = match (self.fields.security, self.fields.port) {
            (Some(security), _) => security.into(),
            (None, Some(port)) => Security::of_port(port),
            (None, None) => Security::Tls,
        };
        let mut account = Account::new(self.address.clone(), self.host.clone(), security);
        self.fields.apply(&mut account);
        account
    }
}

pub fn run(args: &AddArgs, cx: &Context) -> CommandResult {
    let known = cx.settings()?;
    check_sender(&args.address, &known.professional_domains)?;
    let exists = || ConfigError::AccountExists {
        address: args.address.clone(),
    };
    if known.account(&args.address).is_ok() {
        return Err(exists().into());
    }
    let mut account = args.account();
    account.check()?;
    let password = args.password.resolve(&mut account, true, cx)?;

    let lock = cx.lock()?;
    let mut settings = cx.settings_to_change(&lock)?;
    if settings.account(&args.address).is_ok() {
        return Err(exists().into());
    }
    if args.fields.default || settings.accounts.is_empty() {
        settings.default_account = Some(account.address.clone());
    }
    settings.accounts.push(account.clone());
    save_account(&settings, &account.address, &password, cx.dirs(), &lock)?;
    drop(lock);
    cx.ui.done(&Added {
        account: AccountView::new(&account, &settings, cx.dirs()),
    })?;
    Ok(Outcome::Done)
}
