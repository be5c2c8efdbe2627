//! What the links of a run share: its course, and the journal on disk.
//!
//! A recipient is *reserved* (on disk before anyone of the block is tried),
//! then *claimed* by one link, then *tried* (written down before the content
//! of the message), then concluded. Whoever was claimed and not tried is given
//! back as if nothing had been.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;

use super::{
    course::{Attempt, Claim, Course, Next},
    interrupt::Interrupt,
    run::{Observer, RunEnd},
};
use crate::{
    clock::Clock,
    domain::{
        address::Address,
        audience::Recipient,
        delivery::{Deliveries, DeliveryState, Event, Step},
    },
    mail::{Cause, SendError},
    store::JournalSync,
};

/// How long a wait lasts before it looks whether someone asked to stop.
const WAIT_SLICE: Duration = Duration::from_millis(100);

/// What the links of a run share.
pub(super) struct Board<'a> {
    shared: Mutex<Shared<'a>>,
    /// Told when a block was reserved.
    reserved: Condvar,
    sync: JournalSync,
    sender: &'a Address,
    recipients: &'a [Recipient],
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
    pub links: usize,
    pub sender: &'a Address,
    pub recipients: &'a [Recipient],
    pub clock: &'a Clock,
    pub interrupt: &'a Interrupt,
    pub observer: &'a dyn Observer,
}

impl<'a> Board<'a> {
    /// Lays out what is left to do.
    pub fn new(setup: Setup<'a>) -> anyhow::Result<Self> {
        Ok(Self {
            sync: setup.course.syncer()?,
            shared: Mutex::new(Shared {
                course: setup.course,
                links: setup.links,
            }),
            reserved: Condvar::new(),
            sender: setup.sender,
            recipients: setup.recipients,
            clock: setup.clock,
            interrupt: setup.interrupt,
            observer: setup.observer,
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
        let shared = self.lock();
        shared.course.is_going_on() && !shared.course.is_empty()
    }

    /// Claims a recipient, once there is one on disk.
    pub fn claim(&self) -> Claim {
        loop {
            let (shared, claim) = self.try_claim();
            if let Some(claim) = claim {
                return claim;
            }
            let waited = self.reserved.wait_timeout(shared, WAIT_SLICE);
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
    fn try_claim(&self) -> (MutexGuard<'_, Shared<'a>>, Option<Claim>) {
        let now = self.clock.instant();
        let mut shared = self.lock();
        shared.course.wake(now);
        if shared.course.needs_block() {
            shared = self.reserve(shared);
        }
        let course = &mut shared.course;
        self.leave_out(course, now);
        if !course.is_going_on() || course.is_empty() {
            return (shared, Some(Claim::Nobody));
        }
        let claim = course.claim(now);
        (shared, claim)
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
        for _ in 0..skipped {
            self.observer.outcome(DeliveryState::Skipped);
        }
        let synced = self.sync.sync();
        let mut shared = self.lock();
        shared.course.reserving = false;
        match synced {
            Ok(()) => shared.course.reserved.extend(block),
            Err(error) => shared.course.fail(error),
        }
        self.reserved.notify_all();
        shared
    }

    /// Gives back whom a link claimed and did not try.
    pub fn give_back(&self, recipient: u32) {
        let now = self.clock.instant();
        let course = &mut self.lock().course;
        course.settle_pace(now);
        course.reserved.push_front(recipient);
        self.leave_out(course, now);
        self.reserved.notify_all();
    }

    /// Leaves out those next in turn who are not to be written to any more.
    fn leave_out(&self, course: &mut Course<'_>, now: Timestamp) {
        match course.leave_out(self.recipients, now) {
            Ok(skipped) => self.tell(&vec![DeliveryState::Skipped; skipped]),
            Err(failure) => course.fail(failure),
        }
    }

    /// Writes down that a recipient is tried; false when that cannot be written.
    pub fn begin(&self, recipient: u32) -> bool {
        let mut shared = self.lock();
        let written = shared.course.write(vec![Event::Trying { recipient }]);
        written
            .map_err(|failure| shared.course.fail(failure))
            .is_ok()
    }

    /// Writes down what became of a recipient, and in the same write that the
    /// next one is tried. Returns the next one if the run goes on.
    pub fn conclude(
        &self,
        recipient: u32,
        result: Result<String, SendError>,
        next: Option<Next>,
    ) -> Option<u32> {
        let now = self.clock.instant();
        let attempt = Attempt {
            recipient,
            sender: self.sender,
            address: &self.recipient(recipient).address,
            at: self.clock.now(),
        };
        let mut shared = self.lock();
        let course = &mut shared.course;
        course.settle_pace(now);
        let outcomes = course.take_note(&attempt, result);
        let trying = next.and_then(|next| course.follow(next, self.recipients, now));
        let (mut events, states): (Vec<_>, Vec<_>) = outcomes.into_iter().unzip();
        events.extend(trying.map(|recipient| Event::Trying { recipient }));
        if let Err(failure) = course.write(events) {
            course.fail(failure);
            return None;
        }
        drop(shared);
        self.tell(&states);
        trying
    }

    fn tell(&self, states: &[DeliveryState]) {
        for &state in states {
            if state != DeliveryState::Pending {
                self.observer.outcome(state);
            }
        }
    }

    /// Waits for an instant, or until the run stops.
    pub fn wait_until(&self, instant: Timestamp) {
        let time = Duration::try_from(instant.duration_since(self.now()));
        self.observer.waiting(time.unwrap_or_default());
        while self.now() < instant && self.lock().course.is_going_on() {
            self.clock.wait_until(instant, WAIT_SLICE);
        }
    }

    /// Waits as long as the server was promised time; tells whether somebody is
    /// left then.
    pub fn wait_while_paused(&self) -> bool {
        let paused = self.lock().course.paused(self.now());
        if let Some(until) = paused {
            self.wait_until(until);
        }
        self.has_work()
    }

    /// Draws the consequences of a link that could not be opened; tells whether
    /// to try again.
    ///
    /// A server that refuses one more link while others work has said how many
    /// it wants, and so has one that hangs up on it time and again. One that
    /// cannot be reached may be starting again: once it was there, it is given
    /// time. `answered` remembers how many answers there were at the last failure.
    pub fn cannot_open(
        &self,
        error: SendError,
        was_there: bool,
        answered: &mut Option<usize>,
    ) -> bool {
        let asks_to_wait = error.code().is_some_and(|code| code < 500);
        let is_away = matches!(error.step, Step::Connect | Step::Hello)
            && matches!(
                error.cause,
                Cause::Lost(_) | Cause::Timeout | Cause::UnknownHost(_)
            );
        let mut shared = self.lock();
        let answers = shared.course.answered();
        let others_work = answered
            .replace(answers)
            .is_some_and(|before| before < answers);
        let is_passing = asks_to_wait || (is_away && was_there);
        let is_one_too_many = was_there && shared.links > 1 && (asks_to_wait || others_work);
        let now = self.clock.instant();
        let is_tried_again = is_passing && !is_one_too_many && shared.course.give_time(now);
        if is_tried_again && shared.course.is_going_on() {
            return true;
        }
        if was_there {
            drop(shared);
            self.leave(Some(error));
        } else {
            shared.course.stop(RunEnd::Stopped(error));
        }
        false
    }

    /// Gives the server time after a link that came to nothing.
    pub fn slow_down(&self, error: &SendError) {
        self.lock().course.slow_down(self.clock.instant(), error);
    }

    /// Counts a link out; the last one takes the run with it.
    pub fn leave(&self, error: Option<SendError>) {
        let mut shared = self.lock();
        shared.links -= 1;
        if let Some(error) = error
            && shared.links == 0
            && !shared.course.is_empty()
        {
            shared.course.stop(RunEnd::Stopped(error));
        }
    }

    /// Writes that the run ended, and says how.
    pub fn close(self) -> anyhow::Result<(RunEnd, Deliveries)> {
        let shared = self.shared.into_inner();
        let course = shared.unwrap_or_else(PoisonError::into_inner).course;
        let closed = course.close(self.clock.now())?;
        self.sync.sync()?;
        for state in closed.states {
            self.observer.outcome(state);
        }
        Ok((closed.end, closed.deliveries))
    }

    /// Takes what is shared; whoever does learns whether someone asked to stop.
    fn lock(&self) -> MutexGuard<'_, Shared<'a>> {
        // A panic of one link must not keep the others from writing their outcomes down.
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if self.interrupt.is_asked() {
            shared.course.stop(RunEnd::Interrupted);
        }
        shared
    }
}
