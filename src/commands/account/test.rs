//! `carnet account test`.

use serde::Serialize;

use super::trial::try_account;
use crate::{
    context::Context,
    domain::address::Address,
    error::{CommandResult, Outcome},
    text,
    texts::Text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct TestArgs {
    /// The account's address
    address: Address,
}

#[derive(Debug, Serialize)]
struct Works<'a> {
    address: &'a Address,
    works: bool,
    #[serde(skip)]
    stages: Vec<Text>,
}

impl Report for Works<'_> {
    fn print(&self, page: &mut Page) {
        for stage in &self.stages {
            page.line(stage);
        }
        page.line(text!("account-works", address = self.address));
    }
}

pub fn run(args: &TestArgs, cx: &Context) -> CommandResult {
    let account = cx.settings()?.account(&args.address)?;
    let stages = try_account(account, None, cx)?;
    cx.ui.done(&Works {
        address: &account.address,
        works: true,
        stages,
    })?;
    Ok(Outcome::Done)
}
