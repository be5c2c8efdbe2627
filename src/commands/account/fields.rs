//! What `account add` and `account edit` may both set.

use std::{ops::RangeInclusive, str::FromStr};

use clap::ValueEnum;

use crate::{
    commands::list::one_line,
    config::{Account, Security},
    domain::{limits::Limit, timeouts::TimeoutChange},
    text,
    texts::{Text, Value},
};

#[derive(Debug, clap::Args)]
pub struct FieldArgs {
    /// The server's port, usually 465 with tls and 587 with starttls
    #[arg(long, value_name = "PORT", value_parser = port)]
    pub port: Option<u16>,
    /// How the connection is protected; none to this computer only
    #[arg(long, value_name = "SECURITY")]
    pub security: Option<SecurityArg>,
    /// The login name when it is not the address; empty for none
    #[arg(long, value_name = "LOGIN", value_parser = one_line)]
    pub login: Option<String>,
    /// The sender's name, as parents see it [default: the school's]
    #[arg(long, value_name = "NAME", value_parser = one_line)]
    pub display_name: Option<String>,
    /// How many messages the server takes, such as 400/min; may be repeated
    #[arg(long = "limit", value_name = "LIMIT")]
    pub limits: Vec<Limit>,
    /// How many connections a send opens at most
    #[arg(long, value_name = "NUMBER", value_parser = connections)]
    pub connections: Option<u8>,
    /// Whether several messages may be under way on a connection, where the server offers it (CHUNKING)
    #[arg(long, value_name = "SWITCH")]
    pub chunking: Option<Switch>,
    /// How long the server may take at a step, such as content=20min; may be repeated
    #[arg(long = "timeout", value_name = "STEP=DURATION")]
    pub timeouts: Vec<TimeoutChange>,
    /// Use this account when none is named
    #[arg(long)]
    pub default: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SecurityArg {
    Tls,
    Starttls,
    None,
}

impl From<SecurityArg> for Security {
    fn from(security: SecurityArg) -> Self {
        match security {
            SecurityArg::Tls => Self::Tls,
            SecurityArg::Starttls => Self::Starttls,
            SecurityArg::None => Self::None,
        }
    }
}

/// Something that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl FieldArgs {
    /// Tells whether there is anything to set.
    pub const fn is_empty(&self) -> bool {
        self.port.is_none()
            && self.security.is_none()
            && self.login.is_none()
            && self.display_name.is_none()
            && self.limits.is_empty()
            && self.connections.is_none()
            && self.chunking.is_none()
            && self.timeouts.is_empty()
            && !self.default
    }

    /// Sets what was given; an empty text takes the field away.
    pub fn apply(&self, account: &mut Account) {
        if let Some(port) = self.port {
            account.port = port;
        }
        if let Some(security) = self.security {
            account.security = security.into();
        }
        let set = |field: &mut Option<String>, value: &Option<String>| {
            if let Some(value) = value {
                *field = Some(value.clone()).filter(|value| !value.is_empty());
            }
        };
        set(&mut account.login, &self.login);
        set(&mut account.display_name, &self.display_name);
        if !self.limits.is_empty() {
            account.limits.clone_from(&self.limits);
            account.limits.sort();
            account.limits.dedup();
        }
        if let Some(connections) = self.connections {
            account.connections = connections;
        }
        if let Some(chunking) = self.chunking {
            account.chunking = chunking == Switch::On;
        }
        for change in &self.timeouts {
            match change.time {
                Some(time) => account.timeouts.insert(change.step, time),
                None => account.timeouts.remove(&change.step),
            };
        }
    }
}

pub fn port(input: &str) -> Result<u16, Text> {
    number_in(input, 1..=u16::MAX)
}

fn connections(input: &str) -> Result<u8, Text> {
    number_in(input, 1..=Account::MOST_CONNECTIONS)
}

fn number_in<T>(input: &str, range: RangeInclusive<T>) -> Result<T, Text>
where
    T: Copy + FromStr + PartialOrd + Into<Value>,
{
    input
        .trim()
        .parse()
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(|| text!("number-range", least = *range.start(), most = *range.end()))
}

/// Accepts a command of one line.
pub fn command_line(input: &str) -> Result<String, Text> {
    let trimmed = input.trim();
    if trimmed.is_empty() {
        return Err(text!("text-empty"));
    }
    if trimmed.chars().any(char::is_control) {
        return Err(text!("text-line-break"));
    }
    Ok(trimmed.to_owned())
}
