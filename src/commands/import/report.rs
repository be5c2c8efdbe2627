//! What an import tells: the files, the lists, and what a person should look at.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    domain::{address::Address, list_name::ListName, subscriber::Subscriber},
    formats::{
        people::{Kind, Reason},
        text::Encoding,
    },
    ops::import::{
        ImportOptions, ImportPlan, Joining, ListPlan, Mistake, Mode, RowReference, Source,
    },
    texts::{Language, Text},
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
    pub suppressed: Vec<OnList<'a>>,
    pub elsewhere: Vec<OnList<'a>>,
    pub absent_classes: &'a [String],
    pub renamed_classes: Vec<RenamedClass<'a>>,
    #[serde(skip)]
    pub outcome: Applied,
    /// The keys of all addresses of the files, when someone leaves a list.
    #[serde(skip)]
    pub present: &'a HashSet<&'a str>,
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
    /// None when it is not the domain that looks wrong, but an accent before the at sign.
    pub likely_domain: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct OnList<'a> {
    pub list: &'a ListName,
    pub address: &'a Address,
}

#[derive(Debug, Serialize)]
pub struct RenamedClass<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub old_list: &'a ListName,
    pub new_list: &'a ListName,
    #[serde(skip)]
    pub what: Text,
}

impl<'a> Someone<'a> {
    fn new(one: &'a Subscriber) -> Self {
        Self {
            address: &one.address,
            names: one.names.iter().map(String::as_str).collect(),
            classes: one.classes.iter().map(String::as_str).collect(),
        }
    }

    fn joining(one: &'a Joining<'_>) -> Self {
        Self {
            address: one.address,
            names: one.names.iter().collect(),
            classes: one.classes.iter().collect(),
        }
    }
}

impl<'a> OnList<'a> {
    fn each(of: &'a [(ListName, Address)]) -> Vec<Self> {
        of.iter()
            .map(|(list, address)| Self { list, address })
            .collect()
    }
}

impl<'a> ListReport<'a> {
    fn new(list: &'a ListPlan<'_>) -> Self {
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
        plan: &'a ImportPlan<'_>,
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
                    rows: source.people.len(),
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
                    likely_domain: match one.mistake {
                        Mistake::Domain { likely } => Some(likely),
                        Mistake::Accent => None,
                    },
                })
                .collect(),
            suppressed: OnList::each(&plan.suppressed),
            elsewhere: OnList::each(&plan.elsewhere),
            absent_classes: &plan.absent_classes,
            renamed_classes: plan
                .renamed
                .iter()
                .map(|one| RenamedClass {
                    from: &one.from,
                    to: &one.to,
                    old_list: &one.old_list,
                    new_list: &one.new_list,
                    what: one.text(),
                })
                .collect(),
            outcome,
            present: &plan.present,
        }
    }
}
