//! What a command receives: the terminal, the clock, the settings, the store.

use std::cell::OnceCell;

use jiff::Timestamp;

use crate::{
    clock::Clock,
    config::{Account, Dirs, Settings},
    store::{LockedStore, Store, StoreError},
    text,
    texts::{Language, dates::Moment},
    ui::Ui,
};

/// What a command works with; files are opened when it asks for them.
#[derive(Debug)]
pub struct Context {
    /// The terminal.
    pub ui: Ui,
    /// The time.
    pub clock: Clock,
    /// The language that `--lang` asked for.
    pub asked_language: Option<Language>,
    dirs: Dirs,
    store: Store,
    settings: OnceCell<Settings>,
}

impl Context {
    /// Puts together what a command works with; reads nothing.
    pub fn new(ui: Ui, clock: Clock, dirs: Dirs) -> Self {
        let store = Store::new(dirs.data().to_owned());
        Self {
            ui,
            clock,
            asked_language: None,
            dirs,
            store,
            settings: OnceCell::new(),
        }
    }

    /// Places an instant beside the present, to say it in words.
    pub fn moment(&self, at: Timestamp) -> Moment {
        Moment::new(at, self.clock.now(), self.clock.zone())
    }

    /// Returns every folder that carnet uses.
    pub const fn dirs(&self) -> &Dirs {
        &self.dirs
    }

    /// Returns the lists and messages, to read.
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Waits for the turn to change lists or settings, and says so if it lasts.
    ///
    /// What was read before may have changed since: read again under the lock.
    pub fn lock(&self) -> Result<LockedStore<'_>, StoreError> {
        self.store
            .lock(|| self.ui.status(&text!("waiting-for-lock")))
    }

    /// Returns the settings, read once.
    pub fn settings(&self) -> Result<&Settings, StoreError> {
        if let Some(settings) = self.settings.get() {
            return Ok(settings);
        }
        let settings = Settings::load(&self.dirs)?;
        Ok(self.settings.get_or_init(|| settings))
    }

    /// Reads the settings again, to change them under the lock.
    pub fn settings_to_change(&self, _lock: &LockedStore<'_>) -> Result<Settings, StoreError> {
        Settings::load(&self.dirs)
    }

    /// Returns the account to use when none is named.
    pub fn default_account(&self) -> anyhow::Result<&Account> {
        Ok(self.settings()?.chosen_account()?)
    }
}
