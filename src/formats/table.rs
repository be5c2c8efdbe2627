//! Rows of a table to people, once it is known which column holds what.

use std::{borrow::Cow, ops::Range};

use super::{
    cell::read_addresses,
    people::{ChildRow, Labels, People, Problem, ReadError, Reason, shown},
    rows::Row,
    text::Charset,
};
use crate::domain::address::Address;

/// Which columns hold what, as the headings tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The headings, as they are written.
    pub headings: Vec<String>,
    /// The columns with addresses.
    pub emails: Vec<usize>,
    /// Whose addresses they are.
    pub name: NameColumns,
    /// The pupils, first to last.
    pub children: Vec<ChildColumns>,
}

/// The columns that make up a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameColumns {
    pub first: Option<usize>,
    /// The name that goes before the family name when both are given.
    pub usage: Option<usize>,
    pub last: Option<usize>,
}

/// The columns of one pupil.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChildColumns {
    pub name: NameColumns,
    pub class: Option<usize>,
}

impl NameColumns {
    /// Puts the name in one line, `Maïté ROUSSET`, at the end of `names`; returns where it stands.
    fn read(self, cells: &[Cow<'_, [u8]>], charset: &Charset, names: &mut String) -> Range<usize> {
        let start = names.len();
        append_trimmed(cell(cells, self.first), charset, names);
        let after_first = names.len();
        if after_first > start {
            names.push(' ');
        }
        let last = names.len();
        append_trimmed(cell(cells, self.usage), charset, names);
        if names.len() == last {
            append_trimmed(cell(cells, self.last), charset, names);
        }
        if names.len() == last {
            names.truncate(after_first);
        }
        let name = names.get(start..).unwrap_or_default();
        if name.bytes().any(|b| b.is_ascii_control()) {
            let name = name.replace(char::is_control, " ");
            names.truncate(start);
            names.push_str(&name);
        }
        start..names.len()
    }
}

fn cell<'c>(cells: &'c [Cow<'_, [u8]>], column: Option<usize>) -> &'c [u8] {
    column
        .and_then(|column| cells.get(column))
        .map_or(&[], |cell| cell.trim_ascii())
}

fn append_trimmed(cell: &[u8], charset: &Charset, text: &mut String) {
    let start = text.len();
    charset.append(cell, text);
    // Blanks beyond ASCII, such as the non-breaking space, are rare.
    let ends = [cell.first(), cell.last()];
    if ends.iter().flatten().all(|b| b.is_ascii_graphic()) {
        return;
    }
    let added = text.get(start..).unwrap_or_default();
    let trimmed = added.trim();
    if trimmed.len() < added.len() {
        let trimmed = trimmed.to_owned();
        text.truncate(start);
        text.push_str(&trimmed);
    }
}

/// People being read, row by row.
#[derive(Debug)]
pub struct Reading<'f> {
    pub(super) file: &'f mut People,
    pub(super) charset: &'f Charset,
    labels: Labels,
    /// Those of the present row; kept to be used again.
    addresses: Vec<Address>,
    children: Vec<ChildRow>,
}

impl<'f> Reading<'f> {
    /// Starts to read the rows of a file.
    pub fn new(file: &'f mut People, charset: &'f Charset) -> Self {
        Self {
            file,
            charset,
            labels: Labels::default(),
            addresses: Vec::new(),
            children: Vec::new(),
        }
    }

    /// Reads one row into people and problems; a row that says nothing is none.
    pub fn row(&mut self, layout: &Layout, row: Row, cells: &[Cow<'_, [u8]>]) {
        let charset = self.charset;
        if row.cut {
            self.file.problems.push(Problem {
                line: row.line,
                column: None,
                value: shown(&charset.decode(&cells.join(b" ".as_slice()))),
                reason: Reason::Cut,
            });
            return;
        }
        let mut refused = false;
        // The columns are in order: a short row ends the search.
        for (column, cell) in layout
            .emails
            .iter()
            .map_while(|&column| Some((column, cells.get(column)?)))
        {
            read_addresses(
                &charset.decode(cell),
                &mut self.addresses,
                |value, error| {
                    refused = true;
                    self.file.problems.push(Problem {
                        line: row.line,
                        column: layout.headings.get(column).map(|one| one.trim().to_owned()),
                        value: shown(value),
                        reason: Reason::Address(error),
                    });
                },
            );
        }
        for columns in &layout.children {
            let class = self.labels.rank(cell(cells, columns.class), charset);
            let name = columns.name.read(cells, charset, &mut self.file.names);
            if !name.is_empty() || class.is_some() {
                self.children.push(ChildRow { name, class });
            }
        }
        let name = layout.name.read(cells, charset, &mut self.file.names);
        let says_something =
            !name.is_empty() || !self.addresses.is_empty() || !self.children.is_empty();
        if says_something || refused {
            let (addresses, children) = (&mut self.addresses, &mut self.children);
            self.file.push(row.line, name, addresses, children);
        }
    }

    /// Ends the file; fails when it had nothing but headings.
    pub fn finish(self) -> Result<(), ReadError> {
        self.file.classes = self.labels.into_classes();
        if self.file.is_empty() && self.file.problems.is_empty() {
            return Err(ReadError::NoRow);
        }
        Ok(())
    }
}
