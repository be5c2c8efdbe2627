//! A school's mailing lists on the director's own computer, sent one copy each by SMTP.
//!
//! The map, from what is read first to what stands on nothing:
//!
//! - [`cli`]: global options, the command tree, dispatch; clap's errors in the reader's language.
//! - [`commands`]: one file per subcommand. A command resolves its arguments, calls one
//!   operation or the store, and hands one report to the terminal.
//! - [`context`]: what a command works with. [`error`]: what it fails with, and the exit codes.
//! - [`ops`]: several steps that must hold together: import, sending, the queue, restoring, doctor.
//! - [`mail`]: composing a message, one SMTP session step by step, a Maildir instead.
//! - [`formats`]: bytes of ONDE exports and other files in, values and located problems out.
//! - [`config`]: folders, settings, accounts, passwords. [`store`]: lists and messages on disk.
//! - [`domain`]: values and rules: addresses, lists, rights, audience, states of a delivery.
//! - [`ui`]: the terminal. [`clock`]: the time. [`texts`]: every text, in French and English.
//!
//! Each may import only those named after it, as `tests/cli/layers.rs` has it.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")
)]

pub mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod context;
pub mod domain;
pub mod error;
pub mod formats;
pub mod mail;
pub mod ops;
pub mod store;
pub mod texts;
pub mod ui;

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use crate::{commands::completions, config::Dirs, texts::Language};

/// Runs the program with its arguments, the first one being its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let home = variable("CARNET_HOME").map(PathBuf::from);
    if variable(completions::VARIABLE).is_some() {
        let language = choose_language(cli::typed_words(&arguments), home.clone());
        cli::complete(&arguments, language, home);
        return ExitCode::SUCCESS;
    }
    let language = choose_language(&arguments, home.clone());
    texts::set_language(language);
    #[cfg(unix)]
    make_size_limits_errors();
    let (ui, result) = cli::run(&arguments, language, home);
    match result {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) => {
            error.print(&ui);
            if error.is_interruption() {
                ui::end_interrupted();
            }
            ExitCode::from(error.kind().code())
        }
    }
}

/// Makes a limit on the size of files an error like a full disk: by default
/// the system ends the program there, in the middle of whatever it does.
#[cfg(unix)]
fn make_size_limits_errors() {
    let unread = std::sync::Arc::default();
    // Where it cannot be had, such an end is survived as any other.
    let _ignored = signal_hook::flag::register(signal_hook::consts::signal::SIGXFSZ, unread);
}

/// Finds the language before anything can fail: option, variable, settings, locale.
fn choose_language(arguments: &[OsString], home: Option<PathBuf>) -> Language {
    let home = cli::peek_option(arguments, "--home")
        .map(PathBuf::from)
        .or(home);
    let from_settings = || {
        Dirs::resolve(home.as_deref())
            .ok()
            .and_then(|dirs| config::peek_language(&dirs))
    };
    let from_locale = || ui::system_language(["LC_ALL", "LC_MESSAGES", "LANG"].map(text_variable));
    let language = |code: String| Language::from_locale(&code);
    cli::peek_option(arguments, "--lang")
        .and_then(language)
        .or_else(|| text_variable("CARNET_LANG").and_then(language))
        .or_else(from_settings)
        .unwrap_or_else(from_locale)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the place where variables become values"
)]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn text_variable(name: &str) -> Option<String> {
    variable(name)?.into_string().ok()
}
