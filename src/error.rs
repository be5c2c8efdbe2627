//! What a command fails with: a kind that decides the exit code, causes, and what to do next.

use std::{fmt, io};

use crate::{
    config::{ConfigError, SecretError},
    domain::{
        address::AddressError, list_name::ListNameError, rights::Refusal, schedule::TimeError,
    },
    formats::people::ReadError,
    mail::{AccountError, Cause, SendError, compose::ComposeError, outbox::OutboxError},
    ops::{import::ImportError, sending::PlanError},
    store::{BackupError, StoreError},
    text,
    texts::{Text, system::causes},
    ui::{EditorError, OutputError, PromptError, Ui},
};

/// How a command ended, as the exit code tells it (DESIGN.md, section 3), the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// 75: another time it may work (`EX_TEMPFAIL`).
    TryAgain,
    /// 77: a rule refuses it (`EX_NOPERM`).
    NotAllowed,
    /// 78: the configuration must be changed first (`EX_CONFIG`).
    Config,
    /// 2: it was asked in a way that cannot be understood.
    Usage,
    /// 1: it failed.
    Failed,
}

impl ErrorKind {
    /// Returns the exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::TryAgain => 75,
            Self::NotAllowed => 77,
            Self::Config => 78,
        }
    }
}

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: everything was done.
    Done,
    /// 3: done, but some rows or recipients were refused or are uncertain.
    Incomplete,
    /// 1: what was looked into needs someone.
    NeedsSomeone,
    /// 75: the server asked to wait for some recipients.
    Deferred,
    /// As a failure of that kind, which was told when it happened.
    Told(ErrorKind),
}

impl Outcome {
    /// Returns the exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Incomplete => 3,
            Self::NeedsSomeone => 1,
            Self::Deferred => 75,
            Self::Told(kind) => kind.code(),
        }
    }
}

/// What a command returns.
pub type CommandResult = Result<Outcome, CommandError>;

/// Why a command failed.
#[derive(Debug)]
pub struct CommandError {
    kind: ErrorKind,
    error: anyhow::Error,
    hints: Vec<Text>,
}

impl CommandError {
    /// Makes an error of a kind from a text of the catalogue.
    pub fn new(kind: ErrorKind, text: Text) -> Self {
        Self {
            kind,
            error: anyhow::Error::new(text),
            hints: Vec::new(),
        }
    }

    /// Makes an error about how a command was asked.
    pub fn usage(text: Text) -> Self {
        Self::new(ErrorKind::Usage, text)
    }

    /// Makes an error about something that could not be done.
    pub fn failed(text: Text) -> Self {
        Self::new(ErrorKind::Failed, text)
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hints.push(hint);
        self
    }

    /// Returns the kind.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Tells whether someone left at a question.
    pub fn is_interruption(&self) -> bool {
        self.error
            .chain()
            .any(|error| matches!(error.downcast_ref(), Some(PromptError::Interrupted)))
    }

    /// Adds what was being done.
    #[must_use]
    pub fn context(mut self, text: Text) -> Self {
        self.error = self.error.context(text);
        self
    }

    /// Leaves out what to do next, where it is asked anyway.
    #[must_use]
    pub fn without_hints(mut self) -> Self {
        self.hints.clear();
        self
    }

    /// Prints the error, its causes and hints.
    pub fn print(&self, ui: &Ui) {
        let error = &*self.error;
        ui.error(&error.to_string(), &causes(error), &self.hints);
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl From<anyhow::Error> for CommandError {
    fn from(error: anyhow::Error) -> Self {
        let (kind, hints) = error
            .chain()
            .find_map(classify)
            .unwrap_or((ErrorKind::Failed, None));
        Self {
            kind,
            error,
            hints: hints.into_iter().collect(),
        }
    }
}

/// Failures that say by themselves what to do; a bare `io::Error` is not among
/// them, so that nobody forgets to name the file.
macro_rules! convert {
    ($($error:ty),*) => {$(
        impl From<$error> for CommandError {
            fn from(error: $error) -> Self {
                anyhow::Error::new(error).into()
            }
        }
    )*};
}
convert!(
    StoreError,
    Refusal,
    ConfigError,
    SecretError,
    AccountError,
    PromptError,
    EditorError,
    OutputError,
    AddressError,
    ListNameError,
    TimeError,
    ComposeError,
    OutboxError,
    PlanError,
    BackupError
);

/// Returns the kind of a known failure, and its hint.
fn classify(error: &(dyn std::error::Error + 'static)) -> Option<(ErrorKind, Option<Text>)> {
    if let Some(error) = error.downcast_ref::<StoreError>() {
        let kind = match error {
            StoreError::Busy { .. } | StoreError::Sending { .. } | StoreError::QueueBusy => {
                ErrorKind::TryAgain
            }
            StoreError::TooNew { .. } => ErrorKind::Config,
            StoreError::Corrupt { path, .. } if path.ends_with("config.json") => ErrorKind::Config,
            _ => ErrorKind::Failed,
        };
        return Some((kind, error.hint()));
    }
    if let Some(error) = error.downcast_ref::<Refusal>() {
        return Some((ErrorKind::NotAllowed, Some(error.hint())));
    }
    if let Some(error) = error.downcast_ref::<ConfigError>() {
        let kind = match error {
            ConfigError::NoAccount { .. } | ConfigError::AccountExists { .. } => ErrorKind::Failed,
            ConfigError::PlainTextBeyondLoopback { .. } => ErrorKind::Usage,
            ConfigError::NoDefaultAccount
            | ConfigError::SeveralAccounts { .. }
            | ConfigError::NoHome => ErrorKind::Config,
        };
        return Some((kind, Some(error.hint())));
    }
    if let Some(error) = error.downcast_ref::<SecretError>() {
        return Some((ErrorKind::Config, error.hint()));
    }
    if let Some(error) = error.downcast_ref::<AccountError>() {
        return Some((kind_of_send_error(error.failure()), error.hint()));
    }
    if let Some(error) = error.downcast_ref::<ComposeError>() {
        return Some((ErrorKind::Failed, error.hint()));
    }
    if let Some(error) = error.downcast_ref::<PromptError>() {
        let kind = match error {
            PromptError::NoTerminal { .. } => ErrorKind::Usage,
            PromptError::Interrupted | PromptError::Io(_) => ErrorKind::Failed,
        };
        return Some((kind, error.hint()));
    }
    if let Some(hint) = error.downcast_ref().and_then(OutputError::hint) {
        return Some((ErrorKind::Failed, Some(hint)));
    }
    if let Some(error) = error.downcast_ref::<EditorError>() {
        return Some((ErrorKind::Failed, error.hint()));
    }
    if let Some(error) = error.downcast_ref::<PlanError>() {
        let kind = match error {
            PlanError::Empty => ErrorKind::Usage,
            PlanError::TooLarge { .. } | PlanError::NoClass { .. } => ErrorKind::Failed,
        };
        return Some((kind, error.hint()));
    }
    if let Some(error) = error.downcast_ref::<ReadError>() {
        return Some((ErrorKind::Failed, Some(error.hint())));
    }
    if let Some(error) = error.downcast_ref::<ImportError>() {
        let kind = match error {
            ImportError::SynchroniseNeedsOnde { .. } => ErrorKind::Usage,
            ImportError::UnknownClass { .. } | ImportError::ClassName { .. } => ErrorKind::Failed,
        };
        return Some((kind, Some(error.hint())));
    }
    if let Some(error) = error.downcast_ref::<BackupError>() {
        return Some((ErrorKind::Failed, Some(error.hint())));
    }
    if let Some(error) = error.downcast_ref::<TimeError>() {
        return Some((ErrorKind::Usage, error.hint()));
    }
    if error.is::<AddressError>() || error.is::<ListNameError>() {
        return Some((ErrorKind::Usage, None));
    }
    let error = error.downcast_ref::<io::Error>()?;
    Some((ErrorKind::Failed, system_hint(error.kind())))
}

/// Says what to do where the system refused a file that somebody named.
fn system_hint(kind: io::ErrorKind) -> Option<Text> {
    Some(match kind {
        io::ErrorKind::NotFound | io::ErrorKind::IsADirectory => text!("hint-check-file"),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => text!("hint-other-place"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            text!("hint-right-or-place")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            text!("hint-disk-full")
        }
        _ => return None,
    })
}

const fn kind_of_send_error(error: &SendError) -> ErrorKind {
    match error.cause {
        Cause::Reply {
            code: 530 | 534 | 535 | 538,
            ..
        }
        | Cause::NoStarttls
        | Cause::NoAuthentication
        | Cause::PlainText(_) => ErrorKind::Config,
        Cause::Reply { code: 400..500, .. } => ErrorKind::TryAgain,
        _ => ErrorKind::Failed,
    }
}
