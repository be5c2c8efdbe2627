//! Rows of a table to people, once it is known which column holds what.

use std::borrow::Cow;

use super::{
    cell::read_addresses,
    people::{Child, Labels, People, Person, Problem, Reason, shown},
    rows::Row,
};

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
    /// Returns the name in one line: `Maïté ROUSSET`.
    fn read(self, cells: &[Cow<'_, str>]) -> String {
        let cell = |column: Option<usize>| {
            column
                .and_then(|column| cells.get(column))
                .map_or("", |cell| cell.trim())
        };
        let mut last = cell(self.usage);
        if last.is_empty() {
            last = cell(self.last);
        }
        let first = cell(self.first);
        let mut name = String::with_capacity(first.len() + 1 + last.len());
        for part in [first, last] {
            if !part.is_empty() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(part);
            }
        }
        if name.bytes().any(|b| b.is_ascii_control()) {
            name = name.split(char::is_control).collect::<Vec<_>>().join(" ");
        }
        name
    }
}

impl Layout {
    /// Reads one row into people and problems; a row that says nothing is none.
    pub fn read(&self, row: Row, cells: &[Cow<'_, str>], labels: &mut Labels, file: &mut People) {
        if row.cut {
            file.problems.push(Problem {
                line: row.line,
                column: None,
                value: shown(&cells.join(" ")),
                reason: Reason::Cut,
            });
            return;
        }
        let mut addresses = Vec::new();
        let mut refused = false;
        // The columns are in order: a short row ends the search.
        for (column, cell) in self
            .emails
            .iter()
            .map_while(|&column| Some((column, cells.get(column)?)))
        {
            read_addresses(cell, &mut addresses, |value, error| {
                refused = true;
                file.problems.push(Problem {
                    line: row.line,
                    column: self.headings.get(column).map(|one| one.trim().to_owned()),
                    value: shown(value),
                    reason: Reason::Address(error),
                });
            });
        }
        let mut children = Vec::new();
        for columns in &self.children {
            let class = columns.class.and_then(|column| cells.get(column));
            let class = class.map_or("", |cell| cell.trim());
            let name = columns.name.read(cells);
            if !name.is_empty() || !class.is_empty() {
                let class = labels.share(class);
                children.push(Child { name, class });
            }
        }
        let name = self.name.read(cells);
        if !name.is_empty() || !addresses.is_empty() || refused || !children.is_empty() {
            file.people.push(Person {
                line: row.line,
                name,
                addresses,
                children,
            });
        }
    }
}
