//! One run over the remaining recipients of a message: several links, one journal.

use std::{borrow::Cow, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{
    board::{Board, Setup},
    course::Course,
    deferrals::Deferrals,
    flight::{Flight, LinkEnd},
    interrupt::Interrupt,
    reach::{Reach, Snapshot},
    resume::{Remaining, deliveries, served_later},
    submission::Submit,
};
use crate::{
    clock::Clock,
    domain::{
        audience::Recipient,
        delivery::{Delivery, DeliveryState},
        event::Event,
        message::{Message, MessageState},
    },
    mail::SendError,
    store::{MessageLock, Pace, Store, StoreError, boot_id},
};

/// How a run ended.
#[derive(Debug)]
pub enum RunEnd {
    /// Everybody was tried.
    Complete,
    /// Someone asked to stop; what was in flight is finished.
    Interrupted,
    /// The account's limits let nobody through before this instant, which is too
    /// far for this run to wait.
    Postponed(Timestamp),
    /// The account or the connection failed; nobody was marked for it.
    Stopped(SendError),
}

/// A run that is over.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub end: RunEnd,
    /// How each delivery stands since.
    pub deliveries: Vec<Delivery>,
    /// The audience, if somebody of it was reached through another list than before.
    pub relisted: Option<Vec<Recipient>>,
}

/// Who is told how a run goes on.
pub trait Observer: Sync {
    /// A recipient came into this state.
    fn outcome(&self, state: DeliveryState);

    /// Nobody is tried for so long: the account's limits, or the server wants time.
    fn waiting(&self, _time: Duration) {}
}

impl<F: Fn(DeliveryState) + Sync> Observer for F {
    fn outcome(&self, state: DeliveryState) {
        self(state);
    }
}

/// What a run needs.
#[derive(Debug)]
pub struct Runner<'a, S> {
    /// Where the lists are, to skip those who left.
    pub store: &'a Store,
    /// The right to send the message.
    pub lock: &'a MessageLock,
    /// The message.
    pub message: &'a Message,
    /// Its frozen audience.
    pub recipients: &'a [Recipient],
    /// The lists that it was chosen from a moment ago, if it was.
    pub chosen_from: Option<Snapshot>,
    /// How to reach the server.
    pub submit: &'a S,
    /// The account's record against its limits, if it has any.
    pub pace: Option<Pace>,
    /// How many links to open at most.
    pub connections: usize,
    /// How long the account's limits may make the run wait at a time, if not for ever.
    pub longest_wait: Option<SignedDuration>,
    /// The time.
    pub clock: &'a Clock,
    /// Whether someone asked to stop.
    pub interrupt: &'a Interrupt,
}

impl<S: Submit> Runner<'_, S> {
    /// Tries the remaining recipients; `observer` is told each one's new state.
    ///
    /// Fails only where the store does: nothing is tried that the journal
    /// cannot hold.
    pub fn run(
        mut self,
        mut remaining: Remaining,
        observer: &dyn Observer,
    ) -> anyhow::Result<Ended> {
        let boot = boot_id();
        let (journal, replayed) = self.lock.replayed_journal(self.recipients.len())?;
        if remaining.recipients.is_empty() {
            return Ok(Ended {
                end: RunEnd::Complete,
                deliveries: replayed.settled(&boot),
                relisted: None,
            });
        }
        if let Some(until) = self.is_too_early()? {
            return Ok(Ended {
                end: RunEnd::Postponed(until),
                deliveries: replayed.settled(&boot),
                relisted: None,
            });
        }
        let at = self.clock.now();
        let mut begin = vec![Event::Started {
            at,
            boot: boot.clone(),
        }];
        begin.extend(
            remaining
                .resent
                .iter()
                .map(|&recipient| Event::Resend { recipient, at }),
        );
        let links = self.connections.clamp(1, remaining.recipients.len());
        // One link before the others: a wrong password is tried once, not four times.
        // Meanwhile a large list is read.
        let (recipients, reach, first) = std::thread::scope(|scope| {
            let chosen_from = self.chosen_from.take();
            let (store, message) = (self.store, self.message);
            let reading = scope.spawn(|| Reach::new(store, message, chosen_from));
            let first = self.submit.open();
            let reach = reading.join();
            let reach = reach.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            let recipients = reach.relisted(self.recipients, &remaining.recipients);
            Ok::<_, StoreError>((recipients, reach, first))
        })?;
        if let Cow::Owned(relisted) = &recipients {
            // R9: what is kept of the message says what its copies say.
            self.lock.save_recipients(self.message, relisted)?;
        }
        let deferrals = Deferrals::new(
            std::mem::take(&mut remaining.deferred_since),
            remaining
                .served
                .max(served_later(self.store, self.message)?),
        );
        let audience = self.recipients.len();
        let replayed = (&journal, replayed);
        let pace_record = self.pace.as_ref().map(Pace::record);
        let mut course = Course::new(replayed, reach, self.pace, remaining, deferrals, audience);
        course.write(&begin)?;
        let board = Board::new(Setup {
            course,
            journal: &journal,
            pace_record,
            sender: &self.message.from,
            links,
            longest_wait: self.longest_wait,
            recipients: &recipients,
            clock: self.clock,
            interrupt: self.interrupt,
            observer,
        });
        let submit = self.submit;
        if let Some(first) = open(&board, submit, Opening::First(first)) {
            std::thread::scope(|scope| {
                for _ in 1..links {
                    scope.spawn(|| work(&board, submit, None));
                }
                work(&board, submit, Some(first));
            });
        }
        let (end, deliveries) = board.close()?;
        Ok(Ended {
            end,
            deliveries: deliveries.settled(&boot),
            relisted: match recipients {
                Cow::Owned(relisted) => Some(relisted),
                Cow::Borrowed(_) => None,
            },
        })
    }

    /// Returns when the account's limits let the first one through, where that is
    /// too far to wait: then no server need be asked.
    fn is_too_early(&mut self) -> anyhow::Result<Option<Timestamp>> {
        let (Some(pace), Some(longest)) = (&mut self.pace, self.longest_wait) else {
            return Ok(None);
        };
        let now = self.clock.instant();
        let next = pace.next(now)?;
        Ok((now.duration_until(next) > longest).then_some(next))
    }
}

/// Delivers over one link, and another when it is lost, until nobody is left.
fn work<'s, S: Submit>(board: &Board<'s>, submit: &'s S, mut first: Option<S::Link<'s>>) {
    while board.has_work() {
        let Some(link) = first
            .take()
            .or_else(|| open(board, submit, Opening::Further))
        else {
            return;
        };
        match Flight::new(board, link).deliver_all() {
            LinkEnd::Nobody => break,
            LinkEnd::Idle(until) => board.rest_until(until),
            LinkEnd::Fruitless(error) => board.slow_down(&error),
            LinkEnd::Lost => {}
        }
    }
    board.leave(None);
}

/// Which of a run's links is opened.
enum Opening<L> {
    /// The first, and what came of it.
    First(Result<L, SendError>),
    /// Another one: the server was there.
    Further,
}

/// Opens a link, as often as the server is worth waiting for; counts it out otherwise.
fn open<'s, S: Submit>(
    board: &Board<'_>,
    submit: &'s S,
    opening: Opening<S::Link<'s>>,
) -> Option<S::Link<'s>> {
    let (mut opened, was_there) = match opening {
        Opening::First(opened) => (Some(opened), false),
        Opening::Further => (None, true),
    };
    let mut answered = None;
    while board.wait_while_paused() {
        match opened.take().unwrap_or_else(|| submit.open()) {
            Ok(link) => return Some(link),
            Err(error) if board.cannot_open(error.clone(), was_there, &mut answered) => {}
            Err(_) => return None,
        }
    }
    board.leave(None);
    None
}

/// Writes down how far a message has come, as its journal says it; returns how
/// each delivery stands.
pub fn close_run(
    store: &Store,
    lock: &MessageLock,
    message: &mut Message,
    now: Timestamp,
) -> anyhow::Result<Vec<Delivery>> {
    let deliveries = deliveries(store, message)?;
    settle(lock, message, &deliveries, now)?;
    Ok(deliveries)
}

/// Writes down how far a message has come.
pub fn settle(
    lock: &MessageLock,
    message: &mut Message,
    deliveries: &[Delivery],
    now: Timestamp,
) -> anyhow::Result<()> {
    message.counts = deliveries.iter().collect();
    if message.state == MessageState::Queued && message.counts.is_finished() {
        message.state = MessageState::Finished;
        message.finished = Some(now);
    }
    lock.save(message)?;
    Ok(())
}
