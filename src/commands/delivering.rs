//! What `send` and `queue resume` share: one run with its bar, and the report after it.

use std::time::Duration;

use serde::Serialize;

use super::{
    picture::Picture,
    problems::{Problem, problem_table, problems},
};
use crate::{
    config::{Account, Secret, load_secret},
    context::Context,
    domain::{
        audience::{Exclusion, ExclusionReason, Recipient},
        delivery::{DeliveryCounts, DeliveryState},
        message::{Message, MessageId, MessageState},
    },
    error::{CommandError, CommandResult, Outcome},
    mail::SendError,
    ops::sending::{
        Interrupt, Link as _, Observer, Remaining, RunEnd, Runner, SendPlan, Submission,
        Submit as _, close_run, deliveries,
    },
    store::MessageLock,
    text,
    texts::Text,
    ui::{Page, Progress, Report},
};

/// Returns the password of an account; none when it logs in without.
pub fn secret(cx: &Context, account: &Account) -> Result<Option<Secret>, CommandError> {
    match account.login {
        Some(_) => Ok(Some(load_secret(cx.dirs(), account)?)),
        None => Ok(None),
    }
}

/// Sends one copy of a plan, outside journal and archive.
pub fn send_one(
    cx: &Context,
    plan: &SendPlan,
    recipient: &Recipient,
) -> Result<String, CommandError> {
    let secret = secret(cx, &plan.account)?;
    let submission = Submission::new(&plan.account, secret, &plan.message, &plan.content);
    let failed = |error| cannot_send(error, &plan.account);
    let mut link = submission.open().map_err(failed)?;
    let reply = link.deliver(recipient, None).map_err(failed)?;
    link.close();
    Ok(reply)
}

/// Runs over the remaining recipients of a frozen message, and reports.
pub fn deliver(
    cx: &Context,
    mut message: Message,
    lock: &MessageLock,
    remaining: Remaining,
    account: &Account,
    secret: Option<Secret>,
) -> CommandResult {
    let store = cx.store();
    let recipients = store.recipients(&message)?;
    let content = store.content(&message)?;
    let interrupt = Interrupt::listen().map_err(anyhow::Error::from)?;
    let progress = cx.ui.progress(remaining.recipients.len());
    let pace = if account.limits.is_empty() {
        None
    } else {
        Some(store.pace(&account.address, &account.limits)?)
    };
    let submission = Submission::new(account, secret, &message, &content);
    let runner = Runner {
        store,
        lock,
        message: &message,
        recipients: &recipients,
        submit: &submission,
        pace,
        connections: usize::from(account.connections),
        clock: &cx.clock,
        interrupt: &interrupt,
    };
    let end = runner.run(remaining, &Bar(&progress));
    progress.finish();
    drop(submission);
    // Even a run that failed has a journal: what it says is kept.
    let closed = close_run(store, lock, &mut message, cx.clock.now());
    let resume = || text!("hint-resume", id = &message.id);
    // Told in any case: who has the message already has it, whatever failed.
    if let Ok(all) = deliveries(store, &message) {
        let picture = Picture::new(&recipients, &all);
        let problems = problems(&recipients, &all);
        cx.ui
            .done(&Sent::new(&message, problems).with_picture(picture))?;
    }
    let end = end.map_err(|error| CommandError::from(error).hint(resume()))?;
    closed?;
    match end {
        RunEnd::Stopped(error) => Err(cannot_send(error, account).hint(resume())),
        RunEnd::Interrupted => Err(CommandError::failed(text!("send-interrupted")).hint(resume())),
        RunEnd::Complete => Ok(outcome(&message, cx)),
    }
}

/// Shows on the bar how a run goes on.
struct Bar<'a>(&'a Progress);

impl Observer for Bar<'_> {
    fn outcome(&self, _state: DeliveryState) {
        self.0.advance();
    }

    fn waiting(&self, time: Duration) {
        self.0.wait(time);
    }
}

/// Names the account and the server that could not be sent through.
fn cannot_send(error: SendError, account: &Account) -> CommandError {
    let what = text!(
        "cannot-send",
        address = &account.address,
        server = account.server()
    );
    anyhow::Error::new(error).context(what).into()
}

fn outcome(message: &Message, cx: &Context) -> Outcome {
    let counts = message.counts;
    if counts.uncertain > 0 {
        cx.ui.status(&text!(
            "status-uncertain",
            count = counts.uncertain,
            id = &message.id
        ));
    }
    if !counts.is_finished() {
        cx.ui.status(&text!(
            "status-unfinished",
            count = counts.pending + counts.deferred,
            id = &message.id
        ));
    }
    if counts.accepted + counts.skipped < counts.total() {
        let counts = counts_line(&counts);
        cx.ui
            .warn_if_quiet(&text!("sent-counts", id = &message.id, counts = counts));
    }
    if counts.refused + counts.uncertain > 0 {
        Outcome::Incomplete
    } else if counts.is_finished() {
        Outcome::Done
    } else {
        Outcome::Deferred
    }
}

/// What became of a message.
#[derive(Debug, Serialize)]
pub struct Sent<'a> {
    id: &'a MessageId,
    state: MessageState,
    subject: &'a str,
    recipients: usize,
    counts: DeliveryCounts,
    /// Those not accepted.
    deliveries: Vec<Problem>,
    #[serde(skip)]
    picture: Picture,
}

impl<'a> Sent<'a> {
    /// Sums a message up.
    pub fn new(message: &'a Message, deliveries: Vec<Problem>) -> Self {
        Self {
            id: &message.id,
            state: message.state,
            subject: message.subject.as_str(),
            recipients: message.counts.total(),
            counts: message.counts,
            deliveries,
            picture: Picture::default(),
        }
    }

    /// Adds what to draw.
    #[must_use]
    pub fn with_picture(mut self, picture: Picture) -> Self {
        self.picture = picture;
        self
    }
}

impl Report for Sent<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "sent-counts",
            id = self.id,
            counts = counts_line(&self.counts)
        ));
        self.picture.print(page);
        // Those still waiting are many after an interruption, and have nothing to tell.
        let told: Vec<&Problem> = self
            .deliveries
            .iter()
            .filter(|one| one.has_words())
            .collect();
        if !told.is_empty() {
            page.blank();
            page.table(&problem_table(told));
        }
    }
}

/// Writes how many deliveries are in each state, leaving out the empty ones.
pub fn counts_line(counts: &DeliveryCounts) -> String {
    let words = |state: DeliveryState| -> Option<Text> {
        let count = counts.of(state);
        (count > 0).then(|| match state {
            DeliveryState::Accepted => text!("count-accepted", count = count),
            DeliveryState::Refused => text!("count-refused", count = count),
            DeliveryState::Deferred => text!("count-deferred", count = count),
            DeliveryState::Uncertain => text!("count-uncertain", count = count),
            DeliveryState::Pending => text!("count-pending", count = count),
            DeliveryState::Skipped => text!("count-skipped", count = count),
        })
    };
    let words: Vec<String> = DeliveryState::ALL
        .into_iter()
        .filter_map(words)
        .map(|text| text.to_string())
        .collect();
    words.join(", ")
}

/// Says for each reason how many were left out of an audience.
pub fn left_out(exclusions: &[Exclusion]) -> Vec<String> {
    let count = |wanted| exclusions.iter().filter(|one| one.reason == wanted).count();
    ExclusionReason::ALL
        .into_iter()
        .filter(|&wanted| count(wanted) > 0)
        .map(|wanted| wanted.count_text(count(wanted)).to_string())
        .collect()
}
