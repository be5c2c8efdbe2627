//! `carnet account test`.

use serde::Serialize;

use crate::{
    config::Account,
    context::Context,
    domain::{address::Address, delivery::Step},
    error::{CommandResult, Outcome},
    mail::SendError,
    ops::connection::{Stage, stages, try_connection},
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

fn describe(account: &Account, failed: Option<Step>) -> Vec<Text> {
    let describe = |stage| match stage {
        Stage::Connected => text!("test-connected", server = account.server()),
        Stage::Encrypted => text!("test-encrypted", host = &account.host),
        Stage::LoggedIn => text!(
            "test-logged-in",
            login = account.login.as_deref().unwrap_or_default()
        ),
    };
    stages(account, failed).into_iter().map(describe).collect()
}

pub fn run(args: &TestArgs, cx: &Context) -> CommandResult {
    let account = cx.settings()?.account(&args.address)?;
    if let Err(error) = try_connection(account, cx.dirs()) {
        if let Some(failure) = error.downcast_ref::<SendError>() {
            for stage in describe(account, Some(failure.step)) {
                cx.ui.status(&stage);
            }
        }
        let context = text!(
            "account-fails",
            address = &account.address,
            server = account.server()
        );
        return Err(error.context(context).into());
    }
    cx.ui.done(&Works {
        address: &account.address,
        works: true,
        stages: describe(account, None),
    })?;
    Ok(Outcome::Done)
}
