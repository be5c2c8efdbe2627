//! Refusals that may concern the account or the message, and not whom they answered.
//!
//! No words tell, in any language. What tells is what the server does next: if
//! it takes the message for somebody else afterwards, the refusal was about the
//! recipient; if it takes it for nobody, marking each parent as refused would be
//! wrong, and final. So such a refusal is held until one of the two is known. Of
//! a few that nobody was accepted beside, the words decide all the same.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::verdict::Doubt;
use crate::{domain::delivery::Step, mail::SendError};

/// How many refusals are held before the run stops: as many as Postfix answers
/// without delay (`smtpd_soft_error_limit`).
const HELD_LIMIT: usize = 10;

/// A refusal that waits for what the server does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whom it answered.
    pub recipient: u32,
    /// When.
    pub at: Timestamp,
    /// What the server said.
    pub error: SendError,
    /// Whom else it may concern.
    pub doubt: Doubt,
}

impl Held {
    /// Returns the failure of the run; a sender that the server objects to was
    /// refused at MAIL, only the answer came later.
    fn into_failure(self) -> SendError {
        match self.doubt {
            Doubt::Sender => SendError {
                step: Step::Mail,
                ..self.error
            },
            Doubt::Unclear | Doubt::Vague => self.error,
        }
    }
}

/// What one run knows of refusals in doubt.
#[derive(Debug, Default)]
pub struct Suspicion {
    held: Vec<Held>,
    /// How many were ever held when each of those in flight was begun, where any were.
    begun: BTreeMap<u32, usize>,
    /// How many of those ever held were the recipients' own.
    cleared: usize,
    accepted_earlier: bool,
    accepted_now: bool,
}

impl Suspicion {
    /// Begins a run; `accepted_earlier` tells whether an earlier run of the
    /// same message had it accepted for anyone.
    pub fn new(accepted_earlier: bool) -> Self {
        Self {
            accepted_earlier,
            ..Self::default()
        }
    }

    /// Notes that a recipient is about to be tried.
    pub fn begin(&mut self, recipient: u32) {
        let ever_held = self.cleared + self.held.len();
        if ever_held > 0 {
            self.begun.insert(recipient, ever_held);
        }
    }

    /// Notes that a recipient was accepted; returns the refusals that were
    /// therefore the recipients' own.
    ///
    /// Those are the ones that came before the accepted one was begun: an answer
    /// on its way when the account was blocked proves nothing.
    pub fn accept(&mut self, recipient: u32) -> Vec<Held> {
        self.accepted_now = true;
        let begun = self.begun.remove(&recipient).unwrap_or_default();
        let proven = begun.saturating_sub(self.cleared).min(self.held.len());
        self.cleared += proven;
        self.held.drain(..proven).collect()
    }

    /// Holds a refusal; returns why the run must stop, if it must.
    pub fn hold(&mut self, held: Held) -> Option<SendError> {
        self.begun.remove(&held.recipient);
        let sender = held.doubt == Doubt::Sender && !self.accepted_now;
        self.held.push(held.clone());
        let stops = sender || self.held.len() >= HELD_LIMIT;
        stops.then(|| held.into_failure())
    }

    /// Decides when nobody is left to try: those held are refused if anybody was
    /// ever accepted and none of them is about the sender, or if they are only vague:
    /// as many as are no chance have stopped the run. Else the run failed.
    pub fn settle(&mut self) -> Result<Vec<Held>, SendError> {
        let held = std::mem::take(&mut self.held);
        let about_sender = held.iter().find(|held| held.doubt == Doubt::Sender);
        if let Some(held) = about_sender {
            return Err(held.clone().into_failure());
        }
        let is_proven = self.accepted_earlier || self.accepted_now;
        let is_vague = held.iter().all(|held| held.doubt == Doubt::Vague);
        match held.last() {
            Some(last) if !(is_proven || is_vague) => Err(last.clone().into_failure()),
            _ => Ok(held),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::Cause;

    fn refusal(recipient: u32, doubt: Doubt) -> Held {
        let text = "5.7.1 no".to_owned();
        Held {
            recipient,
            at: Timestamp::UNIX_EPOCH,
            error: SendError {
                step: Step::Rcpt,
                cause: Cause::Reply { code: 554, text },
            },
            doubt,
        }
    }

    fn refuse(suspicion: &mut Suspicion, recipient: u32, doubt: Doubt) -> Option<Step> {
        suspicion.begin(recipient);
        let failure = suspicion.hold(refusal(recipient, doubt));
        failure.map(|error| error.step)
    }

    fn accept(suspicion: &mut Suspicion, recipient: u32) -> Vec<u32> {
        suspicion.begin(recipient);
        recipients(suspicion.accept(recipient))
    }

    fn recipients(held: Vec<Held>) -> Vec<u32> {
        held.into_iter().map(|held| held.recipient).collect()
    }

    #[test]
    fn a_sender_refused_before_anyone_is_accepted_stops_at_once_as_refused_at_mail() {
        let mut suspicion = Suspicion::new(true);
        let stopped = refuse(&mut suspicion, 0, Doubt::Sender);
        assert_eq!(stopped, Some(Step::Mail));
    }

    #[test]
    fn who_is_refused_before_another_is_accepted_is_refused_for_themselves() {
        let mut suspicion = Suspicion::default();
        assert_eq!(refuse(&mut suspicion, 0, Doubt::Unclear), None);
        assert_eq!(refuse(&mut suspicion, 1, Doubt::Unclear), None);
        assert_eq!(accept(&mut suspicion, 2), [0, 1]);
        assert_eq!(refuse(&mut suspicion, 3, Doubt::Sender), None);
        assert_eq!(accept(&mut suspicion, 4), [3]);
        assert_eq!(suspicion.settle(), Ok(Vec::new()));
    }

    #[test]
    fn as_many_in_a_row_as_the_limit_stop_the_run() {
        let mut suspicion = Suspicion::default();
        accept(&mut suspicion, 99);
        let stops: Vec<_> = (0..10)
            .map(|recipient| refuse(&mut suspicion, recipient, Doubt::Unclear))
            .collect();
        assert!(stops[..9].iter().all(Option::is_none));
        assert_eq!(stops[9], Some(Step::Rcpt));
    }

    #[test]
    fn an_acceptance_on_its_way_before_the_refusal_proves_nothing() {
        let mut suspicion = Suspicion::default();
        refuse(&mut suspicion, 0, Doubt::Unclear);
        suspicion.begin(1);
        suspicion.begin(2);
        refuse(&mut suspicion, 3, Doubt::Unclear);
        assert_eq!(recipients(suspicion.accept(1)), [0]);
        assert_eq!(recipients(suspicion.accept(2)), [0; 0]);
        assert_eq!(accept(&mut suspicion, 4), [3]);
    }

    #[test]
    fn at_the_end_the_last_ones_are_refused_if_anyone_was_ever_accepted() {
        for earlier in [false, true] {
            let mut suspicion = Suspicion::new(earlier);
            if !earlier {
                accept(&mut suspicion, 9);
            }
            refuse(&mut suspicion, 0, Doubt::Unclear);
            assert_eq!(suspicion.settle().map(recipients), Ok(vec![0]));
        }
        let mut suspicion = Suspicion::default();
        refuse(&mut suspicion, 0, Doubt::Unclear);
        let failure = suspicion.settle().unwrap_err();
        assert_eq!(failure.step, Step::Rcpt);
    }

    #[test]
    fn a_few_vague_refusals_are_the_recipients_own_and_as_many_as_the_limit_are_not() {
        for count in [1, 9] {
            let mut suspicion = Suspicion::default();
            for recipient in 0..count {
                assert_eq!(refuse(&mut suspicion, recipient, Doubt::Vague), None);
            }
            let refused = suspicion.settle().map(recipients);
            assert_eq!(refused, Ok((0..count).collect()), "{count}");
        }
        let mut suspicion = Suspicion::default();
        let mut stops = (0..10).map(|recipient| refuse(&mut suspicion, recipient, Doubt::Vague));
        assert_eq!(stops.find_map(|stopped| stopped), Some(Step::Rcpt));
    }

    #[test]
    fn a_vague_refusal_beside_an_unclear_one_is_no_clearer() {
        let mut suspicion = Suspicion::default();
        refuse(&mut suspicion, 0, Doubt::Unclear);
        refuse(&mut suspicion, 1, Doubt::Vague);
        assert!(suspicion.settle().is_err());
    }

    #[test]
    fn a_sender_refused_until_the_end_is_the_account_s_concern() {
        let mut suspicion = Suspicion::default();
        accept(&mut suspicion, 9);
        refuse(&mut suspicion, 0, Doubt::Sender);
        refuse(&mut suspicion, 1, Doubt::Unclear);
        let failure = suspicion.settle().unwrap_err();
        assert_eq!(failure.step, Step::Mail);
    }
}
