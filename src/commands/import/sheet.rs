//! The report of an import as a table for a spreadsheet: one row per thing to know.

use super::report::{ImportReport, ListReport, Located, OnList, Someone};
use crate::{text, texts::Text};

/// What a row may say; what does not apply stays empty.
#[derive(Default)]
struct Cells<'a> {
    list: &'a str,
    class: &'a str,
    name: &'a str,
    address: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: &'a str,
    detail: &'a str,
}

impl Cells<'_> {
    fn into_row(self, event: &Text) -> Vec<String> {
        let line = self.line.map_or_else(String::new, |line| line.to_string());
        vec![
            event.to_string(),
            self.list.to_owned(),
            self.class.to_owned(),
            self.name.to_owned(),
            self.address.to_owned(),
            self.file.to_owned(),
            line,
            self.column.to_owned(),
            self.detail.to_owned(),
        ]
    }
}

/// Returns the headings and the rows, in the reader's language.
pub fn rows(report: &ImportReport<'_>) -> Vec<Vec<String>> {
    let headings = [
        text!("sheet-event"),
        text!("column-list"),
        text!("column-class"),
        text!("column-name"),
        text!("column-address"),
        text!("sheet-file"),
        text!("sheet-line"),
        text!("sheet-column"),
        text!("sheet-detail"),
    ];
    let mut rows = vec![headings.iter().map(Text::to_string).collect()];
    rows.extend(report.unreachable_pupils.iter().map(|pupil| {
        let cells = Cells {
            class: pupil.class,
            name: pupil.name,
            ..Cells::default()
        };
        cells.into_row(&text!("sheet-unreachable"))
    }));
    rows.extend(of_files(report));
    rows.extend(on_lists(&text!("sheet-suppressed"), &report.suppressed));
    rows.extend(on_lists(&text!("sheet-elsewhere"), &report.elsewhere));
    // The file is kept and read later, when nobody knows any more that it was a try.
    let date = if report.applied {
        report.date.to_string()
    } else {
        text!("import-dry-run").to_string()
    };
    rows.extend(report.lists.iter().flat_map(|list| of_list(list, &date)));
    rows
}

fn on_lists(event: &Text, those: &[OnList<'_>]) -> Vec<Vec<String>> {
    let row = |one: &OnList<'_>| {
        let cells = Cells {
            list: one.list.as_str(),
            address: one.address.as_str(),
            ..Cells::default()
        };
        cells.into_row(event)
    };
    those.iter().map(row).collect()
}

/// What concerns a row of a file.
fn of_files(report: &ImportReport<'_>) -> Vec<Vec<String>> {
    let refused = report.refused.iter().map(|one| {
        let cells = Cells {
            address: one.value,
            file: one.file,
            line: Some(one.line),
            column: one.column.unwrap_or_default(),
            detail: &one.why.text().to_string(),
            ..Cells::default()
        };
        cells.into_row(&text!("sheet-refused"))
    });
    let accent = text!("sheet-accent").to_string();
    let mistyped = report.mistyped.iter().map(|one| {
        let cells = Cells {
            address: one.address.as_str(),
            file: one.file,
            line: Some(one.line),
            detail: one.likely_domain.unwrap_or(&accent),
            ..Cells::default()
        };
        cells.into_row(&text!("sheet-mistyped"))
    });
    let located = |event: Text, rows: &[Located<'_>]| -> Vec<Vec<String>> {
        let row = |one: &Located<'_>| {
            let cells = Cells {
                name: one.name,
                file: one.file,
                line: Some(one.line),
                ..Cells::default()
            };
            cells.into_row(&event)
        };
        rows.iter().map(row).collect()
    };
    let mut rows: Vec<Vec<String>> = refused.chain(mistyped).collect();
    rows.extend(located(
        text!("sheet-without-address"),
        &report.without_address,
    ));
    rows.extend(located(text!("sheet-without-class"), &report.without_class));
    rows
}

/// What concerns the subscribers of a list.
fn of_list(list: &ListReport<'_>, date: &str) -> Vec<Vec<String>> {
    let people = |event: Text, people: &[Someone<'_>], date: &str| -> Vec<Vec<String>> {
        let row = |one: &Someone<'_>| {
            let cells = Cells {
                list: list.list.as_str(),
                class: &one.classes.join(", "),
                name: &one.names.join(", "),
                address: one.address.as_str(),
                detail: date,
                ..Cells::default()
            };
            cells.into_row(&event)
        };
        people.iter().map(row).collect()
    };
    let mut rows = people(text!("column-left"), &list.left, date);
    rows.extend(people(text!("column-added"), &list.added, date));
    rows.extend(people(text!("column-updated"), &list.updated, date));
    rows.extend(list.moved.iter().map(|one| {
        let cells = Cells {
            list: list.list.as_str(),
            name: one.name,
            address: one.to.as_str(),
            detail: one.from.as_str(),
            ..Cells::default()
        };
        cells.into_row(&text!("sheet-moved"))
    }));
    rows.extend(list.kept.iter().map(|address| {
        let cells = Cells {
            list: list.list.as_str(),
            address: address.as_str(),
            ..Cells::default()
        };
        cells.into_row(&text!("sheet-kept"))
    }));
    rows
}
