//! A table of people as CSV: from any program, and for a spreadsheet.

use std::borrow::Cow;

use super::{
    headings::{is_email, normalise, split_number},
    people::{Labels, People, ReadError},
    rows::Rows,
    table::{ChildColumns, Layout},
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
    let mut class = None;
    for (index, heading) in headings.iter().enumerate() {
        let key = normalise(heading);
        let (key, _) = split_number(&key);
        match key {
            "prenom" | "prenoms" | "firstname" | "givenname" => {
                layout.name.first.get_or_insert(index);
            }
            "nom" | "nomdefamille" | "lastname" | "familyname" | "surname" | "name"
            | "nomcomplet" | "nometprenom" | "nomprenom" | "prenomnom" | "fullname" => {
                layout.name.last.get_or_insert(index);
            }
            "displayname" | "nomaffiche" | "nomaafficher" | "nomusage" | "nomdusage" => {
                layout.name.usage.get_or_insert(index);
            }
            "classe" | "classes" | "class" | "libelleclasse" => {
                class.get_or_insert(index);
            }
            key if is_email(key) => layout.emails.push(index),
            _ => {}
        }
    }
    // The name that programs display has the first name already.
    if let Some(shown) = layout.name.usage
        && headings
            .get(shown)
            .is_some_and(|heading| !normalise(heading).contains("usage"))
    {
        layout.name.first = None;
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
pub fn read(layout: &Layout, mut rows: Rows<'_>, file: &mut People) -> Result<(), ReadError> {
    let mut labels = Labels::default();
    let mut cells = Vec::with_capacity(layout.headings.len());
    while let Some(row) = rows.next_row(&mut cells) {
        layout.read(row, &cells, &mut labels, file);
    }
    file.classes = labels.into_classes();
    if file.people.is_empty() && file.problems.is_empty() {
        return Err(ReadError::NoRow);
    }
    Ok(())
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
