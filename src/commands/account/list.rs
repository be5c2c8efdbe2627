//! `carnet account list`.

use serde::Serialize;

use super::view::AccountView;
use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

#[derive(Debug, Serialize)]
struct Accounts {
    accounts: Vec<AccountView>,
}

impl Report for Accounts {
    fn print(&self, page: &mut Page) {
        if self.accounts.is_empty() {
            page.line(text!("no-account-listed"));
            return;
        }
        let mut table = Table::new([
            text!("column-account"),
            text!("column-name"),
            text!("column-server"),
            text!("column-security"),
            text!("column-password"),
            text!("column-default"),
        ]);
        for account in &self.accounts {
            let default = if account.default {
                text!("word-yes").to_string()
            } else {
                String::new()
            };
            table.row([
                account.address.to_string(),
                account.sender.clone().unwrap_or_default(),
                account.server.clone(),
                account.security.to_string(),
                account.password.text().to_string(),
                default,
            ]);
        }
        page.table(&table);
    }
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let settings = cx.settings()?;
    let accounts = settings
        .accounts
        .iter()
        .map(|account| AccountView::new(account, settings, cx.dirs()))
        .collect();
    cx.ui.report(&Accounts { accounts })?;
    Ok(Outcome::Done)
}
