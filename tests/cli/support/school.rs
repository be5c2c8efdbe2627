//! A school that can send: a domain, an account on a scripted server, lists of parents.

use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
};

use carnet::config::{Account, Security};

use super::{Env, Run, smtp::SmtpServer};

/// The director's address, and the account's.
pub const DIRECTOR: &str = "dir@ac-test.fr";

/// Returns the director's account on a server, without a login.
pub fn account(server: &SmtpServer) -> Account {
    Account {
        address: DIRECTOR.parse().unwrap(),
        display_name: None,
        host: "127.0.0.1".to_owned(),
        port: server.port(),
        security: Security::None,
        login: None,
        password_command: None,
        limits: Vec::new(),
        connections: 1,
        chunking: true,
        timeouts: BTreeMap::new(),
    }
}

/// A world with an account on a server of this test.
pub struct School {
    env: Env,
}

impl Deref for School {
    type Target = Env;

    fn deref(&self) -> &Env {
        &self.env
    }
}

impl DerefMut for School {
    fn deref_mut(&mut self) -> &mut Env {
        &mut self.env
    }
}

impl School {
    /// Makes a school whose director's account is on a server.
    pub fn on(server: &SmtpServer) -> Self {
        Self::with_accounts(server.port(), &[DIRECTOR])
    }

    /// Makes a school with an account per address, all on one port of this computer.
    pub fn with_accounts(port: u16, addresses: &[&str]) -> Self {
        let env = Env::new();
        let accounts: Vec<serde_json::Value> = addresses
            .iter()
            .map(|address| {
                serde_json::json!({
                    "address": address,
                    "display_name": "École des Tests",
                    "host": "127.0.0.1",
                    "port": port,
                    "security": "none",
                })
            })
            .collect();
        let settings = serde_json::json!({
            "format": 1,
            "school": "École des Tests",
            "professional_domains": ["ac-test.fr"],
            "default_account": addresses[0],
            "accounts": accounts,
        });
        std::fs::create_dir_all(env.home()).unwrap();
        std::fs::write(env.home().join("config.json"), settings.to_string()).unwrap();
        Self { env }
    }

    /// Creates a list of the director's with these subscribers.
    pub fn list(&self, name: &str, subscribers: &[&str]) {
        self.ok(["list", "create", name, "--owner", DIRECTOR]);
        if !subscribers.is_empty() {
            self.ok(["subscriber", "add", name].iter().chain(subscribers));
        }
    }

    /// Creates a list of so many invented parents, and returns their addresses.
    pub fn crowd(&self, name: &str, count: usize) -> Vec<String> {
        let addresses: Vec<String> = (0..count)
            .map(|index| format!("p{index:03}@example.org"))
            .collect();
        self.list(
            name,
            &addresses.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        addresses
    }
}

/// Replaces what differs from one run to the next: the end of each message's identifier.
pub fn stable(run: &Run) -> String {
    const START: &str = "20261123-080000-";
    let text = run.to_string();
    let (first, others) = text.split_once(START).unwrap_or((&text, ""));
    let mut stable = first.to_owned();
    for other in others.split(START).filter(|other| !other.is_empty()) {
        stable.push_str(START);
        stable.push_str("abcd");
        stable.extend(other.chars().skip(4));
    }
    stable
}
