//! Lines that fit a width.

use console::measure_text_width;

/// Breaks a line between words so that none is wider than `width`; a word that is stays whole.
///
/// A no-break space breaks nothing, so that an address or an hour can be copied whole.
pub fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut length = 0;
    for word in line.split_inclusive(' ') {
        if length > 0 && length + measure_text_width(word.trim_end()) > width {
            lines.push(std::mem::take(&mut current).trim_end().to_owned());
            length = 0;
        }
        current.push_str(word);
        length += measure_text_width(word);
    }
    lines.push(current.trim_end().to_owned());
    lines
}

/// Breaks each line of a text between words, if there is a width to fit.
pub fn fit(text: &str, width: Option<usize>) -> Vec<String> {
    let lines = text.split('\n');
    match width {
        Some(width) => lines.flat_map(|line| wrap(line, width)).collect(),
        None => lines.map(str::to_owned).collect(),
    }
}

/// Breaks what is said in a terminal so that a command in it can still be copied whole.
///
/// A command at the end gets a line of its own where it would be broken;
/// elsewhere in a text it is left to the terminal.
pub fn fit_around_command(text: &str, width: Option<usize>) -> Vec<String> {
    const COMMAND: &str = "carnet ";
    const INDENT: &str = "  ";
    let is_wide = |width| text.lines().any(|line| measure_text_width(line) > width);
    if !width.is_some_and(is_wide) {
        return vec![text.to_owned()];
    }
    match text.rsplit_once(COMMAND) {
        None => fit(text, width),
        Some((before, words)) if before.ends_with(": ") && !text.ends_with('.') => {
            let mut lines = fit(before.trim_end(), width);
            lines.push(format!("{INDENT}{COMMAND}{words}"));
            lines
        }
        Some(_) => vec![text.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_broken_by_nobody() {
        let text = "Pour continuer : carnet queue resume 20261123";
        let lines = |text, width| fit_around_command(text, width);
        assert_eq!(lines(text, None), [text]);
        assert_eq!(lines(text, Some(60)), [text]);
        assert_eq!(
            lines(text, Some(30)),
            ["Pour continuer :", "  carnet queue resume 20261123"]
        );
        let within = "carnet archive list, ou carnet queue list";
        assert_eq!(lines(within, Some(30)), [within]);
        assert_eq!(
            lines("sans rien à taper", Some(10)),
            ["sans rien", "à taper"]
        );
    }

    #[test]
    fn a_line_breaks_between_words_only() {
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("un deux trois", 8), ["un deux", "trois"]);
        assert_eq!(wrap("  retrait gardé", 9), ["  retrait", "gardé"]);
        assert_eq!(
            wrap("à 8\u{a0}h : anticonstitutionnellement", 8),
            ["à 8\u{a0}h :", "anticonstitutionnellement"]
        );
    }
}
