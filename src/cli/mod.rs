//! Global options, the command tree, and what clap has to say in the reader's language.

use std::{ffi::OsString, path::PathBuf};

use clap::{
    CommandFactory as _, FromArgMatches as _, Parser, ValueEnum, error::ErrorKind as ClapKind,
};

use crate::{
    clock::Clock,
    commands::Command,
    config::Dirs,
    context::Context,
    error::{CommandResult, Outcome},
    texts::{Language, localize},
    ui::{ColorChoice, Ui, UiOptions, Verbosity},
};

mod usage_error;

/// Keep a school's mailing lists, and write to each parent individually
#[derive(Debug, Parser)]
#[command(
    name = "carnet",
    version,
    propagate_version = false,
    subcommand_required = true
)]
pub struct Cli {
    #[command(flatten)]
    global: GlobalOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
struct GlobalOptions {
    /// Keep configuration and data under this folder
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Print the result as one JSON document
    #[arg(long, global = true)]
    json: bool,
    /// Speak this language
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Lang>,
    /// Show errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Show each step
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Answer yes to every question
    #[arg(short, long, global = true)]
    yes: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Fr,
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Fr => Self::French,
            Lang::En => Self::English,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

impl GlobalOptions {
    const fn ui(&self) -> UiOptions {
        UiOptions {
            json: self.json,
            verbosity: match (self.quiet, self.verbose) {
                (true, _) => Verbosity::Quiet,
                (false, true) => Verbosity::Verbose,
                (false, false) => Verbosity::Normal,
            },
            color: match self.color {
                Color::Auto => ColorChoice::Auto,
                Color::Always => ColorChoice::Always,
                Color::Never => ColorChoice::Never,
            },
            yes: self.yes,
        }
    }
}

/// Returns the command tree, in a language.
pub fn command(language: Language) -> clap::Command {
    localize(Cli::command(), language)
}

/// Parses the arguments and runs the command; the terminal comes back to print an error on.
///
/// `home` is the folder to use when no option names one.
pub fn run(
    arguments: &[OsString],
    language: Language,
    home: Option<PathBuf>,
) -> (Option<Ui>, CommandResult) {
    let mut tree = command(language);
    let cli = tree
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => return (None, help_or_error(&error)),
    };
    let dirs = match Dirs::resolve(cli.global.home.clone().or(home).as_deref()) {
        Ok(dirs) => dirs,
        Err(error) => return (None, Err(error.into())),
    };
    let mut context = Context::new(Ui::new(cli.global.ui()), Clock::from_environment(), dirs);
    context.asked_language = cli.global.lang.map(Language::from);
    let result = cli.command.run(&context, &mut tree);
    (Some(context.ui), result)
}

/// Prints help or version, which clap returns as errors.
fn help_or_error(error: &clap::Error) -> CommandResult {
    match error.kind() {
        ClapKind::DisplayHelp | ClapKind::DisplayVersion => {
            let ui = Ui::new(UiOptions::default());
            ui.help(&error.render())?;
            Ok(Outcome::Done)
        }
        _ => Err(usage_error::translate(error)),
    }
}

/// Finds the value of a global option before the arguments are parsed.
pub fn peek_option(arguments: &[OsString], name: &str) -> Option<String> {
    let mut found = None;
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            break;
        }
        if let Some(value) = argument.strip_prefix(name) {
            if let Some(value) = value.strip_prefix('=') {
                found = Some(value.to_owned());
            } else if value.is_empty() {
                found = arguments.next().map(std::borrow::Cow::into_owned);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_tree_is_sound_in_both_languages() {
        command(Language::French).debug_assert();
        command(Language::English).debug_assert();
    }

    #[test]
    fn an_option_is_found_before_parsing() {
        let arguments = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            peek_option(&arguments("carnet --lang fr list"), "--lang").as_deref(),
            Some("fr")
        );
        assert_eq!(
            peek_option(&arguments("carnet list --lang=en"), "--lang").as_deref(),
            Some("en")
        );
        assert_eq!(
            peek_option(&arguments("carnet list -- --lang=en"), "--lang"),
            None
        );
        assert_eq!(
            peek_option(&arguments("carnet --language fr"), "--lang"),
            None
        );
    }
}
