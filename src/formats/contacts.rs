//! A table of people as CSV: from any program, and for a spreadsheet.

use std::borrow::Cow;

use super::{
    headings::{is_email, normalise, split_number},
    people::ReadError,
    rows::Rows,
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
pub fn read(
    layout: &Layout,
    mut rows: Rows<'_>,
    mut reading: Reading<'_>,
) -> Result<(), ReadError> {
    let mut cells = Vec::with_capacity(layout.headings.len());
    while let Some(row) = rows.next_row(&mut cells) {
        reading.row(layout, row, &cells);
    }
    reading.finish()
}

/// The mark by which spreadsheets know UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Writes subscribers as CSV with a heading, UTF-8 with BOM.
pub fn write(subscribers: &[&Subscriber]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(BOM.to_vec());
    let mut record = |cells: [&str; 6]| {
        writer
            .write_record(cells)
            .expect("memory can be written to");
    };
    record(["email", "name", "classes", "origin", "status", "added"]);
    for one in subscribers {
        let classes: Vec<&str> = one.classes.iter().map(String::as_str).collect();
        let status = match one.status {
            SubscriberStatus::Active => "active",
            SubscriberStatus::Suspended => "suspended",
        };
        record([
            &neutralise(one.address.as_str()),
            &neutralise(&one.display_name()),
            &neutralise(&classes.join(", ")),
            one.origin.as_str(),
            status,
            &one.added.to_string(),
        ]);
    }
    writer.into_inner().expect("memory can be flushed")
}

/// Keeps a spreadsheet from executing a cell: what begins like a formula gets an apostrophe before it.
pub fn neutralise(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
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
        one.classes.insert("CM1; CM2".to_owned());
        let text = String::from_utf8(write(&[&one])).unwrap();
        assert_eq!(
            text,
            "\u{feff}email,name,classes,origin,status,added\n\
             a@x.fr,\"'=HYPERLINK(\"\"x\"\")\",CM1; CM2,onde,active,1970-01-01T00:00:00Z\n"
        );
    }
}
