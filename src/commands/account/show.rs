//! `carnet account show`.

use serde::Serialize;

use super::view::AccountView;
use crate::{
    context::Context,
    domain::address::Address,
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The account's address
    address: Address,
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Shown(AccountView);

impl Report for Shown {
    fn print(&self, page: &mut Page) {
        let account = &self.0;
        let mut fields = vec![(text!("field-account"), account.address.to_string())];
        if let Some(name) = &account.sender {
            fields.push((text!("field-display-name"), name.clone()));
        }
        fields.push((text!("field-server"), account.server.clone()));
        fields.push((text!("field-security"), account.security.to_string()));
        let login = match &account.login {
            Some(login) => login.clone(),
            None => text!("login-none").to_string(),
        };
        fields.push((text!("field-login"), login));
        let password = match &account.password_command {
            Some(command) => format!("{} ({command})", account.password.text()),
            None => account.password.text().to_string(),
        };
        fields.push((text!("field-password"), password));
        let limits = if account.limits.is_empty() {
            text!("limits-none").to_string()
        } else {
            let limits: Vec<_> = account.limits.iter().map(ToString::to_string).collect();
            limits.join(", ")
        };
        fields.push((text!("field-limits"), limits));
        fields.push((text!("field-connections"), account.connections.to_string()));
        if !account.chunking {
            fields.push((text!("field-chunking"), yes_or_no(account.chunking)));
        }
        if !account.timeouts.is_empty() {
            let timeouts: Vec<_> = account
                .timeouts
                .iter()
                .map(|(step, time)| format!("{}={time}", step.as_str()))
                .collect();
            fields.push((text!("field-timeouts"), timeouts.join(", ")));
        }
        fields.push((text!("field-default"), yes_or_no(account.default)));
        page.fields(&fields);
    }
}

fn yes_or_no(value: bool) -> String {
    let word = if value {
        text!("word-yes")
    } else {
        text!("word-no")
    };
    word.to_string()
}

pub fn run(args: &ShowArgs, cx: &Context) -> CommandResult {
    let settings = cx.settings()?;
    let account = settings.account(&args.address)?;
    cx.ui
        .report(&Shown(AccountView::new(account, settings, cx.dirs())))?;
    Ok(Outcome::Done)
}
