//! What the operating system says when it refuses, in the language of the process.

use std::{
    error::Error,
    io::{self, ErrorKind},
};

use crate::text;

/// Returns an error in words; those of the system, which speaks English, from the catalogue.
///
/// What the catalogue does not know is left as it is, with its number.
pub fn system_words(error: &(dyn Error + 'static)) -> String {
    of_the_system(error)
        .and_then(|error| known_words(error.kind()))
        .unwrap_or_else(|| error.to_string())
}

/// Finds the system's own refusal, which libraries wrap to add a path that the program has named already.
fn of_the_system<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    let error = error.downcast_ref::<io::Error>()?;
    match error.get_ref() {
        None => Some(error),
        Some(inner) => inner.source()?.downcast_ref(),
    }
}

fn known_words(kind: ErrorKind) -> Option<String> {
    let text = match kind {
        ErrorKind::NotFound => text!("system-not-found"),
        ErrorKind::PermissionDenied => text!("system-permission-denied"),
        ErrorKind::AlreadyExists => text!("system-already-exists"),
        ErrorKind::NotADirectory => text!("system-not-a-folder"),
        ErrorKind::IsADirectory => text!("system-is-a-folder"),
        ErrorKind::StorageFull => text!("system-disk-full"),
        ErrorKind::QuotaExceeded => text!("system-quota-exceeded"),
        ErrorKind::FileTooLarge => text!("system-file-too-large"),
        ErrorKind::ReadOnlyFilesystem => text!("system-read-only"),
        _ => return None,
    };
    Some(text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_translated_and_what_others_say_is_kept() {
        assert_eq!(
            system_words(&io::Error::from(ErrorKind::NotFound)),
            text!("system-not-found").to_string()
        );
        let folder = tempfile::tempdir().unwrap();
        let wrapped = tempfile::tempfile_in(folder.path().join("absent")).unwrap_err();
        assert_eq!(
            system_words(&wrapped),
            text!("system-not-found").to_string()
        );
        for kept in [
            io::Error::new(ErrorKind::NotFound, "no such thing"),
            io::Error::from(ErrorKind::UnexpectedEof),
        ] {
            assert_eq!(system_words(&kept), kept.to_string());
        }
    }
}
