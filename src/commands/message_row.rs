//! A message among others, in `archive list` and `queue list`.

use jiff::Timestamp;
use serde::Serialize;

use super::delivering::counts_line;
use crate::{
    context::Context,
    domain::{
        address::Address,
        delivery::DeliveryCounts,
        list_name::ListName,
        message::{Message, MessageId},
    },
    text,
    texts::Text,
    ui::Table,
};

/// What is shown of a message among others.
#[derive(Debug, Serialize)]
pub struct MessageRow<S> {
    id: MessageId,
    /// How far the message has come: its `state`, and what goes with it.
    #[serde(flatten)]
    pub standing: S,
    subject: String,
    from: Address,
    lists: Vec<ListName>,
    created: Timestamp,
    recipients: usize,
    counts: DeliveryCounts,
    #[serde(skip)]
    created_words: String,
}

impl<S> MessageRow<S> {
    /// Sums a message up.
    pub fn new(message: Message, standing: S, cx: &Context) -> Self {
        Self {
            standing,
            recipients: message.counts.total(),
            counts: message.counts,
            created_words: cx.moment(message.created).short().to_string(),
            lists: message.lists.into_iter().map(|list| list.name).collect(),
            id: message.id,
            subject: message.subject,
            from: message.from,
            created: message.created,
        }
    }

    /// Returns how many deliveries are in each state, in one line.
    pub fn counts_line(&self) -> String {
        counts_line(&self.counts)
    }

    /// Returns the names of the lists in one line.
    pub fn lists_line(&self) -> String {
        let names: Vec<&str> = self.lists.iter().map(ListName::as_str).collect();
        names.join(", ")
    }
}

/// Lists messages with one more column; the last one written, which people look for, comes first.
pub fn message_table<S>(
    rows: &[MessageRow<S>],
    heading: Text,
    cell: impl Fn(&MessageRow<S>) -> String,
    deliveries: impl Fn(&MessageRow<S>) -> String,
) -> Table {
    let mut table = Table::new([
        text!("column-message"),
        text!("column-created"),
        heading,
        text!("column-deliveries"),
        text!("column-subject"),
    ]);
    for row in rows.iter().rev() {
        table.row([
            row.id.to_string(),
            row.created_words.clone(),
            cell(row),
            deliveries(row),
            row.subject.clone(),
        ]);
    }
    table
}
