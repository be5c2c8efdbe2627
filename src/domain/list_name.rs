//! The short name of a list, which is also its file's name.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};
use strsim::levenshtein;

use crate::{text, texts::Text};

/// The longest name, in characters.
const LIMIT: usize = 50;
/// How many letters of a name may be wrong for it to be known again.
const MISTYPED: usize = 2;

/// A list's name: lower-case letters, digits, `.`, `_` and `-`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ListName(Box<str>);

impl ListName {
    /// Reads a name; it is not mended, so that what is typed is what is found.
    pub fn parse(input: &str) -> Result<Self, ListNameError> {
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
        if input.is_empty() {
            return Err(ListNameError::Empty);
        }
        if let Some(c) = input.chars().find(|&c| !allowed(c)) {
            return Err(ListNameError::Character(c));
        }
        if input.len() > LIMIT {
            return Err(ListNameError::TooLong);
        }
        if input.starts_with(['.', '_', '-']) {
            return Err(ListNameError::Start);
        }
        Ok(Self(input.into()))
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ListName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ListName {
    type Err = ListNameError;

    fn from_str(input: &str) -> Result<Self, ListNameError> {
        Self::parse(input)
    }
}

impl<'de> Deserialize<'de> for ListName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl From<&ListName> for crate::texts::Value {
    fn from(name: &ListName) -> Self {
        Self::Words(name.to_string())
    }
}

/// Returns the name that was probably meant: the only one that holds what was typed,
/// or the one that differs from it by a letter or two.
pub fn likeliest<'n>(typed: &ListName, known: &'n [ListName]) -> Option<&'n ListName> {
    let mut holding = known.iter().filter(|name| name.0.contains(&*typed.0));
    if let (Some(only), None) = (holding.next(), holding.next()) {
        return Some(only);
    }
    let distances = known
        .iter()
        .map(|name| (levenshtein(&typed.0, &name.0), name));
    let near = distances.filter(|(distance, _)| *distance <= MISTYPED);
    near.min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Why something is not the name of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListNameError {
    /// Nothing.
    Empty,
    /// A character outside the allowed ones.
    Character(char),
    /// A first character that is neither letter nor digit.
    Start,
    /// More than 50 characters.
    TooLong,
}

impl ListNameError {
    /// Returns the reason in words.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => text!("list-name-empty"),
            Self::Character(c) => text!(
                "list-name-character",
                character = c.escape_debug().to_string()
            ),
            Self::Start => text!("list-name-start"),
            Self::TooLong => text!("list-name-too-long", limit = LIMIT),
        }
    }
}

impl fmt::Display for ListNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for ListNameError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_never_leave_its_folder_or_hide() {
        assert!(ListName::parse("parents-cp.2026_a").is_ok());
        assert!(ListName::parse("1").is_ok());
        let refused = [
            ("", ListNameError::Empty),
            ("Parents", ListNameError::Character('P')),
            ("école", ListNameError::Character('é')),
            ("../x", ListNameError::Character('/')),
            ("a b", ListNameError::Character(' ')),
            (".hidden", ListNameError::Start),
            ("-rf", ListNameError::Start),
        ];
        for (input, expected) in refused {
            assert_eq!(ListName::parse(input), Err(expected), "{input:?}");
        }
        assert!(ListName::parse(&"a".repeat(50)).is_ok());
        assert_eq!(
            ListName::parse(&"a".repeat(51)),
            Err(ListNameError::TooLong)
        );
    }

    #[test]
    fn a_name_that_is_like_another_finds_it() {
        let known = [
            "parents-cp-m-fontanel",
            "parents-ce1",
            "parents-ce2",
            "ecole",
        ]
        .map(|name| ListName::parse(name).unwrap());
        let found = |typed: &str| {
            let typed = ListName::parse(typed).unwrap();
            likeliest(&typed, &known).map_or("", ListName::as_str)
        };
        assert_eq!(found("parents-cp"), "parents-cp-m-fontanel");
        assert_eq!(found("cp"), "parents-cp-m-fontanel");
        assert_eq!(found("parent-ce1"), "parents-ce1");
        assert_eq!(found("ecoel"), "ecole");
        assert_eq!(found("cantine"), "");
    }
}
