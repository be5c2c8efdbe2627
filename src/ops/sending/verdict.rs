//! What a failure means for the recipient and for the run (DESIGN.md, section 6).

use crate::{
    domain::{address::Address, delivery::Step},
    mail::{Cause, SendError, meaning::enhanced_code},
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
    /// Refused for good, and the reply does not tell whether it is this
    /// recipient who is refused: what follows tells.
    Doubted(Doubt),
    /// Certainly not accepted, through no fault of the recipient's: tried again.
    Released,
    /// The same, and the server wants to be asked less: all links wait.
    Slowed,
    /// The same, and nobody else would be accepted either: the run stops.
    Stopped,
}

/// Whom a refusal may concern besides the recipient that it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The sender: the reply is about the sender's address.
    Sender,
    /// The account, or the message: the reply does not say.
    Unclear,
    /// Anything, so vague is the reply: it is the recipient who is refused, unless
    /// so are many others and nobody is accepted.
    Vague,
}

/// Judges a failure by its step: only an answer to RCPT, or to the message
/// itself, concerns the recipient; and not every such answer does.
///
/// Postfix keeps what it has against the client, the sender or the login for
/// the answer to RCPT (`smtpd_delay_reject`), as if each recipient were
/// refused; others object to the sender or to the message at its final dot.
pub fn judge(error: &SendError, sender: &Address, recipient: &Address) -> Verdict {
    match (error.step, &error.cause) {
        // The server is going away, whatever it was asked (RFC 5321, section
        // 3.8), or takes nobody's mail for now.
        (_, Cause::Reply { code: 421, .. }) | (Step::Mail, Cause::Reply { code: 400..500, .. }) => {
            Verdict::Slowed
        }
        // Nothing was asked for the recipient yet.
        (Step::Reset, _) => Verdict::Released,
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
        // Too large: for one mailbox, or for the server and so for everybody.
        (Step::Content, Cause::Reply { code: 552, .. }) => Verdict::Doubted(Doubt::Unclear),
        (Step::Rcpt | Step::Data | Step::Content, Cause::Reply { code, text }) => {
            match (code, enhanced_code(text)) {
                // A rule of the server's, such as a rate (RFC 3463, section 3.8).
                (..500, Some((4, 7, _))) => Verdict::Slowed,
                (..500, _) => Verdict::Deferred,
                _ => refusal(*code, text, sender, recipient),
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

/// Judges a refusal by what is in it whatever the server's language: its code
/// (RFC 5321, section 4.2.3), its enhanced code (RFC 3463, section 3) and the
/// address that it names.
fn refusal(code: u16, text: &str, sender: &Address, recipient: &Address) -> Verdict {
    let names = |address: &Address| {
        let text = text.to_lowercase();
        text.contains(&address.as_str().to_lowercase())
            || text.contains(&address.to_wire().to_lowercase())
    };
    match (code, enhanced_code(text)) {
        // The sender's address is bad.
        (_, Some((5, 1, 7 | 8))) => Verdict::Doubted(Doubt::Sender),
        _ if names(sender) && !names(recipient) => Verdict::Doubted(Doubt::Sender),
        // The address, or the mailbox.
        (_, Some((5, 1 | 2, _))) => Verdict::Refused,
        // A limit of the account's, the message itself, a rule of the server's, a
        // command that it does not take, such as before a login: perhaps for everybody.
        (_, Some((5, 3 | 4 | 6 | 7, _))) | (500 | 502..=504, _) => Verdict::Doubted(Doubt::Unclear),
        // Exim has no enhanced codes: neither for whom it does not know, nor for
        // whom this account may not write to.
        _ => Verdict::Doubted(Doubt::Vague),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender() -> Address {
        Address::parse("dir@ac-test.fr").unwrap()
    }

    fn recipient() -> Address {
        Address::parse("p@example.org").unwrap()
    }

    #[test]
    fn a_refusal_is_the_recipient_s_unless_its_code_or_its_words_doubt_it() {
        use Doubt::{Sender, Unclear, Vague};
        use Verdict::{Doubted, Refused};

        let cases = [
            ("5.1.1 <p@example.org>: adresse inconnue", Refused),
            ("5.1.10 null MX", Refused),
            ("5.2.1 mailbox disabled", Refused),
            // Postfix: smtpd_delay_reject, each with its own check.
            (
                "5.7.1 <dir@ac-test.fr>: Sender address rejected: not owned by user prof",
                Doubted(Sender),
            ),
            ("5.7.1 <DIR@AC-TEST.FR>: Adresse refusée", Doubted(Sender)),
            ("5.1.8 <x>: domain not found", Doubted(Sender)),
            ("5.1.7 bad sender", Doubted(Sender)),
            (
                "5.7.1 <p@example.org>: Relay access denied",
                Doubted(Unclear),
            ),
            (
                "5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied",
                Doubted(Unclear),
            ),
            (
                "5.7.1 dir@ac-test.fr may not write to p@example.org",
                Doubted(Unclear),
            ),
            ("5.2.2 mailbox full", Refused),
            // Exim has no enhanced codes.
            ("Unrouteable address", Doubted(Vague)),
            ("relay not permitted", Doubted(Vague)),
            // Exchange and Gmail object after the final dot.
            (
                "5.7.60 SMTP; Client does not have permissions to send as this sender",
                Doubted(Unclear),
            ),
            ("5.4.5 Daily user sending limit exceeded", Doubted(Unclear)),
            ("5.3.4 message too large", Doubted(Unclear)),
            ("5.2.3 message too large", Refused),
            ("5.6.0 no such content here", Doubted(Unclear)),
            // Outlook, of a mailbox that it does not have.
            ("5.5.0 mailbox unavailable", Doubted(Vague)),
            ("5.7", Doubted(Vague)),
            ("5.7.1.1 what", Doubted(Vague)),
            ("", Doubted(Vague)),
        ];
        for (text, verdict) in cases {
            for step in [Step::Rcpt, Step::Data, Step::Content] {
                let text = text.to_owned();
                let cause = Cause::Reply { code: 550, text };
                let error = SendError { step, cause };
                assert_eq!(judge(&error, &sender(), &recipient()), verdict, "{error:?}");
            }
        }
    }

    #[test]
    fn a_command_that_is_not_taken_is_perhaps_taken_for_nobody() {
        use Doubt::{Unclear, Vague};
        use Verdict::{Doubted, Refused};

        for (code, text, verdict) in [
            (503, "This server requires authentication", Doubted(Unclear)),
            (503, "5.5.1 Bad sequence of commands", Doubted(Unclear)),
            (502, "5.5.1 not implemented", Doubted(Unclear)),
            (501, "5.5.4 Syntax: RCPT TO:<address>", Doubted(Vague)),
            (555, "parameters not recognised", Doubted(Vague)),
            (501, "5.1.3 Bad recipient address syntax", Refused),
        ] {
            let text = text.to_owned();
            let (step, cause) = (Step::Rcpt, Cause::Reply { code, text });
            let error = SendError { step, cause };
            assert_eq!(judge(&error, &sender(), &recipient()), verdict, "{error:?}");
        }
    }

    #[test]
    fn whoever_writes_to_oneself_is_a_recipient_like_another() {
        let text = "5.7.1 <dir@ac-test.fr>: rejected".to_owned();
        let cause = Cause::Reply { code: 554, text };
        let step = Step::Rcpt;
        let error = SendError { step, cause };
        let verdict = judge(&error, &sender(), &sender());
        assert_eq!(verdict, Verdict::Doubted(Doubt::Unclear));
    }

    #[test]
    fn the_step_decides_whom_a_failure_concerns() {
        let reply = |code| Cause::Reply {
            code,
            text: "5.1.1 said".to_owned(),
        };
        let lost = || Cause::Lost(String::new());
        let cases = [
            (Step::Rcpt, reply(550), Verdict::Refused),
            (Step::Rcpt, reply(450), Verdict::Deferred),
            (Step::Rcpt, reply(552), Verdict::Deferred),
            (Step::Rcpt, reply(421), Verdict::Slowed),
            (Step::Rcpt, lost(), Verdict::Released),
            (Step::Data, reply(554), Verdict::Refused),
            (Step::Data, lost(), Verdict::Released),
            (Step::Content, reply(554), Verdict::Refused),
            (Step::Content, reply(552), Verdict::Doubted(Doubt::Unclear)),
            (Step::Content, reply(451), Verdict::Deferred),
            (Step::Content, lost(), Verdict::Uncertain),
            (Step::Content, Cause::Timeout, Verdict::Uncertain),
            (
                Step::Content,
                Cause::Unexpected(String::new()),
                Verdict::Uncertain,
            ),
            (Step::Mail, reply(553), Verdict::Stopped),
            (Step::Mail, reply(451), Verdict::Slowed),
            (Step::Mail, reply(421), Verdict::Slowed),
            (Step::Mail, lost(), Verdict::Released),
            (Step::Rcpt, reply(530), Verdict::Stopped),
            (Step::Rcpt, Cause::NoSmtputf8, Verdict::Refused),
        ];
        for (step, cause, verdict) in cases {
            let error = SendError { step, cause };
            assert_eq!(judge(&error, &sender(), &recipient()), verdict, "{error:?}");
        }
    }
}
