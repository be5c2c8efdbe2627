//! `carnet archive list`.

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
    messages: Vec<MessageRow<MessageState>>,
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
            let state = message.state;
            messages.push(MessageRow::new(message, state, cx));
        }
    }
    cx.ui.report(&Messages { messages })?;
    Ok(Outcome::Done)
}
