//! The command tree in the reader's language.
//!
//! English help stands beside the code, as doc comments; the other languages
//! stand in the catalogue, one message per command (`help-list-create`) with
//! an attribute per argument (`.owner`).

use clap::{Arg, ArgAction, Command};

use super::{Language, find};

/// Puts the help of a command and of all its subcommands into a language.
pub fn localize(command: Command, language: Language) -> Command {
    localize_tree(command, language, "help", true)
}

fn localize_tree(command: Command, language: Language, id: &str, root: bool) -> Command {
    let word = |name: &str| find(language, &format!("help-words.{name}")).unwrap_or_default();
    let mut command = command
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .subcommand_help_heading(word("commands"))
        .subcommand_value_name(word("command"))
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            word("usage")
        ))
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(word("help"))
                .help_heading(word("global-options"))
                .display_order(1000),
        );
    if root {
        command = command.disable_version_flag(true).arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(word("version"))
                .help_heading(word("global-options"))
                .display_order(1001),
        );
    }
    if let Some(examples) = find(language, &format!("{id}.examples")) {
        command = command.after_help(format!("{}\n{}", word("examples"), indent(&examples)));
    }
    let translated = language != Language::English;
    if translated && let Some(about) = find(language, id) {
        command = command.about(about);
        if let Some(long) = find(language, &format!("{id}.long-about")) {
            command = command.long_about(long);
        }
    }
    command = command.mut_args(|argument| {
        let global = argument.is_global_set();
        let owner = if global { "help" } else { id };
        let mut argument = argument;
        if translated {
            argument = translate(argument, language, owner);
        }
        if global {
            argument.help_heading(word("global-options"))
        } else {
            argument
        }
    });
    command.mut_subcommands(|child| {
        let child_id = format!("{id}-{}", child.get_name());
        localize_tree(child, language, &child_id, false)
    })
}

/// Replaces the help of one argument, and the words that clap adds to it.
fn translate(mut argument: Arg, language: Language, owner: &str) -> Arg {
    let key = argument_key(&argument);
    let Some(help) = find(language, &format!("{owner}.{key}")) else {
        return argument;
    };
    let mut notes = Vec::new();
    if argument.get_action().takes_values() {
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| value.get_name().to_owned())
            .collect();
        let defaults: Vec<String> = argument
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        if !defaults.is_empty() && !argument.is_hide_default_value_set() {
            notes.push(note(language, "default", &defaults.join(" ")));
        }
        if !values.is_empty() && !argument.is_hide_possible_values_set() {
            notes.push(note(language, "values", &values.join(", ")));
        }
        argument = argument.hide_default_value(true).hide_possible_values(true);
    }
    let short = help.lines().next().unwrap_or_default();
    let with_notes = |text: &str| {
        let mut whole = vec![text.to_owned()];
        whole.extend(notes.iter().cloned());
        whole.join(" ")
    };
    if argument.get_long_help().is_some() {
        argument = argument.long_help(with_notes(&help));
    }
    argument.help(with_notes(short))
}

/// Returns the name of an argument's text: `.from` for `--from`, `.name` for `NAME`.
pub(super) fn argument_key(argument: &Arg) -> String {
    argument.get_id().as_str().replace('_', "-")
}

fn note(language: Language, name: &str, values: &str) -> String {
    let word = find(language, &format!("help-words.{name}")).unwrap_or_default();
    format!("[{word} {values}]")
}

fn indent(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
