//! Plain lists of addresses, one per line: what Sympa takes and dumps, or what was copied from a mailbox.

use super::{
    cell::{means_none, read_addresses},
    people::{People, Problem, ReadError, Reason, shown},
};

/// Tells whether a text without headings looks like a list of addresses.
pub fn recognise(text: &str) -> bool {
    meaningful_lines(text).next().is_some_and(|(_, line)| {
        let (mut found, mut refused) = (Vec::new(), false);
        let (addresses, _) = split(line);
        read_addresses(addresses, &mut found, |_, _| refused = true);
        !found.is_empty() && !refused
    })
}

/// Reads one person per line: `address name`, `Name <address>`, or addresses alone.
pub fn read(text: &str, first_line: usize, mut file: People) -> Result<People, ReadError> {
    let mut found = Vec::new();
    for (index, line) in meaningful_lines(text) {
        let line_number = first_line + index;
        let (addresses, name) = split(line);
        if means_none(addresses) {
            continue;
        }
        read_addresses(addresses, &mut found, |value, error| {
            file.problems.push(Problem {
                line: line_number,
                column: None,
                value: shown(value),
                reason: Reason::Address(error),
            });
        });
        // What was refused is told as such, not as someone without an address.
        if !found.is_empty() {
            let names = &mut file.part.names;
            names.push_str(name.trim_matches([' ', '\t', '"', '\'', ',']));
            let name_end = names.len();
            let part = &mut file.part;
            part.push(line_number, name_end, &mut found, &mut Vec::new());
        }
    }
    file.unless_empty()
}

/// Returns the lines that are neither blank nor comments, with their rank.
fn meaningful_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // A lone CR ends a line on old Macintoshes, and within CRLF nothing by itself.
    let ends: &[char] = if text.contains('\n') {
        &['\n']
    } else {
        &['\r']
    };
    text.split(ends)
        .enumerate()
        .map(|(index, line)| (index, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// Splits a line into its addresses and its name.
fn split(line: &str) -> (&str, &str) {
    if line.matches('@').count() > 1 {
        return (line, "");
    }
    if let Some((name, rest)) = line.split_once('<') {
        return match rest.split_once('>') {
            Some((address, after)) if name.trim().is_empty() => (address, after),
            Some((address, _)) => (address, name),
            None => (line, ""),
        };
    }
    match line.split_once([' ', '\t']) {
        Some((address, name)) if address.contains('@') => (address, name),
        _ => (line, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{people::Kind, text::Encoding};

    fn read_all(text: &str) -> People {
        read(text, 1, People::new(Kind::Addresses, Encoding::Utf8)).unwrap()
    }

    #[test]
    fn a_name_stands_after_the_address_or_before_its_brackets() {
        let text =
            "# parents\n\na@x.fr Zoé Durand\r\n\"Durand, Léo\" <b@x.fr>\n<c@x.fr> Cléo\nd@x.fr\n";
        let file = read_all(text);
        let people: Vec<_> = file
            .iter()
            .map(|one| (one.line, one.addresses[0].as_str(), one.name))
            .collect();
        assert_eq!(
            people,
            [
                (3, "a@x.fr", "Zoé Durand"),
                (4, "b@x.fr", "Durand, Léo"),
                (5, "c@x.fr", "Cléo"),
                (6, "d@x.fr", "")
            ]
        );
        assert!(recognise(text));
        assert!(!recognise("nom;courriel\n"));
    }

    #[test]
    fn a_line_copied_from_a_mailbox_is_several_people() {
        let file = read_all("A <a@x.fr>, B <b@x.fr>; c@x.fr");
        assert_eq!(file.iter().next().unwrap().addresses.len(), 2);
        let file = read_all("a@x.fr, b@x.fr");
        assert_eq!(file.iter().next().unwrap().addresses.len(), 2);
    }

    #[test]
    fn a_line_that_is_no_address_is_refused_where_it_stands() {
        let file = read_all("a@x.fr\rzoe.x.fr\rb@x.fr");
        assert_eq!(file.len(), 2);
        assert_eq!(
            (file.problems[0].line, file.problems[0].value.as_str()),
            (2, "zoe.x.fr")
        );
    }
}
