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
        message::{Message, MessageId, MessageState, Standing},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::{deliveries, next_retry},
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
    state: Standing,
    subject: String,
    from: Address,
    lists: Vec<ListName>,
    created: Timestamp,
    due: Option<Timestamp>,
    expires: Option<Timestamp>,
    /// When the first of the deferred may be tried again.
    retry: Option<Timestamp>,
    recipients: usize,
    counts: DeliveryCounts,
    #[serde(skip)]
    created_local: String,
    #[serde(skip)]
    state_local: String,
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
                row.state_local.clone(),
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

fn row(mut message: Message, cx: &Context) -> Result<Row, CommandError> {
    let store = cx.store();
    // Asked first: a run that ends in between has its counts in the journal.
    let sending = store.is_sending(&message.id);
    // The counts in the file are those of the last run that ended in good order.
    let all = deliveries(store, &message)?;
    message.counts = all.iter().map(|delivery| delivery.state).collect();
    let state = Standing::of(&message, sending);
    let retry = next_retry(&all);
    let when = match state {
        Standing::Scheduled => message.schedule.map(|schedule| schedule.due),
        Standing::Deferred => retry,
        _ => None,
    };
    let state_local = match when {
        Some(when) => text!(
            "state-when",
            state = state.text(),
            when = cx.clock.minute(when)
        ),
        None => state.text(),
    };
    Ok(Row {
        state,
        state_local: state_local.to_string(),
        due: message.schedule.map(|schedule| schedule.due),
        expires: message.schedule.map(|schedule| schedule.expires),
        retry,
        recipients: message.counts.total(),
        counts: message.counts,
        created_local: cx.clock.minute(message.created),
        lists: message.lists.into_iter().map(|list| list.name).collect(),
        id: message.id,
        subject: message.subject,
        from: message.from,
        created: message.created,
    })
}
