//! Servers: do they answer, do they take the login?

use std::sync::Arc;

use super::Finding;
use crate::{
    config::{Dirs, Settings},
    mail::AccountError,
    ops::connection::try_connection,
};

/// Tries the server of each account; a password that cannot be had is reported elsewhere.
pub fn examine(settings: &Settings, dirs: &Dirs, findings: &mut Vec<Finding>) {
    for account in &settings.accounts {
        let Err(error) = try_connection(account, dirs, &Arc::default()) else {
            continue;
        };
        if let Some(error) = error.downcast_ref::<AccountError>() {
            findings.push(Finding::failure("connection", error, error.hint()));
        }
    }
}
