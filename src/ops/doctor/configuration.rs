//! Settings and accounts: do they make sense, is every password there?

use std::collections::BTreeSet;

use super::Finding;
use crate::{
    config::{Account, Dirs, SecretError, Settings, secret_to_log_in},
    domain::{host::parse_host, rights::check_sender},
    text,
};

pub fn examine(settings: &Settings, dirs: &Dirs, findings: &mut Vec<Finding>) {
    if settings.professional_domains.is_empty() {
        findings.push(Finding::warning(
            "no-professional-domain",
            &text!("doctor-no-domain"),
            text!("hint-no-professional-domain"),
        ));
    }
    if settings.accounts.is_empty() {
        findings.push(Finding::remark(
            "no-account",
            &text!("doctor-no-account"),
            Some(text!("hint-add-an-account")),
        ));
    }
    if let Some(address) = &settings.default_account
        && settings.account(address).is_err()
    {
        let addresses: Vec<_> = settings
            .accounts
            .iter()
            .map(|account| account.address.as_str())
            .collect();
        findings.push(Finding::warning(
            "default-account-unknown",
            &text!("doctor-default-account", address = address),
            if addresses.is_empty() {
                text!("hint-add-an-account")
            } else {
                text!(
                    "hint-default-account",
                    addresses = addresses.join(", "),
                    first = addresses.first().copied().unwrap_or_default()
                )
            },
        ));
    } else if let Err(error) = settings.chosen_account()
        && !settings.accounts.is_empty()
    {
        findings.push(Finding::remark(
            "no-default-account",
            &text!("doctor-no-default-account"),
            Some(error.hint()),
        ));
    }
    let mut seen = BTreeSet::new();
    for account in &settings.accounts {
        if !seen.insert(&account.address) {
            findings.push(Finding::error(
                "account-twice",
                &text!("doctor-account-twice", address = &account.address),
                text!(
                    "doctor-next-edit-file",
                    path = dirs.config_file().display().to_string()
                ),
            ));
        }
        examine_account(account, settings, dirs, findings);
    }
}

fn examine_account(
    account: &Account,
    settings: &Settings,
    dirs: &Dirs,
    findings: &mut Vec<Finding>,
) {
    let address = &account.address;
    // Without any domain, one finding says it for all accounts.
    if !settings.professional_domains.is_empty()
        && let Err(refusal) = check_sender(address, &settings.professional_domains)
    {
        findings.push(Finding::warning(
            "account-not-professional",
            &refusal.text(),
            refusal.hint(),
        ));
    }
    if let Err(error) = account.check() {
        findings.push(Finding::failure(
            "plain-text",
            &error,
            Some(text!("doctor-next-security", address = address)),
        ));
    }
    if let Err(error) = parse_host(&account.host) {
        findings.push(Finding::error(
            "account-host",
            &text!(
                "doctor-account-host",
                address = address,
                host = &account.host,
                reason = error.text()
            ),
            text!("doctor-next-host", address = address),
        ));
    }
    if !(1..=Account::MOST_CONNECTIONS).contains(&account.connections) {
        findings.push(Finding::warning(
            "account-connections",
            &text!(
                "doctor-account-connections",
                address = address,
                connections = account.connections,
                most = Account::MOST_CONNECTIONS
            ),
            text!("doctor-next-connections", address = address),
        ));
    }
    match secret_to_log_in(dirs, account) {
        // The permissions of files are looked into by themselves.
        Ok(_) | Err(SecretError::Exposed { .. }) => {}
        Err(error @ SecretError::Missing { .. }) => {
            findings.push(Finding::failure(
                "password-unavailable",
                &error,
                error.hint(),
            ));
        }
        Err(error) => findings.push(Finding::caused(
            "password-unavailable",
            &text!("doctor-password", address = address),
            &error,
            error.hint(),
        )),
    }
}
