//! `carnet list show`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    context::Context,
    domain::{
        address::Address,
        class_order::class_order,
        list::{List, SubscriberCounts},
        list_name::ListName,
    },
    error::{CommandResult, Outcome},
    text,
    texts::Language,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The list
    name: ListName,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    name: &'a ListName,
    title: Option<&'a str>,
    description: Option<&'a str>,
    owner: &'a Address,
    moderators: &'a BTreeSet<Address>,
    /// Who may write at present (R3).
    writers: BTreeSet<&'a Address>,
    subject_prefix: Option<&'a str>,
    footer: Option<&'a str>,
    language: Language,
    list_id: String,
    created: Timestamp,
    subscribers: usize,
    #[serde(flatten)]
    counts: SubscriberCounts,
    classes: Vec<ClassCount<'a>>,
    #[serde(skip)]
    created_words: String,
}

#[derive(Debug, Serialize)]
struct ClassCount<'a> {
    label: &'a str,
    subscribers: usize,
}

impl Report for Shown<'_> {
    fn print(&self, page: &mut Page) {
        let mut fields = vec![(text!("field-list"), self.name.to_string())];
        let mut optional = |label, value: Option<&str>| {
            if let Some(value) = value {
                fields.push((label, value.to_owned()));
            }
        };
        optional(text!("field-title"), self.title);
        optional(text!("field-description"), self.description);
        fields.push((text!("field-owner"), self.owner.to_string()));
        let moderators = if self.moderators.is_empty() {
            text!("no-moderator").to_string()
        } else {
            let moderators: Vec<&str> = self.moderators.iter().map(Address::as_str).collect();
            moderators.join("\n")
        };
        fields.push((text!("field-moderators"), moderators));
        if let Some(prefix) = self.subject_prefix {
            fields.push((text!("field-subject-prefix"), prefix.to_owned()));
        }
        if let Some(footer) = self.footer {
            fields.push((text!("field-footer"), footer.to_owned()));
        }
        fields.push((text!("field-created"), self.created_words.clone()));
        let counts = text!(
            "list-counts",
            active = self.counts.active,
            suspended = self.counts.suspended
        );
        fields.push((text!("field-subscribers"), counts.to_string()));
        page.fields(&fields);
        if !self.classes.is_empty() {
            page.blank();
            let mut table =
                Table::new([text!("column-class"), text!("column-subscribers")]).right_aligned(1);
            for class in &self.classes {
                table.row([class.label.to_owned(), class.subscribers.to_string()]);
            }
            page.table(&table);
        }
    }
}

fn count_classes(list: &List) -> Vec<ClassCount<'_>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in list.subscribers.iter().flat_map(|one| &one.classes) {
        *counts.entry(label).or_default() += 1;
    }
    let mut counts: Vec<ClassCount<'_>> = counts
        .into_iter()
        .map(|(label, subscribers)| ClassCount { label, subscribers })
        .collect();
    counts.sort_by_cached_key(|count| class_order(count.label));
    counts
}

pub fn run(args: &ShowArgs, cx: &Context) -> CommandResult {
    let list = cx.store().list(&args.name)?;
    let counts = list.counts();
    cx.ui.report(&Shown {
        name: &args.name,
        title: list.title.as_deref(),
        description: list.description.as_deref(),
        owner: &list.owner,
        moderators: &list.moderators,
        writers: list.writers(),
        subject_prefix: list.subject_prefix.as_deref(),
        footer: list.footer.as_deref(),
        language: list.language,
        list_id: list.id.to_string(),
        created: list.created,
        subscribers: counts.total(),
        counts,
        classes: count_classes(&list),
        created_words: cx.moment(list.created).day().to_string(),
    })?;
    Ok(Outcome::Done)
}
