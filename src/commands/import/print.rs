//! The report of an import, for people.

use super::report::{Applied, ImportReport, ListReport, Located, MovedReport, Refused, Someone};
use crate::{
    domain::{address::Address, class_order::class_order},
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
            &self.suppressed,
            |one| text!("import-on-list", address = one.address, list = one.list).to_string(),
        );
        self.print_departures(page);
        for one in &self.renamed_classes {
            page.blank();
            page.line(text!("import-renamed", from = one.from, to = one.to));
            let (old, new) = (one.old_list, one.new_list);
            match self.outcome {
                Applied::Done => page.line(text!("import-two-lists", old = old, new = new)),
                Applied::Not => page.line(text!("import-rename-first", old = old, new = new)),
                // The refusal says it.
                Applied::Refused => {}
            }
        }
    }

    /// Describes those of whoever leaves a list.
    fn describe_left(&self, those: impl Fn(&Someone<'_>) -> bool) -> Vec<String> {
        let lists = self.lists.iter();
        let left = lists.flat_map(|list| list.left.iter().map(move |one| (list, one)));
        left.filter(|(_, one)| those(one))
            .map(|(list, one)| {
                let names = one.names.join(", ");
                text!(
                    "import-left-one",
                    address = one.address,
                    name = names,
                    list = list.list
                )
                .to_string()
            })
            .collect()
    }

    fn is_present(&self, one: &Someone<'_>) -> bool {
        self.present.contains(one.address.key())
    }

    fn print_departures(&self, page: &mut Page) {
        let of_lists = |describe: fn(&ListReport<'_>) -> Vec<String>| -> Vec<String> {
            self.lists.iter().flat_map(describe).collect()
        };
        let moved = of_lists(|list| {
            let one = |one: &MovedReport<'_>| {
                text!(
                    "import-moved-one",
                    name = one.name,
                    from = one.from,
                    to = one.to,
                    list = list.list
                )
                .to_string()
            };
            list.moved.iter().map(one).collect()
        });
        section(
            page,
            |count| text!("import-moved", count = count),
            &moved,
            Clone::clone,
        );
        let refused = self.outcome == Applied::Refused;
        let left = self.describe_left(|one| !self.is_present(one));
        let heading = |count| {
            if refused {
                text!("import-would-leave", count = count)
            } else {
                text!("import-left", count = count)
            }
        };
        section(page, heading, &left, Clone::clone);
        let changed_class = self.describe_left(|one| self.is_present(one));
        let heading = |count| {
            if refused {
                text!("import-would-leave-class", count = count)
            } else {
                text!("import-left-class", count = count)
            }
        };
        section(page, heading, &changed_class, Clone::clone);
        let kept = of_lists(|list| {
            let one = |one: &Address| {
                text!("import-on-list", address = one, list = list.list).to_string()
            };
            list.kept.iter().map(one).collect()
        });
        section(
            page,
            |count| text!("import-kept", count = count),
            &kept,
            Clone::clone,
        );
    }
}

/// Adds a title and a line for each item, unless there is none.
fn section<T>(
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
