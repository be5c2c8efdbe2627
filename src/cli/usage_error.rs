//! clap's errors, in the words of the catalogue.

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};

use crate::{
    error::CommandError,
    text,
    texts::{Text, Value},
};

/// Turns an error of clap into one of carnet, exit code 2.
pub fn translate(error: &clap::Error) -> CommandError {
    let get = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let what = match error.kind() {
        ClapKind::InvalidValue if value.is_empty() => {
            text!("usage-value-missing", argument = argument)
        }
        ClapKind::InvalidValue => text!("usage-value-invalid", argument = argument, value = value),
        ClapKind::ValueValidation => {
            let reason = std::error::Error::source(error)
                .map(ToString::to_string)
                .unwrap_or_default();
            text!(
                "usage-value-refused",
                argument = argument,
                value = value,
                reason = reason
            )
        }
        ClapKind::UnknownArgument => text!("usage-unknown-argument", argument = argument),
        ClapKind::InvalidSubcommand => text!(
            "usage-unknown-command",
            command = get(ContextKind::InvalidSubcommand)
        ),
        ClapKind::MissingRequiredArgument => text!("usage-argument-missing", argument = argument),
        ClapKind::MissingSubcommand | ClapKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            text!("usage-command-missing")
        }
        ClapKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            if other == argument || other.is_empty() {
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
    };
    let mut result = CommandError::usage(what);
    for hint in hints(error) {
        result = result.hint(hint);
    }
    result
}

fn hints(error: &clap::Error) -> Vec<Text> {
    let mut hints = Vec::new();
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        if let Some(suggestion) = error.get(kind).map(words).filter(|words| !words.is_empty()) {
            hints.push(text!("usage-suggestion", suggestion = suggestion));
        }
    }
    if matches!(
        error.kind(),
        ClapKind::InvalidValue | ClapKind::MissingSubcommand | ClapKind::InvalidSubcommand
    ) {
        for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
            if let Some(valid) = error.get(kind).map(words).filter(|words| !words.is_empty()) {
                hints.push(text!("usage-valid-values", values = valid));
            }
        }
    }
    let help = error
        .get(ContextKind::Usage)
        .map(words)
        .and_then(|usage| usage_command(&usage))
        .map_or_else(
            || Value::from("carnet --help"),
            |command| Value::from(format!("{command} --help")),
        );
    hints.push(text!("usage-help", command = help));
    hints
}

/// Returns the command of a usage line: `carnet list create` of `Usage: carnet list create [OPTIONS] <NAME>`.
fn usage_command(usage: &str) -> Option<String> {
    let start = usage.find("carnet")?;
    let rest = usage.get(start..)?;
    let words = rest.split_whitespace().take_while(|word| {
        word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-')
    });
    Some(words.collect::<Vec<_>>().join(" "))
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
    use super::*;

    #[test]
    fn the_command_of_a_usage_line_leaves_its_arguments_out() {
        let usage = "Usage: carnet list create [OPTIONS] <NAME>";
        assert_eq!(usage_command(usage).as_deref(), Some("carnet list create"));
        assert_eq!(
            usage_command("Usage: carnet --lang <LANG>").as_deref(),
            Some("carnet")
        );
    }
}
