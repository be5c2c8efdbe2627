//! What can go wrong with the files of the store.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use super::FORMAT;
use crate::{
    domain::list_name::{ListName, likeliest},
    text,
    texts::Text,
};

/// A failure of the store that callers tell apart.
#[derive(Debug)]
pub enum StoreError {
    /// Another process holds the lock.
    Busy { path: PathBuf },
    /// Another process is sending this message.
    Sending { id: String },
    /// Another process works through the queue.
    QueueBusy,
    /// A file was written by a later version.
    TooNew { path: PathBuf, format: u64 },
    /// A file does not hold what it should.
    Corrupt { path: PathBuf, reason: Text },
    /// No list has this name.
    NoList {
        name: ListName,
        known: Vec<ListName>,
    },
    /// A list has this name already.
    ListExists { name: ListName },
    /// No message has this identifier.
    NoMessage { id: String },
    /// The folder of a message holds another one.
    CopiedMessage { id: String, own: String },
    /// No draft has this identifier.
    NoDraft { id: String, known: Vec<String> },
    /// Several messages begin with this identifier.
    AmbiguousMessage { id: String, known: Vec<String> },
    /// The operating system refused.
    Io {
        action: Action,
        path: PathBuf,
        source: io::Error,
    },
}

/// What was being done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Read,
    Write,
    Lock,
    Remove,
}

impl StoreError {
    /// Returns a function for `map_err` on input and output.
    pub fn io(action: Action, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// Names the file by its path in a folder: that of a backup while it is unpacked.
    #[must_use]
    pub fn relative_to(mut self, folder: &Path) -> Self {
        if let Self::Busy { path }
        | Self::TooNew { path, .. }
        | Self::Corrupt { path, .. }
        | Self::Io { path, .. } = &mut self
            && let Ok(inside) = path.strip_prefix(folder)
        {
            *path = inside.to_owned();
        }
        self
    }

    /// Returns the failure in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Busy { path } => text!("store-busy", path = path.display().to_string()),
            Self::Sending { id } => text!("store-sending", id = id),
            Self::QueueBusy => text!("store-queue-busy"),
            Self::TooNew { path, format } => {
                text!(
                    "store-too-new",
                    path = path.display().to_string(),
                    format = format.to_string(),
                    known = FORMAT.to_string()
                )
            }
            Self::Corrupt { path, .. } => text!("store-corrupt", path = path.display().to_string()),
            Self::NoList { name, .. } => text!("no-list", name = name),
            Self::ListExists { name } => text!("list-exists", name = name),
            Self::NoMessage { id } => text!("no-message", id = id),
            Self::CopiedMessage { id, own } => text!("message-copied", id = id, own = own),
            Self::NoDraft { id, .. } => text!("no-draft", id = id),
            Self::AmbiguousMessage { id, .. } => text!("ambiguous-message", id = id),
            Self::Io { action, path, .. } => {
                let path = path.display().to_string();
                match action {
                    Action::Read => text!("cannot-read", path = path),
                    Action::Write => text!("cannot-write", path = path),
                    Action::Lock => text!("cannot-lock", path = path),
                    Action::Remove => text!("cannot-remove", path = path),
                }
            }
        }
    }

    /// Returns what to do next, where there is something.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Busy { .. } | Self::Sending { .. } => Some(text!("hint-try-again-later")),
            Self::QueueBusy => Some(text!("hint-queue-wait")),
            Self::TooNew { .. } => Some(text!("hint-update-carnet")),
            Self::Corrupt { .. } => Some(text!("hint-doctor")),
            Self::NoList { name, known } if known.is_empty() => {
                Some(text!("hint-create-list", name = name))
            }
            Self::NoList { name, known } => {
                let names = joined(known);
                Some(match likeliest(name, known) {
                    Some(likely) if known.len() > 1 => {
                        text!("hint-likely-list", name = likely, names = names)
                    }
                    _ => text!("hint-the-lists-are", names = names, count = known.len()),
                })
            }
            Self::AmbiguousMessage { known, .. } => {
                Some(text!("hint-messages-are", ids = known.join(", ")))
            }
            Self::NoDraft { known, .. } if known.is_empty() => Some(text!("hint-no-drafts")),
            Self::NoDraft { known, .. } => Some(text!(
                "hint-the-drafts-are",
                ids = known.join(", "),
                count = known.len()
            )),
            Self::NoMessage { .. } => Some(text!("hint-message-list")),
            Self::CopiedMessage { .. } => Some(text!("hint-message-copied")),
            Self::ListExists { name } => Some(text!("hint-list-exists", name = name)),
            Self::Io { action, source, .. } => match source.kind() {
                io::ErrorKind::StorageFull
                | io::ErrorKind::QuotaExceeded
                | io::ErrorKind::FileTooLarge => Some(text!("hint-disk-full")),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some(text!("hint-permissions"))
                }
                // What the store keeps was there once.
                io::ErrorKind::NotFound if *action == Action::Read => Some(text!("hint-doctor")),
                io::ErrorKind::NotFound => Some(text!("hint-check-file")),
                io::ErrorKind::NotADirectory => Some(text!("hint-other-place")),
                _ => None,
            },
        }
    }
}

fn joined(names: &[ListName]) -> String {
    names
        .iter()
        .map(ListName::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)?;
        match self {
            Self::Corrupt { reason, .. } => write!(f, " ({reason})"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
