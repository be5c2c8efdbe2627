//! What happens in the queue: told as it happens, and summed up for a script.

use serde::Serialize;

use crate::{
    commands::delivering::counts_line,
    domain::{
        delivery::DeliveryCounts,
        message::{Message, MessageId, Standing},
    },
    error::{CommandError, CommandResult, ErrorKind, Outcome},
    text,
    texts::Text,
    ui::{Page, Report, Ui},
};

/// What became of one message.
#[derive(Debug, Serialize)]
struct Done {
    id: MessageId,
    subject: Option<String>,
    state: Option<Standing>,
    recipients: usize,
    counts: DeliveryCounts,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Messages<'a> {
    messages: &'a [Done],
}

impl Report for Messages<'_> {
    /// Everything was told when it happened.
    fn print(&self, _page: &mut Page) {}
}

/// What happened since the program began.
#[derive(Debug)]
pub struct Events<'a> {
    ui: &'a Ui,
    done: Vec<Done>,
    /// The gravest of what went wrong.
    failure: Option<ErrorKind>,
    outcome: Outcome,
}

impl<'a> Events<'a> {
    /// Nothing happened yet.
    pub const fn new(ui: &'a Ui) -> Self {
        Self {
            ui,
            done: Vec::new(),
            failure: None,
            outcome: Outcome::Done,
        }
    }

    /// Prints what was done, for a script; returns how all of it went.
    pub fn report(self) -> CommandResult {
        if self.ui.is_json() {
            self.ui.report(&Messages {
                messages: &self.done,
            })?;
        }
        Ok(self.failure.map_or(self.outcome, Outcome::Told))
    }

    /// Warns of something that needs someone.
    pub fn warn(&mut self, text: &Text) {
        self.ui.warn(text);
        self.outcome = Outcome::Incomplete;
    }

    /// Says that a message went to nobody: those whom it was for have all left.
    pub fn nobody(&mut self, message: &Message) {
        self.warn(&text!(
            "queue-nobody",
            id = &message.id,
            subject = &message.subject
        ));
    }

    /// Says what a run did, and what of it needs someone.
    pub fn sent(&mut self, message: &Message, before: DeliveryCounts) {
        let counts = message.counts;
        self.ui.event(&text!(
            "queue-sent",
            id = &message.id,
            subject = &message.subject,
            counts = counts_line(&counts)
        ));
        let bad = DeliveryCounts {
            refused: counts.refused.saturating_sub(before.refused),
            uncertain: counts.uncertain.saturating_sub(before.uncertain),
            ..DeliveryCounts::default()
        };
        if bad.total() > 0 {
            self.warn(&text!(
                "queue-problems",
                id = &message.id,
                subject = &message.subject,
                counts = counts_line(&bad)
            ));
        } else if !counts.is_finished() {
            self.leave_for_later();
        }
        self.note(message, None);
    }

    /// Says what a run did before the account's limits ended it, if it did anything.
    pub fn postponed(&mut self, message: &Message, before: DeliveryCounts) {
        if message.counts != before {
            return self.sent(message, before);
        }
        self.leave_for_later();
        self.note(message, None);
    }

    /// Remembers that somebody is left to a later run, unless something graver is known.
    fn leave_for_later(&mut self) {
        if self.outcome == Outcome::Done {
            self.outcome = Outcome::Deferred;
        }
    }

    /// Says what went wrong, and goes on with the others.
    pub fn failed(&mut self, id: &MessageId, message: Option<&Message>, error: &CommandError) {
        error.print(self.ui);
        self.failure = self.failure.max(Some(error.kind()));
        let error = Some(format!("{error:#}"));
        self.done.retain(|done| done.id != *id);
        match message {
            Some(message) => self.note(message, error),
            None => self.done.push(Done {
                id: id.clone(),
                subject: None,
                state: None,
                recipients: 0,
                counts: DeliveryCounts::default(),
                error,
            }),
        }
    }

    /// Remembers how a message stands now, for the document of `--json`.
    pub fn note(&mut self, message: &Message, error: Option<String>) {
        // Only its last standing: a process that stays must not remember every turn.
        self.done.retain(|done| done.id != message.id);
        self.done.push(Done {
            id: message.id.clone(),
            subject: Some(message.subject.clone()),
            state: Some(Standing::of(message, false)),
            recipients: message.counts.total(),
            counts: message.counts,
            error,
        });
    }
}
