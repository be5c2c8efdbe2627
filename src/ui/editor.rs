//! A text written in the person's own editor.
//!
//! dialoguer's own takes what is left of the file even if the editor failed,
//! and leaves a text in a temporary folder when Ctrl-C ends the program.

use std::{
    ffi::OsStr,
    fmt,
    io::{self, IsTerminal as _},
    path::Path,
    process::{Command, ExitStatus},
};

use super::Ui;
use crate::{text, texts::Text};

/// What is tried where no editor is chosen, the simplest first.
const EDITORS: &[&str] = if cfg!(windows) {
    &["notepad"]
} else {
    &["editor", "nano", "vi"]
};

/// Why a text was not edited to its end.
#[derive(Debug)]
pub enum EditorError {
    /// There is no such program.
    Missing { editor: String },
    /// It said that it failed.
    Failed { editor: String, reason: Text },
    /// Ctrl-C ended it.
    Interrupted,
    /// It cannot be run.
    Io { editor: String, source: io::Error },
}

impl EditorError {
    /// Returns what to do next.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Interrupted => None,
            _ => Some(text!("hint-editor")),
        }
    }
}

impl fmt::Display for EditorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { editor } => text!("editor-missing", editor = editor),
            Self::Failed { editor, reason } => {
                text!("editor-failed", editor = editor, reason = reason.clone())
            }
            Self::Interrupted => text!("prompt-interrupted"),
            Self::Io { editor, .. } => text!("editor-cannot-run", editor = editor),
        }
        .fmt(f)
    }
}

impl std::error::Error for EditorError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl Ui {
    /// Tells whether someone is there to write in an editor.
    pub fn can_edit(&self) -> bool {
        self.can_prompt() && io::stdout().is_terminal()
    }

    /// Opens a file in the editor of `VISUAL` or `EDITOR`, and waits until it is closed.
    ///
    /// Ctrl-C is for the editor.
    pub fn edit(&self, path: &Path) -> Result<(), EditorError> {
        self.with_interrupts(|| match chosen_editor() {
            Some(editor) => run(&mut with_arguments(&editor, path), &editor),
            None => run_first(EDITORS, path),
        })
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the editor's variables"
)]
fn chosen_editor() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|editor| !editor.trim().is_empty())
}

/// Returns the command of an editor that may have arguments of its own, as `code --wait`.
fn with_arguments(editor: &str, path: &Path) -> Command {
    // A program that is there by its whole name has none, whatever spaces there are in it.
    if Path::new(editor).is_file() {
        let mut command = Command::new(editor);
        command.arg(path);
        return command;
    }
    taken_apart(editor, path)
}

/// Has the shell take apart program and arguments, as git does.
#[cfg(unix)]
fn taken_apart(editor: &str, path: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args([
        OsStr::new("-c"),
        OsStr::new(&format!("{editor} \"$1\"")),
        OsStr::new(editor),
        path.as_os_str(),
    ]);
    command
}

#[cfg(not(unix))]
fn taken_apart(editor: &str, path: &Path) -> Command {
    let mut words: Vec<&str> = editor.split_whitespace().collect();
    let mut command = Command::new(words.remove(0));
    command.args(words).arg::<&OsStr>(path.as_os_str());
    command
}

fn run_first(editors: &[&str], path: &Path) -> Result<(), EditorError> {
    let mut result = Err(EditorError::Missing {
        editor: String::new(),
    });
    for editor in editors {
        result = run(Command::new(editor).arg(path), editor);
        if !matches!(result, Err(EditorError::Missing { .. })) {
            break;
        }
    }
    result
}

fn run(command: &mut Command, editor: &str) -> Result<(), EditorError> {
    let editor = editor.to_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) if is_interrupted(status) => Err(EditorError::Interrupted),
        Ok(status) => Err(match status.code() {
            // What a shell says of a program that it does not find.
            Some(127) => EditorError::Missing { editor },
            Some(code) => EditorError::Failed {
                editor,
                reason: text!("command-exit-code", code = code.to_string()),
            },
            None => EditorError::Failed {
                editor,
                reason: text!("command-killed"),
            },
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(EditorError::Missing { editor })
        }
        Err(source) => Err(EditorError::Io { editor, source }),
    }
}

/// Tells whether Ctrl-C ended a program; a shell says so with a code of its own.
fn is_interrupted(status: ExitStatus) -> bool {
    const SIGINT: i32 = signal_hook::consts::SIGINT;
    #[cfg(unix)]
    if std::os::unix::process::ExitStatusExt::signal(&status) == Some(SIGINT) {
        return true;
    }
    status.code() == Some(128 + SIGINT)
}
