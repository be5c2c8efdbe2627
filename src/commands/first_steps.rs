//! `carnet` alone: where things stand on this computer, and what to type next, in five lines.

use serde::Serialize;

use crate::{
    config::Settings,
    context::Context,
    domain::{
        draft::Draft,
        list_name::ListName,
        message::{Message, MessageState, Standing},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::deliveries,
    text,
    texts::{Text, shell_word},
    ui::{Page, Report},
};

/// How much of a subject is shown.
const SUBJECT: usize = 24;
/// How many commands are proposed, the last one being the help.
const STEPS: usize = 4;

/// How far everything is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Stage {
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
struct Step {
    command: String,
    purpose: String,
}

#[derive(Debug, Serialize)]
struct FirstSteps {
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
    fn new(stage: Stage, title: Text) -> Self {
        Self {
            stage,
            next: Vec::new(),
            title,
        }
    }

    /// Proposes a command, as long as there is room for it and for the help.
    fn then(mut self, command: impl Into<String>, purpose: &Text) -> Self {
        if self.next.len() + 1 < STEPS {
            self.next.push(Step {
                command: command.into(),
                purpose: purpose.to_string(),
            });
        }
        self
    }

    /// Ends on the help.
    fn done(mut self) -> Self {
        self.next.push(Step {
            command: "carnet --help".to_owned(),
            purpose: text!("step-all-else").to_string(),
        });
        self
    }
}

/// What is there, as far as the next step depends on it.
struct Inventory {
    settings: Settings,
    /// The lists, those with subscribers first.
    lists: Vec<ListName>,
    has_subscribers: bool,
    waiting: Vec<Message>,
    drafts: Vec<Draft>,
    has_messages: bool,
}

pub fn run(cx: &Context) -> CommandResult {
    let steps = if is_new(cx) {
        begin(FirstSteps::new(Stage::New, text!("first-steps-new")))
    } else {
        match Inventory::take(cx) {
            Ok(inventory) => inventory.steps(cx),
            // What cannot be read is told by whoever looks into everything.
            Err(_) => FirstSteps::new(Stage::Damaged, text!("first-steps-damaged"))
                .then("carnet doctor", &text!("step-doctor"))
                .then("carnet store restore --help", &text!("step-restore")),
        }
    };
    cx.ui.report(&steps.done())?;
    Ok(Outcome::Done)
}

fn is_new(cx: &Context) -> bool {
    // Settings that cannot be read are there all the same.
    !cx.dirs().config_file().exists() && cx.store().list_names().is_ok_and(|names| names.is_empty())
}

fn begin(steps: FirstSteps) -> FirstSteps {
    steps
        .then("carnet setup", &text!("step-setup"))
        .then(
            "carnet import CSVExtraction.csv --by-class",
            &text!("step-import"),
        )
        .then("carnet send --help", &text!("step-write"))
}

impl Inventory {
    fn take(cx: &Context) -> Result<Self, CommandError> {
        let store = cx.store();
        let mut lists = Vec::new();
        let mut empty = Vec::new();
        for name in store.list_names()? {
            let is_empty = store.list_summary(&name)?.counts.total() == 0;
            if is_empty { &mut empty } else { &mut lists }.push(name);
        }
        let has_subscribers = !lists.is_empty();
        lists.append(&mut empty);
        let ids = store.message_ids()?;
        let mut waiting = Vec::new();
        for id in &ids {
            let message = store.message(id)?;
            if message.state == MessageState::Queued {
                waiting.push(message);
            }
        }
        let drafts = store.draft_ids()?.into_iter().map(|id| store.draft(&id));
        Ok(Self {
            settings: cx.settings()?.clone(),
            lists,
            has_subscribers,
            waiting,
            drafts: drafts.collect::<Result<_, _>>()?,
            has_messages: !ids.is_empty(),
        })
    }

    fn steps(&self, cx: &Context) -> FirstSteps {
        let Some(account) = self.settings.accounts.first() else {
            return begin(FirstSteps::new(
                Stage::NoAccount,
                text!("first-steps-no-account"),
            ));
        };
        let Some(list) = self.lists.first() else {
            return FirstSteps::new(Stage::NoList, text!("first-steps-no-list"))
                .then(
                    "carnet import CSVExtraction.csv --by-class",
                    &text!("step-import-by-class"),
                )
                .then("carnet list create parents", &text!("step-create-list"))
                .then(
                    format!(
                        "carnet account test {}",
                        shell_word(account.address.as_str())
                    ),
                    &text!("step-test-account"),
                );
        };
        if !self.waiting.is_empty() || !self.drafts.is_empty() {
            return self.waiting(list, cx);
        }
        if !self.has_subscribers {
            return FirstSteps::new(
                Stage::NoSubscriber,
                text!(
                    "first-steps-no-subscriber",
                    list = list,
                    count = self.lists.len()
                ),
            )
            .then(
                format!("carnet import CSVExtraction.csv --list {list}"),
                &text!("step-import"),
            )
            .then(
                "carnet import CSVExtraction.csv --by-class",
                &text!("step-import-by-class"),
            )
            .then(
                format!("carnet subscriber list {list}"),
                &text!("step-subscribers"),
            );
        }
        let send = format!("carnet send {list}");
        if self.has_messages {
            return follow(
                FirstSteps::new(Stage::Ready, text!("first-steps-ready")),
                list,
            );
        }
        FirstSteps::new(Stage::NoMessage, text!("first-steps-no-message"))
            .then(format!("{send} --dry-run"), &text!("step-dry-run"))
            .then(format!("{send} --test"), &text!("step-test"))
            .then(send, &text!("step-send"))
    }

    /// Begins with what waits for someone.
    fn waiting(&self, list: &ListName, cx: &Context) -> FirstSteps {
        let count = self.waiting.len() + self.drafts.len();
        let mut steps =
            FirstSteps::new(Stage::Waiting, text!("first-steps-waiting", count = count));
        steps = match self.waiting.as_slice() {
            [] => steps,
            [message] => {
                let (command, state) = take_up(message, cx);
                let subject = shortened(&message.subject);
                let purpose = text!("step-message", subject = subject, state = state);
                steps.then(command, &purpose)
            }
            several => steps.then(
                "carnet queue list",
                &text!("step-messages", count = several.len()),
            ),
        };
        steps = match self.drafts.as_slice() {
            [] => steps,
            [draft] => steps.then(
                format!("carnet send --draft {}", draft.id),
                &text!("step-draft", subject = shortened(&draft.subject)),
            ),
            several => steps.then(
                "carnet draft list",
                &text!("step-drafts", count = several.len()),
            ),
        };
        follow(steps, list)
    }
}

/// Goes on with what there is to do through the year.
fn follow(steps: FirstSteps, list: &ListName) -> FirstSteps {
    steps
        .then(format!("carnet send {list}"), &text!("step-new-message"))
        .then("carnet archive list", &text!("step-archive"))
        .then(
            "carnet import CSVExtraction.csv --by-class --sync",
            &text!("step-sync"),
        )
}

/// Returns the command that takes a message up, and where it stands.
fn take_up(message: &Message, cx: &Context) -> (String, Text) {
    let mut message = message.clone();
    let sending = cx.store().is_sending(&message.id);
    // The counts in the file are those of the last run that ended in good order.
    if let Ok(all) = deliveries(cx.store(), &message) {
        message.counts = all.iter().map(|delivery| delivery.state).collect();
    }
    let standing = Standing::of(&message, sending);
    let verb = match standing {
        Standing::Interrupted | Standing::Deferred => "resume",
        _ => "show",
    };
    let command = format!("carnet queue {verb} {}", message.id);
    (command, standing.text())
}

fn shortened(subject: &str) -> String {
    let mut chars = subject.chars();
    let mut shortened: String = chars.by_ref().take(SUBJECT).collect();
    if chars.next().is_some() {
        shortened.push('…');
    }
    shortened
}
