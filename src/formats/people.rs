//! What a file of people says, whatever its kind.

use std::{fmt, iter, ops::Range};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::text::{Charset, Encoding, NotText};
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
///
/// A large file is read in parts.
#[derive(Clone, Debug)]
pub struct People {
    /// What the file was read as.
    pub kind: Kind,
    /// How its text was encoded.
    pub encoding: Encoding,
    /// Cells and rows that could not be taken.
    pub problems: Vec<Problem>,
    /// The labels of the classes, in the order of the file.
    pub classes: Vec<Box<str>>,
    /// Rows of the second table, of organismes, which are no people.
    pub organismes: usize,
    /// The first part, or the only one.
    pub(super) part: Part,
    further_parts: Vec<Part>,
}

/// Consecutive rows of a file.
///
/// All names stand in one text, and all addresses in one vector: a file of a
/// whole school costs a few allocations, not several a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    rows: Vec<PersonRow>,
    addresses: Vec<Address>,
    children: Vec<ChildRow>,
    /// Those of the pupils of a row, then the one of the row, and so on.
    pub(super) names: String,
}

/// Where what belongs to a row ends; it begins where the row before ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct PersonRow {
    line: usize,
    name_end: usize,
    addresses_end: usize,
    children_end: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChildRow {
    /// Where the name ends in the names of the file; it begins where the one before ends.
    pub(super) name_end: usize,
    pub(super) class: Option<u32>,
}

impl People {
    /// Makes the content of a file in which nothing was read yet.
    pub fn new(kind: Kind, encoding: Encoding) -> Self {
        Self {
            kind,
            encoding,
            problems: Vec::new(),
            classes: Vec::new(),
            organismes: 0,
            part: Part::default(),
            further_parts: Vec::new(),
        }
    }

    /// Adds what follows in the same file, whose lines are counted from `first_line` on.
    pub(super) fn append(&mut self, mut next: Self, first_line: usize) {
        let mut ranks = Vec::with_capacity(next.classes.len());
        for label in next.classes {
            let rank = self.classes.iter().position(|known| *known == label);
            ranks.push(rank.unwrap_or(self.classes.len()));
            if rank.is_none() {
                self.classes.push(label);
            }
        }
        for part in iter::once(&mut next.part).chain(&mut next.further_parts) {
            for row in &mut part.rows {
                row.line += first_line;
            }
            for child in &mut part.children {
                let rank = child.class.and_then(|rank| ranks.get(rank as usize));
                child.class = rank.and_then(|&rank| u32::try_from(rank).ok());
            }
        }
        for problem in &mut next.problems {
            problem.line += first_line;
        }
        self.problems.append(&mut next.problems);
        self.organismes += next.organismes;
        self.further_parts.push(next.part);
        self.further_parts.append(&mut next.further_parts);
    }

    /// Fails when the file had nothing but headings.
    pub(super) fn unless_empty(self) -> Result<Self, ReadError> {
        if self.is_empty() && self.problems.is_empty() {
            return Err(ReadError::NoRow);
        }
        Ok(self)
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        iter::once(&self.part).chain(&self.further_parts)
    }

    /// Returns one person per row that says something.
    pub fn iter(&self) -> impl Iterator<Item = Person<'_>> {
        self.parts().flat_map(Part::iter)
    }

    /// Returns how many people there are.
    pub fn len(&self) -> usize {
        self.parts().map(|part| part.rows.len()).sum()
    }

    /// Tells whether the file names nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells whether the file ends, or a row does, where it should not.
    pub fn is_cut(&self) -> bool {
        self.problems.iter().any(|one| one.reason == Reason::Cut)
    }
}

impl Part {
    /// Makes room for the people of so many bytes of a table, as ONDE writes them.
    pub(super) fn expect_bytes(&mut self, bytes: usize) {
        self.rows.reserve(bytes / 256);
        self.addresses.reserve(bytes / 256);
        self.children.reserve(bytes / 128);
    }

    /// Adds someone, whose name ends in `names` where it is said, after those of the pupils.
    pub(super) fn push(
        &mut self,
        line: usize,
        name_end: usize,
        addresses: &mut Vec<Address>,
        children: &mut Vec<ChildRow>,
    ) {
        self.addresses.append(addresses);
        self.children.append(children);
        self.rows.push(PersonRow {
            line,
            name_end,
            addresses_end: self.addresses.len(),
            children_end: self.children.len(),
        });
    }

    fn iter(&self) -> impl Iterator<Item = Person<'_>> {
        let mut before = PersonRow::default();
        self.rows.iter().map(move |row| {
            let children = self.children.get(before.children_end..row.children_end);
            let children = children.unwrap_or_default();
            let addresses = self.addresses.get(before.addresses_end..row.addresses_end);
            let children_start = before.name_end;
            let own_start = children.last().map_or(children_start, |last| last.name_end);
            before = *row;
            Person {
                line: row.line,
                name: self.name(own_start..row.name_end),
                addresses: addresses.unwrap_or_default(),
                children,
                children_start,
                part: self,
            }
        })
    }

    fn name(&self, range: Range<usize>) -> &str {
        self.names.get(range).unwrap_or_default()
    }
}

/// One row: someone, where to write to them, and their pupils.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// The line on which the row begins, from 1.
    pub line: usize,
    /// First name and name as used; may be empty.
    pub name: &'a str,
    /// The addresses of the row; several, or none.
    pub addresses: &'a [Address],
    children: &'a [ChildRow],
    /// Where the name of the first pupil begins.
    children_start: usize,
    part: &'a Part,
}

impl<'a> Person<'a> {
    /// Returns the pupils whom this person is responsible for.
    pub fn children(&self) -> impl Iterator<Item = Child<'a>> {
        let (part, mut start) = (self.part, self.children_start);
        self.children.iter().map(move |child| {
            let name = part.name(start..child.name_end);
            start = child.name_end;
            Child {
                name,
                class: child.class.map(|class| class as usize),
            }
        })
    }
}

/// A pupil, as a row names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child<'a> {
    /// First name and name.
    pub name: &'a str,
    /// The rank of the class among those of the file; none when they have none yet.
    pub class: Option<usize>,
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
    /// The bytes of a cell → the rank of its label.
    known: FxHashMap<Box<[u8]>, Option<u32>>,
    in_order: Vec<Box<str>>,
}

impl Labels {
    /// Returns the rank of a label, single-spaced; none of a blank cell.
    pub fn rank(&mut self, cell: &[u8], charset: &Charset) -> Option<u32> {
        if cell.is_empty() {
            return None;
        }
        if let Some(&known) = self.known.get(cell) {
            return known;
        }
        let text = charset.decode(cell);
        let label = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let rank = (!label.is_empty()).then(|| self.rank_of(label));
        // A file has no room for more labels than that.
        let rank = rank.and_then(|rank| u32::try_from(rank).ok());
        self.known.insert(cell.into(), rank);
        rank
    }

    fn rank_of(&mut self, label: String) -> usize {
        let same = self.in_order.iter().position(|one| **one == *label);
        same.unwrap_or_else(|| {
            self.in_order.push(label.into_boxed_str());
            self.in_order.len() - 1
        })
    }

    /// Returns the labels in the order of the file.
    pub fn into_classes(self) -> Vec<Box<str>> {
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
    /// It is ONDE's extraction of the responsables, without the column of the addresses.
    OndeWithoutAddresses,
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
            Self::OndeWithoutAddresses => text!("file-onde-without-addresses"),
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
            Self::NotText(NotText::Archive) => text!("hint-open-archive"),
            Self::NotText(_)
            | Self::Eleves
            | Self::OndeWithoutAddresses
            | Self::NotOnde
            | Self::NoRow => text!("hint-export-responsables"),
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
    let shown: Vec<String> = headings
        .iter()
        .map(|heading| shown(heading))
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
