//! Folders that are named after what they hold, a message or a draft, and how one is found.

use std::{fs, io, path::Path};

use super::error::{Action, StoreError};
use crate::domain::message::MessageId;

/// Returns the identifiers that folders are named after, oldest first.
pub(super) fn identifiers(folder: &Path) -> Result<Vec<MessageId>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(Action::Read, folder)(error)),
    };
    let mut ids = Vec::new();
    for entry in entries {
        let entry = entry.map_err(StoreError::io(Action::Read, folder))?;
        ids.extend(entry.file_name().to_str().and_then(MessageId::parse));
    }
    ids.sort();
    Ok(ids)
}

/// Finds the identifier that is, or begins with, what was typed.
pub(super) fn found_by_beginning(
    ids: Vec<MessageId>,
    typed: &str,
    missing: StoreError,
) -> Result<MessageId, StoreError> {
    let mut found: Vec<MessageId> = ids
        .into_iter()
        .filter(|id| !typed.is_empty() && id.as_str().starts_with(typed))
        .collect();
    match found.len() {
        0 => Err(missing),
        1 => Ok(found.remove(0)),
        _ if found[0].as_str() == typed => Ok(found.remove(0)),
        _ => Err(StoreError::AmbiguousMessage {
            id: typed.to_owned(),
            known: found.iter().map(ToString::to_string).collect(),
        }),
    }
}
