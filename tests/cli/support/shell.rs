//! Commands as people type them.

/// Splits a line as a shell does, up to the first `>`, `|` or `&&`.
pub fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    let end = words
        .iter()
        .position(|word| matches!(word.as_str(), ">" | ">>" | "|" | "<" | "&&"));
    words.truncate(end.unwrap_or(words.len()));
    words
}

#[test]
fn a_shell_would_split_the_examples_so() {
    assert_eq!(shell_words(r#"a "b c" d'e f'g > h"#), ["a", "b c", "de fg"]);
}
