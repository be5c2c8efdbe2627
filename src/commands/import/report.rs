//! What an import tells: the files, the lists, and what a person should look at.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    domain::{address::Address, list_name::ListName, subscriber::Subscriber},
    formats::{
        people::{Kind, Reason},
        text::Encoding,
    },
    ops::import::{ImportOptions, ImportPlan, Joining, ListPlan, Mode, RowReference, Source},
    text,
    texts::{Language, Text},
    ui::{Page, Report, Table},
};

/// Whether the plan was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Every list was written.
    Done,
    /// Nobody asked for it.
    Not,
    /// Too many would have left.
    Refused,
}

#[derive(Debug, Serialize)]
pub struct ImportReport<'a> {
    pub date: Timestamp,
    pub applied: bool,
    pub synchronised: bool,
    pub files: Vec<FileReport<'a>>,
    pub rows: usize,
    pub rows_reached: usize,
    pub pupils: usize,
    pub pupils_reached: usize,
    pub lists: Vec<ListReport<'a>>,
    pub unreachable_pupils: Vec<PupilReport<'a>>,
    pub refused: Vec<Refused<'a>>,
    pub without_address: Vec<Located<'a>>,
    pub without_class: Vec<Located<'a>>,
    pub mistyped: Vec<Mistyped<'a>>,
    pub suppressed: Vec<Suppressed<'a>>,
    pub absent_classes: &'a [String],
    pub renamed_classes: Vec<RenamedClass<'a>>,
    #[serde(skip)]
    outcome: Applied,
}

#[derive(Debug, Serialize)]
pub struct FileReport<'a> {
    pub file: &'a str,
    pub kind: Kind,
    pub encoding: Encoding,
    pub rows: usize,
    pub organismes: usize,
}

#[derive(Debug, Serialize)]
pub struct ListReport<'a> {
    pub list: &'a ListName,
    pub title: Option<&'a str>,
    pub created: bool,
    pub subscribers: usize,
    pub added: Vec<Someone<'a>>,
    pub updated: Vec<Someone<'a>>,
    pub unchanged: usize,
    pub left: Vec<Someone<'a>>,
    pub kept: &'a [Address],
    pub moved: Vec<MovedReport<'a>>,
}

#[derive(Debug, Serialize)]
pub struct Someone<'a> {
    pub address: &'a Address,
    pub names: Vec<&'a str>,
    pub classes: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
pub struct MovedReport<'a> {
    pub name: &'a str,
    pub from: &'a Address,
    pub to: &'a Address,
}

#[derive(Debug, Serialize)]
pub struct PupilReport<'a> {
    pub name: &'a str,
    pub class: &'a str,
}

#[derive(Debug, Serialize)]
pub struct Refused<'a> {
    pub file: &'a str,
    pub line: usize,
    pub column: Option<&'a str>,
    pub value: &'a str,
    /// In English, as every value of the JSON.
    pub reason: String,
    #[serde(skip)]
    pub why: Reason,
}

#[derive(Debug, Serialize)]
pub struct Located<'a> {
    pub file: &'a str,
    pub line: usize,
    pub name: &'a str,
}

#[derive(Debug, Serialize)]
pub struct Mistyped<'a> {
    pub file: &'a str,
    pub line: usize,
    pub address: &'a Address,
    pub likely_domain: &'static str,
}

#[derive(Debug, Serialize)]
pub struct Suppressed<'a> {
    pub list: &'a ListName,
    pub address: &'a Address,
}

#[derive(Debug, Serialize)]
pub struct RenamedClass<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub old_list: &'a ListName,
    pub new_list: &'a ListName,
}

impl<'a> Someone<'a> {
    fn new(one: &'a Subscriber) -> Self {
        Self {
            address: &one.address,
            names: one.names.iter().map(String::as_str).collect(),
            classes: one.classes.iter().map(String::as_str).collect(),
        }
    }

    fn joining(one: &'a Joining<'a>) -> Self {
        Self {
            address: one.address,
            names: one.names.clone(),
            classes: one.classes.iter().map(AsRef::as_ref).collect(),
        }
    }
}

impl<'a> ListReport<'a> {
    fn new(list: &'a ListPlan<'a>) -> Self {
        Self {
            list: &list.name,
            title: list.list.title.as_deref(),
            created: list.created,
            subscribers: list.subscribers(),
            added: list.added.iter().map(Someone::joining).collect(),
            updated: list.updated.iter().map(Someone::new).collect(),
            unchanged: list.unchanged,
            left: list.left.iter().map(Someone::new).collect(),
            kept: &list.kept,
            moved: list
                .moved
                .iter()
                .map(|one| MovedReport {
                    name: &one.name,
                    from: &one.from,
                    to: &one.to,
                })
                .collect(),
        }
    }
}

impl<'a> ImportReport<'a> {
    /// Gathers what the files and the plan say.
    pub fn new(
        sources: &'a [Source],
        plan: &'a ImportPlan<'a>,
        options: &ImportOptions,
        outcome: Applied,
        date: Timestamp,
    ) -> Self {
        let file = |rank: usize| sources.get(rank).map_or("", |source| source.name.as_str());
        let located = |rows: &'a [RowReference]| {
            rows.iter()
                .map(|row| Located {
                    file: file(row.file),
                    line: row.line,
                    name: &row.name,
                })
                .collect()
        };
        Self {
            date,
            applied: outcome == Applied::Done,
            synchronised: options.mode == Mode::Synchronise,
            files: sources
                .iter()
                .map(|source| FileReport {
                    file: &source.name,
                    kind: source.people.kind,
                    encoding: source.people.encoding,
                    rows: source.people.people.len(),
                    organismes: source.people.organismes,
                })
                .collect(),
            rows: plan.rows,
            rows_reached: plan.rows_reached,
            pupils: plan.pupils,
            pupils_reached: plan.pupils - plan.unreachable.len(),
            lists: plan.lists.iter().map(ListReport::new).collect(),
            unreachable_pupils: plan
                .unreachable
                .iter()
                .map(|pupil| PupilReport {
                    name: &pupil.name,
                    class: &pupil.class,
                })
                .collect(),
            refused: plan
                .refused
                .iter()
                .map(|one| Refused {
                    file: file(one.file),
                    line: one.problem.line,
                    column: one.problem.column.as_deref(),
                    value: &one.problem.value,
                    reason: one.problem.reason.text().in_language(Language::English),
                    why: one.problem.reason,
                })
                .collect(),
            without_address: located(&plan.without_address),
            without_class: located(&plan.without_class),
            mistyped: plan
                .mistyped
                .iter()
                .map(|one| Mistyped {
                    file: file(one.file),
                    line: one.line,
                    address: &one.address,
                    likely_domain: one.likely,
                })
                .collect(),
            suppressed: plan
                .suppressed
                .iter()
                .map(|(list, address)| Suppressed { list, address })
                .collect(),
            absent_classes: &plan.absent_classes,
            renamed_classes: plan
                .renamed
                .iter()
                .map(|one| RenamedClass {
                    from: &one.from,
                    to: &one.to,
                    old_list: &one.old_list,
                    new_list: &one.new_list,
                })
                .collect(),
            outcome,
        }
    }
}

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
        for list in &self.lists {
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
                let described = text!(
                    "import-mistyped-address",
                    place = place(one.file, one.line, None),
                    address = one.address,
                    likely = one.likely_domain
                );
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
            page.line(text!(
                "import-renamed",
                from = one.from,
                to = one.to,
                old = one.old_list,
                new = one.new_list
            ));
        }
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
        let left = of_lists(|list| {
            let one = |one: &Someone<'_>| {
                let names = one.names.join(", ");
                text!(
                    "import-left-one",
                    address = one.address,
                    name = names,
                    list = list.list
                )
                .to_string()
            };
            list.left.iter().map(one).collect()
        });
        let refused = self.outcome == Applied::Refused;
        let heading = |count| {
            if refused {
                text!("import-would-leave", count = count)
            } else {
                text!("import-left", count = count)
            }
        };
        section(page, heading, &left, Clone::clone);
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
