//! Rows of a table to people, once it is known which column holds what.

use std::borrow::Cow;

use super::{
    cell::read_addresses,
    people::{ChildRow, Labels, People, Problem, Reason, shown},
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

impl Layout {
    /// Returns where the columns of the first pupil begin, if there are any.
    pub fn first_pupil_column(&self) -> Option<usize> {
        let ChildColumns { name, class } = self.children.first()?;
        let columns = [name.first, name.usage, name.last, *class];
        columns.into_iter().flatten().min()
    }
}

impl NameColumns {
    /// Puts the name in one line, `Maïté ROUSSET`, at the end of `names`.
    fn read(self, cells: &[Cow<'_, [u8]>], charset: &Charset, names: &mut Vec<u8>) {
        let start = names.len();
        append_trimmed(cell(cells, self.first), charset, names);
        let after_first = names.len();
        if after_first > start {
            names.push(b' ');
        }
        let last = names.len();
        append_trimmed(cell(cells, self.usage), charset, names);
        if names.len() == last {
            append_trimmed(cell(cells, self.last), charset, names);
        }
        if names.len() == last {
            names.truncate(after_first);
        }
    }
}

fn cell<'c>(cells: &'c [Cow<'_, [u8]>], column: Option<usize>) -> &'c [u8] {
    column
        .and_then(|column| cells.get(column))
        .map_or(&[], |cell| cell.trim_ascii())
}

fn append_trimmed(cell: &[u8], charset: &Charset, names: &mut Vec<u8>) {
    // Blanks beyond ASCII, such as the non-breaking space, are rare.
    let ends = [cell.first(), cell.last()];
    if ends.iter().flatten().all(|b| b.is_ascii_graphic()) {
        charset.append(cell, names);
    } else {
        names.extend_from_slice(charset.decode(cell).trim().as_bytes());
    }
}

/// People being read, row by row.
#[derive(Debug)]
pub struct Reading<'f> {
    pub(super) people: People,
    pub(super) charset: &'f Charset,
    labels: Labels,
    /// The names of all rows, in UTF-8.
    names: Vec<u8>,
    /// Those of the present row; kept to be used again.
    addresses: Vec<Address>,
    children: Vec<ChildRow>,
}

impl<'f> Reading<'f> {
    /// Starts to read the rows of a file, of which nothing was read yet.
    pub fn new(people: People, charset: &'f Charset) -> Self {
        Self {
            people,
            charset,
            labels: Labels::default(),
            names: Vec::new(),
            addresses: Vec::new(),
            children: Vec::new(),
        }
    }

    /// Makes room for the people of so many bytes of a table, as ONDE writes them.
    pub fn expect_bytes(&mut self, bytes: usize) {
        self.people.part.expect_bytes(bytes);
        self.names.reserve(bytes / 3);
    }

    /// Reads one row into people and problems; a row that says nothing is none.
    pub fn row(&mut self, layout: &Layout, row: Row, cells: &[Cow<'_, [u8]>]) {
        let charset = self.charset;
        if row.cut {
            self.people.problems.push(Problem {
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
            // Nearly every cell is one clean address.
            if let Some(address) = Address::parse_plain(cell) {
                self.addresses.push(address);
                continue;
            }
            let cell = charset.decode(cell);
            read_addresses(&cell, &mut self.addresses, |value, error| {
                refused = true;
                self.people.problems.push(Problem {
                    line: row.line,
                    column: layout.headings.get(column).map(|one| one.trim().to_owned()),
                    value: shown(value),
                    reason: Reason::Address(error),
                });
            });
        }
        let row_start = self.names.len();
        for columns in &layout.children {
            let start = self.names.len();
            let class = self.labels.rank(cell(cells, columns.class), charset);
            columns.name.read(cells, charset, &mut self.names);
            let name_end = self.names.len();
            if name_end > start || class.is_some() {
                self.children.push(ChildRow { name_end, class });
            }
        }
        layout.name.read(cells, charset, &mut self.names);
        let name_end = self.names.len();
        let says_something =
            name_end > row_start || !self.addresses.is_empty() || !self.children.is_empty();
        if says_something || refused {
            let (addresses, children) = (&mut self.addresses, &mut self.children);
            self.people
                .part
                .push(row.line, name_end, addresses, children);
        }
    }

    /// Ends the file, or the part of it that was to be read.
    pub fn finish(mut self) -> People {
        let mut names = self.names;
        for byte in &mut names {
            *byte = if byte.is_ascii_control() { b' ' } else { *byte };
        }
        self.people.part.names = String::from_utf8(names).expect("cells of text are text");
        self.people.classes = self.labels.into_classes();
        self.people
    }
}
