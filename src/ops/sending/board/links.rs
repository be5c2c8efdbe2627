//! The links of a run, as the server has them: how many, and when.

use super::Board;
use crate::{
    domain::delivery::Step,
    mail::{Cause, SendError},
    ops::sending::run::RunEnd,
};

impl Board<'_> {
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
            && !shared.course.is_postponed()
        {
            shared.course.stop(RunEnd::Stopped(error));
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::{
        clock::Clock,
        domain::{
            audience::{Audience, Recipient},
            list_name::ListName,
            message::Message,
        },
        ops::sending::{
            Interrupt,
            board::Setup,
            course::{Claim, Course},
            deferrals::Deferrals,
            reach::{Reach, Snapshot},
            resume::Remaining,
        },
        store::{Frozen, Store},
    };

    const LINKS: u32 = 4;

    fn audience() -> Audience {
        let list = ListName::parse("cp").unwrap();
        let recipient = |index| {
            let address = format!("p{index}@example.org").parse().unwrap();
            Recipient::new(address, list.clone())
        };
        Audience {
            recipients: (0..2 * LINKS).map(recipient).collect(),
            exclusions: Vec::new(),
        }
    }

    /// Plays over the board of a run that nobody has begun.
    fn play(longest_wait: Option<SignedDuration>, play: impl FnOnce(Board<'_>)) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (message, audience) = (Message::sample(), audience());
        let frozen = Frozen {
            message: &message,
            content: b"",
            text: "",
            audience: &audience,
        };
        let lock = store.freeze(&frozen).unwrap();
        let recipients = &audience.recipients;
        let (journal, deliveries) = lock.replayed_journal(recipients.len()).unwrap();
        let unchanged = Snapshot::take(&store, []);
        let remaining = Remaining {
            recipients: (0..2 * LINKS).collect(),
            ..Remaining::default()
        };
        let clock = Clock::set_to(Timestamp::UNIX_EPOCH);
        let interrupt = Interrupt::default();
        play(Board::new(Setup {
            course: Course::new(
                (&journal, deliveries),
                Reach::new(&store, &message, Some(unchanged)).unwrap(),
                None,
                remaining,
                Deferrals::default(),
                recipients.len(),
            ),
            journal: &journal,
            pace_record: None,
            links: LINKS as usize,
            longest_wait,
            sender: &message.from,
            recipients,
            clock: &clock,
            interrupt: &interrupt,
            observer: &|_| (),
        }));
    }

    #[test]
    fn a_server_that_takes_no_more_connections_is_given_time_by_all_links_together() {
        play(None, |board| {
            let mut answered = [None; LINKS as usize];
            let mut refuse = |link: usize| {
                let error = SendError {
                    step: Step::Connect,
                    cause: Cause::Lost("connection refused".to_owned()),
                };
                board.cannot_open(error, true, &mut answered[link])
            };
            assert_eq!(board.claim(), Claim::Recipient(0));
            for pause in [1, 2, 4, 8, 16] {
                let until = board.now() + SignedDuration::from_secs(pause);
                for link in 0..LINKS as usize {
                    assert!(refuse(link), "{pause}");
                    assert_eq!(board.claim(), Claim::Later(until));
                }
                board.wait_until(until);
            }
            assert!((0..LINKS as usize).all(|link| !refuse(link)));
            assert_eq!(board.claim(), Claim::Nobody);
        });
    }

    #[test]
    fn whom_one_link_claimed_is_tried_though_the_limits_let_no_other_one_through() {
        play(Some(SignedDuration::from_mins(1)), |board| {
            assert_eq!(board.claim(), Claim::Recipient(0));
            let later = board.now() + SignedDuration::from_hours(1);
            board.rest_until(later);
            assert!(board.begin(0), "what the limits allow was taken for them");
            assert!(!board.has_work());
            let (end, _) = board.close().unwrap();
            assert!(matches!(end, RunEnd::Postponed(until) if until == later));
        });
    }
}
