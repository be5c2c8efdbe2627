//! Passwords: from a command, or from a file that only its owner reads.

use std::{
    fmt, fs, io,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde::Serialize;

use super::{Account, Dirs};
use crate::{
    domain::address::Address,
    store::{Action, LockedStore, StoreError, file},
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

/// Where an account's password comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretSource {
    /// A command prints it.
    Command,
    /// A file in `secrets` holds it.
    File,
    /// It was never given, and the account needs one.
    Missing,
    /// The account logs in to nothing.
    None,
}

impl SecretSource {
    /// Finds where a password would come from; nothing is run or read.
    pub fn of(dirs: &Dirs, account: &Account) -> Self {
        if account.login.is_none() {
            Self::None
        } else if account.password_command.is_some() {
            Self::Command
        } else if dirs.secret_file(&account.address).exists() {
            Self::File
        } else {
            Self::Missing
        }
    }

    /// Returns the source in words.
    pub fn text(self) -> Text {
        match self {
            Self::Command => text!("password-from-command"),
            Self::File => text!("password-from-file"),
            Self::Missing => text!("password-missing"),
            Self::None => text!("password-none"),
        }
    }
}

/// Returns the password that an account logs in with; none when it logs in to nothing.
pub fn secret_to_log_in(dirs: &Dirs, account: &Account) -> Result<Option<Secret>, SecretError> {
    match account.login {
        Some(_) => load_secret(dirs, account).map(Some),
        None => Ok(None),
    }
}

/// Returns an account's password: the first line that its command prints, or its file.
pub fn load_secret(dirs: &Dirs, account: &Account) -> Result<Secret, SecretError> {
    if let Some(command) = &account.password_command {
        return run_command(command);
    }
    let path = dirs.secret_file(&account.address);
    check_mode(&path)?;
    let missing = || SecretError::Missing {
        address: account.address.clone(),
    };
    match fs::read_to_string(&path) {
        Ok(password) => Some(Secret::new(&password))
            .filter(|secret| !secret.is_empty())
            .ok_or_else(missing),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(missing()),
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
    let removed = fs::remove_file(&path).and_then(|()| file::sync_folder(&dirs.secrets()));
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io(Action::Remove, path)(error))
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
    let failed = |reason: Text| SecretError::Command {
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
    // Its complaints go to the terminal; it must not read a message that comes on stdin.
    let output = shell
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| failed(text!("usage-other", error = error.to_string())))?;
    if !output.status.success() {
        return Err(failed(match output.status.code() {
            Some(code) => text!("command-exit-code", code = code.to_string()),
            None => text!("command-killed"),
        }));
    }
    let text = String::from_utf8(output.stdout).map_err(|_| failed(text!("not-utf8")))?;
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
    Command { command: String, reason: Text },
    /// The command printed nothing.
    EmptyAnswer { command: String },
}

impl SecretError {
    /// Returns what to do next.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Missing { address } => Some(text!("hint-set-password", address = address)),
            Self::Exposed { path } => Some(text!("hint-chmod", path = path.display().to_string())),
            Self::Command { command, .. } | Self::EmptyAnswer { command } => {
                Some(text!("hint-password-command", command = command))
            }
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
                text!(
                    "secret-command-failed",
                    command = command,
                    reason = reason.clone()
                )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Security, store::Store};

    const PASSWORD: &str = "Tr0ub4dor & « 3 »";

    fn account(command: Option<&str>) -> Account {
        let address = Address::parse("dir@ac-x.fr").unwrap();
        Account {
            display_name: None,
            host: "localhost".to_owned(),
            port: 465,
            security: Security::Tls,
            login: Some(address.to_string()),
            password_command: command.map(str::to_owned),
            limits: Vec::new(),
            connections: 1,
            chunking: true,
            timeouts: std::collections::BTreeMap::new(),
            address,
        }
    }

    #[test]
    fn a_password_is_kept_for_its_owner_and_shows_itself_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(folder.path());
        let store = Store::new(folder.path().to_owned());
        let lock = store.lock(|| ()).unwrap();
        let account = account(None);
        let missing = load_secret(&dirs, &account).unwrap_err();
        assert!(matches!(missing, SecretError::Missing { .. }));

        let secret = Secret::new(&format!("{PASSWORD}\r\n"));
        keep_secret(&dirs, &account.address, &secret, &lock).unwrap();
        assert_eq!(load_secret(&dirs, &account).unwrap().expose(), PASSWORD);
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let path = dirs.secret_file(&account.address);
            let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode(&path) & 0o777, 0o600);
            assert_eq!(mode(&dirs.secrets()) & 0o777, 0o700);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            let exposed = load_secret(&dirs, &account).unwrap_err();
            assert!(matches!(exposed, SecretError::Exposed { .. }));
            assert!(!format!("{exposed} {exposed:?}").contains("Tr0ub"));
        }

        forget_secret(&dirs, &account.address, &lock).unwrap();
        forget_secret(&dirs, &account.address, &lock).unwrap();
        assert_eq!(SecretSource::of(&dirs, &account), SecretSource::Missing);
    }

    #[test]
    #[cfg(unix)]
    fn a_command_answers_with_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(folder.path());
        let load = |command: &str| load_secret(&dirs, &account(Some(command)));
        let secret = load("printf 'one\r\ntwo\n'").unwrap();
        assert_eq!(secret.expose(), "one");
        assert!(matches!(load("true"), Err(SecretError::EmptyAnswer { .. })));
        // What it printed before it failed may be the password.
        let failed = load("head -c 4 /dev/zero | tr '\\0' w; exit 3").unwrap_err();
        assert!(matches!(failed, SecretError::Command { .. }));
        assert!(!format!("{failed} {failed:?}").contains("wwww"));
    }
}
