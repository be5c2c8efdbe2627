//! What the links of a run share: its course, and what of it is on the disk.
//!
//! A recipient is *reserved* (on disk before anyone of the block is tried),
//! then *claimed* by one link, then *tried* (written down before the content
//! of the message), then concluded. Whoever was claimed and not tried is given
//! back as if nothing had been.

mod links;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use parking_lot::{Condvar, MutexGuard};

use super::{
    course::{Attempt, Claim, Course, Next, Turn},
    interrupt::Interrupt,
    run::{Observer, RunEnd},
};
use crate::{
    clock::{Clock, whole_second},
    domain::{
        address::Address,
        audience::Recipient,
        delivery::{Deliveries, DeliveryState},
        event::Event,
    },
    mail::SendError,
    store::{BriefLock, Journal, PaceRecord, StoreError},
};

/// How long a wait lasts before it looks whether someone asked to stop.
const WAIT_SLICE: Duration = Duration::from_millis(100);

/// What the links of a run share.
pub(super) struct Board<'a> {
    shared: BriefLock<Shared<'a>>,
    /// Told when a block was reserved.
    reserved: Condvar,
    journal: &'a Journal,
    pace_record: Option<PaceRecord>,
    sender: &'a Address,
    recipients: &'a [Recipient],
    longest_wait: Option<SignedDuration>,
    clock: &'a Clock,
    interrupt: &'a Interrupt,
    observer: &'a dyn Observer,
}

struct Shared<'a> {
    course: Course<'a>,
    /// Links that still work or are being opened.
    links: usize,
}

/// What the links of a run share, before they begin.
pub(super) struct Setup<'a> {
    pub course: Course<'a>,
    pub journal: &'a Journal,
    /// Where the account's messages are counted, if it has limits.
    pub pace_record: Option<PaceRecord>,
    pub links: usize,
    pub longest_wait: Option<SignedDuration>,
    pub sender: &'a Address,
    pub recipients: &'a [Recipient],
    pub clock: &'a Clock,
    pub interrupt: &'a Interrupt,
    pub observer: &'a dyn Observer,
}

/// What became of a recipient who was tried.
#[derive(Debug)]
pub(super) struct Outcome {
    pub recipient: u32,
    /// The server's reply.
    pub result: Result<String, SendError>,
    /// Whether the server took messages over the same link and takes no more for
    /// now: only another link tells whether it takes any.
    pub link_is_full: bool,
}

impl<'a> Board<'a> {
    /// Lays out what is left to do.
    pub fn new(setup: Setup<'a>) -> Self {
        Self {
            journal: setup.journal,
            pace_record: setup.pace_record,
            shared: BriefLock::new(Shared {
                course: setup.course,
                links: setup.links,
            }),
            reserved: Condvar::new(),
            sender: setup.sender,
            recipients: setup.recipients,
            longest_wait: setup.longest_wait,
            clock: setup.clock,
            interrupt: setup.interrupt,
            observer: setup.observer,
        }
    }

    /// Returns a recipient of the frozen audience.
    pub fn recipient(&self, index: u32) -> &'a Recipient {
        &self.recipients[index as usize]
    }

    /// Returns the current instant.
    pub fn now(&self) -> Timestamp {
        self.clock.instant()
    }

    /// Tells whether somebody is left to be claimed in this run.
    pub fn has_work(&self) -> bool {
        let course = &self.lock().course;
        course.is_going_on() && !course.is_postponed() && !course.is_empty()
    }

    /// Claims a recipient, once there is one on disk.
    pub fn claim(&self) -> Claim {
        loop {
            let (mut shared, claim) = self.try_claim();
            if let Some(claim) = claim {
                return claim;
            }
            self.reserved.wait_for(&mut shared, WAIT_SLICE);
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
    fn try_claim(&self) -> (MutexGuard<'_, Shared<'a>>, Option<Claim>) {
        let now = self.clock.instant();
        let mut shared = self.lock();
        shared.course.wake(now);
        if shared.course.needs_block() {
            shared = self.reserve(shared);
        }
        shared.course.look();
        let claim = self.claim_reserved(&mut shared.course, now);
        (shared, claim)
    }

    /// Claims one of the reserved; nothing when another link is reserving.
    fn claim_reserved(&self, course: &mut Course<'_>, now: Timestamp) -> Option<Claim> {
        self.leave_out(course, now);
        if !course.is_going_on() || course.is_empty() {
            return Some(Claim::Nobody);
        }
        course.claim(now)
    }

    /// Moves a block from the queue to those who may be tried. The other links
    /// go on while the disk is waited for.
    fn reserve<'s>(&'s self, mut shared: MutexGuard<'s, Shared<'a>>) -> MutexGuard<'s, Shared<'a>> {
        let at = self.clock.now();
        let (skipped, block) = match shared.course.write_block(self.recipients, at) {
            Ok(result) => result,
            Err(failure) => {
                shared.course.fail(failure);
                return shared;
            }
        };
        shared.course.reserving = true;
        drop(shared);
        self.tell_skipped(skipped);
        let synced = self.sync();
        let mut shared = self.lock();
        shared.course.reserving = false;
        match synced {
            Ok(()) => shared.course.reserved.extend(block),
            Err(error) => shared.course.fail(error),
        }
        self.reserved.notify_all();
        shared
    }

    /// Returns once a power loss leaves who is reserved, and how many left before them.
    fn sync(&self) -> Result<(), StoreError> {
        self.journal.sync()?;
        self.pace_record.as_ref().map_or(Ok(()), PaceRecord::sync)
    }

    /// Gives back whom a link claimed and did not try.
    pub fn give_back(&self, recipient: u32) {
        let now = self.clock.instant();
        let course = &mut self.lock().course;
        course.settle_pace(now);
        course.reserved.push_front(recipient);
        course.look();
        self.leave_out(course, now);
        self.reserved.notify_all();
    }

    /// Leaves out those next in turn who are not to be written to any more.
    fn leave_out(&self, course: &mut Course<'_>, now: Timestamp) {
        match course.leave_out(self.recipients, now) {
            Ok(skipped) => self.tell_skipped(skipped),
            Err(failure) => course.fail(failure),
        }
    }

    /// Writes down that a recipient is tried; false when that cannot be written, or
    /// the run stopped or they left while something else was waited for: then they
    /// are given back.
    pub fn begin(&self, recipient: u32) -> bool {
        let mut shared = self.lock();
        shared.course.look();
        let course = &shared.course;
        if !course.is_going_on() || course.has_left(recipient, self.recipients) {
            drop(shared);
            self.give_back(recipient);
            return false;
        }
        self.write(shared, &[Event::Trying { recipient }])
    }

    /// Writes these events down, and fails the run where they cannot be; tells
    /// whether they were.
    ///
    /// The other links need not wait for it, nor it for them, where nobody else
    /// has anything to say of these recipients: for acceptances and intents. A
    /// recipient who is given up by one link may be another's concern at once,
    /// and is to be so in the journal as well.
    fn write(&self, mut shared: MutexGuard<'_, Shared<'a>>, events: &[Event]) -> bool {
        let is_own = |event: &Event| matches!(event, Event::Accepted { .. } | Event::Trying { .. });
        let written = if events.iter().all(is_own) {
            shared.course.apply(events);
            drop(shared);
            self.journal.append(events)
        } else {
            let written = shared.course.write(events);
            drop(shared);
            written
        };
        written.map_err(|failure| self.fail(failure)).is_ok()
    }

    fn fail(&self, failure: StoreError) {
        self.lock().course.fail(failure);
    }

    /// Writes down what became of some recipients, and in the same write that
    /// others are tried, as many as there is room for: first whoever comes next,
    /// where somebody does. Nobody is tried when the run does not go on, or when
    /// that one cannot be.
    pub fn conclude(&self, outcomes: Vec<Outcome>, next: Option<Next>, room: usize) -> Turn {
        let now = self.clock.instant();
        let mut shared = self.lock();
        let course = &mut shared.course;
        course.look();
        let mut events = Vec::with_capacity(2 * outcomes.len());
        for Outcome {
            recipient,
            result,
            link_is_full,
        } in outcomes
        {
            course.settle_pace(now);
            let attempt = Attempt {
                recipient,
                sender: self.sender,
                address: &self.recipient(recipient).address,
                at: whole_second(now),
                now,
                link_is_full,
            };
            course.take_note(&attempt, result, &mut events);
        }
        let turn = self.next_turn(course, next, room, now);
        let tried = turn.tried.iter().copied();
        events.extend(tried.map(|recipient| Event::Trying { recipient }));
        if !self.write(shared, &events) {
            let claimed = turn.tried.iter().skip(usize::from(next.is_some()));
            for &claimed in claimed.chain(&turn.upcoming) {
                self.give_back(claimed);
            }
            return Turn::default();
        }
        for state in events.iter().filter_map(Event::outcome) {
            self.observer.outcome(state);
        }
        turn
    }

    /// Chooses whom a link tries next.
    fn next_turn(
        &self,
        course: &mut Course<'_>,
        next: Option<Next>,
        room: usize,
        now: Timestamp,
    ) -> Turn {
        let mut turn = Turn::default();
        if let Some(next) = next {
            match course.follow(next, self.recipients, now) {
                Some(recipient) => turn.tried.push(recipient),
                None => return turn,
            }
        }
        while turn.tried.len() < room {
            match self.claim_behind(course, now) {
                Some(recipient) => turn.tried.push(recipient),
                None => return turn,
            }
        }
        if room > 0 {
            turn.upcoming = self.claim_behind(course, now);
        }
        turn
    }

    /// Claims somebody where nothing has to be waited for: what is to be written
    /// down must not wait for the disk.
    fn claim_behind(&self, course: &mut Course<'_>, now: Timestamp) -> Option<u32> {
        course.wake(now);
        if course.needs_block() {
            return None;
        }
        match self.claim_reserved(course, now) {
            Some(Claim::Recipient(recipient)) => Some(recipient),
            _ => None,
        }
    }

    fn tell_skipped(&self, count: usize) {
        for _ in 0..count {
            self.observer.outcome(DeliveryState::Skipped);
        }
    }

    /// Waits for an instant, or until the run stops; no longer than it was when the
    /// wait began.
    pub fn wait_until(&self, instant: Timestamp) {
        let began = self.now();
        let time = Duration::try_from(instant.duration_since(began));
        self.observer.waiting(time.unwrap_or_default());
        // A clock that is set back meanwhile must not make hours of a second.
        while (began..instant).contains(&self.now()) && self.lock().course.is_going_on() {
            self.clock.wait_until(instant, WAIT_SLICE);
        }
    }

    /// Waits for an instant before which the account's limits let nobody through;
    /// leaves the others to a later run if that is too far.
    pub fn rest_until(&self, instant: Timestamp) {
        let wait = self.now().duration_until(instant);
        if self.longest_wait.is_some_and(|longest| wait > longest) {
            self.lock().course.postpone(instant);
        } else {
            self.wait_until(instant);
        }
    }

    /// Writes that the run ended, and says how.
    pub fn close(self) -> anyhow::Result<(RunEnd, Deliveries)> {
        let course = self.shared.into_inner().course;
        let closed = course.close(self.clock.now())?;
        for state in closed.states {
            self.observer.outcome(state);
        }
        Ok((closed.end, closed.deliveries))
    }

    /// Takes what is shared; whoever does learns whether someone asked to stop.
    ///
    /// A panic of one link does not keep the others from writing their outcomes down.
    fn lock(&self) -> MutexGuard<'_, Shared<'a>> {
        let mut shared = self.shared.lock();
        if self.interrupt.is_asked() {
            shared.course.stop(RunEnd::Interrupted);
        }
        shared
    }
}
