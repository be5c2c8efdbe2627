//! An account and its password, which stand in two files and must fit.

use crate::{
    config::{Dirs, Secret, Settings, forget_secret, keep_secret},
    domain::address::Address,
    store::{LockedStore, StoreError, file},
};

/// What happens to the password that `secrets` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordChange {
    /// It stays as it is.
    Keep,
    /// Another one takes its place.
    Store(Secret),
    /// It is not needed any more.
    Forget,
}

/// Writes the settings and the password of the account that changed in them.
///
/// A new password is on the disk before the settings that need it, an old one
/// goes after those that needed it: a kill at any point leaves every account
/// with a password. When the settings cannot be written, the password is what
/// it was.
pub fn save_account(
    settings: &Settings,
    account: &Address,
    password: &PasswordChange,
    dirs: &Dirs,
    lock: &LockedStore<'_>,
) -> Result<(), StoreError> {
    match password {
        PasswordChange::Keep => settings.save(dirs, lock),
        PasswordChange::Store(secret) => {
            let path = dirs.secret_file(account);
            let before = file::read_optional(&path)?;
            keep_secret(dirs, account, secret, lock)?;
            settings.save(dirs, lock).inspect_err(|_| {
                // The failure that is reported is the first one.
                let _ignored = match &before {
                    Some(bytes) => file::write_whole(&path, bytes),
                    None => forget_secret(dirs, account, lock),
                };
            })
        }
        PasswordChange::Forget => {
            settings.save(dirs, lock)?;
            forget_secret(dirs, account, lock)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::Store;

    #[test]
    fn a_password_is_what_it_was_when_the_settings_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let dirs = Dirs::under(folder.path());
        let store = Store::new(folder.path().to_owned());
        let lock = store.lock(|| ()).unwrap();
        let settings = Settings::default();
        let address = Address::parse("dir@ac-x.fr").unwrap();
        let save = |password: &str| {
            let change = PasswordChange::Store(Secret::new(password));
            save_account(&settings, &address, &change, &dirs, &lock)
        };
        // A folder stands where the settings should.
        fs::create_dir_all(dirs.config_file().join("x")).unwrap();
        assert!(save("first").is_err());
        assert!(!dirs.secret_file(&address).exists());

        fs::remove_dir_all(dirs.config_file()).unwrap();
        save("first").unwrap();
        fs::remove_file(dirs.config_file()).unwrap();
        fs::create_dir_all(dirs.config_file().join("x")).unwrap();
        assert!(save("second").is_err());
        let kept = fs::read_to_string(dirs.secret_file(&address)).unwrap();
        assert_eq!(kept, "first");
    }
}
