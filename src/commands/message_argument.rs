//! The message that a command is about, and what is shown of it.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    delivering::{counts_line, left_out},
    picture::Picture,
    problems::{Problem, problem_table, problems},
};
use crate::{
    context::Context,
    domain::{
        address::Address,
        audience::{Exclusion, Recipient},
        delivery::{Delivery, DeliveryCounts},
        list_name::ListName,
        message::{AttachmentNote, Message, MessageId, Standing, Stop},
        schedule::{AudienceChoice, Schedule},
    },
    ops::sending::{deliveries, next_retry},
    store::StoreError,
    text,
    texts::Text,
    ui::{Page, Report},
};

/// Names a message.
#[derive(Debug, clap::Args)]
pub struct MessageArgument {
    /// The message’s identifier, or its beginning
    id: String,
}

impl MessageArgument {
    /// Finds the message.
    pub fn resolve(&self, cx: &Context) -> Result<MessageId, StoreError> {
        cx.store().find_message(&self.id)
    }

    /// Reads the message, its audience and how each delivery stands.
    pub fn load(&self, cx: &Context) -> Result<Loaded, StoreError> {
        Loaded::read(cx, &self.resolve(cx)?)
    }
}

/// A message as it stands on disk.
#[derive(Debug)]
pub struct Loaded {
    /// What was written, and to which lists; its counts are those of the journal.
    pub message: Message,
    /// The frozen audience.
    pub recipients: Vec<Recipient>,
    /// Who was left out of it, and why.
    pub exclusions: Vec<Exclusion>,
    /// How each of them stands.
    pub deliveries: Vec<Delivery>,
    /// The counts of the message's file: what was told of it already.
    pub told: DeliveryCounts,
}

impl Loaded {
    /// Reads a message.
    pub fn read(cx: &Context, id: &MessageId) -> Result<Self, StoreError> {
        let store = cx.store();
        let mut message = store.message(id)?;
        let recipients = store.recipients(&message)?;
        let exclusions = store.exclusions(&message)?;
        let deliveries = deliveries(store, &message)?;
        let told = std::mem::replace(&mut message.counts, deliveries.iter().collect());
        Ok(Self {
            message,
            recipients,
            exclusions,
            deliveries,
            told,
        })
    }
}

/// Asks where a message stands, and how each of its deliveries does.
///
/// The message is given the counts of its journal, which are newer than those in
/// its file if a run was cut short; it keeps the latter where its journal cannot be read.
pub fn standing(
    message: &mut Message,
    cx: &Context,
) -> (Standing, Result<Vec<Delivery>, StoreError>) {
    let store = cx.store();
    // Asked first: a run that ends in between has its counts in the journal.
    let sending = store.is_sending(&message.id);
    let deliveries = deliveries(store, message);
    if let Ok(deliveries) = &deliveries {
        message.counts = deliveries.iter().collect();
    }
    (Standing::of(message, sending), deliveries)
}

/// When a message that waits is to go on.
#[derive(Clone, Copy, Debug)]
pub struct Next {
    /// When it was to be sent, or tried again.
    pub at: Timestamp,
    /// Whether that is past: nothing sends it by itself.
    pub overdue: bool,
}

impl Next {
    /// Finds it; none for a message that waits for a person.
    pub fn of(
        message: &Message,
        state: Standing,
        retry: Option<Timestamp>,
        cx: &Context,
    ) -> Option<Self> {
        let at = match state {
            Standing::Scheduled => message.schedule.map(|schedule| schedule.due),
            Standing::Deferred => retry,
            _ => None,
        }?;
        let overdue = at < cx.clock.now();
        Some(Self { at, overdue })
    }
}

/// What is shown of one message.
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    id: &'a MessageId,
    state: Standing,
    from: &'a Address,
    from_name: Option<&'a str>,
    subject: &'a str,
    lists: Vec<&'a ListName>,
    classes: &'a [String],
    attachments: &'a [AttachmentNote],
    created: Timestamp,
    finished: Option<Timestamp>,
    due: Option<Timestamp>,
    expires: Option<Timestamp>,
    /// When the first of the deferred may be tried again.
    retry: Option<Timestamp>,
    /// Why it does not leave, when a rule refuses it.
    stop: Option<&'a Stop>,
    recipients: usize,
    excluded: &'a [Exclusion],
    counts: DeliveryCounts,
    /// Those not accepted.
    deliveries: Vec<Problem>,
    #[serde(skip)]
    picture: Picture,
    #[serde(skip)]
    created_words: String,
    #[serde(skip)]
    finished_words: Option<String>,
    #[serde(skip)]
    next_words: Option<String>,
    #[serde(skip)]
    overdue: bool,
    #[serde(skip)]
    schedule: Vec<(Text, String)>,
}

impl<'a> Shown<'a> {
    /// Sums a message up.
    pub fn new(loaded: &'a Loaded, sending: bool, cx: &Context) -> Self {
        let Loaded {
            message,
            recipients,
            exclusions,
            deliveries,
            ..
        } = loaded;
        let retry = next_retry(deliveries);
        let state = Standing::of(message, sending);
        let next = Next::of(message, state, retry, cx);
        Self {
            id: &message.id,
            state,
            from: &message.from,
            from_name: message.from_name.as_deref(),
            subject: &message.subject,
            lists: message.lists.iter().map(|list| &list.name).collect(),
            classes: &message.classes,
            attachments: &message.attachments,
            created: message.created,
            finished: message.finished,
            due: message.schedule.map(|schedule| schedule.due),
            expires: message.schedule.map(|schedule| schedule.expires),
            retry,
            stop: message.stop.as_ref(),
            recipients: recipients.len(),
            excluded: exclusions,
            counts: message.counts,
            deliveries: problems(recipients, deliveries),
            picture: Picture::new(recipients, deliveries),
            created_words: cx.moment(message.created).with_age().to_string(),
            finished_words: message.finished.map(|at| cx.moment(at).text().to_string()),
            next_words: next.map(|next| cx.moment(next.at).text().to_string()),
            overdue: next.is_some_and(|next| next.overdue),
            schedule: message
                .unbegun_schedule()
                .map_or_else(Vec::new, |schedule| schedule_fields(&schedule, cx)),
        }
    }
}

/// Says when a message leaves, for people.
pub fn schedule_fields(schedule: &Schedule, cx: &Context) -> Vec<(Text, String)> {
    let mut fields = vec![
        (
            text!("field-due"),
            cx.moment(schedule.due).text().to_string(),
        ),
        (
            text!("field-expires"),
            cx.moment(schedule.expires).text().to_string(),
        ),
    ];
    if schedule.audience == AudienceChoice::Late {
        fields.push((text!("field-audience"), text!("audience-late").to_string()));
    }
    fields
}

impl Shown<'_> {
    fn state(&self) -> String {
        let state = self.state.text();
        let text = match (self.stop, &self.next_words) {
            (_, Some(when)) if self.overdue => text!("state-overdue", when = when),
            (Some(stop), _) => text!("state-why", state = state, why = &stop.reason),
            (None, Some(when)) if self.state == Standing::Deferred => {
                text!("state-when", state = state, when = when)
            }
            _ => state,
        };
        text.to_string()
    }
}

impl Report for Shown<'_> {
    fn print(&self, page: &mut Page) {
        let names = |items: &mut dyn Iterator<Item = &str>| items.collect::<Vec<_>>().join(", ");
        let mut fields = vec![
            (text!("field-message"), self.id.to_string()),
            (text!("field-state"), self.state()),
            (text!("field-from"), self.from.to_string()),
            (text!("field-subject"), self.subject.to_owned()),
            (
                text!("field-lists"),
                names(&mut self.lists.iter().map(|name| name.as_str())),
            ),
        ];
        if !self.classes.is_empty() {
            fields.push((text!("field-classes"), self.classes.join(", ")));
        }
        if !self.attachments.is_empty() {
            let attachments = names(&mut self.attachments.iter().map(|one| one.name.as_str()));
            fields.push((text!("field-attachments"), attachments));
        }
        fields.push((text!("field-written"), self.created_words.clone()));
        fields.extend(self.schedule.iter().cloned());
        if let Some(finished) = &self.finished_words {
            fields.push((text!("field-finished"), finished.clone()));
        }
        fields.push((text!("field-deliveries"), counts_line(&self.counts)));
        let left_out = left_out(self.excluded);
        if !left_out.is_empty() {
            fields.push((text!("field-left-out"), left_out.join("\n")));
        }
        page.fields(&fields);
        page.blank();
        self.picture.print(page);
        if !self.deliveries.is_empty() {
            page.blank();
            page.table(&problem_table(&self.deliveries));
        }
        if self.overdue {
            page.blank();
            page.line(text!("queue-needs-run"));
        }
    }
}
