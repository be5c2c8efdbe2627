//! Text from outside, made harmless for a terminal.

use std::borrow::Cow;

/// Escapes control characters and those that reorder text, but for line ends.
///
/// A name, a subject or a server's reply must not move the cursor, change the
/// title or hide what stands beside it.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_harmful(c) {
            clean.extend(c.escape_unicode());
        } else {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

fn is_harmful(c: char) -> bool {
    match c {
        '\n' => false,
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_cannot_change_the_title() {
        assert_eq!(sanitize("\u{1b}]0;owned\u{7}x"), "\\u{1b}]0;owned\\u{7}x");
    }

    #[test]
    fn a_carriage_return_cannot_hide_what_stands_before_it() {
        assert_eq!(sanitize("evil\rgood"), "evil\\u{d}good");
    }

    #[test]
    fn an_override_cannot_turn_a_name_round() {
        assert_eq!(sanitize("exe.\u{202e}fdp"), "exe.\\u{202e}fdp");
    }

    #[test]
    fn accents_are_left_alone() {
        assert!(matches!(sanitize("Zoé L’Œil\u{a0}!\n"), Cow::Borrowed(_)));
    }
}
