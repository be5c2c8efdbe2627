//! What the links of a run share: whom to try next, and the journal.
//!
//! A recipient is *reserved* (on disk before anyone of the block is tried),
//! then *claimed* by one link, then *tried* (written down before the content
//! of the message), then concluded. Whoever was claimed and not tried is given
//! back as if nothing had been.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{
    interrupt::Interrupt,
    reach::Reach,
    record::{accepted, failed, refused_after_all},
    run::RunEnd,
    suspicion::{Held, Suspicion},
    verdict::{Verdict, judge},
};
use crate::{
    clock::Clock,
    domain::{
        address::Address,
        audience::Recipient,
        delivery::{DeliveryState, Event},
    },
    mail::SendError,
    store::{Journal, JournalSync, Pace},
};

/// The smallest and the largest number of recipients that one sync of the
/// journal reserves: after a power loss, at most two blocks are uncertain.
const BLOCK: (usize, usize) = (16, 512);
/// A block that lasts less than this is doubled, so that syncs cost little.
const SHORT: Duration = Duration::from_millis(100);
/// A block that lasts more than this is halved, so that little is uncertain.
const LONG: Duration = Duration::from_secs(1);
/// How often one recipient is tried in a run before it is left for the next.
const RELEASE_LIMIT: u8 = 3;
/// How long a wait lasts before it looks whether someone asked to stop.
const WAIT_SLICE: Duration = Duration::from_millis(100);

/// What the links of a run share.
pub(super) struct Board<'a> {
    state: Mutex<State<'a>>,
    /// Told when a block was reserved.
    reserved: Condvar,
    sync: JournalSync,
    sender: &'a Address,
    recipients: &'a [Recipient],
    clock: &'a Clock,
    interrupt: &'a Interrupt,
    on_outcome: &'a (dyn Fn(DeliveryState) + Sync),
}

struct State<'a> {
    journal: Journal,
    reach: Reach<'a>,
    pace: Option<Pace>,
    /// Whom nobody has claimed, and the journal does not know of yet.
    queue: VecDeque<u32>,
    /// Those of whom the journal, on disk, says that they may be tried.
    reserved: VecDeque<u32>,
    /// Whether a link is reserving a block.
    reserving: bool,
    block: usize,
    last_block: Option<Instant>,
    /// How often each recipient was released in this run.
    releases: Vec<u8>,
    /// Whether the server took or refused anyone at all in this run.
    reached_anyone: bool,
    /// Refusals that may be the account's concern.
    suspicion: Suspicion,
    /// Why a link was lost, the last time that one was.
    last_loss: Option<SendError>,
    /// Links that still work or are being opened.
    links: usize,
    end: Option<RunEnd>,
    failure: Option<anyhow::Error>,
}

/// Whom a link may try next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// This recipient; nobody else tries it.
    Recipient(u32),
    /// Nobody before this instant: the account's limits.
    Later(Timestamp),
    /// Nobody any more, or the run stops.
    Nobody,
}

/// What a run shares, before its links begin.
pub(super) struct Setup<'a> {
    pub journal: Journal,
    pub reach: Reach<'a>,
    pub pace: Option<Pace>,
    pub queue: VecDeque<u32>,
    /// Whether an earlier run had the message accepted for anyone.
    pub accepted_anyone: bool,
    pub links: usize,
    pub sender: &'a Address,
    pub recipients: &'a [Recipient],
    pub clock: &'a Clock,
    pub interrupt: &'a Interrupt,
    pub on_outcome: &'a (dyn Fn(DeliveryState) + Sync),
}

impl<'a> Board<'a> {
    /// Lays out what is left to do.
    pub fn new(setup: Setup<'a>) -> anyhow::Result<Self> {
        let sync = setup.journal.syncer()?;
        let state = State {
            journal: setup.journal,
            reach: setup.reach,
            pace: setup.pace,
            queue: setup.queue,
            reserved: VecDeque::new(),
            reserving: false,
            block: BLOCK.0,
            last_block: None,
            releases: vec![0; setup.recipients.len()],
            reached_anyone: false,
            suspicion: Suspicion::new(setup.accepted_anyone),
            last_loss: None,
            links: setup.links,
            end: None,
            failure: None,
        };
        Ok(Self {
            state: Mutex::new(state),
            reserved: Condvar::new(),
            sync,
            sender: setup.sender,
            recipients: setup.recipients,
            clock: setup.clock,
            interrupt: setup.interrupt,
            on_outcome: setup.on_outcome,
        })
    }

    /// Returns a recipient of the frozen audience.
    pub fn recipient(&self, index: u32) -> &'a Recipient {
        &self.recipients[index as usize]
    }

    /// Returns the current instant.
    pub fn now(&self) -> Timestamp {
        self.clock.instant()
    }

    /// Tells whether somebody is left to be claimed.
    pub fn has_work(&self) -> bool {
        let state = self.lock();
        state.is_going_on() && !state.is_empty()
    }

    /// Claims a recipient, once there is one on disk.
    pub fn claim(&self) -> Claim {
        loop {
            let (state, claim) = self.try_claim();
            if let Some(claim) = claim {
                return claim;
            }
            let waited = self.reserved.wait_timeout(state, WAIT_SLICE);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Claims a recipient without waiting for anything.
    pub fn claim_at_once(&self) -> Option<u32> {
        match self.try_claim() {
            (_, Some(Claim::Recipient(recipient))) => Some(recipient),
            _ => None,
        }
    }

    /// Claims a recipient; nothing when another link is reserving.
    fn try_claim(&self) -> (MutexGuard<'_, State<'a>>, Option<Claim>) {
        let mut state = self.lock();
        if self.interrupt.is_asked() {
            state.end.get_or_insert(RunEnd::Interrupted);
        }
        // Ahead of need, so that the other links need not wait for the disk.
        if state.is_going_on() && state.reserved.len() < state.block / 2 {
            state = self.reserve(state);
        }
        if !state.is_going_on() || state.is_empty() {
            return (state, Some(Claim::Nobody));
        }
        let claim = state.claim(self.clock.instant());
        (state, claim)
    }

    /// Moves a block from the queue to those who may be tried, leaving out
    /// those who are not to be written to any more. The other links go on
    /// while the disk is waited for.
    fn reserve<'s>(&'s self, mut state: MutexGuard<'s, State<'a>>) -> MutexGuard<'s, State<'a>> {
        if state.reserving || state.queue.is_empty() {
            return state;
        }
        let skipped_and_block = state.write_block(self.recipients, self.clock.now());
        let (skipped, block) = match skipped_and_block {
            Ok(result) => result,
            Err(failure) => {
                state.failure.get_or_insert(failure);
                return state;
            }
        };
        state.reserving = true;
        drop(state);
        for _ in 0..skipped {
            (self.on_outcome)(DeliveryState::Skipped);
        }
        let synced = self.sync.sync();
        let mut state = self.lock();
        state.reserving = false;
        match synced {
            Ok(()) => state.reserved.extend(block),
            Err(error) => {
                state.failure.get_or_insert(error.into());
            }
        }
        self.reserved.notify_all();
        state
    }

    /// Gives back whom a link claimed and did not try.
    pub fn give_back(&self, recipient: u32) {
        self.lock().reserved.push_front(recipient);
        self.reserved.notify_all();
    }

    /// Writes down that a recipient is tried; false when that cannot be written.
    pub fn begin(&self, recipient: u32) -> bool {
        let mut state = self.lock();
        match state.journal.append(&[Event::Trying { recipient }]) {
            Ok(()) => true,
            Err(failure) => {
                state.failure.get_or_insert(failure.into());
                false
            }
        }
    }

    /// Writes down what became of a recipient, and in the same write that the
    /// next one is tried. Returns the next one if the run goes on.
    pub fn conclude(
        &self,
        recipient: u32,
        result: Result<String, SendError>,
        next: Option<u32>,
    ) -> Option<u32> {
        let attempt = Attempt {
            recipient,
            sender: self.sender,
            address: &self.recipient(recipient).address,
            at: self.clock.now(),
        };
        let mut state = self.lock();
        let outcomes = state.take_note(&attempt, result);
        if self.interrupt.is_asked() {
            state.end.get_or_insert(RunEnd::Interrupted);
        }
        let going_on = state.is_going_on();
        let trying = next.filter(|_| going_on);
        let (mut events, states): (Vec<_>, Vec<_>) = outcomes.into_iter().unzip();
        events.extend(trying.map(|recipient| Event::Trying { recipient }));
        if let Err(failure) = state.journal.append(&events) {
            state.failure.get_or_insert(failure.into());
            return None;
        }
        drop(state);
        for state in states {
            if state != DeliveryState::Pending {
                (self.on_outcome)(state);
            }
        }
        trying
    }

    /// Waits for an instant, or until the run stops.
    pub fn wait_until(&self, instant: Timestamp) {
        while !self.interrupt.is_asked() && self.lock().is_going_on() {
            let left = Duration::try_from(instant.duration_since(self.clock.instant()));
            match left {
                Ok(left) if !left.is_zero() => std::thread::sleep(left.min(WAIT_SLICE)),
                _ => return,
            }
        }
    }

    /// Counts a link out; the last one takes the run with it.
    pub fn leave(&self, error: Option<SendError>) {
        let mut state = self.lock();
        state.links -= 1;
        if let Some(error) = error
            && state.links == 0
            && !state.is_empty()
        {
            state.end.get_or_insert(RunEnd::Stopped(error));
        }
    }

    /// Writes that the run ended, and says how.
    pub fn close(self) -> anyhow::Result<RunEnd> {
        let mut state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = state.failure {
            return Err(failure);
        }
        let mut events = Vec::new();
        if state.end.is_none() {
            match state.suspicion.settle() {
                Ok(refused) => {
                    for held in &refused {
                        let (event, outcome) = refused_after_all(held);
                        events.push(event);
                        (self.on_outcome)(outcome);
                    }
                }
                Err(error) => state.end = Some(RunEnd::Stopped(error)),
            }
        }
        events.push(Event::Ended {
            at: self.clock.now(),
        });
        state.journal.append(&events)?;
        self.sync.sync()?;
        Ok(match (state.end, state.last_loss) {
            (Some(end), _) => end,
            // Every link was lost before anyone was reached: the server's fault.
            (None, Some(loss)) if !state.reached_anyone => RunEnd::Stopped(loss),
            (None, _) => RunEnd::Complete,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        // A panic of one link must not keep the others from writing their outcomes down.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State<'_> {
    const fn is_going_on(&self) -> bool {
        self.end.is_none() && self.failure.is_none()
    }

    /// Tells whether nobody is left to be claimed.
    fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.reserved.is_empty() && !self.reserving
    }

    /// Takes the first of the reserved, within the account's limits.
    fn claim(&mut self, now: Timestamp) -> Option<Claim> {
        let &recipient = self.reserved.front()?;
        let later = self.pace.as_mut().map_or(Ok(None), |pace| pace.take(now));
        match later {
            Ok(None) => {
                self.reserved.pop_front();
                self.suspicion.begin(recipient);
                Some(Claim::Recipient(recipient))
            }
            Ok(Some(instant)) => Some(Claim::Later(instant)),
            Err(failure) => {
                self.failure.get_or_insert(failure.into());
                Some(Claim::Nobody)
            }
        }
    }

    /// Takes a block from the queue and writes it into the journal; returns how
    /// many of it are skipped, and the others.
    fn write_block(
        &mut self,
        recipients: &[Recipient],
        at: Timestamp,
    ) -> anyhow::Result<(usize, Vec<u32>)> {
        self.reach.refresh()?;
        self.adapt_block();
        let count = self.queue.len().min(self.block);
        let mut events = Vec::new();
        let mut block = Vec::with_capacity(count);
        for recipient in self.queue.drain(..count) {
            match self.reach.refusal(&recipients[recipient as usize].address) {
                Some(reason) => events.push(Event::Skipped {
                    recipient,
                    at,
                    reason,
                }),
                None => block.push(recipient),
            }
        }
        let skipped = events.len();
        events.push(Event::Reserved {
            recipients: block.clone(),
        });
        self.journal.append(&events)?;
        Ok((skipped, block))
    }

    fn adapt_block(&mut self) {
        match self.last_block.map(|last| last.elapsed()) {
            Some(lasted) if lasted < SHORT => self.block = (self.block * 2).min(BLOCK.1),
            Some(lasted) if lasted > LONG => self.block = (self.block / 2).max(BLOCK.0),
            _ => {}
        }
        self.last_block = Some(Instant::now());
    }

    /// Draws the consequences of an attempt for the rest of the run, and
    /// returns what to write down, of this recipient first.
    fn take_note(
        &mut self,
        attempt: &Attempt<'_>,
        result: Result<String, SendError>,
    ) -> Vec<(Event, DeliveryState)> {
        let &Attempt { recipient, at, .. } = attempt;
        let error = match result {
            Ok(reply) => {
                self.reached_anyone = true;
                let refused = self.suspicion.accept(recipient);
                return [accepted(recipient, at, &reply)]
                    .into_iter()
                    .chain(refused.iter().map(refused_after_all))
                    .collect();
            }
            Err(error) => error,
        };
        let verdict = judge(&error, attempt.sender, attempt.address);
        let outcome = failed(recipient, at, &error, verdict);
        match verdict {
            Verdict::Stopped => {
                self.end.get_or_insert(RunEnd::Stopped(error));
            }
            Verdict::Released => {
                self.last_loss = Some(error);
                let releases = &mut self.releases[recipient as usize];
                *releases += 1;
                // Last in the queue: whoever makes the server hang up must not keep the others waiting.
                if *releases < RELEASE_LIMIT {
                    self.queue.push_back(recipient);
                }
            }
            Verdict::Doubted(doubt) => {
                let held = Held {
                    recipient,
                    at,
                    error,
                    doubt,
                };
                if let Some(failure) = self.suspicion.hold(held) {
                    self.end.get_or_insert(RunEnd::Stopped(failure));
                }
            }
            Verdict::Refused | Verdict::Deferred | Verdict::Uncertain => self.reached_anyone = true,
        }
        vec![outcome]
    }
}

/// One recipient, tried once.
struct Attempt<'a> {
    recipient: u32,
    sender: &'a Address,
    address: &'a Address,
    at: Timestamp,
}
