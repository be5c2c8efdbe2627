//! Every folder that carnet uses.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::ConfigError;
use crate::domain::address::Address;

/// Where configuration and data are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dirs {
    config: PathBuf,
    data: PathBuf,
}

impl Dirs {
    /// Chooses the folders: both in `home`, or the platform's own.
    pub fn resolve(home: Option<&Path>) -> Result<Self, ConfigError> {
        if let Some(home) = home {
            return Ok(Self::under(home));
        }
        let platform =
            directories::ProjectDirs::from("", "", "carnet").ok_or(ConfigError::NoHome)?;
        Ok(Self {
            config: platform.config_dir().to_owned(),
            data: platform.data_dir().to_owned(),
        })
    }

    /// Puts configuration and data in one folder.
    pub fn under(home: &Path) -> Self {
        Self {
            config: home.to_owned(),
            data: home.to_owned(),
        }
    }

    /// Returns the folder of lists and messages.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Returns the folder of the configuration.
    pub fn config(&self) -> &Path {
        &self.config
    }

    /// Returns every folder that carnet writes in: one, or two.
    pub fn roots(&self) -> BTreeSet<&Path> {
        BTreeSet::from([self.config(), self.data()])
    }

    /// Returns the file of the settings.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.json")
    }

    /// Returns the folder of passwords.
    pub fn secrets(&self) -> PathBuf {
        self.config.join("secrets")
    }

    /// Returns the file of an account's password.
    pub fn secret_file(&self, account: &Address) -> PathBuf {
        self.secrets().join(account.to_file_name())
    }
}
