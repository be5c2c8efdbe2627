//! The message that a command is about, and what is shown of it.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    delivering::{Problem, counts_line, left_out, problem_table, problems},
    picture::Picture,
};
use crate::{
    context::Context,
    domain::{
        address::Address,
        audience::{Exclusion, Recipient},
        delivery::{Delivery, DeliveryCounts},
        list_name::ListName,
        message::{AttachmentNote, Message, MessageId, MessageState},
    },
    ops::sending::deliveries,
    store::StoreError,
    text,
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
        let id = self.resolve(cx)?;
        let store = cx.store();
        let mut message = store.message(&id)?;
        let recipients = store.recipients(&message)?;
        let exclusions = store.exclusions(&message)?;
        let deliveries = deliveries(store, &message)?;
        message.counts = deliveries.iter().map(|delivery| delivery.state).collect();
        Ok(Loaded {
            message,
            recipients,
            exclusions,
            deliveries,
        })
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
}

/// What is shown of one message.
#[derive(Debug, Serialize)]
pub struct Shown<'a> {
    id: &'a MessageId,
    state: MessageState,
    from: &'a Address,
    from_name: Option<&'a str>,
    subject: &'a str,
    lists: Vec<&'a ListName>,
    classes: &'a [String],
    attachments: &'a [AttachmentNote],
    created: Timestamp,
    finished: Option<Timestamp>,
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
}

impl<'a> Shown<'a> {
    /// Sums a message up.
    pub fn new(loaded: &'a Loaded, cx: &Context) -> Self {
        let Loaded {
            message,
            recipients,
            exclusions,
            deliveries,
        } = loaded;
        Self {
            id: &message.id,
            state: message.state,
            from: &message.from,
            from_name: message.from_name.as_deref(),
            subject: &message.subject,
            lists: message.lists.iter().map(|list| &list.name).collect(),
            classes: &message.classes,
            attachments: &message.attachments,
            created: message.created,
            finished: message.finished,
            recipients: recipients.len(),
            excluded: exclusions,
            counts: message.counts,
            deliveries: problems(recipients, deliveries),
            picture: Picture::new(recipients, deliveries),
            created_words: cx.moment(message.created).with_age().to_string(),
            finished_words: message.finished.map(|at| cx.moment(at).text().to_string()),
        }
    }
}

impl Report for Shown<'_> {
    fn print(&self, page: &mut Page) {
        let names = |items: &mut dyn Iterator<Item = &str>| items.collect::<Vec<_>>().join(", ");
        let mut fields = vec![
            (text!("field-message"), self.id.to_string()),
            (text!("field-state"), self.state.text().to_string()),
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
    }
}
