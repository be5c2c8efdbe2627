//! The plan of a send, as it is shown, asked about, and printed by `--dry-run`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::first_message::FirstMessage;
use crate::{
    commands::message_argument::schedule_fields,
    context::Context,
    domain::{
        address::Address,
        audience::{Exclusion, ExclusionReason, Recipient},
        class_order::class_order,
        list_name::ListName,
        message::{AttachmentNote, MessageList},
        schedule::AudienceChoice,
    },
    ops::sending::SendPlan,
    text,
    texts::Text,
    ui::{Page, Report},
};

/// What a plan says.
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    from: &'a Address,
    from_name: Option<&'a str>,
    subject: &'a str,
    recipients: usize,
    lists: Vec<ListShare<'a>>,
    classes: &'a [String],
    /// Someone with pupils in two classes counts in both.
    recipients_by_class: Vec<ClassShare<'a>>,
    excluded: &'a [Exclusion],
    attachments: &'a [AttachmentNote],
    /// Bytes of one copy.
    size: u64,
    /// The least time that the account's limits allow, in seconds.
    duration: i64,
    /// When it leaves, if not at once.
    due: Option<Timestamp>,
    /// When it does not leave any more.
    expires: Option<Timestamp>,
    /// Whether its audience is chosen again when it leaves.
    late_audience: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<FirstMessage<'a>>,
    #[serde(skip)]
    schedule: Vec<(Text, String)>,
}

#[derive(Debug, Serialize)]
struct ClassShare<'a> {
    class: &'a str,
    recipients: usize,
}

#[derive(Debug, Serialize)]
struct ListShare<'a> {
    list: &'a ListName,
    title: Option<&'a str>,
    recipients: usize,
}

impl<'a> Shown<'a> {
    /// Describes a plan.
    pub fn new(plan: &'a SendPlan, cx: &Context) -> Self {
        let schedule = plan.message.schedule;
        let share = |list: &'a MessageList| ListShare {
            list: &list.name,
            title: list.title.as_deref(),
            recipients: plan
                .audience
                .recipients
                .iter()
                .filter(|one| one.list == list.name)
                .count(),
        };
        Self {
            from: &plan.message.from,
            from_name: plan.message.from_name.as_deref(),
            subject: &plan.message.subject,
            recipients: plan.audience.recipients.len(),
            lists: plan.message.lists.iter().map(share).collect(),
            classes: &plan.message.classes,
            recipients_by_class: by_class(&plan.audience.recipients),
            excluded: &plan.audience.exclusions,
            attachments: &plan.message.attachments,
            size: plan.message.size,
            duration: plan.duration.as_secs(),
            due: schedule.map(|schedule| schedule.due),
            expires: schedule.map(|schedule| schedule.expires),
            late_audience: schedule.is_some_and(|one| one.audience == AudienceChoice::Late),
            first: None,
            schedule: schedule.map_or_else(Vec::new, |schedule| schedule_fields(&schedule, cx)),
        }
    }

    /// Adds the first message in full.
    #[must_use]
    pub fn with_first_message(mut self, plan: &'a SendPlan) -> Self {
        self.first = FirstMessage::new(plan);
        self
    }
}

/// Says for each reason how many are left out, and who where nobody would guess it.
pub fn left_out(exclusions: &[Exclusion]) -> Vec<String> {
    let named = |reason| {
        let addresses = exclusions.iter().filter(|one| one.reason == reason);
        let addresses: Vec<&str> = addresses.map(|one| one.address.as_str()).collect();
        let count = reason.count_text(addresses.len());
        // Those whom another list reaches miss nothing.
        if reason == ExclusionReason::Duplicate {
            return count.to_string();
        }
        let names = first_names(&addresses);
        text!("left-out-names", left_out = count, names = names).to_string()
    };
    ExclusionReason::ALL
        .into_iter()
        .filter(|reason| exclusions.iter().any(|one| one.reason == *reason))
        .map(named)
        .collect()
}

/// Says for each list how many it reaches.
pub fn list_shares(lists: &[ListName], recipients: &[Recipient]) -> Vec<String> {
    let share = |list: &ListName| {
        let count = recipients.iter().filter(|one| one.list == *list).count();
        text!("list-share", list = list, count = count).to_string()
    };
    lists.iter().map(share).collect()
}

/// Counts recipients by class, the youngest pupils' first.
fn by_class(recipients: &[Recipient]) -> Vec<ClassShare<'_>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for class in recipients.iter().flat_map(|one| &one.classes) {
        *counts.entry(class).or_default() += 1;
    }
    let mut shares: Vec<ClassShare<'_>> = counts
        .into_iter()
        .map(|(class, recipients)| ClassShare { class, recipients })
        .collect();
    shares.sort_by_cached_key(|share| class_order(share.class));
    shares
}

/// Names a few, and says how many there are besides.
fn first_names(names: &[&str]) -> String {
    const FEW: usize = 5;
    let few = names.get(..FEW).unwrap_or(names).join(", ");
    match names.len().saturating_sub(FEW) {
        0 => few,
        others => text!("left-out-others", names = few, count = others).to_string(),
    }
}

impl Report for Shown<'_> {
    fn print(&self, page: &mut Page) {
        let mut fields = vec![(
            text!("field-from"),
            sender(self.from, self.from_name.unwrap_or_default()),
        )];
        let mut to = vec![text!("people-count", count = self.recipients).to_string()];
        for share in &self.lists {
            to.push(text!("list-share", list = share.list, count = share.recipients).to_string());
        }
        fields.push((text!("field-to"), to.join("\n")));
        if self.recipients_by_class.is_empty() && !self.classes.is_empty() {
            fields.push((text!("field-classes"), self.classes.join(", ")));
        } else if !self.recipients_by_class.is_empty() {
            let share = |share: &ClassShare<'_>| {
                let class = share.class;
                unbroken(&text!(
                    "class-share",
                    class = class,
                    count = share.recipients
                ))
            };
            let shares: Vec<String> = self.recipients_by_class.iter().map(share).collect();
            fields.push((text!("field-classes"), shares.join(", ")));
        }
        let left_out = left_out(self.excluded);
        if !left_out.is_empty() {
            fields.push((text!("field-left-out"), left_out.join("\n")));
        }
        fields.push((text!("field-subject"), self.subject.to_owned()));
        if !self.attachments.is_empty() {
            fields.push((
                text!("field-attachments"),
                attachments(self.attachments).join("\n"),
            ));
        }
        fields.push((
            text!("field-size"),
            text!("size-each", size = size(self.size)).to_string(),
        ));
        fields.extend(self.schedule.iter().cloned());
        if let Some(duration) = duration(self.duration) {
            fields.push((text!("field-duration"), duration.to_string()));
        }
        page.fields(&fields);
        if let Some(first) = &self.first {
            page.blank();
            first.print(page);
        }
    }
}

/// Names a sender as mail programs show it.
pub fn sender(address: &Address, name: &str) -> String {
    if name.is_empty() {
        address.to_string()
    } else {
        format!("{name} <{address}>")
    }
}

/// Names files with their sizes.
pub fn attachments(notes: &[AttachmentNote]) -> Vec<String> {
    let name = |one: &AttachmentNote| {
        let size = unbroken(&size(one.size));
        format!("{} ({size})", one.name)
    };
    notes.iter().map(name).collect()
}

/// Says how long a send takes at the least; nothing if it takes no time.
fn duration(seconds: i64) -> Option<Text> {
    match seconds.unsigned_abs().div_ceil(60) {
        0 => None,
        minutes @ 1..=119 => Some(text!("at-least-minutes", count = minutes)),
        minutes => Some(text!(
            "at-least-hours",
            hours = minutes / 60,
            minutes = minutes % 60
        )),
    }
}

/// Keeps the words of a short text on one line.
fn unbroken(text: &impl ToString) -> String {
    text.to_string().replace(' ', "\u{a0}")
}

/// Writes a size for people.
fn size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    if bytes < KIB * KIB {
        text!("size-kib", size = bytes.div_ceil(KIB)).to_string()
    } else {
        text!("size-mib", size = bytes.div_ceil(KIB * KIB)).to_string()
    }
}
