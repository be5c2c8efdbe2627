//! `carnet queue list`.

use serde::Serialize;

use crate::{
    commands::message_row::{MessageRow, message_table},
    context::Context,
    domain::{
        delivery::DeliveryCounts,
        message::{Message, MessageState},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::deliveries,
    text,
    texts::Text,
    ui::{Page, Report},
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
    messages: Vec<MessageRow<QueueState>>,
}

impl Report for Messages {
    fn print(&self, page: &mut Page) {
        if self.messages.is_empty() {
            page.line(text!("queue-empty"));
            return;
        }
        let state = |row: &MessageRow<QueueState>| row.state.text().to_string();
        page.table(&message_table(&self.messages, text!("column-state"), state));
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

fn row(mut message: Message, cx: &Context) -> Result<MessageRow<QueueState>, CommandError> {
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
    message.counts = counts;
    Ok(MessageRow::new(message, state, cx))
}
