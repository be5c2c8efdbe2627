//! A table of people as CSV: from any program, and for a spreadsheet.

use std::{borrow::Cow, collections::BTreeSet};

use super::{
    headings::{is_email, normalise, split_number},
    people::{People, ReadError},
    rows::Rows,
    sheet::{self, without_apostrophe},
    table::{ChildColumns, Layout, Reading},
};
use crate::domain::subscriber::{Subscriber, SubscriberStatus};

/// What a column of a table can be said to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Email,
    Name,
    FirstName,
    Class,
}

/// Finds the columns by their headings, in French or English.
///
/// `given` says which heading holds a field, and wins. None means that no
/// column has addresses.
pub fn layout(
    headings: &[Cow<'_, str>],
    given: &[(Field, String)],
) -> Result<Option<Layout>, ReadError> {
    let mut layout = Layout {
        headings: headings.iter().map(ToString::to_string).collect(),
        ..Layout::default()
    };
    let (mut class, mut whole_name, mut name) = (None, None, None);
    for (index, heading) in headings.iter().enumerate() {
        let key = normalise(heading);
        let (key, _) = split_number(&key);
        let column = match key {
            "prenom" | "prenoms" | "firstname" | "givenname" => &mut layout.name.first,
            "nom" | "nomdefamille" | "lastname" | "familyname" | "surname" => &mut layout.name.last,
            "nomusage" | "nomdusage" => &mut layout.name.usage,
            "name" => &mut name,
            "nomcomplet" | "nometprenom" | "nomprenom" | "prenomnom" | "prenometnom"
            | "fullname" | "displayname" | "nomaffiche" | "nomaafficher" => &mut whole_name,
            "classe" | "classes" | "class" | "libelleclasse" => &mut class,
            key if is_email(key) => {
                layout.emails.push(index);
                continue;
            }
            _ => continue,
        };
        column.get_or_insert(index);
    }
    // `Name` is the family name beside a first name, and the whole one otherwise.
    if layout.name.last.is_none() {
        let whole_name = if layout.name.first.is_none() {
            whole_name.or(name)
        } else {
            name
        };
        layout.name.last = whole_name;
    }
    for (field, heading) in given {
        let key = normalise(heading);
        let index = headings
            .iter()
            .position(|one| one.trim() == heading.trim())
            .or_else(|| headings.iter().position(|one| normalise(one) == key))
            .ok_or_else(|| ReadError::NoColumn {
                heading: heading.clone(),
                headings: layout.headings.clone(),
            })?;
        match field {
            Field::Email => layout.emails = vec![index],
            Field::Name => {
                layout.name.last = Some(index);
                layout.name.usage = None;
                if !given.iter().any(|(field, _)| *field == Field::FirstName) {
                    layout.name.first = None;
                }
            }
            Field::FirstName => layout.name.first = Some(index),
            Field::Class => class = Some(index),
        }
    }
    layout.children.extend(class.map(|class| ChildColumns {
        class: Some(class),
        ..ChildColumns::default()
    }));
    Ok((!layout.emails.is_empty()).then_some(layout))
}

/// Reads the rows that follow the headings.
///
/// A cell of several lines has several names, or several classes: so
/// [`write()`] puts them.
pub fn read(
    layout: &Layout,
    mut rows: Rows<'_>,
    mut reading: Reading<'_>,
) -> Result<People, ReadError> {
    let class = layout.children.first().and_then(|child| child.class);
    let columns = [layout.name.last, class];
    let columns: Vec<usize> = columns.into_iter().flatten().collect();
    let mut cells = Vec::with_capacity(layout.headings.len());
    while let Some(row) = rows.next_row(&mut cells) {
        cells.iter_mut().for_each(take_apostrophe);
        let lines = columns.iter().filter_map(|&column| cells.get(column));
        let most = lines.map(|cell| lines_of(cell).count()).max();
        if most.is_none_or(|most| most == 1) {
            reading.row(layout, row, &cells);
            continue;
        }
        for rank in 0..most.unwrap_or_default() {
            let mut cells = cells.clone();
            for &column in &columns {
                if let Some(cell) = cells.get_mut(column) {
                    let line = lines_of(cell).nth(rank);
                    let line = line.or_else(|| lines_of(cell).next_back());
                    *cell = Cow::Owned(line.unwrap_or_default().to_vec());
                }
            }
            reading.row(layout, row, &cells);
        }
    }
    reading.finish().unless_empty()
}

fn take_apostrophe(cell: &mut Cow<'_, [u8]>) {
    match cell {
        Cow::Borrowed(bytes) => *bytes = without_apostrophe(bytes),
        Cow::Owned(bytes) => *bytes = without_apostrophe(bytes).to_vec(),
    }
}

fn lines_of(cell: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    cell.trim_ascii().split(|&b| b == b'\n')
}

/// Writes subscribers as CSV with headings, for a spreadsheet; [`read`] reads it back.
pub fn write(subscribers: &[&Subscriber]) -> Vec<u8> {
    let headings = ["email", "name", "classes", "origin", "status", "added"];
    let mut rows = vec![headings.map(str::to_owned).to_vec()];
    rows.extend(subscribers.iter().map(|one| {
        let status = match one.status {
            SubscriberStatus::Active => "active",
            SubscriberStatus::Suspended => "suspended",
        };
        vec![
            one.address.to_string(),
            in_lines(&one.names),
            in_lines(&one.classes),
            one.origin.as_str().to_owned(),
            status.to_owned(),
            one.added.to_string(),
        ]
    }));
    sheet::write(&rows)
}

/// Puts each text on a line of the same cell.
fn in_lines(texts: &BTreeSet<String>) -> String {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{address::Address, subscriber::Origin};

    #[test]
    fn a_name_cannot_become_a_formula() {
        let mut one = Subscriber::new(
            Address::parse("a@x.fr").unwrap(),
            Origin::Onde,
            Timestamp::UNIX_EPOCH,
        );
        one.names.insert("=HYPERLINK(\"x\")".to_owned());
        one.classes.extend(["CM1; CM2", "CE2"].map(str::to_owned));
        let text = String::from_utf8(write(&[&one])).unwrap();
        assert_eq!(
            text,
            "\u{feff}email;name;classes;origin;status;added\r\n\
             a@x.fr;\"'=HYPERLINK(\"\"x\"\")\";\"CE2\nCM1; CM2\";onde;active;1970-01-01T00:00:00Z\r\n"
        );
    }
}
