//! `config.json`: the school, its professional domains, its SMTP accounts; never a secret.

mod account;
mod dirs;
mod secret;

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

pub use self::{
    account::{Account, Security, is_loopback},
    dirs::Dirs,
    secret::{
        Secret, SecretError, SecretSource, forget_secret, keep_secret, load_secret,
        secret_to_log_in,
    },
};
use crate::{
    domain::address::{Address, Domain},
    store::{LockedStore, StoreError, file},
    text,
    texts::{Language, Text},
};

/// What people set, by commands or by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Read by the file layer; kept here so that an unknown key is refused.
    #[serde(default, skip_serializing)]
    format: u32,
    /// The name of the school, as parents know it.
    #[serde(default)]
    pub school: Option<String>,
    /// The domains of owners and senders (R1, R4).
    #[serde(default)]
    pub professional_domains: BTreeSet<Domain>,
    /// The language of the program, when neither option nor variable says.
    #[serde(default)]
    pub language: Option<Language>,
    /// The account used when none is named.
    #[serde(default)]
    pub default_account: Option<Address>,
    /// The largest size of a message's attachments in all, in mebibytes.
    #[serde(default = "twenty")]
    pub attachments_limit_mib: u32,
    /// A send to more people than this wants their number typed.
    #[serde(default = "hundred")]
    pub confirm_above: u32,
    /// The identities that may submit messages.
    #[serde(default)]
    pub accounts: Vec<Account>,
}

const fn twenty() -> u32 {
    20
}

const fn hundred() -> u32 {
    100
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            format: 0,
            school: None,
            professional_domains: BTreeSet::new(),
            language: None,
            default_account: None,
            attachments_limit_mib: twenty(),
            confirm_above: hundred(),
            accounts: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the settings; the defaults when there is no file yet.
    pub fn load(dirs: &Dirs) -> Result<Self, StoreError> {
        Ok(file::read_json(&dirs.config_file())?.unwrap_or_default())
    }

    /// Writes the settings; the lock keeps another process from losing them.
    pub fn save(&self, dirs: &Dirs, _lock: &LockedStore<'_>) -> Result<(), StoreError> {
        file::write_json(&dirs.config_file(), self)
    }

    /// Finds an account by its address.
    pub fn account(&self, address: &Address) -> Result<&Account, ConfigError> {
        self.accounts
            .iter()
            .find(|account| account.address == *address)
            .ok_or_else(|| ConfigError::NoAccount {
                address: address.clone(),
                known: self.addresses(),
            })
    }

    /// Returns the account to use when none is named, or why there is none.
    pub fn chosen_account(&self) -> Result<&Account, ConfigError> {
        self.default_account().ok_or_else(|| {
            if self.accounts.is_empty() {
                ConfigError::NoDefaultAccount
            } else {
                ConfigError::SeveralAccounts {
                    known: self.addresses(),
                }
            }
        })
    }

    /// Returns the addresses of all accounts.
    fn addresses(&self) -> Vec<Address> {
        self.accounts
            .iter()
            .map(|account| account.address.clone())
            .collect()
    }

    /// Returns the name that parents see of who writes: the account's, or else the
    /// school's, as a school's address says little to them.
    pub fn sender_name<'a>(&'a self, account: &'a Account) -> Option<&'a str> {
        let name = account.display_name.as_ref().or(self.school.as_ref());
        name.map(String::as_str)
    }

    /// Returns the account to use when none is named: the default one, or the only one.
    pub fn default_account(&self) -> Option<&Account> {
        match (&self.default_account, self.accounts.as_slice()) {
            (Some(address), accounts) => {
                accounts.iter().find(|account| account.address == *address)
            }
            (None, [only]) => Some(only),
            (None, _) => None,
        }
    }

    /// Returns the largest size of a message's attachments in all, in bytes.
    pub const fn attachments_limit(&self) -> u64 {
        self.attachments_limit_mib as u64 * 1024 * 1024
    }
}

/// Reads only the language of the settings, whatever else is wrong with them.
///
/// Even the error about a broken configuration is said in that language.
pub fn peek_language(dirs: &Dirs) -> Option<Language> {
    let bytes = file::read_optional(&dirs.config_file()).ok()??;
    let value: serde_json::Value = serde_json::from_slice(&bytes).ok()?;
    Language::from_locale(value.get("language")?.as_str()?)
}

/// What is wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// No account has this address.
    NoAccount {
        address: Address,
        known: Vec<Address>,
    },
    /// An account has this address already.
    AccountExists { address: Address },
    /// There is no account at all.
    NoDefaultAccount,
    /// There are several accounts, and none is the default one.
    SeveralAccounts { known: Vec<Address> },
    /// No folder to keep anything in.
    NoHome,
    /// Plain text is for this computer only.
    PlainTextBeyondLoopback { host: String },
}

impl ConfigError {
    /// Returns what to do next, where there is something.
    pub fn hint(&self) -> Text {
        match self {
            Self::NoAccount { known, .. } if known.is_empty() => text!("hint-add-an-account"),
            Self::NoAccount { known, .. } => text!(
                "hint-the-accounts-are",
                addresses = joined(known),
                count = known.len()
            ),
            Self::AccountExists { address } => text!("hint-edit-account", address = address),
            Self::SeveralAccounts { known } => {
                let first = known.first().map(Address::as_str).unwrap_or_default();
                text!(
                    "hint-default-account",
                    addresses = joined(known),
                    first = first
                )
            }
            Self::NoDefaultAccount => text!("hint-add-an-account"),
            Self::NoHome => text!("hint-home"),
            Self::PlainTextBeyondLoopback { .. } => text!("hint-security"),
        }
    }
}

fn joined(addresses: &[Address]) -> String {
    let addresses: Vec<_> = addresses.iter().map(Address::as_str).collect();
    addresses.join(", ")
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAccount { address, .. } => text!("no-account", address = address),
            Self::AccountExists { address } => text!("account-exists", address = address),
            Self::NoDefaultAccount => text!("no-account-yet"),
            Self::SeveralAccounts { .. } => text!("no-default-account"),
            Self::NoHome => text!("no-home"),
            Self::PlainTextBeyondLoopback { host } => {
                text!("plain-text-beyond-loopback", host = host)
            }
        }
        .fmt(f)
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_mistyped_by_hand_is_refused_and_a_newer_file_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(folder.path());
        assert_eq!(Settings::load(&dirs).unwrap(), Settings::default());
        std::fs::write(dirs.config_file(), r#"{"format": 1, "scool": "x"}"#).unwrap();
        assert!(matches!(
            Settings::load(&dirs),
            Err(StoreError::Corrupt { .. })
        ));
        std::fs::write(
            dirs.config_file(),
            r#"{"format": 2, "scool": "x", "language": "fr"}"#,
        )
        .unwrap();
        assert!(matches!(
            Settings::load(&dirs),
            Err(StoreError::TooNew { .. })
        ));
        assert_eq!(peek_language(&dirs), Some(Language::French));
    }
}
