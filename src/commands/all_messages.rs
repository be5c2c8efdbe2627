//! All messages, one after the other: one that cannot be read is told, and hides no other.

use serde::Serialize;

use crate::{
    context::Context,
    domain::message::Message,
    error::{CommandError, Outcome},
};

/// What was made of the messages that can be read.
#[derive(Debug, Serialize)]
pub struct Picked<T> {
    /// Oldest first.
    pub messages: Vec<T>,
    /// Whether there are others, each of which was told.
    #[serde(skip)]
    pub has_unread: bool,
}

/// Makes something of each message, or nothing; tells of those that cannot be read.
pub fn pick_messages<T>(
    cx: &Context,
    pick: impl Fn(Message) -> Result<Option<T>, CommandError>,
) -> Result<Picked<T>, CommandError> {
    let mut picked = Picked {
        messages: Vec::new(),
        has_unread: false,
    };
    for id in cx.store().message_ids()? {
        let message = cx.store().listed_message(&id).map_err(CommandError::from);
        match message.and_then(&pick) {
            Ok(item) => picked.messages.extend(item),
            Err(error) => {
                error.print(&cx.ui);
                picked.has_unread = true;
            }
        }
    }
    Ok(picked)
}

impl<T> Picked<T> {
    /// Says how it went, as the exit code tells it.
    pub const fn outcome(&self) -> Outcome {
        if self.has_unread {
            Outcome::NeedsSomeone
        } else {
            Outcome::Done
        }
    }
}
