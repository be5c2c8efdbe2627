//! The report of an import, for people.

use std::collections::BTreeMap;

use super::report::{Applied, ImportReport, ListReport, Located, OnList, Refused};
use crate::{
    domain::{class_order::class_order, list_name::ListName},
    text,
    texts::Text,
    ui::{Page, Report, Table},
};

impl Report for ImportReport<'_> {
    fn print(&self, page: &mut Page) {
        for file in &self.files {
            page.line(text!(
                "import-file",
                file = file.file,
                kind = file.kind.text(),
                encoding = file.encoding.as_str(),
                rows = file.rows
            ));
            if file.organismes > 0 {
                page.line(text!("import-organismes", count = file.organismes));
            }
        }
        page.blank();
        page.table(&self.table());
        page.blank();
        if self.pupils > 0 {
            page.line(text!(
                "import-pupils-reached",
                reached = self.pupils_reached,
                count = self.pupils
            ));
        }
        page.line(text!(
            "import-rows-reached",
            reached = self.rows_reached,
            count = self.rows
        ));
        self.print_sections(page);
        match self.outcome {
            Applied::Done => {}
            Applied::Not => {
                page.blank();
                page.line(text!("import-dry-run"));
            }
            Applied::Refused => page.blank(),
        }
    }
}

impl ImportReport<'_> {
    fn table(&self) -> Table {
        let mut headings = vec![
            text!("column-list"),
            text!("column-added"),
            text!("column-updated"),
            text!("column-unchanged"),
        ];
        if self.synchronised {
            headings.push(text!("column-left"));
        }
        headings.push(text!("column-subscribers"));
        let columns = headings.len();
        let mut table = Table::new(headings);
        for column in 1..columns {
            table = table.right_aligned(column);
        }
        let mut lists: Vec<&ListReport<'_>> = self.lists.iter().collect();
        lists.sort_by_cached_key(|list| class_order(list.list.as_str()));
        for list in lists {
            let name = if list.created {
                text!("import-new-list", list = list.list).to_string()
            } else {
                list.list.to_string()
            };
            let mut row = vec![
                name,
                list.added.len().to_string(),
                list.updated.len().to_string(),
                list.unchanged.to_string(),
            ];
            if self.synchronised {
                row.push(list.left.len().to_string());
            }
            row.push(list.subscribers.to_string());
            table.row(row);
        }
        table
    }

    /// What a person should look at, most urgent first; nothing when all is well.
    fn print_sections(&self, page: &mut Page) {
        section(
            page,
            |count| text!("import-unreachable", count = count),
            &self.unreachable_pupils,
            |one| {
                if one.class.is_empty() {
                    one.name.to_owned()
                } else {
                    text!("import-pupil", name = one.name, class = one.class).to_string()
                }
            },
        );
        section(
            page,
            |count| text!("import-refused", count = count),
            &self.refused,
            Refused::describe,
        );
        section(
            page,
            |count| text!("import-mistyped", count = count),
            &self.mistyped,
            |one| {
                let place = place(one.file, one.line, None);
                let address = one.address;
                let described = match one.likely_domain {
                    Some(likely) => text!(
                        "import-mistyped-address",
                        place = place,
                        address = address,
                        likely = likely
                    ),
                    None => text!("import-accent", place = place, address = address),
                };
                described.to_string()
            },
        );
        let located = |one: &Located<'_>| one.describe();
        section(
            page,
            |count| text!("import-without-address", count = count),
            &self.without_address,
            located,
        );
        section(
            page,
            |count| text!("import-without-class", count = count),
            &self.without_class,
            located,
        );
        section(
            page,
            |count| text!("import-suppressed", count = count),
            &OnList::describe(&self.suppressed),
            Clone::clone,
        );
        if let Some(first) = self.suppressed.first() {
            page.line(text!(
                "import-suppressed-back",
                list = first.list,
                address = first.address
            ));
        }
        self.print_departures(page);
        for one in &self.renamed_classes {
            page.blank();
            page.line(&one.what);
            let (old, new) = (one.old_list, one.new_list);
            match self.outcome {
                Applied::Done => page.line(text!("import-two-lists", old = old, new = new)),
                Applied::Not => page.line(text!("import-rename-first", old = old, new = new)),
                // The refusal says it.
                Applied::Refused => {}
            }
        }
    }
}

/// Brings together what is said of a person on several lists, so that people are
/// counted: what it is, and the names of the lists.
pub(super) fn by_person<'a, K: Ord, T>(
    told: impl Iterator<Item = (K, (T, &'a ListName))>,
) -> impl Iterator<Item = (T, String)> {
    let mut people: BTreeMap<K, (T, Vec<&str>)> = BTreeMap::new();
    for (key, (what, list)) in told {
        let (_, lists) = people.entry(key).or_insert((what, Vec::new()));
        lists.push(list.as_str());
    }
    let people = people.into_values();
    people.map(|(what, lists)| (what, lists.join(", ")))
}

/// Adds a title and a line for each item, unless there is none.
pub(super) fn section<T>(
    page: &mut Page,
    title: impl FnOnce(usize) -> Text,
    items: &[T],
    describe: impl Fn(&T) -> String,
) {
    if items.is_empty() {
        return;
    }
    page.blank();
    page.title(title(items.len()));
    for item in items {
        page.line(format!("  {}", describe(item)));
    }
}

/// Returns where something stands, for people: file, line, and column if there is one.
fn place(file: &str, line: usize, column: Option<&str>) -> Text {
    match column {
        Some(column) => text!(
            "import-cell",
            file = file,
            line = line.to_string(),
            column = column
        ),
        None => text!("import-line", file = file, line = line.to_string()),
    }
}

impl Located<'_> {
    fn describe(&self) -> String {
        let place = place(self.file, self.line, None);
        text!("import-located", place = place, what = self.name).to_string()
    }
}

impl Refused<'_> {
    fn describe(&self) -> String {
        text!(
            "import-refused-value",
            place = place(self.file, self.line, self.column),
            value = self.value,
            reason = self.why.text()
        )
        .to_string()
    }
}
