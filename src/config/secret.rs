//! Passwords: from a command, or from a file that only its owner reads.

use std::{fmt, fs, io, path::PathBuf, process::Command};

use super::{Account, Dirs};
use crate::{
    domain::address::Address,
    store::{LockedStore, StoreError, file},
    text,
    texts::Text,
};

/// A password, which shows itself nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a password as it was given, without its line end.
    pub fn new(password: &str) -> Self {
        Self(password.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Returns the password itself, to authenticate with.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Tells whether the password is empty.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Returns an account's password: the first line that its command prints, or its file.
pub fn load_secret(dirs: &Dirs, account: &Account) -> Result<Secret, SecretError> {
    if let Some(command) = &account.password_command {
        return run_command(command);
    }
    let path = dirs.secret_file(&account.address);
    check_mode(&path)?;
    match fs::read_to_string(&path) {
        Ok(password) => Ok(Secret::new(&password)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(SecretError::Missing {
            address: account.address.clone(),
        }),
        Err(source) => Err(SecretError::Unreadable { path, source }),
    }
}

/// Keeps an account's password in a file that only its owner reads.
pub fn keep_secret(
    dirs: &Dirs,
    account: &Address,
    secret: &Secret,
    _lock: &LockedStore<'_>,
) -> Result<(), StoreError> {
    file::write_whole(&dirs.secret_file(account), secret.expose().as_bytes())
}

/// Removes the file of an account's password, if there is one.
pub fn forget_secret(
    dirs: &Dirs,
    account: &Address,
    _lock: &LockedStore<'_>,
) -> Result<(), StoreError> {
    let path = dirs.secret_file(account);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io(crate::store::Action::Remove, path)(error))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn check_mode(path: &std::path::Path) -> Result<(), SecretError> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::metadata(path) {
        Ok(metadata) if metadata.permissions().mode() & 0o077 != 0 => Err(SecretError::Exposed {
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn check_mode(_path: &std::path::Path) -> Result<(), SecretError> {
    Ok(())
}

fn run_command(command: &str) -> Result<Secret, SecretError> {
    let failed = |reason: String| SecretError::Command {
        command: command.to_owned(),
        reason,
    };
    let mut shell = if cfg!(windows) {
        Command::new("cmd")
    } else {
        Command::new("sh")
    };
    shell
        .arg(if cfg!(windows) { "/C" } else { "-c" })
        .arg(command);
    // Its questions and complaints go to the terminal; only its answer is read.
    let output = shell
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    let text = String::from_utf8(output.stdout).map_err(|_| failed("UTF-8".to_owned()))?;
    match text.lines().next() {
        Some(password) if !password.is_empty() => Ok(Secret::new(password)),
        _ => Err(SecretError::EmptyAnswer {
            command: command.to_owned(),
        }),
    }
}

/// Why there is no password.
#[derive(Debug)]
pub enum SecretError {
    /// None was ever kept.
    Missing { address: Address },
    /// Others can read the file.
    Exposed { path: PathBuf },
    /// The file cannot be read.
    Unreadable { path: PathBuf, source: io::Error },
    /// The command failed.
    Command { command: String, reason: String },
    /// The command printed nothing.
    EmptyAnswer { command: String },
}

impl SecretError {
    /// Returns what to do next.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Missing { address } => Some(text!("hint-set-password", address = address)),
            Self::Exposed { path } => Some(text!("hint-chmod", path = path.display().to_string())),
            Self::Command { .. } | Self::EmptyAnswer { .. } => Some(text!("hint-password-command")),
            Self::Unreadable { .. } => None,
        }
    }
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { address } => text!("secret-missing", address = address),
            Self::Exposed { path } => text!("secret-exposed", path = path.display().to_string()),
            Self::Unreadable { path, .. } => {
                text!("cannot-read", path = path.display().to_string())
            }
            Self::Command { command, reason } => {
                text!("secret-command-failed", command = command, reason = reason)
            }
            Self::EmptyAnswer { command } => text!("secret-command-empty", command = command),
        }
        .fmt(f)
    }
}

impl std::error::Error for SecretError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}
