//! clap's errors, in the words of the catalogue.

use std::{
    error::Error as _,
    ffi::OsString,
    num::{IntErrorKind, ParseIntError},
};

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};

use crate::{
    error::CommandError,
    text,
    texts::{Text, Value, help::examples, language},
};

/// Turns an error of clap into one of carnet, exit code 2.
pub fn translate(
    error: &clap::Error,
    tree: &clap::Command,
    arguments: &[OsString],
) -> CommandError {
    let path = command_path(tree, arguments);
    let mut result = CommandError::usage(what(error));
    if follows_a_value(error, tree, &path, arguments) {
        result = result.hint(text!("usage-quotes"));
    }
    for hint in hints(error, &path) {
        result = result.hint(hint);
    }
    result
}

/// Says what is wrong.
fn what(error: &clap::Error) -> Text {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    // clap marks what may be repeated: <ADDRESS>...
    let argument = get(ContextKind::InvalidArg).replace("...", "");
    let value = get(ContextKind::InvalidValue);
    match error.kind() {
        ClapKind::InvalidValue if value.is_empty() => {
            text!("usage-value-missing", argument = argument)
        }
        ClapKind::InvalidValue => text!(
            "usage-value-invalid",
            argument = argument,
            value = excerpt(&value)
        ),
        ClapKind::ValueValidation if value.trim().is_empty() => {
            text!("usage-value-empty", argument = argument)
        }
        ClapKind::ValueValidation => text!(
            "usage-value-refused",
            reason = reason(error, &value),
            argument = argument,
            value = excerpt(&value)
        ),
        ClapKind::UnknownArgument if !argument.starts_with('-') => {
            text!("usage-extra-argument", argument = argument)
        }
        ClapKind::UnknownArgument => text!("usage-unknown-argument", argument = argument),
        ClapKind::InvalidSubcommand => text!(
            "usage-unknown-command",
            command = get(ContextKind::InvalidSubcommand)
        ),
        ClapKind::MissingRequiredArgument => {
            let count = match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::Strings(missing)) => missing.len(),
                _ => 1,
            };
            text!(
                "usage-argument-missing",
                arguments = argument,
                count = count
            )
        }
        ClapKind::MissingSubcommand | ClapKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            text!("usage-command-missing")
        }
        ClapKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            if other.is_empty() {
                text!("usage-alone", argument = argument)
            } else if other == argument {
                text!("usage-repeated", argument = argument)
            } else {
                text!("usage-conflict", argument = argument, other = other)
            }
        }
        ClapKind::TooManyValues => {
            text!("usage-too-many-values", argument = argument, value = value)
        }
        ClapKind::TooFewValues | ClapKind::WrongNumberOfValues => {
            text!("usage-wrong-number-of-values", argument = argument)
        }
        ClapKind::NoEquals => text!("usage-no-equals", argument = argument),
        ClapKind::InvalidUtf8 => text!("usage-not-utf8"),
        _ => text!("usage-other", error = error.to_string()),
    }
}

/// Says why a value is refused; numbers are parsed by std and clap, which speak English.
fn reason(error: &clap::Error, value: &str) -> Value {
    let Some(source) = error.source() else {
        return Value::from("");
    };
    if let Some(number) = source.downcast_ref::<ParseIntError>() {
        return match number.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => text!("number-too-large"),
            _ => text!("number-invalid"),
        }
        .into();
    }
    let reason = source.to_string();
    let bounds = reason
        .strip_prefix(value)
        .and_then(|rest| rest.strip_prefix(" is not in "))
        .and_then(|range| range.split_once("..="));
    match bounds {
        Some((least, "")) => text!("number-too-small", least = least).into(),
        Some((least, most)) => text!("number-out-of-range", least = least, most = most).into(),
        None => reason.into(),
    }
}

/// Says what to do instead.
fn hints(error: &clap::Error, path: &[&clap::Command]) -> Vec<Text> {
    let get = |kind| error.get(kind).map(words).filter(|words| !words.is_empty());
    let mut hints = Vec::new();
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        let suggestion = match error.get(kind) {
            // clap puts the likeliest last.
            Some(ContextValue::Strings(likely)) => likely.last().cloned(),
            _ => get(kind),
        };
        if let Some(suggestion) = suggestion {
            hints.push(text!("usage-suggestion", suggestion = suggestion));
        }
    }
    let choices = match error.kind() {
        ClapKind::InvalidValue => get(ContextKind::ValidValue),
        ClapKind::MissingSubcommand
        | ClapKind::InvalidSubcommand
        | ClapKind::DisplayHelpOnMissingArgumentOrSubcommand => path.last().map(|command| {
            let names: Vec<_> = command
                .get_subcommands()
                .map(clap::Command::get_name)
                .collect();
            names.join(", ")
        }),
        _ => None,
    };
    if let Some(choices) = choices {
        hints.push(text!("usage-valid-values", values = choices));
    }
    let names: Vec<_> = path.iter().map(|command| command.get_name()).collect();
    if error.kind() == ClapKind::MissingRequiredArgument {
        let id = names.join("-").replacen("carnet", "help", 1);
        let examples = examples(language(), &id).unwrap_or_default();
        if let Some(first) = examples.lines().next() {
            hints.push(text!("usage-example", example = first));
        }
    }
    hints.push(text!("usage-help", command = names.join(" ")));
    hints
}

/// Tells whether a word that is one too many stands behind the value of an option: a
/// text of several words, without the quotes that would make it one.
fn follows_a_value(
    error: &clap::Error,
    tree: &clap::Command,
    path: &[&clap::Command],
    arguments: &[OsString],
) -> bool {
    let kind = match error.kind() {
        ClapKind::ValueValidation => ContextKind::InvalidValue,
        ClapKind::UnknownArgument => ContextKind::InvalidArg,
        _ => return false,
    };
    let (Some(wrong), Some(command)) = (error.get(kind).map(words), path.last()) else {
        return false;
    };
    if wrong.starts_with('-') {
        return false;
    }
    let typed: Vec<_> = arguments.iter().map(|one| one.to_string_lossy()).collect();
    let place = typed.iter().position(|one| *one == wrong);
    let before = typed.get(..place.unwrap_or_default()).unwrap_or_default();
    let option = before.iter().rposition(|one| one.starts_with('-'));
    // The value itself stands between the option and the word.
    option.is_some_and(|option| {
        takes_value(tree, command, &before[option]) && before.len() > option + 1
    })
}

/// Returns the commands that the arguments name, from the program to the deepest.
///
/// clap says in its errors which command it means, but not in all of them.
fn command_path<'a>(tree: &'a clap::Command, arguments: &[OsString]) -> Vec<&'a clap::Command> {
    let mut path = vec![tree];
    let mut command = tree;
    let mut arguments = arguments
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy())
        .take_while(|argument| argument != "--");
    while let Some(argument) = arguments.next() {
        if takes_value(tree, command, &argument) {
            arguments.next();
        } else if let Some(child) = command.find_subcommand(argument.as_ref()) {
            path.push(child);
            command = child;
        }
    }
    path
}

/// Tells whether a word is an option of a command, or of all, whose value is the next word.
pub fn takes_value(tree: &clap::Command, command: &clap::Command, word: &str) -> bool {
    let option = word.strip_prefix("--");
    option.is_some()
        && [tree, command]
            .iter()
            .flat_map(|command| command.get_arguments())
            .any(|one| one.get_long() == option && one.get_action().takes_values())
}

/// Returns enough of a value to know it again, on one line.
fn excerpt(value: &str) -> String {
    const LENGTH: usize = 60;
    let mut chars = value.chars();
    let mut excerpt: String = chars
        .by_ref()
        .take(LENGTH)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if chars.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(several) => several.join(", "),
        ContextValue::StyledStr(styled) => styled.to_string(),
        ContextValue::StyledStrs(several) => several
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, value_parser};

    use super::*;
    use crate::texts::Language;

    fn arguments(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_value_of_an_option_is_no_command() {
        let tree = Command::new("carnet")
            .arg(Arg::new("home").long("home"))
            .subcommand(Command::new("list").subcommand(Command::new("create")));
        let path = |line: &str| {
            let arguments = arguments(line);
            let names = command_path(&tree, &arguments);
            names.last().map(|command| command.get_name().to_owned())
        };
        assert_eq!(path("carnet --home list list").as_deref(), Some("list"));
        assert_eq!(
            path("carnet --home=x list create x").as_deref(),
            Some("create")
        );
        assert_eq!(path("carnet --home").as_deref(), Some("carnet"));
        assert_eq!(path("carnet -- list").as_deref(), Some("carnet"));
    }

    /// Every kind that clap 4.6 has for what was typed wrong, with a way to get it.
    fn one_of_each_kind() -> Vec<clap::Error> {
        let two = || Arg::new("two").long("two").num_args(2);
        let tree = || {
            Command::new("carnet")
                .arg(
                    Arg::new("when")
                        .long("when")
                        .value_parser(["auto", "never"]),
                )
                .arg(
                    Arg::new("port")
                        .long("port")
                        .value_parser(value_parser!(u16)),
                )
                .arg(two())
                .arg(
                    Arg::new("pair")
                        .long("pair")
                        .num_args(2..=3)
                        .value_terminator(";"),
                )
                .arg(Arg::new("eq").long("eq").require_equals(true).num_args(1))
                .arg(
                    Arg::new("quiet")
                        .long("quiet")
                        .action(clap::ArgAction::SetTrue),
                )
                .arg(
                    Arg::new("alone")
                        .long("alone")
                        .exclusive(true)
                        .action(clap::ArgAction::SetTrue),
                )
        };
        let group = Command::new("list")
            .subcommand_required(true)
            .subcommand(Command::new("show"));
        let tree_with = |command| tree().subcommand(command);
        let needs = Command::new("carnet").arg(Arg::new("name").required(true));
        [
            (tree(), "carnet --when somtimes"),
            (tree(), "carnet --when"),
            (tree(), "carnet --port x"),
            (tree(), "carnet --colour"),
            (tree(), "carnet extra"),
            (tree_with(group.clone()), "carnet lsit"),
            (tree_with(group.clone()), "carnet list"),
            (tree_with(group.arg_required_else_help(true)), "carnet list"),
            (needs, "carnet"),
            (tree(), "carnet --alone --quiet"),
            (tree(), "carnet --quiet --quiet"),
            (tree(), "carnet --quiet=yes"),
            (tree(), "carnet --two a"),
            (tree(), "carnet --pair a"),
            (tree(), "carnet --eq x"),
        ]
        .into_iter()
        .map(|(tree, line)| tree.try_get_matches_from(line.split(' ')).unwrap_err())
        .collect()
    }

    #[test]
    fn every_kind_of_error_is_said_in_both_languages_and_not_by_clap() {
        let said = |language| -> Vec<String> {
            let errors = one_of_each_kind();
            errors
                .iter()
                .map(|error| format!("{:?}: {}", error.kind(), what(error).in_language(language)))
                .collect()
        };
        insta::assert_snapshot!(said(Language::English).join("\n"), @"
        InvalidValue: --when <when> cannot be “somtimes”
        InvalidValue: a value is missing for --when <when>
        ValueValidation: --port <port> cannot be “x”: it is not a whole number
        UnknownArgument: unknown argument: --colour
        UnknownArgument: one argument too many: extra
        InvalidSubcommand: unknown command: lsit
        MissingSubcommand: a command is missing
        DisplayHelpOnMissingArgumentOrSubcommand: a command is missing
        MissingRequiredArgument: <name> is missing
        ArgumentConflict: --alone stands alone, without other options
        ArgumentConflict: --quiet may be given only once
        TooManyValues: --quiet does not take the value “yes”
        WrongNumberOfValues: --two <two> <two> has the wrong number of values
        TooFewValues: --pair <pair> <pair> has the wrong number of values
        NoEquals: --eq=<eq> needs an equals sign before its value
        ");
        insta::assert_snapshot!(said(Language::French).join("\n"), @"
        InvalidValue: --when <when> ne peut pas être « somtimes »
        InvalidValue: il manque une valeur à --when <when>
        ValueValidation: --port <port> ne peut pas être « x » : ce n’est pas un nombre entier
        UnknownArgument: argument inconnu : --colour
        UnknownArgument: un argument de trop : extra
        InvalidSubcommand: commande inconnue : lsit
        MissingSubcommand: il manque une commande
        DisplayHelpOnMissingArgumentOrSubcommand: il manque une commande
        MissingRequiredArgument: il manque <name>
        ArgumentConflict: --alone se donne seul, sans autre option
        ArgumentConflict: --quiet ne peut être donné qu’une fois
        TooManyValues: --quiet n’accepte pas la valeur « yes »
        WrongNumberOfValues: --two <two> <two> n’a pas le bon nombre de valeurs
        TooFewValues: --pair <pair> <pair> n’a pas le bon nombre de valeurs
        NoEquals: --eq=<eq> veut un signe égal avant sa valeur
        ");
    }

    #[test]
    fn a_number_is_refused_in_our_words() {
        let refusal = |value: &str| {
            Command::new("carnet")
                .arg(Arg::new("port").value_parser(value_parser!(u16).range(1..)))
                .try_get_matches_from(["carnet", value])
                .map_or_else(|error| what(&error).to_string(), |_| String::new())
        };
        assert_eq!(
            refusal("x"),
            "[port] cannot be “x”: it is not a whole number"
        );
        assert_eq!(
            refusal("0"),
            "[port] cannot be “0”: it is not between 1 and 65535"
        );
        assert_eq!(
            refusal("99999999999999999999"),
            "[port] cannot be “99999999999999999999”: the number is too large"
        );
    }
}
