//! `carnet queue list`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    commands::{
        all_messages::{Picked, pick_messages},
        message_argument::{Next, standing},
        message_row::{MessageRow, message_table},
    },
    context::Context,
    domain::message::{Message, MessageState, Standing},
    error::{CommandError, CommandResult},
    ops::sending::next_retry,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

/// Why a message is not finished, and until when.
#[derive(Debug, Serialize)]
struct Waiting {
    state: Standing,
    due: Option<Timestamp>,
    expires: Option<Timestamp>,
    /// When the first of the deferred may be tried again.
    retry: Option<Timestamp>,
    #[serde(skip)]
    words: String,
    #[serde(skip)]
    overdue: bool,
}

impl Report for Picked<MessageRow<Waiting>> {
    fn print(&self, page: &mut Page) {
        if self.messages.is_empty() {
            if !self.has_unread {
                page.line(text!("queue-empty"));
            }
            return;
        }
        let state = |row: &MessageRow<Waiting>| row.standing.words.clone();
        page.table(&message_table(
            &self.messages,
            text!("column-state"),
            state,
            MessageRow::counts_line,
        ));
        if self.messages.iter().any(|row| row.standing.overdue) {
            page.blank();
            page.line(text!("queue-needs-run"));
        }
    }
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let picked = pick_messages(cx, |message| {
        let is_queued = message.state == MessageState::Queued;
        is_queued.then(|| row(message, cx)).transpose()
    })?;
    cx.ui.report(&picked)?;
    Ok(picked.outcome())
}

fn row(mut message: Message, cx: &Context) -> Result<MessageRow<Waiting>, CommandError> {
    let (state, deliveries) = standing(&mut message, cx);
    let retry = next_retry(&deliveries?);
    let next = Next::of(&message, state, retry, cx);
    let words = match next {
        // Nothing sends it by itself: who has forgotten that sees it here.
        Some(next) if next.overdue => text!("state-overdue", when = cx.moment(next.at).short()),
        Some(next) => text!(
            "state-when",
            state = state.text(),
            when = cx.moment(next.at).short()
        ),
        None => state.text(),
    };
    let waiting = Waiting {
        state,
        due: message.schedule.map(|schedule| schedule.due),
        expires: message.schedule.map(|schedule| schedule.expires),
        retry,
        words: words.to_string(),
        overdue: next.is_some_and(|next| next.overdue),
    };
    Ok(MessageRow::new(message, waiting, cx))
}
