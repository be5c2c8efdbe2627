//! Trying an account on its server, step by step.

use crate::{
    config::{Account, Secret},
    context::Context,
    domain::delivery::Step,
    mail::AccountError,
    ops::connection::{Stage, stages, try_connection, try_password},
    text,
    texts::Text,
};

/// Connects and logs in; returns what went well, or says it before the failure.
///
/// Without a password given here, the one that is known is taken.
pub fn try_account(
    account: &Account,
    password: Option<&Secret>,
    cx: &Context,
) -> anyhow::Result<Vec<Text>> {
    let tried = cx.ui.until_interrupted(|stop| match password {
        Some(_) => try_password(account, password, stop).map_err(anyhow::Error::new),
        None => try_connection(account, cx.dirs(), stop),
    })?;
    let Err(error) = tried else {
        return Ok(describe(account, None));
    };
    if let Some(error) = error.downcast_ref::<AccountError>() {
        for stage in describe(account, Some(error.failure().step)) {
            cx.ui.status(&stage);
        }
    }
    Err(error)
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
