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

#[cfg(test)]
mod tests {
    use super::*;

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
