//! Where things stand, and the commands that come next.

use serde::Serialize;

use crate::{
    text,
    texts::Text,
    ui::{Page, Report},
};

/// How many commands are proposed, the last one being the help.
const STEPS: usize = 4;

/// How far everything is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Nothing was ever set up here.
    New,
    /// Something cannot be read.
    Damaged,
    /// Nobody can write: there is no account.
    NoAccount,
    /// There is nobody to write to: no list.
    NoList,
    /// There is nobody to write to: no list has a subscriber.
    NoSubscriber,
    /// Nothing was written yet.
    NoMessage,
    /// Messages or drafts wait for someone.
    Waiting,
    /// Everything is done.
    Ready,
}

/// A command to type as it stands, and what it is for.
#[derive(Debug, Serialize)]
pub struct Step {
    command: String,
    purpose: String,
}

#[derive(Debug, Serialize)]
pub struct FirstSteps {
    stage: Stage,
    next: Vec<Step>,
    #[serde(skip)]
    title: Text,
}

impl Report for FirstSteps {
    fn print(&self, page: &mut Page) {
        page.line(&self.title);
        let width = |step: &Step| step.command.chars().count();
        let widest = self.next.iter().map(width).max().unwrap_or_default();
        for step in &self.next {
            page.line(format!("  {:widest$}  {}", step.command, step.purpose));
        }
    }
}

impl FirstSteps {
    pub fn new(stage: Stage, title: Text) -> Self {
        Self {
            stage,
            next: Vec::new(),
            title,
        }
    }

    /// Proposes a command, as long as there is room for it and for the help.
    pub fn then(mut self, command: impl Into<String>, purpose: &Text) -> Self {
        if self.next.len() + 1 < STEPS {
            self.next.push(Step {
                command: command.into(),
                purpose: purpose.to_string(),
            });
        }
        self
    }

    /// Ends on the help.
    pub fn done(mut self) -> Self {
        self.next.push(Step {
            command: "carnet --help".to_owned(),
            purpose: text!("step-all-else").to_string(),
        });
        self
    }
}
