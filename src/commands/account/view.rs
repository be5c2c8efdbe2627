//! What is shown of an account: everything but its password.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    config::{Account, Dirs, SecretSource, Security, Settings},
    domain::{address::Address, duration::TimeSpan, limits::Limit, timeouts::TimedStep},
};

#[derive(Debug, Serialize)]
pub struct AccountView {
    pub address: Address,
    pub display_name: Option<String>,
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: Option<String>,
    pub password: SecretSource,
    pub password_command: Option<String>,
    pub limits: Vec<Limit>,
    pub connections: u8,
    pub chunking: bool,
    pub timeouts: BTreeMap<TimedStep, TimeSpan>,
    pub default: bool,
    #[serde(skip)]
    pub server: String,
    /// The name that parents see.
    #[serde(skip)]
    pub sender: Option<String>,
}

impl AccountView {
    /// Takes down what may be shown of an account.
    pub fn new(account: &Account, settings: &Settings, dirs: &Dirs) -> Self {
        let default = settings
            .default_account()
            .is_some_and(|default| default.address == account.address);
        Self {
            address: account.address.clone(),
            display_name: account.display_name.clone(),
            host: account.host.clone(),
            port: account.port,
            security: account.security,
            login: account.login.clone(),
            password: SecretSource::of(dirs, account),
            password_command: account.password_command.clone(),
            limits: account.limits.clone(),
            connections: account.connections,
            chunking: account.chunking,
            timeouts: account.timeouts.clone(),
            default,
            server: account.server(),
            sender: settings.sender_name(account).map(str::to_owned),
        }
    }
}
