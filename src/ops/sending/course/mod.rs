//! The course of a run: whom to try next, and (`consequences`) what follows from each attempt.
//!
//! One thread at a time has it; `board` shares it between the links.

mod consequences;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use jiff::Timestamp;

pub(super) use self::consequences::Attempt;
use super::{
    blocks::Blocks, deferrals::Deferrals, patience::Patience, reach::Reach,
    record::refused_after_all, resume::Remaining, run::RunEnd, suspicion::Suspicion,
};
use crate::{
    clock::whole_second,
    domain::{
        audience::Recipient,
        delivery::{Deliveries, DeliveryState},
        event::Event,
    },
    mail::SendError,
    store::{Journal, Pace, StoreError},
};

/// How long the lists are trusted to be as they were: a look at their files costs
/// a few microseconds, too much for each of thousands of messages a second.
const LOOK: Duration = Duration::from_millis(1);

/// Whom a link may try next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// This recipient; nobody else tries it.
    Recipient(u32),
    /// Nobody before this instant: the account's limits, or the server wants time.
    Later(Timestamp),
    /// Nobody any more, or the run stops.
    Nobody,
}

/// Whom a link would try next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next {
    pub recipient: u32,
    /// Whether the server waits for the message already: that is no time to pause.
    pub announced: bool,
}

/// Whom a link tries next.
#[derive(Debug, Default)]
pub(super) struct Turn {
    pub tried: Vec<u32>,
    /// Who is claimed and may be announced behind them.
    pub upcoming: Option<u32>,
}

/// Where a run stands.
pub(super) struct Course<'a> {
    journal: &'a Journal,
    /// What the journal says of each recipient.
    deliveries: Deliveries,
    reach: Reach<'a>,
    /// When the lists were looked at.
    looked: Option<Instant>,
    /// Whether the lists changed during the run.
    changed: bool,
    pace: Option<Pace>,
    /// Whom nobody has claimed, and the journal does not know of yet.
    queue: VecDeque<u32>,
    /// Those of whom the journal, on disk, says that they may be tried.
    pub reserved: VecDeque<u32>,
    /// Whether a link is reserving a block.
    pub reserving: bool,
    blocks: Blocks,
    deferrals: Deferrals,
    /// How often each recipient was released in this run.
    releases: Vec<u8>,
    /// Whether the server took or refused anyone in this run, or may have.
    reached_anyone: bool,
    /// How often it did for certain.
    answered: usize,
    patience: Patience,
    /// Refusals that may be the account's concern.
    suspicion: Suspicion,
    /// Why a link was lost, the last time that one was.
    last_loss: Option<SendError>,
    /// When the account's limits let the next one through, where that is too far.
    postponed: Option<Timestamp>,
    end: Option<RunEnd>,
    failure: Option<anyhow::Error>,
}

impl<'a> Course<'a> {
    /// Begins with those who remain of an audience.
    pub fn new(
        (journal, deliveries): (&'a Journal, Deliveries),
        reach: Reach<'a>,
        pace: Option<Pace>,
        remaining: Remaining,
        deferrals: Deferrals,
        audience: usize,
    ) -> Self {
        let blocks = Blocks::new(pace.is_some());
        Self {
            journal,
            deliveries,
            reach,
            looked: None,
            changed: false,
            pace,
            queue: remaining.recipients.into(),
            reserved: VecDeque::new(),
            reserving: false,
            blocks,
            suspicion: Suspicion::new(remaining.served.is_some()),
            deferrals,
            releases: vec![0; audience],
            reached_anyone: false,
            answered: 0,
            patience: Patience::default(),
            last_loss: None,
            postponed: None,
            end: None,
            failure: None,
        }
    }

    /// Adds events to the journal in one write.
    pub fn write(&mut self, events: &[Event]) -> Result<(), StoreError> {
        self.journal.append(events)?;
        self.apply(events);
        Ok(())
    }

    /// Takes events into account that stand in the journal, or are about to.
    pub fn apply(&mut self, events: &[Event]) {
        for event in events {
            self.deliveries.apply(event.clone());
        }
    }

    /// Tells whether anyone may be tried still.
    pub const fn is_going_on(&self) -> bool {
        self.end.is_none() && self.failure.is_none()
    }

    /// Tells whether nobody is left to be claimed; those deferred are left to
    /// a later run when nobody else is.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.reserved.is_empty() && !self.reserving
    }

    /// Ends the run, unless it has ended.
    pub fn stop(&mut self, end: RunEnd) {
        self.end.get_or_insert(end);
    }

    /// Leaves whoever is not claimed to a later run: the account's limits let nobody
    /// through before an instant. Those claimed have taken what the limits allow,
    /// and are tried still.
    pub fn postpone(&mut self, until: Timestamp) {
        self.postponed.get_or_insert(until);
    }

    /// Tells whether whoever is not claimed is left to a later run.
    pub const fn is_postponed(&self) -> bool {
        self.postponed.is_some()
    }

    /// Ends the run because the store fails.
    pub fn fail(&mut self, failure: impl Into<anyhow::Error>) {
        self.failure.get_or_insert(failure.into());
    }

    /// Tells whether a block should be reserved: ahead of need, so that the
    /// other links need not wait for the disk.
    pub fn needs_block(&self) -> bool {
        self.is_going_on()
            && !self.reserving
            && !self.queue.is_empty()
            && self.blocks.is_due(self.reserved.len())
    }

    /// Takes those back into the queue whose time has come.
    pub fn wake(&mut self, now: Timestamp) {
        while let Some(recipient) = self.deferrals.wake(now) {
            self.queue.push_back(recipient);
        }
    }

    /// Leaves out the first of the reserved if they are not to be written to any
    /// more; returns how many these are.
    pub fn leave_out(
        &mut self,
        recipients: &[Recipient],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut events = Vec::new();
        while self.changed
            && let Some(&recipient) = self.reserved.front()
            && let Some(reason) = self.reach.refusal(&recipients[recipient as usize].address)
        {
            self.reserved.pop_front();
            events.push(Event::Skipped {
                recipient,
                at: whole_second(now),
                reason,
            });
        }
        let skipped = events.len();
        if skipped > 0 {
            self.write(&events)?;
        }
        Ok(skipped)
    }

    /// Looks at the lists again, unless that was done a moment ago: before anyone
    /// is left out or let through.
    pub fn look(&mut self) {
        let now = Instant::now();
        let is_recent = |looked| now.duration_since(looked) < LOOK;
        if !self.looked.is_some_and(is_recent) {
            match self.reach.refresh() {
                Ok(changed) => self.changed |= changed,
                Err(failure) => self.fail(failure),
            }
            self.looked = Some(now);
        }
    }

    /// Takes the first of the reserved, when it may be tried now.
    pub fn claim(&mut self, now: Timestamp) -> Option<Claim> {
        let &recipient = self.reserved.front()?;
        if let Some(until) = self.patience.paused(now) {
            return Some(Claim::Later(until));
        }
        let later = self.pace.as_mut().map_or(Ok(None), |pace| pace.take(now));
        match later {
            Ok(None) => {
                self.reserved.pop_front();
                self.suspicion.begin(recipient);
                Some(Claim::Recipient(recipient))
            }
            Ok(Some(instant)) => Some(Claim::Later(instant)),
            Err(failure) => {
                self.fail(failure);
                Some(Claim::Nobody)
            }
        }
    }

    /// Notes that one who was claimed is so no more: the server answered, or was
    /// not asked after all.
    pub fn settle_pace(&mut self, now: Timestamp) {
        let settled = self.pace.as_mut().map_or(Ok(()), |pace| pace.settle(now));
        if let Err(failure) = settled {
            self.fail(failure);
        }
    }

    /// Takes a block from the queue and writes it into the journal, leaving out
    /// those who are not to be written to any more; returns how many these are,
    /// and the others.
    pub fn write_block(
        &mut self,
        recipients: &[Recipient],
        at: Timestamp,
    ) -> anyhow::Result<(usize, Vec<u32>)> {
        self.changed |= self.reach.refresh()?;
        let count = self.queue.len().min(self.blocks.take());
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
        self.write(&events)?;
        Ok((skipped, block))
    }

    /// Returns whom a link may try after another one: if the run goes on, and
    /// they did not leave while that one was waited for.
    pub fn follow(&mut self, next: Next, recipients: &[Recipient], now: Timestamp) -> Option<u32> {
        let may_follow = next.announced || self.paused(now).is_none();
        let goes_on =
            self.is_going_on() && may_follow && !self.has_left(next.recipient, recipients);
        goes_on.then_some(next.recipient)
    }

    /// Tells whether a recipient is not to be written to any more.
    pub fn has_left(&self, recipient: u32, recipients: &[Recipient]) -> bool {
        let address = &recipients[recipient as usize].address;
        self.changed && self.reach.refusal(address).is_some()
    }

    /// Returns until when the server was promised time, if it is so.
    pub fn paused(&self, now: Timestamp) -> Option<Timestamp> {
        self.patience.paused(now)
    }

    /// Returns how often the server took or refused somebody in this run.
    pub const fn answered(&self) -> usize {
        self.answered
    }

    /// Gives the server time; false when it had enough.
    pub fn give_time(&mut self, now: Timestamp) -> bool {
        self.patience.slow_down(now)
    }

    /// Gives the server time, or ends the run if it had enough.
    pub fn slow_down(&mut self, now: Timestamp, error: &SendError) {
        if !self.give_time(now) {
            self.stop(RunEnd::Stopped(error.clone()));
        }
    }

    /// Concludes: what is to be written down last, or why the run ended as it did.
    pub fn close(mut self, now: Timestamp) -> anyhow::Result<Closed> {
        if let Some(failure) = self.failure.take() {
            // Whoever was tried is concluded or known to be in doubt; those who were
            // only reserved would be uncertain when the computer starts again. Where
            // it is the journal that fails, they are so.
            let _unwritten = self.write(&[Event::Ended { at: now }]);
            return Err(failure);
        }
        let mut events = Vec::new();
        if let Some(until) = self.postponed.filter(|_| !self.is_empty()) {
            self.stop(RunEnd::Postponed(until));
        }
        if self.end.is_none() {
            match self.suspicion.settle() {
                Ok(refused) => {
                    self.reached_anyone |= !refused.is_empty();
                    events.extend(refused.iter().map(refused_after_all));
                }
                Err(error) => self.end = Some(RunEnd::Stopped(error)),
            }
        }
        let states = events.iter().filter_map(Event::outcome).collect();
        events.push(Event::Ended { at: now });
        self.write(&events)?;
        let is_empty = self.is_empty();
        let end = match (self.end, self.last_loss) {
            // Whoever the server asked to wait for was given up.
            _ if self.deliveries.counts().is_finished() => RunEnd::Complete,
            // Asked for when there was nothing left to stop.
            (Some(RunEnd::Interrupted), _) if is_empty => RunEnd::Complete,
            (Some(end), _) => end,
            // Every link was lost before anyone was reached: the server's fault.
            (None, Some(loss)) if !self.reached_anyone => RunEnd::Stopped(loss),
            (None, _) => RunEnd::Complete,
        };
        Ok(Closed {
            end,
            states,
            deliveries: self.deliveries,
        })
    }
}

/// How a run ended, and the states that its end settled.
pub(super) struct Closed {
    pub end: RunEnd,
    pub states: Vec<DeliveryState>,
    pub deliveries: Deliveries,
}
