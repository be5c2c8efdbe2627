//! An SMTP submission identity, without its secret.

use std::{collections::BTreeMap, fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

use super::ConfigError;
use crate::domain::{
    address::Address,
    duration::TimeSpan,
    limits::Limit,
    timeouts::{TimedStep, Timeouts},
};

/// How the connection to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// TLS after STARTTLS (RFC 3207), never without.
    Starttls,
    /// Plain text, to this computer only.
    None,
}

impl Security {
    /// Returns the usual port of submission with this protection.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }

    /// Returns the usual protection of a port.
    pub const fn of_port(port: u16) -> Self {
        match port {
            465 => Self::Tls,
            _ => Self::Starttls,
        }
    }

    /// Returns the name used by options and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Starttls => "starttls",
            Self::None => "none",
        }
    }
}

impl fmt::Display for Security {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An SMTP submission identity: an address, its server, and how to log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The sender's address (R4).
    pub address: Address,
    /// The sender's name, as parents see it.
    #[serde(default)]
    pub display_name: Option<String>,
    /// The submission server's name or IP address.
    pub host: String,
    /// The server's port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The login name; no authentication without one.
    #[serde(default)]
    pub login: Option<String>,
    /// A command that prints the password, instead of a file in `secrets`.
    #[serde(default)]
    pub password_command: Option<String>,
    /// How many messages the server takes within windows of time.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// How many connections a send opens at most.
    #[serde(default = "four")]
    pub connections: u8,
    /// Whether several messages may be in flight on a connection (RFC 3030).
    #[serde(default = "on", skip_serializing_if = "is_on")]
    pub chunking: bool,
    /// How long the server may take, at the steps where that is not the usual time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub timeouts: BTreeMap<TimedStep, TimeSpan>,
}

const fn four() -> u8 {
    4
}

const fn on() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_on(value: &bool) -> bool {
    *value
}

impl Account {
    /// How many connections a send opens when nothing is said.
    pub const DEFAULT_CONNECTIONS: u8 = four();

    /// How many connections a server is asked for at the most.
    pub const MOST_CONNECTIONS: u8 = 16;

    /// Makes an account with what is usual: the port of its protection, the address as login.
    pub fn new(address: Address, host: String, security: Security) -> Self {
        // A server that is asked in plain text is a local one, which rarely wants a login.
        let login = (security != Security::None).then(|| address.to_string());
        Self {
            address,
            display_name: None,
            host,
            port: security.default_port(),
            security,
            login,
            password_command: None,
            limits: Vec::new(),
            connections: Self::DEFAULT_CONNECTIONS,
            chunking: true,
            timeouts: BTreeMap::new(),
        }
    }

    /// Returns how long the server may take at each step.
    pub fn timeouts(&self) -> Timeouts {
        self.timeouts
            .iter()
            .fold(Timeouts::default(), |timeouts, (&step, &time)| {
                timeouts.with(step, time.get())
            })
    }

    /// Returns the server with its port, an IPv6 address between brackets (RFC 3986).
    pub fn server(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// Checks that nothing goes in plain text over a network.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.security == Security::None && !is_loopback(&self.host) {
            return Err(ConfigError::PlainTextBeyondLoopback {
                host: self.host.clone(),
            });
        }
        Ok(())
    }
}

/// Tells whether a host is this computer.
///
/// A name other than `localhost` is never trusted: who answers it can change.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_loopback() {
        for host in [
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.9.9.9",
            "::1",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "smtp.ac-grenoble.fr",
            "localhost.evil.fr",
            "0.0.0.0",
            "10.0.0.1",
            "::",
            "128.0.0.1",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
