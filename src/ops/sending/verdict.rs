//! What a failure means for the recipient and for the run (DESIGN.md, section 6).

use crate::{
    domain::delivery::Step,
    mail::{Cause, SendError},
};

/// What becomes of the recipient that was being tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The server refused this recipient, or this message for them, for good.
    Refused,
    /// The server asked to try this recipient later.
    Deferred,
    /// The server may have accepted the message.
    Uncertain,
    /// Certainly not accepted, through no fault of the recipient's: tried again.
    Released,
    /// The same, and nobody else would be accepted either: the run stops.
    Stopped,
}

/// Judges a failure by its step: only an answer to RCPT, or to the message
/// itself, concerns the recipient.
pub fn judge(error: &SendError) -> Verdict {
    match (error.step, &error.cause) {
        // Nothing was asked for the recipient yet; or the server is going away,
        // whatever it was asked (RFC 5321, section 3.8).
        (Step::Reset, _) | (_, Cause::Reply { code: 421, .. }) => Verdict::Released,
        // The sender is refused, or authentication no longer valid: the account's concern.
        (Step::Mail, Cause::Reply { .. })
        | (
            _,
            Cause::Reply {
                code: 530 | 534 | 535 | 538,
                ..
            },
        ) => Verdict::Stopped,
        // Counts as 452: too many recipients for now (RFC 5321, section 4.5.3.1.10).
        (Step::Rcpt, Cause::Reply { code: 552, .. }) => Verdict::Deferred,
        (Step::Rcpt | Step::Data | Step::Content, Cause::Reply { code, .. }) => {
            if *code < 500 {
                Verdict::Deferred
            } else {
                Verdict::Refused
            }
        }
        (Step::Rcpt, Cause::NoSmtputf8) => Verdict::Refused,
        (Step::Content, Cause::Lost(_) | Cause::Timeout | Cause::Unexpected(_)) => {
            Verdict::Uncertain
        }
        (_, Cause::Lost(_) | Cause::Timeout | Cause::Unexpected(_)) => Verdict::Released,
        _ => Verdict::Stopped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_decides_whom_a_failure_concerns() {
        let reply = |code| Cause::Reply {
            code,
            text: String::new(),
        };
        let lost = || Cause::Lost(String::new());
        let cases = [
            (Step::Rcpt, reply(550), Verdict::Refused),
            (Step::Rcpt, reply(450), Verdict::Deferred),
            (Step::Rcpt, reply(552), Verdict::Deferred),
            (Step::Rcpt, reply(421), Verdict::Released),
            (Step::Rcpt, lost(), Verdict::Released),
            (Step::Data, reply(554), Verdict::Refused),
            (Step::Data, lost(), Verdict::Released),
            (Step::Content, reply(554), Verdict::Refused),
            (Step::Content, reply(552), Verdict::Refused),
            (Step::Content, reply(451), Verdict::Deferred),
            (Step::Content, lost(), Verdict::Uncertain),
            (Step::Content, Cause::Timeout, Verdict::Uncertain),
            (
                Step::Content,
                Cause::Unexpected(String::new()),
                Verdict::Uncertain,
            ),
            (Step::Mail, reply(553), Verdict::Stopped),
            (Step::Mail, reply(451), Verdict::Stopped),
            (Step::Mail, reply(421), Verdict::Released),
            (Step::Mail, lost(), Verdict::Released),
            (Step::Rcpt, reply(530), Verdict::Stopped),
            (Step::Rcpt, Cause::NoSmtputf8, Verdict::Refused),
        ];
        for (step, cause, verdict) in cases {
            let error = SendError { step, cause };
            assert_eq!(judge(&error), verdict, "{error:?}");
        }
    }
}
