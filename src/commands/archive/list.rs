//! `carnet archive list`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    commands::delivering::counts_line,
    context::Context,
    domain::{
        address::Address,
        delivery::DeliveryCounts,
        list_name::ListName,
        message::{MessageId, MessageState},
    },
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

#[derive(Debug, Serialize)]
struct Messages {
    messages: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: MessageId,
    state: MessageState,
    subject: String,
    from: Address,
    lists: Vec<ListName>,
    created: Timestamp,
    finished: Option<Timestamp>,
    recipients: usize,
    counts: DeliveryCounts,
    #[serde(skip)]
    created_local: String,
}

impl Report for Messages {
    fn print(&self, page: &mut Page) {
        if self.messages.is_empty() {
            page.line(text!("archive-empty"));
            return;
        }
        let mut table = Table::new([
            text!("column-message"),
            text!("column-created"),
            text!("column-lists"),
            text!("column-deliveries"),
            text!("column-subject"),
        ]);
        for row in &self.messages {
            table.row([
                row.id.to_string(),
                row.created_local.clone(),
                row.lists
                    .iter()
                    .map(ListName::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
                counts_line(&row.counts),
                row.subject.clone(),
            ]);
        }
        page.table(&table);
    }
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let store = cx.store();
    let mut messages = Vec::new();
    for id in store.message_ids()? {
        let message = store.message(&id)?;
        if message.state == MessageState::Queued {
            continue;
        }
        messages.push(Row {
            state: message.state,
            recipients: message.counts.total(),
            counts: message.counts,
            created_local: cx.clock.minute(message.created),
            lists: message.lists.into_iter().map(|list| list.name).collect(),
            id: message.id,
            subject: message.subject,
            from: message.from,
            created: message.created,
            finished: message.finished,
        });
    }
    cx.ui.report(&Messages { messages })?;
    Ok(Outcome::Done)
}
