//! `carnet archive list`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    commands::{
        all_messages::{Picked, pick_messages},
        message_row::{MessageRow, message_table},
    },
    context::Context,
    domain::message::MessageState,
    error::CommandResult,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

/// How a message ended, and when.
#[derive(Debug, Serialize)]
struct Ended {
    state: MessageState,
    finished: Option<Timestamp>,
}

impl Report for Picked<MessageRow<Ended>> {
    fn print(&self, page: &mut Page) {
        if self.messages.is_empty() {
            if !self.has_unread {
                page.line(text!("archive-empty"));
            }
            return;
        }
        let lists = MessageRow::lists_line;
        page.table(&message_table(
            &self.messages,
            text!("column-lists"),
            lists,
            outcome,
        ));
    }
}

/// Says what became of a message: whoever is pending in one that is too late waits for nothing.
fn outcome(row: &MessageRow<Ended>) -> String {
    let counts = row.counts_line();
    let state = match row.standing.state {
        MessageState::Cancelled => text!("message-cancelled"),
        MessageState::Expired => text!("message-expired"),
        MessageState::Queued | MessageState::Finished => return counts,
    };
    text!("state-counts", state = state, counts = counts).to_string()
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let picked = pick_messages(cx, |message| {
        let ended = Ended {
            state: message.state,
            finished: message.finished,
        };
        let is_finished = message.state != MessageState::Queued;
        Ok(is_finished.then(|| MessageRow::new(message, ended, cx)))
    })?;
    cx.ui.report(&picked)?;
    Ok(picked.outcome())
}
