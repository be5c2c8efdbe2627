//! The terminal: the only module that writes to it or reads from it.
//!
//! stdout carries results, stderr everything else; commands hand over values
//! and never test whether they go to a person or to a script.

mod bars;
mod editor;
#[cfg(unix)]
mod hidden;
mod interrupt;
mod page;
mod progress;
mod prompt;
mod sanitize;
mod table;
mod typed_count;
mod wrap;

use std::{
    fmt,
    io::{self, IsTerminal as _, Read as _, Write as _},
};

use serde::Serialize;

use self::interrupt::Interrupts;
pub use self::{
    bars::{Bars, Mark, Tone},
    editor::EditorError,
    interrupt::end_interrupted,
    page::Page,
    progress::Progress,
    prompt::PromptError,
    sanitize::sanitize,
    table::Table,
    wrap::wrap,
};
use crate::{
    text,
    texts::{Language, Text},
};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// In a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What is shown besides results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors only.
    Quiet,
    /// What a person wants to know.
    #[default]
    Normal,
    /// Each step as well.
    Verbose,
}

/// How to talk to whoever runs the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct UiOptions {
    /// Print results as JSON.
    pub json: bool,
    /// What is shown besides results.
    pub verbosity: Verbosity,
    /// When to use colours.
    pub color: ColorChoice,
    /// Answer yes to every question.
    pub yes: bool,
}

/// A result, for people and for scripts.
pub trait Report: Serialize {
    /// Writes the result for people.
    fn print(&self, page: &mut Page);
}

/// The result could not be written, to a full disk for one.
#[derive(Debug)]
pub struct OutputError {
    error: io::Error,
    /// Whether it tells what was done, and not what is.
    of_a_deed: bool,
}

impl OutputError {
    const fn new(error: io::Error) -> Self {
        Self {
            error,
            of_a_deed: false,
        }
    }

    /// Returns what to do, where trying again would do again what was done.
    pub fn hint(&self) -> Option<Text> {
        self.of_a_deed.then(|| text!("hint-done-untold"))
    }
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text!("cannot-write-output").fmt(f)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// The terminal, or what stands in its place.
#[derive(Debug)]
pub struct Ui {
    options: UiOptions,
    interrupts: Interrupts,
}

impl Ui {
    /// Takes hold of the terminal.
    pub fn new(options: UiOptions) -> Self {
        match options.color {
            ColorChoice::Auto => {}
            ColorChoice::Always => set_colors(true),
            ColorChoice::Never => set_colors(false),
        }
        Self {
            options,
            interrupts: Interrupts::default(),
        }
    }

    /// Tells whether `--yes` answers every question.
    pub const fn assumes_yes(&self) -> bool {
        self.options.yes
    }

    /// Tells whether results are printed as JSON.
    pub const fn is_json(&self) -> bool {
        self.options.json
    }

    /// Prints what was asked for.
    pub fn report(&self, report: &impl Report) -> Result<(), OutputError> {
        if self.options.json {
            let mut bytes = serde_json::to_vec_pretty(report)
                .map_err(|error| OutputError::new(error.into()))?;
            bytes.push(b'\n');
            return write_stdout(&bytes);
        }
        let mut page = Page::for_stdout();
        report.print(&mut page);
        write_stdout(page.into_string().as_bytes())
    }

    /// Prints what was done: silent with `--quiet`, unless as JSON.
    pub fn done(&self, report: &impl Report) -> Result<(), OutputError> {
        if self.options.verbosity == Verbosity::Quiet && !self.options.json {
            return Ok(());
        }
        self.report(report).map_err(|error| OutputError {
            of_a_deed: true,
            ..error
        })
    }

    /// Warns of what a silent run must not hide; whoever is not silent has read
    /// it in the report.
    pub fn warn_if_quiet(&self, text: &Text) {
        if self.options.verbosity == Verbosity::Quiet {
            self.warn(text);
        }
    }

    /// Reads standard input to its end.
    pub fn read_input(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Tells of something worth knowing when it happens; silent with `--quiet`, and as JSON.
    pub fn event(&self, text: &Text) {
        if self.options.verbosity >= Verbosity::Normal && !self.options.json {
            // A log that is gone must not keep a message from leaving.
            let _ignored =
                write_stdout(format!("{}\n", clean_stdout(&text.to_string())).as_bytes());
        }
    }

    /// Prints bytes as they are, such as an exported file.
    pub fn raw(&self, bytes: &[u8]) -> Result<(), OutputError> {
        write_stdout(bytes)
    }

    /// Prints the bytes of a file that may be large.
    pub fn copy(&self, mut file: impl io::Read) -> Result<(), OutputError> {
        let mut out = io::stdout().lock();
        io::copy(&mut file, &mut out)
            .and_then(|_| out.flush())
            .map_err(OutputError::new)
    }

    /// Tells whether what is printed goes to a person.
    pub fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Shows something before asking about it, on stderr: the result comes later.
    pub fn preview(&self, report: &impl Report) {
        if self.options.verbosity == Verbosity::Quiet {
            return;
        }
        let mut page = Page::for_stderr();
        report.print(&mut page);
        write_stderr(&page.into_string());
    }

    /// Shows what a question is about; where `--yes` answers and nobody watches, it is not asked.
    pub fn before_question(&self, report: &impl Report) {
        if !self.options.yes || io::stderr().is_terminal() {
            self.preview(report);
        }
    }

    /// Prints the help of a command.
    pub fn help(&self, help: &clap::builder::StyledStr) -> Result<(), OutputError> {
        let text = if console::colors_enabled() {
            help.ansi().to_string()
        } else {
            help.to_string()
        };
        write_stdout(text.as_bytes())
    }

    /// Says what goes on.
    pub fn status(&self, text: &Text) {
        if self.options.verbosity >= Verbosity::Normal {
            let text = clean_stderr(&text.to_string());
            let lines = wrap::fit_around_command(&text, stderr_width());
            write_stderr(&format!("{}\n", lines.join("\n")));
        }
    }

    /// Explains something in lines that are easy to read.
    pub fn explain(&self, text: impl fmt::Display) {
        /// Longer lines are hard to follow.
        const WIDEST: usize = 80;
        if self.options.verbosity >= Verbosity::Normal {
            let width = stderr_width().map(|width| width.min(WIDEST));
            let lines = wrap::fit(&clean_stderr(&text.to_string()), width);
            write_stderr(&format!("{}\n", lines.join("\n")));
        }
    }

    /// Says what is waited for, to whoever watches; a script just waits.
    pub fn patience(&self, text: &Text) {
        if io::stderr().is_terminal() {
            self.status(text);
        }
    }

    /// Says a detail, for `--verbose`.
    pub fn detail(&self, text: &Text) {
        if self.options.verbosity >= Verbosity::Verbose {
            write_stderr(&format!("{}\n", clean_stderr(&text.to_string())));
        }
    }

    /// Warns of something that a person should look at.
    pub fn warn(&self, text: &Text) {
        let label = console::style(text!("label-warning").to_string())
            .yellow()
            .bold()
            .for_stderr();
        let lines = wrap::fit(
            &format!("{label} {}", clean_stderr(&text.to_string())),
            stderr_width(),
        );
        write_stderr(&format!("{}\n", lines.join("\n")));
    }

    /// Prints an error with its causes and what to do next.
    pub fn error(&self, error: &str, causes: &[String], hints: &[Text]) {
        let label = console::style(text!("label-error").to_string())
            .red()
            .bold()
            .for_stderr();
        let mut lines = wrap::fit(&format!("{label} {}", clean_stderr(error)), stderr_width());
        for cause in causes {
            let cause = format!("  {} {}", text!("label-cause"), clean_stderr(cause));
            lines.extend(wrap::fit(&cause, stderr_width()));
        }
        for hint in hints {
            let label = console::style(text!("label-hint").to_string())
                .cyan()
                .for_stderr();
            let hint = format!("{label} {}", clean_stderr(&hint.to_string()));
            lines.extend(wrap::fit_around_command(&hint, stderr_width()));
        }
        write_stderr(&format!("{}\n", lines.join("\n")));
    }

    /// Returns a bar for a number of deliveries; invisible outside a terminal.
    pub fn progress(&self, length: usize) -> Progress {
        let visible = self.options.verbosity > Verbosity::Quiet && !self.options.json;
        Progress::new(length, visible)
    }
}

fn set_colors(enabled: bool) {
    console::set_colors_enabled(enabled);
    console::set_colors_enabled_stderr(enabled);
}

/// Returns how many columns the terminal of stderr has, if it is one.
fn stderr_width() -> Option<usize> {
    let (_, columns) = console::Term::stderr().size_checked()?;
    Some(columns.into())
}

fn clean_stdout(text: &str) -> String {
    clean(text, io::stdout().is_terminal())
}

fn clean_stderr(text: &str) -> String {
    clean(text, io::stderr().is_terminal())
}

/// Escapes what could play tricks on a terminal; a pipe gets it as it is.
fn clean(text: &str, terminal: bool) -> String {
    if terminal {
        sanitize(text).into_owned()
    } else {
        text.to_owned()
    }
}

/// A closed pipe is the reader's way to say that it has enough (ripgrep, `crates/core/main.rs`).
fn write_stdout(bytes: &[u8]) -> Result<(), OutputError> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(OutputError::new(error)),
        _ => Ok(()),
    }
}

fn write_stderr(text: &str) {
    // Nothing is left to tell if stderr itself is gone.
    let _ignored = io::stderr().lock().write_all(text.as_bytes());
}

/// Returns the language that the reader's system is set to.
///
/// `locale` holds the values of `LC_ALL`, `LC_MESSAGES` and `LANG`; the first
/// one that is set decides, and any language but French is answered in English.
pub fn system_language(locale: impl IntoIterator<Item = Option<String>>) -> Language {
    if let Some(locale) = locale.into_iter().flatten().find(|value| !value.is_empty()) {
        return Language::from_locale(&locale).unwrap_or_default();
    }
    #[cfg(any(windows, target_os = "macos"))]
    if let Some(language) =
        sys_locale::get_locale().and_then(|locale| Language::from_locale(&locale))
    {
        return language;
    }
    Language::default()
}
