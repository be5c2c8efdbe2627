//! The command tree in the reader's language.
//!
//! English help stands beside the code, as doc comments; French help stands in
//! the catalogue, one message per command (`help-list-create`) with an attribute
//! per argument (`.owner`). Examples (`.examples`) stand in both catalogues.

use clap::{
    Arg, ArgAction, Command,
    builder::{StyledStr, styling::Style},
};

use super::{Language, find};

/// The attributes of a `help-…` message that name no argument.
pub const NOT_ARGUMENTS: [&str; 2] = ["examples", "long-about"];

/// Puts the help of a command and of all its subcommands into a language.
pub fn localize(command: Command, language: Language) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(word(language, "version"))
        .help_heading(word(language, "global-options"))
        .display_order(1001);
    let command = command.disable_version_flag(true).arg(version);
    localize_tree(command, language, "help")
}

/// Returns the examples of a command, one a line; `id` is that of its help, as `help-list-create`.
pub fn examples(language: Language, id: &str) -> Option<String> {
    find(language, &format!("{id}.examples"))
}

/// Returns the name of an argument's text: `subject-prefix` for `--subject-prefix`.
pub fn argument_key(argument: &Arg) -> String {
    argument.get_id().as_str().replace('_', "-")
}

/// Returns the name of a value's text: `field-header` for `FIELD=HEADER`.
pub fn value_key(value_name: &str) -> String {
    value_name
        .to_lowercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

fn localize_tree(command: Command, language: Language, id: &str) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(word(language, "help"))
        .help_heading(word(language, "global-options"))
        .display_order(1000);
    let (usage, header) = {
        let styles = command.get_styles();
        (*styles.get_usage(), *styles.get_header())
    };
    let mut command = command
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .subcommand_help_heading(word(language, "commands"))
        .subcommand_value_name(word(language, "command"))
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            styled(usage, &word(language, "usage"))
        ))
        .arg(help);
    if let Some(examples) = examples(language, id) {
        let heading = styled(header, &word(language, "examples"));
        let text = format!("{heading}\n{}", indent(&examples));
        command = command.after_help(StyledStr::from(text));
    }
    if let Some(about) = find(language, id) {
        command = command.about(about);
    }
    if let Some(long) = find(language, &format!("{id}.long-about")) {
        command = command.long_about(long);
    }
    let mut places = 0..;
    command
        .mut_args(|mut argument| {
            // Under a heading of their own, clap would have them by their names.
            if argument.is_positional() {
                argument = argument.display_order(places.next().unwrap_or_default());
            }
            let heading = match argument.get_help_heading() {
                Some(heading) => heading.to_owned(),
                None if argument.is_global_set() => word(language, "global-options"),
                None if argument.is_positional() => word(language, "arguments"),
                None => word(language, "options"),
            };
            translate(argument, language, id).help_heading(heading)
        })
        .mut_subcommands(|child| {
            let child_id = format!("{id}-{}", child.get_name());
            localize_tree(child, language, &child_id)
        })
}

/// Replaces the help of one argument, and the words that clap adds to it.
fn translate(argument: Arg, language: Language, owner: &str) -> Arg {
    let translated = find(language, &format!("{owner}.{}", argument_key(&argument)));
    // A doc comment marks code as rustdoc wants it.
    let in_code = |help: Option<&StyledStr>| help.map(|help| help.to_string().replace('`', ""));
    let long = match (&translated, argument.get_long_help()) {
        (Some(translated), Some(_)) => Some(translated.clone()),
        (_, long) => in_code(long),
    };
    let short = translated.or_else(|| in_code(argument.get_help()));
    let notes = notes(&argument, language);
    let mut argument = argument;
    if let Some(short) = short {
        let first_line = short.lines().next().unwrap_or_default();
        argument = argument.help(format!("{first_line}{notes}"));
    }
    if let Some(long) = long {
        argument = argument.long_help(format!("{long}{notes}"));
    }
    if !argument.get_action().takes_values() {
        return argument;
    }
    let names: Vec<String> = argument
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| {
            find(language, &format!("help-values.{}", value_key(name)))
                .unwrap_or_else(|| name.to_string())
        })
        .collect();
    if !names.is_empty() {
        argument = argument.value_names(names);
    }
    argument.hide_default_value(true).hide_possible_values(true)
}

/// Returns the default and possible values of an argument, as clap notes them in English.
fn notes(argument: &Arg, language: Language) -> String {
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let note = |name: &str, values: &[String]| {
        if values.is_empty() {
            String::new()
        } else {
            format!(" [{} {}]", word(language, name), values.join(", "))
        }
    };
    let mut notes = String::new();
    if !argument.is_hide_default_value_set() {
        let defaults: Vec<String> = argument
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        notes += &note("default", &defaults);
    }
    if !argument.is_hide_possible_values_set() {
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| value.get_name().to_owned())
            .collect();
        notes += &note("values", &values);
    }
    notes
}

fn word(language: Language, name: &str) -> String {
    find(language, &format!("help-words.{name}")).unwrap_or_default()
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

fn indent(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}
