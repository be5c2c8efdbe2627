//! The plan of a send, as it is shown, asked about, and printed by `--dry-run`.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{
    commands::{delivering::left_out, message_argument::schedule_fields},
    context::Context,
    domain::{
        address::Address,
        audience::Exclusion,
        list_name::ListName,
        message::{AttachmentNote, MessageList},
        schedule::AudienceChoice,
    },
    mail::compose::RecipientHeaders,
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
    first: Option<First>,
    #[serde(skip)]
    duration_text: SignedDuration,
    #[serde(skip)]
    schedule: Vec<(Text, String)>,
}

#[derive(Debug, Serialize)]
struct ListShare<'a> {
    list: &'a ListName,
    title: Option<&'a str>,
    recipients: usize,
}

/// The first message in full.
#[derive(Debug, Serialize)]
struct First {
    to: Address,
    /// What goes over the wire.
    message: String,
    #[serde(skip)]
    subject: String,
    #[serde(skip)]
    reply_to: String,
    #[serde(skip)]
    text: String,
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
            excluded: &plan.audience.exclusions,
            attachments: &plan.message.attachments,
            size: plan.message.size,
            duration: plan.duration.as_secs(),
            due: schedule.map(|schedule| schedule.due),
            expires: schedule.map(|schedule| schedule.expires),
            late_audience: schedule.is_some_and(|one| one.audience == AudienceChoice::Late),
            first: None,
            duration_text: plan.duration,
            schedule: schedule.map_or_else(Vec::new, |schedule| schedule_fields(&schedule, cx)),
        }
    }

    /// Adds the first message in full.
    #[must_use]
    pub fn with_first_message(mut self, plan: &SendPlan) -> Self {
        let headers = RecipientHeaders::new(&plan.message);
        self.first = plan.audience.recipients.first().map(|recipient| {
            let list = plan.message.list(&recipient.list);
            First {
                to: recipient.address.clone(),
                message: format!(
                    "{}{}",
                    headers.for_recipient(recipient),
                    String::from_utf8_lossy(&plan.content)
                ),
                subject: list.map(|list| list.subject.clone()).unwrap_or_default(),
                reply_to: list.map(reply_to).unwrap_or_default(),
                text: plan.text.clone(),
            }
        });
        self
    }
}

/// Returns who gets the replies (R6), for people.
fn reply_to(list: &MessageList) -> String {
    let everyone: BTreeSet<&Address> = list.moderators.iter().chain([&list.owner]).collect();
    everyone
        .iter()
        .map(|address| address.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

impl Report for Shown<'_> {
    fn print(&self, page: &mut Page) {
        let mut fields = Vec::new();
        let from = match self.from_name {
            Some(name) => format!("{name} <{}>", self.from),
            None => self.from.to_string(),
        };
        fields.push((text!("field-from"), from));
        let mut to = vec![text!("people-count", count = self.recipients).to_string()];
        for share in &self.lists {
            to.push(text!("list-share", list = share.list, count = share.recipients).to_string());
        }
        fields.push((text!("field-to"), to.join("\n")));
        if !self.classes.is_empty() {
            fields.push((text!("field-classes"), self.classes.join(", ")));
        }
        let left_out = self.left_out();
        if !left_out.is_empty() {
            fields.push((text!("field-left-out"), left_out.join("\n")));
        }
        fields.push((text!("field-subject"), self.subject.to_owned()));
        if !self.attachments.is_empty() {
            let names = self
                .attachments
                .iter()
                .map(|one| format!("{} ({})", one.name, size(one.size)));
            fields.push((
                text!("field-attachments"),
                names.collect::<Vec<_>>().join("\n"),
            ));
        }
        fields.push((
            text!("field-size"),
            text!("size-each", size = size(self.size)).to_string(),
        ));
        fields.extend(self.schedule.iter().cloned());
        if !self.duration_text.is_zero() {
            let minutes = self.duration_text.as_secs().unsigned_abs().div_ceil(60);
            fields.push((
                text!("field-duration"),
                text!("at-least-minutes", count = minutes).to_string(),
            ));
        }
        page.fields(&fields);
        if let Some(first) = &self.first {
            page.blank();
            page.title(text!("first-message"));
            page.fields(&[
                (text!("field-to"), first.to.to_string()),
                (text!("field-subject"), first.subject.clone()),
                (text!("field-reply-to"), first.reply_to.clone()),
            ]);
            page.blank();
            page.block(&first.text);
        }
    }
}

impl Shown<'_> {
    /// Says for each reason how many are left out.
    pub fn left_out(&self) -> Vec<String> {
        left_out(self.excluded)
    }
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
