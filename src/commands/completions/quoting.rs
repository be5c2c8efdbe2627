//! Words as they stand in a command line: quoted, and perhaps not finished.

/// A word of a command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// What the program would be given.
    pub text: String,
    /// The quote in which the word stands to its end, which is still to come.
    open: Option<char>,
}

impl Word {
    /// Reads a word as it was typed in bash, zsh or fish.
    pub fn read(typed: &str) -> Self {
        let mut text = String::new();
        let mut open = None;
        let mut rest = typed.chars();
        while let Some(c) = rest.next() {
            match (open, c) {
                (None, '\'' | '"') => open = Some(c),
                (Some(quote), c) if c == quote => open = None,
                (None | Some('"'), '\\') => text.extend(rest.next()),
                (_, c) => text.push(c),
            }
        }
        Self { text, open }
    }

    /// Writes what the word becomes so that bash reads it back: bash keeps the quote that is open.
    pub fn in_bash(&self, value: &str) -> String {
        match self.open {
            Some('\'') => value.replace('\'', r"'\''"),
            Some(_) => escaped(value, |c| !r#"\"$`!"#.contains(c)),
            None => escaped(value, |c| is_plain(c) || c == '’'),
        }
    }
}

/// Writes a word so that `PowerShell` reads it back, to which typographic quotes are quotes as well.
pub fn in_powershell(value: &str) -> String {
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    let mut word = String::from("'");
    for c in value.chars() {
        if "'‘’‚‛".contains(c) {
            word.push(c);
        }
        word.push(c);
    }
    word + "'"
}

/// Tells whether a character means nothing to a shell. `=` and `:` end words of bash's readline.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "@%+,./_-~".contains(c)
}

fn escaped(value: &str, is_plain: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(value.len() * 2);
    for c in value.chars() {
        if !is_plain(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_the_shell_would_end_it() {
        for (typed, text, open) in [
            ("CE1", "CE1", None),
            (r"CE1\ de\ d\'A", "CE1 de d'A", None),
            ("'CE1 d’A", "CE1 d’A", Some('\'')),
            (r#""CE1 \"x\" d'A"#, r#"CE1 "x" d'A"#, Some('"')),
            (r"'a'\''b", "a'b", Some('\'')),
            ("'a b'", "a b", None),
            ("CE1\\", "CE1", None),
        ] {
            let text = text.to_owned();
            assert_eq!(Word::read(typed), Word { text, open }, "{typed}");
        }
    }

    #[test]
    fn a_value_is_quoted_as_its_word_began() {
        let value = r#"CP: M. O'Neil "x" $HOME"#;
        for (typed, expected) in [
            ("C", r#"CP\:\ M.\ O\'Neil\ \"x\"\ \$HOME"#),
            ("'C", r#"CP: M. O'\''Neil "x" $HOME"#),
            ("\"C", r#"CP: M. O'Neil \"x\" \$HOME"#),
        ] {
            assert_eq!(Word::read(typed).in_bash(value), expected, "{typed}");
        }
        assert_eq!(Word::read("").in_bash("parents-cp"), "parents-cp");
        assert_eq!(
            in_powershell("CE1 de Mme d’Aubigné"),
            "'CE1 de Mme d’’Aubigné'"
        );
        assert_eq!(in_powershell("parents-cp"), "parents-cp");
    }
}
