//! The addresses that people put into one cell.
//!
//! What surrounds an address is dropped; the address itself is never mended:
//! a wrong correction writes to a stranger.

use crate::domain::{
    address::{Address, AddressError},
    audience::without_accent,
};

/// What people write where there is no address, without accents or case.
const NONE: [&str; 22] = [
    "aucun",
    "aucune",
    "inconnu",
    "inconnue",
    "n/a",
    "na",
    "nc",
    "neant",
    "no",
    "non",
    "non communique",
    "non communiquee",
    "non renseigne",
    "non renseignee",
    "none",
    "pas d'adresse",
    "pas d'email",
    "pas de courriel",
    "pas de mail",
    "ras",
    "rien",
    "sans",
];

/// Words that may stand beside an address, without accents, case or colon.
const LABELS: [&str; 22] = [
    "&", "+", "-", "adresse", "and", "courriel", "e-mail", "email", "et", "m", "madame", "mail",
    "maman", "mel", "mere", "mlle", "mme", "monsieur", "mr", "or", "ou", "papa",
];

/// Beyond so many addresses in one row, the same one may come twice; merging files unites them.
const COMPARED: usize = 50;

/// The scheme of a link to an address (RFC 6068).
const MAILTO: &str = "mailto:";

/// Reads a cell: its addresses go to `found`, and what is none to `refused`, with the reason.
pub fn read_addresses(
    cell: &str,
    found: &mut Vec<Address>,
    mut refused: impl FnMut(&str, AddressError),
) {
    let cell = cell.trim_matches([' ', '\t']);
    if cell.is_empty() {
        return;
    }
    let clean = visible(cell);
    if means_none(&clean) {
        return;
    }
    let parts = bracketed(&clean).unwrap_or_else(|| split(&clean));
    for part in parts {
        match read_part(part) {
            Ok(addresses) => {
                for address in addresses {
                    if found.len() > COMPARED || !found.contains(&address) {
                        found.push(address);
                    }
                }
            }
            Err(error) => refused(part.trim(), error),
        }
    }
}

/// Drops invisible characters, and makes every blank a space.
fn visible(cell: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    let mut clean = String::with_capacity(cell.len());
    for c in cell.chars().filter(|&c| !invisible(c)) {
        clean.push(if c.is_whitespace() || c.is_control() {
            ' '
        } else {
            c
        });
    }
    clean.trim().to_owned()
}

fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(without_accent)
        .collect()
}

/// Tells whether a cell says that there is no address: `néant`, `-`, `x`, nothing visible.
pub fn means_none(cell: &str) -> bool {
    if cell.contains('@') {
        return false;
    }
    let word = folded(cell);
    let word = word.trim_matches(['.', '(', ')', ' ']);
    word.chars()
        .all(|c| c == 'x' || c == '0' || !c.is_alphanumeric())
        || NONE.contains(&word)
}

/// Returns what stands between angle brackets, if anything does.
fn bracketed(cell: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut rest = cell;
    while let Some((_, after)) = rest.split_once('<') {
        let (inside, after) = after.split_once('>')?;
        parts.push(inside);
        rest = after;
    }
    (!parts.is_empty()).then_some(parts)
}

/// Splits a cell where people put one address after another.
fn split(cell: &str) -> Vec<&str> {
    if Address::parse(trimmed(cell)).is_ok() {
        return vec![cell];
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, separator) in cell.match_indices([';', ',', '/', '|', '\\']) {
        let next = cell.get(at + 1..).unwrap_or_default();
        // `zoe@example,org` is one address with a mistake, not an address and a word.
        let glued = separator == ","
            && !next.starts_with(' ')
            && !next.is_empty()
            && !next
                .split([';', ','])
                .next()
                .unwrap_or_default()
                .contains('@');
        if !glued {
            parts.extend(cell.get(start..at));
            start = at + 1;
        }
    }
    parts.extend(cell.get(start..));
    parts.retain(|part| !trimmed(part).is_empty() && !means_none(part));
    parts
}

/// Reads one address, or several with only blanks between them.
fn read_part(part: &str) -> Result<Vec<Address>, AddressError> {
    let whole = match Address::parse(trimmed(part)) {
        Ok(address) => return Ok(vec![address]),
        Err(error) => error,
    };
    let mut addresses = Vec::new();
    for word in part.split(' ').map(trimmed).filter(|word| !word.is_empty()) {
        if word.contains('@') {
            match Address::parse(word) {
                Ok(address) => addresses.push(address),
                Err(_) => return Err(whole),
            }
        } else if !LABELS.contains(&folded(word.trim_end_matches([':', '.'])).as_str()) {
            // A part of an address, maybe: `k. martin@x.fr` is not Martin's.
            return Err(whole);
        }
    }
    if addresses.is_empty() {
        return Err(whole);
    }
    Ok(addresses)
}

/// Drops what surrounds an address: quotes, brackets, `mailto:`, points at the end.
fn trimmed(part: &str) -> &str {
    const AROUND: [char; 14] = [
        ' ', '"', '\'', '’', '‘', '“', '”', '«', '»', '(', ')', '[', ']', '<',
    ];
    let mut part = part.trim_matches(AROUND);
    if let Some(start) = part.get(..MAILTO.len())
        && start.eq_ignore_ascii_case(MAILTO)
    {
        part = part.get(MAILTO.len()..).unwrap_or_default();
        part = part.split('?').next().unwrap_or_default();
    }
    part.trim_end_matches(['.', ',', ';', ':', '>', ' '])
        .trim_matches(AROUND)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Returns the addresses and the refusals, one after the other.
    fn read(cell: &str) -> Vec<String> {
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        read_addresses(cell, &mut found, |value, error| {
            refused.push(format!("{value}: {error:?}"));
        });
        found
            .iter()
            .map(Address::to_string)
            .chain(refused)
            .collect()
    }

    #[test]
    fn what_surrounds_an_address_is_dropped() {
        let cells = [
            "zoe@x.fr",
            "  zoe@x.fr\u{a0} ",
            "zoe@x.fr.",
            "\u{feff}zoe@\u{200b}x.fr",
            "mailto:zoe@x.fr?subject=a%20b",
            "MAILTO:zoe@x.fr",
            "\"zoe@x.fr\"",
            "'zoe@x.fr'",
            "<zoe@x.fr>",
            "Mme Zoé, née D. <zoe@x.fr>",
            "mail : zoe@x.fr",
            "Courriel: zoe@x.fr",
            "zoe@x.fr;",
            "zoe@x.fr / ZOE@X.FR",
            "- zoe@x.fr / néant",
        ];
        for cell in cells {
            assert_eq!(read(cell), ["zoe@x.fr"], "{cell:?}");
        }
    }

    #[test]
    fn several_addresses_in_a_cell_are_several() {
        let cells = [
            "a@x.fr / b@y.fr",
            "a@x.fr/b@y.fr",
            "a@x.fr;b@y.fr",
            "a@x.fr, b@y.fr",
            "a@x.fr,b@y.fr",
            "a@x.fr b@y.fr",
            "a@x.fr\r\nb@y.fr",
            "a@x.fr ou b@y.fr",
            "A <a@x.fr>, B <b@y.fr>",
            "maman: a@x.fr papa: b@y.fr",
        ];
        for cell in cells {
            assert_eq!(read(cell), ["a@x.fr", "b@y.fr"], "{cell:?}");
        }
    }

    #[test]
    fn words_that_mean_none_are_none() {
        for cell in [
            "",
            " ",
            "néant",
            "NEANT",
            "Aucun",
            "aucune.",
            "-",
            "--",
            "x",
            "X",
            "xxx",
            "/",
            "?",
            "n/a",
            "Non communiqué",
            "pas d’adresse",
            "\u{a0}",
            "0",
            "…",
        ] {
            assert_eq!(read(cell), Vec::<String>::new(), "{cell:?}");
        }
    }

    #[test]
    fn an_address_is_never_mended() {
        let cells = [
            ("zoe.example.org", "zoe.example.org: NoAt"),
            ("zoe@example,org", "zoe@example,org: NoTopDomain"),
            ("zoe.d @example.org", "zoe.d @example.org: Character(' ')"),
            ("zoe. d@example.org", "zoe. d@example.org: Character(' ')"),
            ("zoe@ example.org", "zoe@ example.org: Character(' ')"),
            ("0612345678", "0612345678: NoAt"),
            ("zoe@@example.org", "zoe@@example.org: Character('@')"),
        ];
        for (cell, expected) in cells {
            assert_eq!(read(cell), [expected], "{cell:?}");
        }
        assert_eq!(
            read("a@x.fr / b.y.fr"),
            ["a@x.fr", "b.y.fr: NoAt"],
            "what could be read is kept"
        );
    }

    proptest! {
        #[test]
        fn no_cell_is_lost_and_none_panics(cell in "[a-c@., ;<>/'\"é\u{a0}\\PC]{0,24}") {
            let read = read(&cell);
            if cell.contains('@') {
                prop_assert!(!read.is_empty() || !cell.chars().any(|c| c.is_ascii_alphanumeric()), "{cell:?}");
            }
        }
    }
}
