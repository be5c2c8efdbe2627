//! What `send` and `queue resume` share: one run with its bar, and the report after it.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{
    picture::Picture,
    problems::{Problem, advice, problem_table, problems},
    running::{Job, Through, pace, run_over},
};
use crate::{
    config::Account,
    context::Context,
    domain::{
        audience::{Exclusion, ExclusionReason, Recipient},
        delivery::{Delivery, DeliveryCounts, DeliveryState},
        message::{Message, MessageId, MessageState},
    },
    error::{CommandError, CommandResult, ErrorKind, Outcome},
    mail::AccountError,
    ops::sending::{Interrupt, Link as _, RunEnd, SendPlan, Submission, Submit as _, deliveries},
    text,
    texts::Text,
    ui::{Page, Report},
};

/// Sends one copy of a plan, outside journal and archive; within the account's limits.
pub fn send_one(
    cx: &Context,
    plan: &SendPlan,
    recipient: &Recipient,
) -> Result<String, CommandError> {
    // One message alone gains nothing from CHUNKING, which not every server that offers it takes.
    let account = Account {
        chunking: false,
        ..plan.account.clone()
    };
    let secret = Through::log_in(cx, &account)?.secret;
    let mut pace = pace(cx, &account)?;
    if let Some(pace) = &mut pace
        && let Some(later) = pace.take(cx.clock.instant())?
    {
        return Err(over_the_limits(cx, &account, later));
    }
    let submission = Submission::new(&account, secret, &plan.message, &plan.content);
    let submit = || {
        let mut link = submission.open()?;
        link.begin(recipient, None);
        let reply = link.finish()?;
        link.close();
        Ok(reply)
    };
    let outcome = submit();
    if let Some(pace) = &mut pace {
        pace.settle(cx.clock.instant())?;
    }
    Ok(outcome.map_err(|error| AccountError::new(&account, error))?)
}

fn over_the_limits(cx: &Context, account: &Account, later: Timestamp) -> CommandError {
    // Said to the minute, it must be over then.
    let later = later.saturating_add(SignedDuration::from_secs(59));
    let reached = text!("limits-reached", address = &account.address);
    CommandError::new(ErrorKind::TryAgain, reached).hint(text!(
        "hint-limits-reached",
        time = cx.moment(later.unwrap_or(Timestamp::MAX)).text()
    ))
}

/// Runs over the remaining recipients of a frozen message, and reports.
pub fn deliver(
    cx: &Context,
    mut message: Message,
    job: Job<'_>,
    through: Through<'_>,
    interrupt: &Interrupt,
) -> CommandResult {
    let account = through.account;
    let id = message.id.clone();
    let resume = || text!("hint-resume", id = &id);
    let failed = |error| CommandError::from(error).hint(resume());
    let recipients = job.recipients;
    let ran = run_over(cx, &mut message, job, through, interrupt).map_err(failed)?;
    // Told in any case: who has the message already has it, whatever failed.
    let recipients = ran.relisted.as_deref().unwrap_or(recipients);
    tell(cx, &message, recipients, &ran.deliveries)?;
    match ran.end.map_err(failed)? {
        RunEnd::Stopped(error) => {
            Err(CommandError::from(AccountError::new(account, error)).hint(resume()))
        }
        RunEnd::Interrupted => Err(CommandError::failed(text!("send-interrupted"))
            .hint(resume())
            .hint(text!("hint-cancel", id = &message.id))),
        RunEnd::Complete | RunEnd::Postponed(_) => Ok(outcome(&message, cx)),
    }
}

/// Reports a message that nobody is left to be tried for, although no run came to its end.
pub fn report(cx: &Context, message: &Message) -> CommandResult {
    let recipients = cx.store().recipients(message)?;
    tell(cx, message, &recipients, &deliveries(cx.store(), message)?)?;
    Ok(outcome(message, cx))
}

/// Tells how far a message has come, and who was not accepted.
fn tell(
    cx: &Context,
    message: &Message,
    recipients: &[Recipient],
    deliveries: &[Delivery],
) -> Result<(), CommandError> {
    let picture = Picture::new(recipients, deliveries);
    let problems = problems(recipients, deliveries);
    let advice = advice(message, &problems);
    let sent = Sent::new(message, problems).with_picture(picture);
    // Whoever tries again sends another message to those who have this one.
    cx.ui.done(&sent).map_err(|error| {
        CommandError::from(error).hint(text!("hint-message-came", id = &message.id))
    })?;
    if let Some(advice) = advice {
        cx.ui.status(&advice);
    }
    Ok(())
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
