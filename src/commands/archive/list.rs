//! `carnet archive list`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    commands::message_row::{MessageRow, message_table},
    context::Context,
    domain::message::MessageState,
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

#[derive(Debug, Serialize)]
struct Messages {
    messages: Vec<MessageRow<Ended>>,
}

/// How a message ended, and when.
#[derive(Debug, Serialize)]
struct Ended {
    state: MessageState,
    finished: Option<Timestamp>,
}

impl Report for Messages {
    fn print(&self, page: &mut Page) {
        if self.messages.is_empty() {
            page.line(text!("archive-empty"));
            return;
        }
        let lists = MessageRow::lists_line;
        page.table(&message_table(&self.messages, text!("column-lists"), lists));
    }
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let store = cx.store();
    let mut messages = Vec::new();
    for id in store.message_ids()? {
        let message = store.message(&id)?;
        if message.state != MessageState::Queued {
            let ended = Ended {
                state: message.state,
                finished: message.finished,
            };
            messages.push(MessageRow::new(message, ended, cx));
        }
    }
    cx.ui.report(&Messages { messages })?;
    Ok(Outcome::Done)
}
