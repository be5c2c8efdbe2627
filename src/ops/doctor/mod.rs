//! Looks into everything that carnet keeps, and says what to do about what is wrong.
//!
//! [`examine`] changes nothing and goes on whatever it finds: a configuration
//! that cannot be read must not hide a list that cannot be read either.
//! [`mend()`] does what is safe, and leaves the rest to a person.

mod computer;
mod configuration;
mod connections;
mod filesystem;
mod lists;
mod mend;
mod messages;
mod records;

use std::{error::Error, io::ErrorKind};

use serde::{Serialize, Serializer};

pub use self::mend::{Mend, Mended, mend};
use crate::{
    clock::Clock,
    config::{Dirs, Settings},
    store::{Store, StoreError},
    text,
    texts::{Text, system::causes},
};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something does not work, or a password is exposed.
    Error,
    /// Someone has to decide something.
    Warning,
    /// Good to know.
    Remark,
}

/// Something that was found, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of finding it is, for scripts; never translated.
    pub kind: &'static str,
    /// What was found.
    pub what: String,
    /// Why, the nearest cause first; those of a failure.
    pub causes: Vec<String>,
    /// What to do next: a command to type, or a choice to make.
    pub next: Option<String>,
    /// How it can be mended, if that is safe.
    #[serde(rename = "fixable", serialize_with = "is_there")]
    pub mend: Option<Mend>,
}

#[expect(clippy::ref_option, reason = "serde hands over what it has")]
fn is_there<S: Serializer>(mend: &Option<Mend>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(mend.is_some())
}

impl Finding {
    fn new(severity: Severity, kind: &'static str, what: &Text, next: Option<Text>) -> Self {
        Self {
            severity,
            kind,
            what: what.to_string(),
            causes: Vec::new(),
            next: next.map(|text| text.to_string()),
            mend: None,
        }
    }

    /// Makes a finding that [`mend()`] knows what to do about.
    fn mendable(severity: Severity, kind: &'static str, what: &Text, mend: Mend) -> Self {
        Self {
            mend: Some(mend),
            ..Self::new(severity, kind, what, Some(text!("doctor-next-fix")))
        }
    }

    fn error(kind: &'static str, what: &Text, next: Text) -> Self {
        Self::new(Severity::Error, kind, what, Some(next))
    }

    fn warning(kind: &'static str, what: &Text, next: Text) -> Self {
        Self::new(Severity::Warning, kind, what, Some(next))
    }

    fn remark(kind: &'static str, what: &Text, next: Option<Text>) -> Self {
        Self::new(Severity::Remark, kind, what, next)
    }

    /// Makes a finding of a failure, with its causes and its own next step.
    pub fn failure(kind: &'static str, error: &(dyn Error + 'static), next: Option<Text>) -> Self {
        Self {
            severity: Severity::Error,
            kind,
            what: error.to_string(),
            causes: causes(error),
            next: next.map(|text| text.to_string()),
            mend: None,
        }
    }

    /// Makes a finding of what a failure means.
    fn caused(
        kind: &'static str,
        what: &Text,
        error: &(dyn Error + 'static),
        next: Option<Text>,
    ) -> Self {
        let mut finding = Self::new(Severity::Error, kind, what, next);
        finding.causes = std::iter::once(error.to_string())
            .chain(causes(error))
            .collect();
        finding
    }

    /// Makes a finding of a file of the store that cannot be used.
    fn unreadable(kind: &'static str, error: &StoreError) -> Self {
        let next = match error {
            StoreError::Corrupt { .. } => Some(text!("doctor-next-backup")),
            _ => next_of(error),
        };
        Self::failure(kind, error, next)
    }

    /// Tells whether someone has to do something.
    pub const fn needs_someone(&self) -> bool {
        !matches!(self.severity, Severity::Remark)
    }
}

/// Returns what to do about a failure of the store; to run `doctor`, as it says elsewhere, would lead nowhere.
fn next_of(error: &StoreError) -> Option<Text> {
    match error {
        StoreError::Io { path, source, .. } if source.kind() == ErrorKind::PermissionDenied => {
            Some(text!(
                "doctor-next-chown",
                path = path.display().to_string()
            ))
        }
        _ => error.hint(),
    }
}

/// Returns a failure in words, its causes after it.
pub fn with_causes(error: &(dyn Error + 'static)) -> String {
    let together = |words, cause| text!("doctor-cause", what = words, cause = cause).to_string();
    causes(error).into_iter().fold(error.to_string(), together)
}

/// Whether the servers are asked too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing goes over the network.
    ThisComputer,
    /// A session is opened with the server of each account.
    Servers,
}

/// Looks into everything; what matters most comes first.
///
/// The commands that print passwords are run.
pub fn examine(dirs: &Dirs, store: &Store, reach: Reach, clock: &Clock) -> Vec<Finding> {
    let mut findings = Vec::new();
    let settings = match Settings::load(dirs) {
        Ok(settings) => {
            configuration::examine(&settings, dirs, &mut findings);
            Some(settings)
        }
        Err(error) => {
            let next = match error {
                StoreError::Corrupt { .. } => Some(text!("doctor-next-configuration")),
                _ => next_of(&error),
            };
            findings.push(Finding::failure("configuration-unreadable", &error, next));
            None
        }
    };
    computer::examine(dirs, store, clock, &mut findings);
    filesystem::examine(dirs, settings.as_ref(), &mut findings);
    records::examine(store, &mut findings);
    let domains = settings
        .as_ref()
        .map(|settings| &settings.professional_domains);
    lists::examine(store, domains, &mut findings);
    messages::examine(store, settings.as_ref(), clock.now(), &mut findings);
    if let (Reach::Servers, Some(settings)) = (reach, &settings) {
        connections::examine(settings, dirs, &mut findings);
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Action;

    #[test]
    fn what_may_not_be_read_is_not_sent_back_to_the_doctor() {
        let refused =
            StoreError::io(Action::Read, "Mes listes")(ErrorKind::PermissionDenied.into());
        assert_eq!(
            next_of(&refused).unwrap().to_string(),
            r#"to take it back: sudo chown -R "$USER" "Mes listes""#
        );
        let full = StoreError::io(Action::Write, "x")(ErrorKind::StorageFull.into());
        assert_eq!(next_of(&full), full.hint());
    }
}
