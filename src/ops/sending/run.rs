//! One run over the remaining recipients of a message: several links, one journal.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

use super::{
    interrupt::Interrupt,
    reach::Reach,
    resume::{Remaining, deliveries},
    submission::{Link as _, Submit},
    verdict::{Verdict, judge},
};
use crate::{
    clock::Clock,
    domain::{
        audience::Recipient,
        delivery::{DeliveryCounts, DeliveryState, Event},
        message::{Message, MessageState},
    },
    mail::SendError,
    store::{Journal, MessageLock, Pace, Store, boot_id},
};

/// How many recipients are reserved by one sync of the journal: after a power
/// loss, at most so many are uncertain.
const RESERVED: usize = 64;
/// How often in a row links may be lost without a single acceptance.
const FRUITLESS_LIMIT: u32 = 3;
/// How often one recipient is tried in a run before it is left for the next.
const RELEASE_LIMIT: u8 = 3;
/// How long a deferred recipient is left alone (RFC 5321, section 4.5.4.1).
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(30);
/// How long a wait lasts before it looks whether someone asked to stop.
const WAIT_SLICE: Duration = Duration::from_millis(100);

/// How a run ended.
#[derive(Debug)]
pub enum RunEnd {
    /// Everybody was tried.
    Complete,
    /// Someone asked to stop; what was in flight is finished.
    Interrupted,
    /// The account or the connection failed; nobody was marked for it.
    Stopped(SendError),
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
    /// How to reach the server.
    pub submit: &'a S,
    /// The account's record against its limits, if it has any.
    pub pace: Option<Pace>,
    /// How many links to open at most.
    pub connections: usize,
    /// The time.
    pub clock: &'a Clock,
    /// Whether someone asked to stop.
    pub interrupt: &'a Interrupt,
}

impl<S: Submit> Runner<'_, S> {
    /// Tries the remaining recipients; `on_outcome` is told each one's new state.
    ///
    /// Fails only where the store does: nothing is tried that the journal
    /// cannot hold.
    pub fn run(
        self,
        remaining: Remaining,
        on_outcome: &(dyn Fn(DeliveryState) + Sync),
    ) -> anyhow::Result<RunEnd> {
        if remaining.recipients.is_empty() {
            return Ok(RunEnd::Complete);
        }
        let mut journal = self.lock.journal()?;
        let at = self.clock.now();
        let resent = remaining
            .resent
            .iter()
            .map(|&recipient| Event::Resend { recipient, at });
        let begin: Vec<Event> = [Event::Started {
            at,
            boot: boot_id(),
        }]
        .into_iter()
        .chain(resent)
        .collect();
        journal.append(&begin)?;
        // One link before the others: a wrong password is tried once, not four times.
        let first = match self.submit.open() {
            Ok(link) => link,
            Err(error) => return Ok(RunEnd::Stopped(error)),
        };
        let workers = self.connections.clamp(1, remaining.recipients.len());
        let state = State {
            journal,
            reach: Reach::new(self.store, self.message)?,
            pace: self.pace,
            queue: remaining.recipients.into(),
            reserved: VecDeque::new(),
            releases: vec![0; self.recipients.len()],
            reached_anyone: false,
            last_loss: None,
            links: workers,
            end: None,
            failure: None,
        };
        let shared = Shared {
            state: Mutex::new(state),
            recipients: self.recipients,
            clock: self.clock,
            interrupt: self.interrupt,
            on_outcome,
        };
        let submit = self.submit;
        std::thread::scope(|scope| {
            for _ in 1..workers {
                scope.spawn(|| shared.work(submit, None));
            }
            shared.work(submit, Some(first));
        });
        let mut state = shared
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = state.failure {
            return Err(failure);
        }
        state.journal.append(&[Event::Ended {
            at: self.clock.now(),
        }])?;
        state.journal.sync()?;
        Ok(state.into_end())
    }
}

/// What the links share.
struct Shared<'a> {
    state: Mutex<State<'a>>,
    recipients: &'a [Recipient],
    clock: &'a Clock,
    interrupt: &'a Interrupt,
    on_outcome: &'a (dyn Fn(DeliveryState) + Sync),
}

struct State<'a> {
    journal: Journal,
    reach: Reach<'a>,
    pace: Option<Pace>,
    queue: VecDeque<u32>,
    /// Those of the queue that the journal, on disk, says may be tried.
    reserved: VecDeque<u32>,
    /// How often each recipient was released in this run.
    releases: Vec<u8>,
    /// Whether the server took or refused anyone at all in this run.
    reached_anyone: bool,
    /// Why a link was lost, the last time that one was.
    last_loss: Option<SendError>,
    /// Links that still work or are being opened.
    links: usize,
    end: Option<RunEnd>,
    failure: Option<anyhow::Error>,
}

/// What a link does next.
enum Next {
    /// Try this recipient; the journal says so already.
    Try(u32),
    /// Wait for the account's limits until then.
    Wait(Timestamp),
    /// Nothing is left, or the run stops.
    Leave,
}

impl<'a> Shared<'a> {
    /// Delivers over one link after the other until nothing is left.
    fn work<'s, S: Submit>(&self, submit: &'s S, mut link: Option<S::Link<'s>>) {
        let mut fruitless = 0;
        while self.has_work() {
            let mut open = match link.take().map_or_else(|| submit.open(), Ok) {
                Ok(open) => open,
                Err(error) => return self.leave(Some(error)),
            };
            let lost = loop {
                let Some(recipient) = self.next() else {
                    open.close();
                    return self.leave(None);
                };
                let result = open.deliver(&self.recipients[recipient as usize]);
                if result.is_ok() {
                    fruitless = 0;
                }
                let error = result.as_ref().err().cloned();
                self.conclude(recipient, result);
                if !open.is_usable() {
                    break error;
                }
            };
            fruitless += 1;
            if fruitless >= FRUITLESS_LIMIT && lost.is_some() {
                return self.leave(lost);
            }
        }
        self.leave(None);
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        // A panic of one link must not keep the others from writing their outcomes down.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_work(&self) -> bool {
        let state = self.lock();
        state.is_going_on() && !(state.queue.is_empty() && state.reserved.is_empty())
    }

    /// Chooses the next recipient and writes the intent down.
    fn next(&self) -> Option<u32> {
        loop {
            if self.interrupt.is_asked() {
                self.lock().end.get_or_insert(RunEnd::Interrupted);
            }
            let next = self
                .lock()
                .next(self.recipients, self.clock, self.on_outcome);
            match next {
                Ok(Next::Try(recipient)) => return Some(recipient),
                Ok(Next::Wait(until)) => self.wait(until),
                Ok(Next::Leave) => return None,
                Err(failure) => {
                    self.lock().failure.get_or_insert(failure);
                    return None;
                }
            }
        }
    }

    /// Waits for an instant, or until someone asks to stop.
    fn wait(&self, until: Timestamp) {
        while !self.interrupt.is_asked() && self.lock().is_going_on() {
            let Ok(left) = Duration::try_from(until.duration_since(self.clock.instant())) else {
                return;
            };
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(WAIT_SLICE));
        }
    }

    /// Writes down what became of a recipient.
    fn conclude(&self, recipient: u32, result: Result<String, SendError>) {
        let at = self.clock.now();
        let (event, state) = match &result {
            Ok(reply) => (
                Event::Accepted {
                    recipient,
                    at,
                    reply: one_line(reply),
                },
                DeliveryState::Accepted,
            ),
            Err(error) => failed(recipient, at, error),
        };
        let mut shared = self.lock();
        if let Err(failure) = shared.journal.append(&[event]) {
            shared.failure.get_or_insert(failure.into());
            return;
        }
        if let Err(error) = result {
            match judge(&error) {
                Verdict::Stopped => {
                    shared.end.get_or_insert(RunEnd::Stopped(error));
                }
                Verdict::Released => {
                    shared.last_loss = Some(error);
                    let releases = &mut shared.releases[recipient as usize];
                    *releases += 1;
                    // Last in the queue: whoever makes the server hang up must not keep the others waiting.
                    if *releases < RELEASE_LIMIT {
                        shared.queue.push_back(recipient);
                    }
                }
                _ => shared.reached_anyone = true,
            }
        } else {
            shared.reached_anyone = true;
        }
        drop(shared);
        if state != DeliveryState::Pending {
            (self.on_outcome)(state);
        }
    }

    /// Counts a link out; the last one takes the run with it.
    fn leave(&self, error: Option<SendError>) {
        let mut state = self.lock();
        state.links -= 1;
        let unfinished = !(state.queue.is_empty() && state.reserved.is_empty());
        if let Some(error) = error
            && state.links == 0
            && unfinished
        {
            state.end.get_or_insert(RunEnd::Stopped(error));
        }
    }
}

impl State<'_> {
    const fn is_going_on(&self) -> bool {
        self.end.is_none() && self.failure.is_none()
    }

    /// Says how the run ended; if every link was lost before anyone was
    /// reached, it is the server's fault and not the recipients'.
    fn into_end(self) -> RunEnd {
        match (self.end, self.last_loss) {
            (Some(end), _) => end,
            (None, Some(loss)) if !self.reached_anyone => RunEnd::Stopped(loss),
            (None, _) => RunEnd::Complete,
        }
    }

    fn next(
        &mut self,
        recipients: &[Recipient],
        clock: &Clock,
        on_outcome: &(dyn Fn(DeliveryState) + Sync),
    ) -> anyhow::Result<Next> {
        while self.is_going_on() {
            let Some(&recipient) = self.reserved.front() else {
                if self.reserve(recipients, clock.now(), on_outcome)? {
                    continue;
                }
                return Ok(Next::Leave);
            };
            if let Some(pace) = &mut self.pace
                && let Some(until) = pace.take(clock.instant())?
            {
                return Ok(Next::Wait(until));
            }
            self.reserved.pop_front();
            self.journal.append(&[Event::Trying { recipient }])?;
            return Ok(Next::Try(recipient));
        }
        Ok(Next::Leave)
    }

    /// Takes the next block from the queue, leaving out those who are not to be
    /// written to any more; on disk before anyone of it is tried.
    fn reserve(
        &mut self,
        recipients: &[Recipient],
        at: Timestamp,
        on_outcome: &(dyn Fn(DeliveryState) + Sync),
    ) -> anyhow::Result<bool> {
        if self.queue.is_empty() {
            return Ok(false);
        }
        self.reach.refresh()?;
        let block: Vec<u32> = self.queue.drain(..self.queue.len().min(RESERVED)).collect();
        let mut events = Vec::new();
        for recipient in block {
            match self.reach.refusal(&recipients[recipient as usize].address) {
                Some(reason) => {
                    events.push(Event::Skipped {
                        recipient,
                        at,
                        reason,
                    });
                    on_outcome(DeliveryState::Skipped);
                }
                None => self.reserved.push_back(recipient),
            }
        }
        events.push(Event::Reserved {
            recipients: self.reserved.iter().copied().collect(),
        });
        self.journal.append(&events)?;
        self.journal.sync()?;
        Ok(true)
    }
}

/// Returns what to write down of a failure, and the state that it leads to.
fn failed(recipient: u32, at: Timestamp, error: &SendError) -> (Event, DeliveryState) {
    let (step, reply) = (error.step, one_line(&error.reply()));
    match judge(error) {
        Verdict::Refused => (
            Event::Refused {
                recipient,
                at,
                step,
                reply,
            },
            DeliveryState::Refused,
        ),
        Verdict::Deferred => {
            let retry = at.saturating_add(RETRY_AFTER).unwrap_or(at);
            (
                Event::Deferred {
                    recipient,
                    at,
                    step,
                    reply,
                    retry,
                },
                DeliveryState::Deferred,
            )
        }
        Verdict::Uncertain => (
            Event::Uncertain {
                recipient,
                at,
                reason: reply,
            },
            DeliveryState::Uncertain,
        ),
        Verdict::Released | Verdict::Stopped => (
            Event::Released {
                recipient,
                at,
                step,
                reason: reply,
            },
            DeliveryState::Pending,
        ),
    }
}

/// Joins the lines of a server's reply.
fn one_line(reply: &str) -> String {
    reply.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Writes down how far a message has come, after a run or instead of one.
pub fn close_run(
    store: &Store,
    lock: &MessageLock,
    message: &mut Message,
    now: Timestamp,
) -> anyhow::Result<()> {
    let counts: DeliveryCounts = deliveries(store, message)?
        .iter()
        .map(|delivery| delivery.state)
        .collect();
    message.counts = counts;
    if message.state == MessageState::Queued && counts.is_finished() {
        message.state = MessageState::Finished;
        message.finished = Some(now);
    }
    lock.save(message)?;
    Ok(())
}
