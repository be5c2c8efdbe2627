//! What is there already, and what follows from it.

use super::report::{FirstSteps, Stage};
use crate::{
    commands::{
        all_messages::{Picked, pick_messages},
        message_argument::{Next, standing},
    },
    config::Settings,
    context::Context,
    domain::{
        class_order::class_order,
        draft::Draft,
        list_name::ListName,
        message::{Message, MessageState, Standing},
    },
    error::{CommandError, Outcome},
    ops::sending::next_retry,
    text,
    texts::{Text, shell_word},
};

/// How much of a subject is shown.
const SUBJECT: usize = 24;

/// What is there, as far as the next step depends on it.
pub struct Inventory {
    settings: Settings,
    /// The lists, those with subscribers first.
    lists: Vec<ListName>,
    has_subscribers: bool,
    waiting: Picked<Message>,
    drafts: Vec<Draft>,
    has_messages: bool,
}

impl Inventory {
    /// Looks at what there is; fails where something other than a message cannot be read.
    pub fn take(cx: &Context) -> Result<Self, CommandError> {
        let store = cx.store();
        let mut lists = Vec::new();
        let mut empty = Vec::new();
        let mut names = store.list_names()?;
        // As a school names its classes.
        names.sort_by_cached_key(|name| class_order(name.as_str()));
        for name in names {
            let is_empty = store.list_summary(&name)?.counts.total() == 0;
            if is_empty { &mut empty } else { &mut lists }.push(name);
        }
        let has_subscribers = !lists.is_empty();
        lists.append(&mut empty);
        let drafts = store.draft_ids()?.into_iter().map(|id| store.draft(&id));
        let drafts = drafts.collect::<Result<_, _>>()?;
        let settings = cx.settings()?.clone();
        let is_queued = |message: &Message| message.state == MessageState::Queued;
        Ok(Self {
            settings,
            lists,
            has_subscribers,
            waiting: pick_messages(cx, |message| Ok(Some(message).filter(is_queued)))?,
            drafts,
            has_messages: !store.message_ids()?.is_empty(),
        })
    }

    /// Says how it went, as the exit code tells it.
    pub const fn outcome(&self) -> Outcome {
        self.waiting.outcome()
    }

    /// Proposes what comes next.
    pub fn steps(&self, cx: &Context) -> FirstSteps {
        let is_waiting = !self.waiting.messages.is_empty() || !self.drafts.is_empty();
        if self.waiting.has_unread && !is_waiting {
            return mend();
        }
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
        if is_waiting {
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
        let count = self.waiting.messages.len() + self.drafts.len();
        let mut steps =
            FirstSteps::new(Stage::Waiting, text!("first-steps-waiting", count = count));
        if self.waiting.has_unread {
            steps = steps.then("carnet doctor", &text!("step-doctor"));
        }
        steps = match self.waiting.messages.as_slice() {
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
    // A journal that cannot be read is what `queue show` will tell of.
    let (standing, deliveries) = standing(&mut message, cx);
    let verb = match standing {
        Standing::Interrupted | Standing::Deferred => "resume",
        _ => "show",
    };
    let command = format!("carnet queue {verb} {}", message.id);
    let retry = next_retry(&deliveries.unwrap_or_default());
    let next = Next::of(&message, standing, retry, cx);
    let state = match next.filter(|next| next.overdue) {
        Some(next) => text!("state-overdue", when = cx.moment(next.at).short()),
        None => standing.text(),
    };
    (command, state)
}

fn shortened(subject: &str) -> String {
    let mut chars = subject.chars();
    let mut shortened: String = chars.by_ref().take(SUBJECT).collect();
    if chars.next().is_some() {
        shortened.push('…');
    }
    shortened
}

/// Proposes what helps where something cannot be read.
pub fn mend() -> FirstSteps {
    FirstSteps::new(Stage::Damaged, text!("first-steps-damaged"))
        .then("carnet doctor", &text!("step-doctor"))
        .then("carnet store restore --help", &text!("step-restore"))
}

/// Proposes the first steps of all.
pub fn begin(steps: FirstSteps) -> FirstSteps {
    steps
        .then("carnet setup", &text!("step-setup"))
        .then(
            "carnet import CSVExtraction.csv --by-class",
            &text!("step-import"),
        )
        .then("carnet send --help", &text!("step-write"))
}
