//! Servers: do they answer, do they take the login?

use std::sync::Arc;

use super::{Finding, Severity, with_causes};
use crate::{
    config::{Dirs, Settings},
    mail::SendError,
    ops::connection::try_connection,
    text,
};

/// Tries the server of each account; a password that cannot be had is reported elsewhere.
pub fn examine(settings: &Settings, dirs: &Dirs, findings: &mut Vec<Finding>) {
    for account in &settings.accounts {
        let Err(error) = try_connection(account, dirs, &Arc::default()) else {
            continue;
        };
        if let Some(failure) = error.downcast_ref::<SendError>() {
            findings.push(Finding::new(
                Severity::Error,
                "connection",
                &text!(
                    "doctor-connection",
                    address = &account.address,
                    host = &account.host,
                    reason = with_causes(failure)
                ),
                failure.hint(),
            ));
        }
    }
}
