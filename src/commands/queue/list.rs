//! `carnet queue list`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    commands::delivering::counts_line,
    context::Context,
    domain::{
        address::Address,
        delivery::DeliveryCounts,
        list_name::ListName,
        message::{Message, MessageId, MessageState},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::deliveries,
    text,
    texts::Text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

/// Why a message is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum QueueState {
    /// A process is sending it.
    Sending,
    /// Nobody is sending it, and its last run did not come to an end.
    Interrupted,
    /// Only those are left whom the server asked to try later.
    Deferred,
}

impl QueueState {
    fn text(self) -> Text {
        match self {
            Self::Sending => text!("queue-sending"),
            Self::Interrupted => text!("queue-interrupted"),
            Self::Deferred => text!("queue-deferred"),
        }
    }
}

#[derive(Debug, Serialize)]
struct Messages {
    messages: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: MessageId,
    state: QueueState,
    subject: String,
    from: Address,
    lists: Vec<ListName>,
    created: Timestamp,
    recipients: usize,
    counts: DeliveryCounts,
    #[serde(skip)]
    created_local: String,
}

impl Report for Messages {
    fn print(&self, page: &mut Page) {
        if self.messages.is_empty() {
            page.line(text!("queue-empty"));
            return;
        }
        let mut table = Table::new([
            text!("column-message"),
            text!("column-created"),
            text!("column-state"),
            text!("column-deliveries"),
            text!("column-subject"),
        ]);
        for row in &self.messages {
            table.row([
                row.id.to_string(),
                row.created_local.clone(),
                row.state.text().to_string(),
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
            messages.push(row(message, cx)?);
        }
    }
    cx.ui.report(&Messages { messages })?;
    Ok(Outcome::Done)
}

fn row(message: Message, cx: &Context) -> Result<Row, CommandError> {
    let store = cx.store();
    // Asked first: a run that ends in between has its counts in the journal.
    let sending = store.is_sending(&message.id);
    // The counts in the file are those of the last run that ended in good order.
    let all = deliveries(store, &message)?;
    let counts: DeliveryCounts = all.iter().map(|delivery| delivery.state).collect();
    let state = if sending {
        QueueState::Sending
    } else if counts.pending == 0 && counts.deferred > 0 {
        QueueState::Deferred
    } else {
        QueueState::Interrupted
    };
    Ok(Row {
        state,
        recipients: counts.total(),
        counts,
        created_local: cx.clock.minute(message.created),
        lists: message.lists.into_iter().map(|list| list.name).collect(),
        id: message.id,
        subject: message.subject,
        from: message.from,
        created: message.created,
    })
}
