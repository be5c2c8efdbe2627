//! What follows from an attempt: for its recipient, and for the rest of the run.

use jiff::Timestamp;

use super::Course;
use crate::{
    domain::{address::Address, delivery::Step, event::Event},
    mail::SendError,
    ops::sending::{
        record::{Mark, accepted, failed, refused_after_all},
        run::RunEnd,
        suspicion::Held,
        verdict::{Doubt, Verdict, judge},
    },
};

/// How often one recipient is tried in a run before it is left for the next.
const RELEASE_LIMIT: u8 = 3;

/// One recipient, tried once.
pub struct Attempt<'a> {
    pub recipient: u32,
    pub sender: &'a Address,
    pub address: &'a Address,
    /// When, as files are told it.
    pub at: Timestamp,
    /// When, as precise as the system has it.
    pub now: Timestamp,
    /// Whether only another link tells if the server takes messages at all.
    pub link_is_full: bool,
}

impl Course<'_> {
    /// Draws the consequences of an attempt for the rest of the run, and
    /// adds what to write down, of this recipient first.
    pub fn take_note(
        &mut self,
        attempt: &Attempt<'_>,
        result: Result<String, SendError>,
        events: &mut Vec<Event>,
    ) {
        let &Attempt { recipient, at, .. } = attempt;
        match result {
            Ok(reply) => {
                self.reach_someone();
                self.deferrals.serve(at);
                let refused = self.suspicion.accept(recipient);
                events.push(accepted(recipient, at, reply));
                events.extend(refused.iter().map(refused_after_all));
            }
            Err(error) => {
                let verdict = match judge(&error, attempt.sender, attempt.address) {
                    Verdict::Slowed if attempt.link_is_full => Verdict::Released,
                    verdict => verdict,
                };
                let mark = self.draw_consequences(attempt, &error, verdict);
                events.push(failed(recipient, at, &error, mark));
            }
        }
    }

    fn draw_consequences(
        &mut self,
        attempt: &Attempt<'_>,
        error: &SendError,
        verdict: Verdict,
    ) -> Mark {
        let &Attempt { recipient, at, .. } = attempt;
        match verdict {
            Verdict::Refused | Verdict::Deferred => self.reach_someone(),
            // No encouragement: a server that always breaks off must not be given everybody.
            Verdict::Uncertain => self.reached_anyone = true,
            Verdict::Stopped => self.stop(RunEnd::Stopped(error.clone())),
            Verdict::Slowed => self.slow_down(attempt.now, error),
            Verdict::Released | Verdict::Doubted(_) => {}
        }
        match verdict {
            Verdict::Refused => Mark::Refused,
            Verdict::Uncertain => Mark::Uncertain,
            Verdict::Deferred => self.deferrals.defer(recipient, at),
            // However much time the server had: it is this recipient whom it does not want now.
            Verdict::Slowed if self.is_released_often(recipient) && is_about_recipient(error) => {
                self.deferrals.defer(recipient, at)
            }
            // However often the link was opened again: it is this recipient whom it is lost with.
            Verdict::Released if self.is_lost_with(recipient, error) => {
                self.deferrals.defer_lost(recipient, at)
            }
            Verdict::Released | Verdict::Slowed => {
                self.release(recipient, error);
                Mark::Released
            }
            // The account sends, and it is this recipient whom it is refused for again.
            Verdict::Doubted(Doubt::Unclear | Doubt::Vague) if self.is_refused_again(recipient) => {
                self.reach_someone();
                Mark::Refused
            }
            Verdict::Doubted(doubt) => {
                let held = Held {
                    recipient,
                    at,
                    error: error.clone(),
                    doubt,
                };
                if let Some(failure) = self.suspicion.hold(held) {
                    self.stop(RunEnd::Stopped(failure));
                }
                // Certainly not accepted, and marked only once it is known why.
                Mark::Released
            }
            Verdict::Stopped => Mark::Released,
        }
    }

    /// Notes that the server took or refused somebody.
    const fn reach_someone(&mut self) {
        self.reached_anyone = true;
        self.answered += 1;
        self.patience.encourage();
    }

    /// Tells whether the server refused a recipient in an earlier run, and has taken
    /// a message of the sender's since.
    fn is_refused_again(&self, recipient: u32) -> bool {
        let refused = self.deliveries.refused_in_doubt(recipient);
        refused.is_some_and(|at| self.deferrals.has_served_since(at))
    }

    /// Tells whether a link was lost with a recipient once more, and not with others.
    fn is_lost_with(&self, recipient: u32, error: &SendError) -> bool {
        let tries = self.deliveries.attempts(recipient);
        // Whoever asks to stop gives up waiting for an answer.
        self.is_going_on()
            && matches!(error.step, Step::Rcpt | Step::Data)
            && tries >= u32::from(RELEASE_LIMIT)
            && self.deferrals.has_served()
    }

    fn is_released_often(&self, recipient: u32) -> bool {
        self.releases[recipient as usize] + 1 >= RELEASE_LIMIT
    }

    fn release(&mut self, recipient: u32, error: &SendError) {
        self.last_loss = Some(error.clone());
        // Nothing was asked for the recipient: how often is for the server's patience to say.
        let is_server_s = matches!(error.step, Step::Mail | Step::Reset);
        // Last in the queue: whoever makes the server hang up must not keep the others waiting.
        if is_server_s || !self.is_released_often(recipient) {
            self.queue.push_back(recipient);
        }
        if !is_server_s {
            self.releases[recipient as usize] += 1;
        }
    }
}

/// Tells whether an answer is about whom it was asked for, and not about the
/// account or the server itself.
fn is_about_recipient(error: &SendError) -> bool {
    error.is_answer_to_recipient() && error.code() != Some(421)
}
