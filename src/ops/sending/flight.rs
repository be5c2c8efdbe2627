//! The deliveries that are under way over one link.
//!
//! There is one at a time, or several where the link has room for more (RFC
//! 3030). Each is written down as tried before it is begun, so that a kill
//! leaves as many uncertain as the link had room for, and no more.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::{
    board::{Board, Outcome},
    course::{Claim, Next},
    submission::Link,
    wear::Wear,
};
use crate::mail::SendError;

/// A longer wait for the account's limits closes the link: no server likes an idle one.
const IDLE_LIMIT: SignedDuration = SignedDuration::from_secs(15);

/// Why a link is not used any more.
pub(super) enum LinkEnd {
    /// Nobody is left, or the run stops.
    Nobody,
    /// Nobody may be written to before then.
    Idle(Timestamp),
    /// The server hung up, or cannot be understood any more, or has had enough of it.
    Lost,
    /// The same, before it answered for anyone.
    Fruitless(SendError),
}

/// What is under way over one link.
pub(super) struct Flight<'b, 'a, L> {
    board: &'b Board<'a>,
    link: L,
    /// Those begun and not finished, the earliest first.
    begun: VecDeque<u32>,
    /// Who is claimed and comes next, and may have been announced.
    upcoming: Option<u32>,
    /// Whether the server answered for anyone.
    fruitful: bool,
    /// What the last one failed by.
    failure: Option<SendError>,
    wear: Wear,
}

impl<'b, 'a, L: Link<'a>> Flight<'b, 'a, L> {
    /// Takes a link over which nothing went yet.
    pub fn new(board: &'b Board<'a>, link: L) -> Self {
        Self {
            board,
            link,
            begun: VecDeque::new(),
            upcoming: None,
            fruitful: false,
            failure: None,
            wear: Wear::default(),
        }
    }

    /// Delivers as long as the link holds.
    pub fn deliver_all(mut self) -> LinkEnd {
        loop {
            if self.begun.is_empty() {
                if self.wear.is_too_much() {
                    self.link.close();
                    return LinkEnd::Lost;
                }
                match first_claim(self.board) {
                    Ok(recipient) => self.begin(recipient),
                    Err(end) => {
                        self.link.close();
                        return end;
                    }
                }
            }
            self.fill();
            self.finish();
            // A server that waits for a message to nobody is left with nothing.
            let is_waiting = self.begun.is_empty() && self.link.has_announced();
            if is_waiting || !self.link.is_usable() {
                return self.lose();
            }
        }
    }

    /// Begins whoever is written down as tried.
    fn begin(&mut self, recipient: u32) {
        let board = self.board;
        self.upcoming = self.upcoming.or_else(|| board.claim_at_once());
        self.begin_before(recipient, self.upcoming);
    }

    /// Begins whoever is written down as tried; another one comes next.
    fn begin_before(&mut self, recipient: u32, next: Option<u32>) {
        let next = next.map(|next| self.board.recipient(next));
        self.link.begin(self.board.recipient(recipient), next);
        self.begun.push_back(recipient);
    }

    /// Begins as many more as there is room for.
    fn fill(&mut self) {
        while !self.wear.is_too_much() && self.link.room() > 0 {
            match self.upcoming.take() {
                Some(recipient) if self.board.begin(recipient) => self.begin(recipient),
                _ => return,
            }
        }
    }

    /// Waits for what became of the earliest, and of those that are answered with
    /// it; writes it down, and begins as many others, all at once.
    fn finish(&mut self) {
        let mut outcomes = Vec::with_capacity(1);
        while let Some(recipient) = self.begun.pop_front() {
            let result = self.link.finish();
            self.fruitful |= result.as_ref().map_or_else(is_answer, |_| true);
            self.failure = result.as_ref().err().cloned();
            outcomes.push(Outcome {
                recipient,
                link_is_full: self.wear.add(&result),
                result,
            });
            if !self.link.is_answered() {
                break;
            }
        }
        // After a refusal, those in flight come to an end first.
        let usable = self.link.is_usable() && !self.wear.is_too_much();
        let room = if usable { self.link.room() } else { 0 };
        let upcoming = self.upcoming.take();
        let next = upcoming.filter(|_| room > 0).map(|recipient| Next {
            recipient,
            announced: self.link.has_announced(),
        });
        let turn = self.board.conclude(outcomes, next, room);
        if let Some(upcoming) = upcoming
            && turn.tried.first() != Some(&upcoming)
        {
            self.board.give_back(upcoming);
        }
        let Some((&last, tried)) = turn.tried.split_last() else {
            return;
        };
        for (&recipient, &next) in tried.iter().zip(turn.tried.iter().skip(1)) {
            self.begin_before(recipient, Some(next));
        }
        self.upcoming = turn.upcoming;
        self.begin(last);
    }

    /// Writes down what became of those whom the link was lost with.
    fn lose(mut self) -> LinkEnd {
        while !self.begun.is_empty() {
            self.finish();
        }
        match self.failure {
            // What the server says of itself has slowed the run down already.
            Some(error) if !self.fruitful && error.code().is_none() => LinkEnd::Fruitless(error),
            _ => LinkEnd::Lost,
        }
    }
}

/// Tells whether the server answered for a recipient: Postfix hangs up after a
/// few unknown ones in a row (`smtpd_hard_error_limit`), and that is progress.
fn is_answer(error: &SendError) -> bool {
    error.code().is_some_and(|code| code != 421)
}

/// Claims whom nobody announced, and writes down that they are tried.
fn first_claim(board: &Board<'_>) -> Result<u32, LinkEnd> {
    loop {
        match board.claim() {
            Claim::Recipient(recipient) if board.begin(recipient) => return Ok(recipient),
            // Not to be written to any more, or not to be written down: then there is nobody.
            Claim::Recipient(_) => {}
            Claim::Nobody => return Err(LinkEnd::Nobody),
            Claim::Later(until) => {
                if board.now().duration_until(until) > IDLE_LIMIT {
                    return Err(LinkEnd::Idle(until));
                }
                board.wait_until(until);
            }
        }
    }
}
