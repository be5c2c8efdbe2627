//! A table of people as CSV, for a spreadsheet.

use crate::domain::subscriber::{Subscriber, SubscriberStatus};

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
