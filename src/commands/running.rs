//! One run over the remaining recipients of a message, with its bar; nothing is said of it yet.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{
    config::{Account, Secret, secret_to_log_in},
    context::Context,
    domain::{
        audience::Recipient,
        delivery::{Delivery, DeliveryState},
        message::Message,
    },
    error::CommandError,
    mail::compose::redate,
    ops::sending::{
        Interrupt, Observer, Remaining, RunEnd, Runner, Snapshot, Submission, deliveries, settle,
    },
    store::{MessageLock, Pace, StoreError},
    ui::Progress,
};

/// The account that a message goes through, and its password.
#[derive(Debug)]
pub struct Through<'a> {
    pub account: &'a Account,
    pub secret: Option<Secret>,
}

impl<'a> Through<'a> {
    /// Gets the password of an account; none when it logs in without.
    pub fn log_in(cx: &Context, account: &'a Account) -> Result<Self, CommandError> {
        let secret = secret_to_log_in(cx.dirs(), account)?;
        Ok(Self { account, secret })
    }
}

/// Leaves Ctrl-C and its like to a run, from now on.
pub fn listen(cx: &Context) -> anyhow::Result<Interrupt> {
    cx.ui.leave_interrupts();
    Ok(Interrupt::listen()?)
}

/// What is to be done of a frozen message.
#[derive(Debug)]
pub struct Job<'a> {
    /// The right to send it.
    pub lock: &'a MessageLock,
    /// Its frozen audience.
    pub recipients: &'a [Recipient],
    /// The lists that it was chosen from a moment ago, if it was.
    pub chosen_from: Option<Snapshot>,
    pub remaining: Remaining,
    /// How long the account's limits may make it wait at a time, if not for ever.
    pub longest_wait: Option<SignedDuration>,
}

/// What a run leaves: how it ended, and how each delivery stands now.
#[derive(Debug)]
pub struct Ran {
    pub end: anyhow::Result<RunEnd>,
    pub deliveries: Vec<Delivery>,
    /// The audience, if somebody of it was reached through another list than before.
    pub relisted: Option<Vec<Recipient>>,
}

/// Runs over the remaining recipients of a frozen message and writes down how far
/// it has come; nothing is said of it but on the bar.
///
/// Fails where nobody could be tried; after that, what is known of the
/// deliveries is returned in any case.
pub fn run_over(
    cx: &Context,
    message: &mut Message,
    job: Job<'_>,
    through: Through<'_>,
    interrupt: &Interrupt,
) -> anyhow::Result<Ran> {
    let Job {
        lock,
        recipients,
        chosen_from,
        remaining,
        longest_wait,
    } = job;
    let Through { account, secret } = through;
    let store = cx.store();
    let mut content = store.content(message)?;
    if let Some(schedule) = message.unbegun_schedule() {
        // A person may have made it leave sooner or later than when it was frozen for.
        let leaves = schedule.due.to_zoned_datetime(cx.clock.zone().clone());
        if redate(&mut content, &leaves) {
            lock.save_content(&content)?;
        }
    }
    let progress = cx.ui.progress(remaining.recipients.len());
    let pace = pace(cx, account)?;
    let submission = Submission::new(account, secret, message, &content).interrupted_by(interrupt);
    let runner = Runner {
        store,
        lock,
        message,
        recipients,
        chosen_from,
        submit: &submission,
        pace,
        connections: usize::from(account.connections),
        longest_wait,
        clock: &cx.clock,
        interrupt,
    };
    let ended = runner.run(remaining, &Bar(&progress));
    progress.finish();
    drop(submission);
    let (end, deliveries, relisted) = match ended {
        Ok(ended) => (Ok(ended.end), ended.deliveries, ended.relisted),
        // Even a run that failed has a journal: what it says is kept.
        Err(error) => (Err(error), deliveries(store, message)?, None),
    };
    let settled = settle(lock, message, &deliveries, cx.clock.now());
    Ok(Ran {
        end: end.and_then(|end| settled.map(|()| end)),
        deliveries,
        relisted,
    })
}

/// Opens the record of an account's messages, if it has limits.
pub fn pace(cx: &Context, account: &Account) -> Result<Option<Pace>, StoreError> {
    if account.limits.is_empty() {
        return Ok(None);
    }
    let now = cx.clock.instant();
    let pace = cx.store().pace(&account.address, &account.limits, now)?;
    Ok(Some(pace))
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
