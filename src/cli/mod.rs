//! Global options, the command tree, and what clap has to say in the reader's language.

use std::{ffi::OsString, path::PathBuf};

use clap::{
    CommandFactory as _, FromArgMatches as _, Parser, ValueEnum, error::ErrorKind as ClapKind,
};

use crate::{
    clock::Clock,
    commands::{Command, completions::answer, first_steps},
    config::Dirs,
    context::Context,
    error::{CommandResult, Outcome},
    texts::{Language, help::localize},
    ui::{ColorChoice, Ui, UiOptions, Verbosity},
};

mod usage_error;

/// Keep a school's mailing lists, and write to each parent individually
#[derive(Debug, Parser)]
#[command(name = "carnet", version, propagate_version = false)]
pub struct Cli {
    #[command(flatten)]
    global: GlobalOptions,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Args)]
struct GlobalOptions {
    /// Keep configuration and data in this folder (or set `CARNET_HOME`)
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Print the result as one JSON document
    #[arg(long, global = true)]
    json: bool,
    /// Speak this language (or set `CARNET_LANG`)
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

impl Color {
    const fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
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
            color: self.color.choice(),
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
) -> (Ui, CommandResult) {
    let mut tree = command(language);
    let arguments = &spell_help_out(&tree, arguments);
    let cli = tree
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => {
            let ui = Ui::new(UiOptions {
                color: peek_color(arguments),
                ..UiOptions::default()
            });
            let result = help_or_error(&error, &ui, &tree, arguments);
            return (ui, result);
        }
    };
    let ui = Ui::new(cli.global.ui());
    let dirs = match Dirs::resolve(cli.global.home.or(home).as_deref()) {
        Ok(dirs) => dirs,
        Err(error) => return (ui, Err(error.into())),
    };
    let mut context = Context::new(ui, Clock::from_environment(), dirs);
    context.asked_language = cli.global.lang.map(Language::from);
    let result = match cli.command {
        Some(command) => command.run(&context, &mut tree),
        None => first_steps::run(&context),
    };
    (context.ui, result)
}

/// Prints how a command line may go on, for a shell that asks (`carnet completions`).
pub fn complete(arguments: &[OsString], language: Language, home: Option<PathBuf>) {
    let typed = typed_words(arguments);
    let home = peek_option(typed, "--home").map(PathBuf::from).or(home);
    if let Ok(dirs) = Dirs::resolve(home.as_deref()) {
        let folder = std::env::current_dir().ok();
        let tree = || command(language);
        answer(arguments, typed, &dirs, folder.as_deref(), tree);
    }
}

/// Returns the words of the command line that a shell asks about.
pub fn typed_words(arguments: &[OsString]) -> &[OsString] {
    let start = arguments.iter().position(|argument| argument == "--");
    start
        .and_then(|start| arguments.get(start + 1..))
        .unwrap_or_default()
}

/// Puts `help list create` as `list create --help`: git and cargo taught people to type it.
fn spell_help_out(tree: &clap::Command, arguments: &[OsString]) -> Vec<OsString> {
    let mut command = tree;
    let mut words = arguments.iter().enumerate().skip(1);
    let mut spelled = arguments.to_vec();
    while let Some((index, argument)) = words.next() {
        let word = argument.to_string_lossy();
        if usage_error::takes_value(tree, command, &word) {
            words.next();
        } else if word == "help" && command.has_subcommands() {
            spelled.remove(index);
            spelled.push("--help".into());
            break;
        } else if let Some(child) = command.find_subcommand(word.as_ref()) {
            command = child;
        } else if !word.starts_with('-') {
            break;
        }
    }
    spelled
}

/// Prints help or version, which clap returns as errors.
fn help_or_error(
    error: &clap::Error,
    ui: &Ui,
    tree: &clap::Command,
    arguments: &[OsString],
) -> CommandResult {
    match error.kind() {
        ClapKind::DisplayHelp | ClapKind::DisplayVersion => {
            ui.help(&error.render())?;
            Ok(Outcome::Done)
        }
        _ => Err(usage_error::translate(error, tree, arguments)),
    }
}

/// Finds when to use colours, for what is said about arguments that were not understood.
fn peek_color(arguments: &[OsString]) -> ColorChoice {
    peek_option(arguments, "--color")
        .and_then(|when| Color::from_str(&when, false).ok())
        .map_or(ColorChoice::Auto, Color::choice)
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
    fn help_may_be_asked_as_a_command() {
        let tree = command(Language::English);
        let spelled = |line: &str| {
            let arguments: Vec<_> = line.split(' ').map(OsString::from).collect();
            let spelled = spell_help_out(&tree, &arguments);
            spelled.join(" ".as_ref()).into_string().unwrap()
        };
        assert_eq!(spelled("carnet help"), "carnet --help");
        assert_eq!(
            spelled("carnet --lang fr help list create"),
            "carnet --lang fr list create --help"
        );
        assert_eq!(
            spelled("carnet list help create"),
            "carnet list create --help"
        );
        for line in [
            "carnet list show help",
            "carnet --home help list list",
            "carnet send parents --subject help",
        ] {
            assert_eq!(spelled(line), line);
        }
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
