//! What a file of people says, whatever its kind.

use std::{collections::HashMap, fmt, sync::Arc};

use serde::Serialize;

use super::text::{Encoding, NotText};
use crate::{
    domain::address::{Address, AddressError},
    text,
    texts::Text,
};

/// What a file was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// ONDE's extraction of the responsables.
    Onde,
    /// A table with a heading for the e-mail addresses.
    Csv,
    /// One address per line.
    Addresses,
}

impl Kind {
    /// Returns the kind in words.
    pub fn text(self) -> Text {
        match self {
            Self::Onde => text!("kind-onde"),
            Self::Csv => text!("kind-csv"),
            Self::Addresses => text!("kind-addresses"),
        }
    }
}

/// The people of one file, in its order, and what could not be read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// What the file was read as.
    pub kind: Kind,
    /// How its text was encoded.
    pub encoding: Encoding,
    /// One entry per row that says something.
    pub people: Vec<Person>,
    /// Cells and rows that could not be taken.
    pub problems: Vec<Problem>,
    /// The labels of the classes, in the order of the file.
    pub classes: Vec<Arc<str>>,
    /// Rows of the second table, of organismes, which are no people.
    pub organismes: usize,
}

impl People {
    /// Makes the content of a file in which nothing was read yet.
    pub const fn new(kind: Kind, encoding: Encoding) -> Self {
        Self {
            kind,
            encoding,
            people: Vec::new(),
            problems: Vec::new(),
            classes: Vec::new(),
            organismes: 0,
        }
    }

    /// Tells whether the file ends, or a row does, where it should not.
    pub fn is_cut(&self) -> bool {
        self.problems.iter().any(|one| one.reason == Reason::Cut)
    }
}

/// One row: someone, where to write to them, and their pupils.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The line on which the row begins, from 1.
    pub line: usize,
    /// First name and name as used; may be empty.
    pub name: String,
    /// The addresses of the row; several, or none.
    pub addresses: Vec<Address>,
    /// The pupils whom this person is responsible for.
    pub children: Vec<Child>,
}

/// A pupil, as a row names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// First name and name.
    pub name: String,
    /// The label of the class, shared by all its pupils; empty when they have none yet.
    pub class: Arc<str>,
}

/// Something of a file that could not be taken, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line on which the row begins, from 1.
    pub line: usize,
    /// The heading of the column; none in a plain list of addresses.
    pub column: Option<String>,
    /// What stands there.
    pub value: String,
    /// Why it was refused.
    pub reason: Reason,
}

/// Returns the beginning of a refused value, enough to know it again.
pub fn shown(value: &str) -> String {
    /// In characters; the longest address is 254 bytes.
    const LIMIT: usize = 120;
    let value = value.trim();
    match value.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

/// Why a cell or a row was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is not an address.
    Address(AddressError),
    /// A quoted cell is never closed: the file was cut, or a quote is missing.
    Cut,
}

impl Reason {
    /// Returns the reason in words.
    pub fn text(self) -> Text {
        match self {
            Self::Address(error) => error.text(),
            Self::Cut => text!("row-cut"),
        }
    }
}

/// The class labels met in a file, each stored once.
#[derive(Debug, Default)]
pub struct Labels {
    known: HashMap<Box<str>, Arc<str>>,
    in_order: Vec<Arc<str>>,
    none: Option<Arc<str>>,
}

impl Labels {
    /// Returns the shared form of a label, single-spaced.
    pub fn share(&mut self, cell: &str) -> Arc<str> {
        let cell = cell.trim();
        if cell.is_empty() {
            return self.none.get_or_insert_with(|| Arc::from("")).clone();
        }
        if let Some(known) = self.known.get(cell) {
            return known.clone();
        }
        let label = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let label: Arc<str> = if let Some(known) = self.known.get(label.as_str()) {
            known.clone()
        } else {
            let label: Arc<str> = label.into();
            self.in_order.push(label.clone());
            self.known.insert((*label).into(), label.clone());
            label
        };
        self.known.insert(cell.into(), label.clone());
        label
    }

    /// Returns the labels in the order of the file.
    pub fn into_classes(self) -> Vec<Arc<str>> {
        self.in_order
    }
}

/// A file that nothing can be imported from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// It is a folder.
    Folder,
    /// It is not text.
    NotText(NotText),
    /// It is ONDE's extraction of the élèves, which has no addresses.
    Eleves,
    /// No heading names an e-mail column.
    NoEmailColumn { headings: Vec<String> },
    /// The heading given for a column is not in the file.
    NoColumn {
        heading: String,
        headings: Vec<String>,
    },
    /// It was said to be ONDE's, and is not.
    NotOnde,
    /// It has headings, or addresses, and nothing else.
    NoRow,
}

impl ReadError {
    /// Returns the failure in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Missing => text!("file-missing"),
            Self::Folder => text!("file-folder"),
            Self::NotText(what) => what.text(),
            Self::Eleves => text!("file-eleves"),
            Self::NoEmailColumn { .. } => text!("file-no-email-column"),
            Self::NoColumn { heading, .. } => text!("file-no-column", heading = heading),
            Self::NotOnde => text!("file-not-onde"),
            Self::NoRow => text!("file-no-row"),
        }
    }

    /// Returns what to do next.
    pub fn hint(&self) -> Text {
        match self {
            Self::Missing | Self::Folder => text!("hint-name-the-file"),
            Self::NotText(NotText::Spreadsheet) => text!("hint-save-as-csv"),
            Self::NotText(_) | Self::Eleves | Self::NotOnde | Self::NoRow => {
                text!("hint-export-responsables")
            }
            Self::NoEmailColumn { headings } => {
                text!("hint-name-the-column", headings = list_of(headings))
            }
            Self::NoColumn { headings, .. } => {
                text!("hint-the-columns-are", headings = list_of(headings))
            }
        }
    }
}

/// The longest list of headings that a hint shows.
const HEADINGS_SHOWN: usize = 12;

fn list_of(headings: &[String]) -> String {
    let shown: Vec<&str> = headings
        .iter()
        .map(|heading| heading.trim())
        .filter(|heading| !heading.is_empty())
        .take(HEADINGS_SHOWN)
        .collect();
    let more = if headings.len() > HEADINGS_SHOWN {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", shown.join(", "))
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for ReadError {}
