//! A round over the queue: each message has its turn, and what happens is told as it happens.

use jiff::{SignedDuration, Timestamp};

use super::{events::Events, rests::Rests};
use crate::{
    commands::{
        message_argument::Loaded,
        running::{Job, Through, run_over},
    },
    config::Settings,
    context::Context,
    domain::{
        message::{Message, MessageId, MessageState, Stop},
        rights::Refusal,
    },
    error::{CommandError, CommandResult},
    mail::AccountError,
    ops::{
        queue::{Turn, choose_audience, plan_turn},
        sending::{Interrupt, Remaining, RunEnd, admit, close_run, deliveries, next_retry},
    },
    store::{MessageLock, StoreError},
    text,
};

/// How soon after an instant it is past.
const A_MOMENT: SignedDuration = SignedDuration::from_secs(1);

/// How long an account's limits may keep the other messages waiting.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(1);

/// The rounds of one process.
#[derive(Debug)]
pub struct Round<'a> {
    cx: &'a Context,
    interrupt: &'a Interrupt,
    rests: Rests<'a>,
    events: Events<'a>,
}

impl<'a> Round<'a> {
    /// Prepares for the first round.
    pub fn new(cx: &'a Context, interrupt: &'a Interrupt) -> Self {
        Self {
            cx,
            interrupt,
            rests: Rests::new(&cx.clock),
            events: Events::new(&cx.ui),
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
        self.rests.begin_round();
        for id in self.cx.store().message_ids()? {
            if self.interrupt.is_asked() {
                break;
            }
            if self.rests.has_message(&id) {
                continue;
            }
            if let Err(error) = self.turn(&id, &settings) {
                self.events.failed(&id, None, &error);
                self.rests.rest_message(&id);
            }
        }
        Ok(self.rests.next())
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
                self.rests.rest_busy(id);
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        self.rests.forget_busy(id);
        // Read under the lock: another process may have been sending until now.
        let mut loaded = Loaded::read(self.cx, id)?;
        let message = &mut loaded.message;
        if message.state != MessageState::Queued {
            return Ok(());
        }
        let turn = plan_turn(message, &loaded.deliveries, self.cx.clock.instant());
        match turn {
            Turn::Rest(until) => self.rests.wake_at(until),
            Turn::Finish => {
                self.finish(message, &lock)?;
                self.events.sent(message, loaded.told);
            }
            Turn::Expire => self.expire(message, &lock)?,
            Turn::ChooseAudience | Turn::Run(_) => self.run(&mut loaded, &lock, turn, settings)?,
        }
        Ok(())
    }

    /// Sends, if the sender may, and unless the server had better be left alone.
    fn run(
        &mut self,
        loaded: &mut Loaded,
        lock: &MessageLock,
        turn: Turn,
        settings: &Settings,
    ) -> Result<(), CommandError> {
        let cx = self.cx;
        let Loaded { message, told, .. } = loaded;
        let before = *told;
        let account = match admit(message, cx.store(), settings) {
            Ok(account) => account,
            Err(error) => {
                return match error.downcast::<Refusal>() {
                    Ok(refusal) => self.stop(message, lock, refusal),
                    Err(error) => Err(error.into()),
                };
            }
        };
        if self.rests.has_account(&account.address) {
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
                self.rests.rest_account(&account.address);
                self.events.failed(&message.id, Some(message), &error);
                return Ok(());
            }
        };
        let recipients = cx.store().recipients(message)?;
        let job = Job {
            lock,
            recipients: &recipients,
            chosen_from: None,
            remaining,
            longest_wait: Some(LONGEST_WAIT),
        };
        // Where nobody could be tried, the message rests, whatever its journal says.
        let end = run_over(cx, message, job, through, self.interrupt).and_then(|ran| {
            self.rests.wake_at(next_retry(&ran.deliveries));
            ran.end
        });
        match end {
            Ok(RunEnd::Complete | RunEnd::Interrupted) => {
                self.rests.forget_account(&account.address);
                self.events.sent(message, before);
                if message.counts.skipped == message.counts.total() {
                    self.events.nobody(message);
                }
                if message.counts.pending > 0 {
                    self.rests.rest_message(&message.id);
                } else {
                    self.rests.forget_message(&message.id);
                }
            }
            Ok(RunEnd::Postponed(until)) => {
                self.rests.rest_account_until(&account.address, until);
                self.events.postponed(message, before);
            }
            Ok(RunEnd::Stopped(error)) => {
                // It may be lost with those of this message alone, or refused for them.
                if error.is_lost_session() || error.is_answer_to_recipient() {
                    self.rests.rest_message(&message.id);
                } else {
                    self.rests.rest_account(&account.address);
                }
                if message.counts != before {
                    self.events.sent(message, before);
                }
                let error = AccountError::new(account, error).into();
                self.events.failed(&message.id, Some(message), &error);
            }
            Err(error) => {
                self.rests.rest_message(&message.id);
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
        self.events.nobody(message);
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
        self.rests
            .wake_at(expires.and_then(|expires| expires.checked_add(A_MOMENT).ok()));
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
}
