//! A word as a shell takes it, so that a command in a text can be copied as it stands.

use fluent_bundle::{FluentArgs, FluentValue};

/// What the catalogue calls as `{ SHELL($path) }`: its argument as one word of a command.
pub(super) fn shell<'a>(
    positional: &[FluentValue<'a>],
    _named: &FluentArgs<'_>,
) -> FluentValue<'a> {
    match positional {
        [FluentValue::String(word)] => FluentValue::from(shell_word(word)),
        _ => FluentValue::Error,
    }
}

/// Quotes a word where a shell would read more in it than its letters.
///
/// Double quotes are those that every shell knows, that of Windows too; what means
/// something inside them is left to single quotes.
pub fn shell_word(word: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || "@%_+-=:,./".contains(c) || (cfg!(windows) && c == '\\');
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    if word.contains(['"', '$', '`', '!']) || (!cfg!(windows) && word.contains('\\')) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    format!("\"{word}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_where_a_shell_would_read_more_in_it() {
        for (word, typed) in [
            ("ce.0380000a@ac-x.fr", "ce.0380000a@ac-x.fr"),
            ("/home/zoé/liste.csv", "/home/zoé/liste.csv"),
            ("", r#""""#),
            ("Mes documents/a.csv", r#""Mes documents/a.csv""#),
            ("l'école", r#""l'école""#),
            ("5 $ l'unité", r"'5 $ l'\''unité'"),
            ("a;b", r#""a;b""#),
        ] {
            assert_eq!(shell_word(word), typed);
        }
    }
}
