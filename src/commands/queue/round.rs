//! A round over the queue: each message has its turn, and what happens is told as it happens.

use jiff::{SignedDuration, Timestamp};

use super::events::Events;
use crate::{
    commands::{
        message_argument::Loaded,
        running::{Job, Through, run_over},
    },
    config::Settings,
    context::Context,
    domain::{
        address::Address,
        message::{Message, MessageId, MessageState, Stop},
        rights::Refusal,
    },
    error::{CommandError, CommandResult},
    mail::AccountError,
    ops::{
        queue::{Backoff, Turn, choose_audience, plan_turn},
        sending::{Interrupt, Remaining, RunEnd, check_rights, close_run, deliveries, next_retry},
    },
    store::{MessageLock, StoreError},
    text,
};

/// How long to leave alone what failed, the first time and at most.
const REST: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(1), SignedDuration::from_mins(30));
/// The same of a message that another process sends, or only looks at.
const REST_OF_BUSY: (SignedDuration, SignedDuration) = (
    SignedDuration::from_millis(250),
    SignedDuration::from_secs(30),
);

/// How soon after an instant it is past.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(1);

/// The rounds of one process.
#[derive(Debug)]
pub struct Round<'a> {
    cx: &'a Context,
    interrupt: &'a Interrupt,
    /// Accounts whose server or password failed.
    accounts: Backoff<Address>,
    /// Messages that cannot be read, or that a run could not finish.
    messages: Backoff<MessageId>,
    /// Messages that another process holds.
    busy: Backoff<MessageId>,
    events: Events<'a>,
    /// When there will be something to do.
    next: Option<Timestamp>,
}

impl<'a> Round<'a> {
    /// Prepares for the first round.
    pub fn new(cx: &'a Context, interrupt: &'a Interrupt) -> Self {
        Self {
            cx,
            interrupt,
            accounts: Backoff::new(REST.0, REST.1),
            messages: Backoff::new(REST.0, REST.1),
            busy: Backoff::new(REST_OF_BUSY.0, REST_OF_BUSY.1),
            events: Events::new(&cx.ui),
            next: None,
        }
    }

    /// Prints what was done, for a script; returns how all of it went.
    pub fn report(self) -> CommandResult {
        self.events.report()
    }

    /// Gives each message its turn; returns when there will be something to do again.
    pub fn go(&mut self) -> Result<Option<Timestamp>, CommandError> {
        // As they are now: rights and accounts may have changed since the last round.
        let settings = Settings::load(self.cx.dirs())?;
        self.next = None;
        for id in self.cx.store().message_ids()? {
            if self.interrupt.is_asked() {
                break;
            }
            let now = self.cx.clock.instant();
            if let Some(until) = self.messages.rests_until(&id, now) {
                self.wake_at(Some(until));
            } else if let Err(error) = self.turn(&id, &settings) {
                self.events.failed(&id, None, &error);
                self.rest(&id);
            }
        }
        Ok(self.next)
    }

    fn turn(&mut self, id: &MessageId, settings: &Settings) -> Result<(), CommandError> {
        let store = self.cx.store();
        match store.message(id) {
            Ok(message) if message.state == MessageState::Queued => {}
            // Its folder came or went meanwhile; `doctor` looks for what is missing.
            Ok(_) | Err(StoreError::NoMessage { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        let lock = match store.lock_message(id) {
            Ok(lock) => lock,
            Err(StoreError::Sending { .. }) => {
                let again = self.busy.fail(id.clone(), self.cx.clock.instant());
                self.wake_at(Some(again));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        self.busy.succeed(id);
        // Read under the lock: another process may have been sending until now.
        let mut loaded = Loaded::read(self.cx, id)?;
        let message = &mut loaded.message;
        if message.state != MessageState::Queued {
            return Ok(());
        }
        let turn = plan_turn(message, &loaded.deliveries, self.cx.clock.instant());
        match turn {
            Turn::Rest(until) => self.wake_at(until),
            Turn::Finish => self.finish(message, &lock)?,
            Turn::Expire => self.expire(message, &lock)?,
            Turn::ChooseAudience | Turn::Run(_) => self.run(message, &lock, turn, settings)?,
        }
        Ok(())
    }

    /// Sends, if the sender may, and unless the server had better be left alone.
    fn run(
        &mut self,
        message: &mut Message,
        lock: &MessageLock,
        turn: Turn,
        settings: &Settings,
    ) -> Result<(), CommandError> {
        let cx = self.cx;
        let account = match check_rights(message, cx.store(), settings) {
            Ok(account) => account,
            Err(error) => {
                return match error.downcast::<Refusal>() {
                    Ok(refusal) => self.stop(message, lock, refusal),
                    Err(error) => Err(error.into()),
                };
            }
        };
        let now = cx.clock.instant();
        if let Some(until) = self.accounts.rests_until(&account.address, now) {
            self.wake_at(Some(until));
            return Ok(());
        }
        message.stop = None;
        let remaining = match turn {
            Turn::Run(remaining) => remaining,
            _ => match self.choose_audience(message, lock)? {
                Some(remaining) => remaining,
                None => return Ok(()),
            },
        };
        let through = match Through::log_in(cx, account) {
            Ok(through) => through,
            Err(error) => {
                self.rest_account(&account.address);
                self.events.failed(&message.id, Some(message), &error);
                return Ok(());
            }
        };
        let before = message.counts;
        let recipients = cx.store().recipients(message)?;
        let job = Job {
            lock,
            recipients: &recipients,
            remaining,
        };
        // Where nobody could be tried, the message rests, whatever its journal says.
        let end = run_over(cx, message, job, through, self.interrupt).and_then(|ran| {
            self.wake_at(next_retry(&ran.deliveries));
            ran.end
        });
        match end {
            Ok(RunEnd::Complete | RunEnd::Interrupted) => {
                self.accounts.succeed(&account.address);
                self.events.sent(message, before);
                if message.counts.pending > 0 {
                    self.rest(&message.id);
                } else {
                    self.messages.succeed(&message.id);
                }
            }
            Ok(RunEnd::Stopped(error)) => {
                // It may be lost with those of this message alone.
                if error.is_lost_session() {
                    self.rest(&message.id);
                } else {
                    self.rest_account(&account.address);
                }
                if message.counts != before {
                    self.events.sent(message, before);
                }
                let error = AccountError::new(account, error).into();
                self.events.failed(&message.id, Some(message), &error);
            }
            Err(error) => {
                self.rest(&message.id);
                let error = error.into();
                self.events.failed(&message.id, Some(message), &error);
            }
        }
        Ok(())
    }

    /// Chooses who receives a message now that it is due; none when nobody does.
    fn choose_audience(
        &mut self,
        message: &mut Message,
        lock: &MessageLock,
    ) -> Result<Option<Remaining>, CommandError> {
        choose_audience(self.cx.store(), lock, message)?;
        let all = deliveries(self.cx.store(), message)?;
        if let Turn::Run(remaining) = plan_turn(message, &all, self.cx.clock.instant()) {
            return Ok(Some(remaining));
        }
        self.finish(message, lock)?;
        self.events.warn(&text!(
            "queue-nobody",
            id = &message.id,
            subject = &message.subject
        ));
        Ok(None)
    }

    /// Writes down that nobody is left: the process that knew it was killed before.
    fn finish(&mut self, message: &mut Message, lock: &MessageLock) -> Result<(), CommandError> {
        close_run(self.cx.store(), lock, message, self.cx.clock.now())?;
        self.events.note(message, None);
        Ok(())
    }

    /// Gives up a message that is too late; said once, for then it is no longer in the queue.
    fn expire(&mut self, message: &mut Message, lock: &MessageLock) -> Result<(), CommandError> {
        message.state = MessageState::Expired;
        message.finished = Some(self.cx.clock.now());
        lock.save(message)?;
        let due = message.schedule.map(|schedule| schedule.due);
        self.events.warn(&text!(
            "queue-expired",
            id = &message.id,
            subject = &message.subject,
            due = due.map_or_else(String::new, |due| self.cx.moment(due).text().to_string())
        ));
        self.events.note(message, None);
        Ok(())
    }

    /// Leaves a message where it is that its sender may not send any more; each
    /// reason is said once, and stands in the queue.
    fn stop(
        &mut self,
        message: &mut Message,
        lock: &MessageLock,
        refusal: Refusal,
    ) -> Result<(), CommandError> {
        // Should the right not come back before it is too late, that is to be told then.
        let expires = message.unbegun_schedule().map(|schedule| schedule.expires);
        self.wake_at(expires.and_then(|expires| expires.checked_add(A_MOMENT).ok()));
        let stop = Stop {
            rule: refusal.rule().to_owned(),
            reason: refusal.to_string(),
        };
        if message.stop.as_ref() == Some(&stop) {
            return Ok(());
        }
        message.stop = Some(stop);
        lock.save(message)?;
        let stopped = text!(
            "queue-stopped",
            id = &message.id,
            subject = &message.subject
        );
        let error = CommandError::from(anyhow::Error::new(refusal).context(stopped))
            .hint(text!("hint-stopped", id = &message.id));
        self.events.failed(&message.id, Some(message), &error);
        Ok(())
    }

    /// Leaves a message alone for a while.
    fn rest(&mut self, id: &MessageId) {
        let until = self.messages.fail(id.clone(), self.cx.clock.instant());
        self.wake_at(Some(until));
    }

    /// Leaves an account alone for a while, and with it all its messages.
    fn rest_account(&mut self, address: &Address) {
        let until = self.accounts.fail(address.clone(), self.cx.clock.instant());
        self.wake_at(Some(until));
    }

    fn wake_at(&mut self, instant: Option<Timestamp>) {
        self.next = match (self.next, instant) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}
