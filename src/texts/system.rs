//! What the operating system says when it refuses, in the language of the process.

use std::{
    error::Error,
    io::{self, ErrorKind},
};

use crate::text;

/// Returns an error in words; those of the system, which speaks English, from the catalogue.
///
/// What the catalogue does not know is left as it is, with its number, and said to be technical.
pub fn system_words(error: &(dyn Error + 'static)) -> String {
    let Some(error) = error.downcast_ref::<io::Error>() else {
        return error.to_string();
    };
    let known = of_the_system(error).then(|| known_words(error.kind()));
    known
        .flatten()
        .unwrap_or_else(|| text!("said-technically", words = error.to_string()).to_string())
}

/// Returns the causes of an error in words, the nearest first.
///
/// What the one above has said already is left out: some errors repeat their
/// source in their own words (lettre does).
pub fn causes(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut said = error.to_string();
    let mut causes = Vec::new();
    let mut source = error.source();
    while let Some(error) = source {
        let cause = system_words(error);
        if !said.contains(&cause) {
            said.clone_from(&cause);
            causes.push(cause);
        }
        source = error.source();
    }
    causes
}

/// Tells whether the system itself refused; libraries wrap that to add a path, which the program has named already.
fn of_the_system(error: &io::Error) -> bool {
    error.get_ref().is_none() || error.to_string().contains("(os error ")
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
    fn what_the_system_says_is_translated_and_what_others_say_is_kept_as_technical() {
        assert_eq!(
            system_words(&io::Error::from(ErrorKind::NotFound)),
            text!("system-not-found").to_string()
        );
        let folder = tempfile::tempdir().unwrap();
        let wrapped = tempfile::NamedTempFile::new_in(folder.path().join("absent")).unwrap_err();
        assert_eq!(
            system_words(&wrapped),
            text!("system-not-found").to_string()
        );
        for kept in [
            io::Error::new(ErrorKind::NotFound, "no such thing"),
            io::Error::from(ErrorKind::UnexpectedEof),
        ] {
            let technical = text!("said-technically", words = kept.to_string());
            assert_eq!(system_words(&kept), technical.to_string());
        }
    }
}
