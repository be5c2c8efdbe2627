//! One fault of a server, once, at the first connection or at one recipient:
//! what becomes of each of three recipients.

use carnet::domain::delivery::DeliveryState;
use serde_json::{Value, json};

use super::{
    fault::{Fault, Mode},
    trial::{Trial, code_of},
};
use crate::support::{
    smtp::{Encryption, Moment, Reply, Script},
    tls::encrypt_as,
};

use DeliveryState::{Accepted, Deferred, Pending, Refused, Uncertain};

/// Who was sent to before, whom the fault strikes, and who comes after; see [`Place`].
pub const PARENTS: [&str; 3] = ["a@example.org", "b@example.org", "c@example.org"];
/// The time that a silent server has: enough for one that answers on a busy computer.
const PATIENCE: &str = "1s";

/// What a fault means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Nothing: everybody is accepted.
    Harmless,
    /// The recipient is marked.
    Marked(DeliveryState),
    /// Nobody is marked, and the run goes on: everybody is accepted in the end.
    TriedAgain,
    /// One answer too many or too few: whoever was answered in the same breath
    /// may be accepted or not. Whom the fault struck is tried again.
    OutOfStep,
    /// The same where all was said before it showed, at the last answer.
    OutOfStepAtLast,
    /// Both whom the fault struck and who comes after may be accepted or not.
    Cut,
    /// Nobody is marked, and the run stops.
    Stopped,
}

/// Whom the fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The first recipient, whom nothing was said of before.
    First,
    /// The second one: somebody was answered for, and somebody follows.
    Middle,
    /// The last one, whom nobody follows.
    Last,
}

/// How the server is otherwise than usual, besides its fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variant {
    /// In nothing.
    Usual,
    /// What is usually encrypted goes in clear, and the other way round.
    OtherEncryption,
    /// It answers several commands in one write.
    Together,
}

/// One fault of a server, at the first connection or at one recipient.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    moment: Moment,
    fault: Fault,
    mode: Mode,
    place: Place,
    variant: Variant,
}

impl Case {
    /// Returns every moment with every fault in every mode, at the second recipient.
    pub fn all() -> Vec<Self> {
        let mut cases = Vec::new();
        for moment in Moment::ALL {
            for fault in Fault::ALL {
                for mode in Mode::ALL {
                    let (place, variant) = (Place::Middle, Variant::Usual);
                    cases.push(Self {
                        moment,
                        fault,
                        mode,
                        place,
                        variant,
                    });
                }
            }
        }
        cases.retain(|case| case.is_possible());
        cases
    }

    /// Returns the cases of the first and of the last recipient.
    pub fn at_either_end() -> Vec<Self> {
        let mut cases = Vec::new();
        for place in [Place::First, Place::Last] {
            for case in Self::all() {
                let is_one = match case.mode {
                    Mode::Pipelining => (Moment::Mail..=Moment::Content).contains(&case.moment),
                    _ => case.moment == Moment::Content,
                };
                if is_one {
                    cases.push(Self { place, ..case });
                }
            }
        }
        cases.retain(|case| case.is_possible());
        cases
    }

    /// Returns the cases that encryption, or answers that come together, might change.
    pub fn varied() -> Vec<Self> {
        use Fault::{Abort, Close, HalfLine, LongLine, Silence, Twice};
        let mut cases = Vec::new();
        for case in Self::all() {
            let is_link = matches!(
                case.fault,
                Abort | Close | HalfLine | LongLine | Silence | Twice
            );
            if !case.is_opening() && is_link {
                let variant = Variant::OtherEncryption;
                cases.push(Self { variant, ..case });
            }
            if !case.is_opening() && case.mode == Mode::Pipelining {
                let variant = Variant::Together;
                cases.push(Self { variant, ..case });
            }
        }
        cases
    }

    fn is_possible(self) -> bool {
        match self.moment {
            // Before the first recipient, one command goes at a time in any case.
            _ if self.is_opening() && self.mode != Mode::Lockstep => false,
            Moment::Data if self.mode == Mode::Chunking => false,
            // Nothing comes before a greeting, nor, to be told apart, before RSET;
            // before the first MAIL, it is the login that is answered twice.
            Moment::Greeting => self.fault != Fault::Early,
            Moment::Mail if self.place == Place::First => self.fault != Fault::Early,
            Moment::Reset => self.fault != Fault::Early || self.mode == Mode::Lockstep,
            // Within a message nothing is asked: only what is no answer counts.
            Moment::Body => !matches!(
                self.fault,
                Fault::Early
                    | Fault::Twice
                    | Fault::Never
                    | Fault::Bytes
                    | Fault::Lines
                    | Fault::Stray
            ),
            _ => true,
        }
    }

    fn is_opening(self) -> bool {
        self.moment <= Moment::Auth
    }

    /// One command at a time goes in clear, several at once are encrypted.
    fn is_encrypted(self) -> bool {
        let usually = self.is_opening() || self.mode == Mode::Pipelining;
        usually != (self.variant == Variant::OtherEncryption)
    }

    /// DESIGN.md, section 6, point 4.
    fn meaning(self) -> Meaning {
        use Fault::{
            Abort, Bytes, Close, Early, EndlessLine, Garbage, GoingAway, Lines, LongLine, Never,
            Permanent, Silence, Stray, Temporary, Twice,
        };
        use Moment::{Body, Content, Data, Mail, Quit, Rcpt};
        if self.mode == Mode::Chunking {
            return self.meaning_in_chunks();
        }
        let pipelining = self.mode == Mode::Pipelining;
        match (self.moment, self.fault.plain()) {
            (_, Bytes | Lines) | (Quit, _) => Meaning::Harmless,
            // Connection, TLS, AUTH: what passes is waited for, all else stops the run.
            // An answer too many after the last of them shows before MAIL.
            (_, fault) if self.is_opening() => match fault {
                Temporary | GoingAway => Meaning::TriedAgain,
                Twice if self.moment == Moment::Auth => Meaning::TriedAgain,
                _ => Meaning::Stopped,
            },
            // The server counts its answers otherwise than we do. One by one, it
            // shows before the next command; among several, in the last of them.
            (Mail | Rcpt, Twice | Never) if pipelining => Meaning::OutOfStep,
            (Content, Twice) if pipelining && self.place != Place::Last => {
                Meaning::Marked(Uncertain)
            }
            (Content, Twice) => Meaning::Harmless,
            // The answers to a group come together, early or not.
            (Mail | Rcpt | Data, Early) if pipelining => Meaning::Harmless,
            // MAIL FROM: the account's concern.
            (Mail, Permanent) => Meaning::Stopped,
            // RCPT, or the message: this recipient alone.
            (Rcpt | Data | Body | Content, Permanent) => Meaning::Marked(Refused),
            (Rcpt | Data | Body | Content, Temporary) => Meaning::Marked(Deferred),
            // The final dot went out, and no answer that can be trusted came.
            (
                Body | Content,
                Garbage | Stray | LongLine | EndlessLine | Silence | Abort | Close | Never,
            ) => Meaning::Marked(Uncertain),
            // Nobody can have been accepted.
            _ => Meaning::TriedAgain,
        }
    }

    /// The same where both messages went out before the first answer to either.
    fn meaning_in_chunks(self) -> Meaning {
        use Fault::{Bytes, Early, GoingAway, Lines, Never, Permanent, Temporary, Twice};
        use Moment::{Body, Content, Mail, Quit, Rcpt, Reset};
        match (self.moment, self.fault.plain()) {
            // An answer to the last message and one to nothing; and nobody refuses
            // RSET: it is the answer to something else.
            (Quit, Early) | (Reset, Temporary | Permanent) => Meaning::OutOfStepAtLast,
            // It stands behind the first message, when nothing else was said.
            (Mail, Early) => Meaning::OutOfStep,
            (_, Bytes | Lines | Early) | (Quit, _) => Meaning::Harmless,
            // The answers are counted, and taken for what they say.
            (_, Twice | Never) => Meaning::OutOfStepAtLast,
            // Who goes away reads no further.
            (_, GoingAway) | (Mail, Temporary) => Meaning::TriedAgain,
            (Mail, Permanent) => Meaning::Stopped,
            (Rcpt | Body | Content, Permanent) => Meaning::Marked(Refused),
            (Rcpt | Body | Content, Temporary) => Meaning::Marked(Deferred),
            // Whatever comes after it cannot be trusted.
            _ => Meaning::Cut,
        }
    }

    /// Returns the states that a run leaves.
    fn states(self) -> [DeliveryState; 3] {
        let struck = self.nth();
        let mut states = [Accepted; 3];
        // RSET follows a refusal, and the fault strikes the one after.
        if self.moment == Moment::Reset {
            states[1] = Refused;
        }
        // The first message of a connection is alone in flight.
        let last = match self.place {
            Place::First => 0,
            Place::Middle | Place::Last => 2,
        };
        match self.meaning() {
            Meaning::Harmless | Meaning::TriedAgain => {}
            Meaning::Marked(state) => states[struck] = state,
            // Before the first recipient, nobody was answered in the same breath.
            Meaning::OutOfStep if self.place == Place::First => {}
            Meaning::OutOfStep => states[self.nth().max(1) - 1] = Uncertain,
            Meaning::OutOfStepAtLast => states[last] = Uncertain,
            Meaning::Cut if self.moment == Moment::Reset => states[2] = Uncertain,
            Meaning::Cut => states[struck..=last].fill(Uncertain),
            Meaning::Stopped if self.is_opening() => states = [Pending; 3],
            // Who comes after was written to before the run stopped.
            Meaning::Stopped if self.mode == Mode::Chunking => states[struck] = Pending,
            Meaning::Stopped => states[struck..].fill(Pending),
        }
        states
    }

    fn healthy(self) -> Script {
        let mut script = match self.mode {
            Mode::Lockstep => Script::new(),
            Mode::Pipelining => Script::new().keyword("PIPELINING"),
            Mode::Chunking => Script::new().keyword("PIPELINING").keyword("CHUNKING"),
        };
        if self.mode == Mode::Chunking || self.variant == Variant::Together {
            script = script.together();
        }
        if matches!(self.moment, Moment::Username | Moment::Password) {
            script = script.keyword("AUTH LOGIN");
        }
        if self.is_encrypted() {
            script = script
                .login("dir", "secret")
                .encryption(Encryption::Starttls, encrypt_as("localhost"));
        }
        if self.moment == Moment::Reset {
            let early = match self.fault {
                Fault::Early => "\r\n250 2.0.0 Ok",
                _ => "",
            };
            script = script.reply_to_rcpt(PARENTS[1], format!("550 5.1.1 unknown{early}"));
        }
        script
    }

    /// Returns the place of the recipient whom the fault strikes; RSET follows the
    /// second one's refusal.
    fn nth(self) -> usize {
        match self.place {
            Place::First => 0,
            Place::Middle => 1,
            Place::Last => 2,
        }
    }

    fn script(self) -> Script {
        let first_time = self.is_opening() || matches!(self.moment, Moment::Reset | Moment::Quit);
        let at = |script: Script, moment: Moment, nth: usize, reply: Reply| {
            let usual = std::iter::repeat_n(Reply::Usual, nth);
            script.first(moment, usual.chain([reply]))
        };
        let nth = if first_time { 0 } else { self.nth() };
        let mut reply = match self.fault {
            Fault::Early if self.mode.notices_early(self.moment) => Reply::Usual,
            fault => fault.reply(self.moment),
        };
        let waits = self.mode == Mode::Chunking && !first_time && self.place == Place::Middle;
        if waits && !matches!(reply, Reply::Usual) {
            reply = Reply::Once("RCPT TO:<c@example.org>", Box::new(reply));
        }
        let mut script = at(self.healthy(), self.moment, nth, reply);
        if self.fault == Fault::Early {
            let (before, nth) = match self.moment {
                Moment::Hello => (Moment::Greeting, 0),
                Moment::Starttls => (Moment::Hello, 0),
                Moment::Username | Moment::Auth => (Moment::Hello, 1),
                Moment::Password => (Moment::Username, 0),
                Moment::Mail => (Moment::Content, nth - 1),
                Moment::Rcpt => (Moment::Mail, nth),
                Moment::Data => (Moment::Rcpt, nth),
                Moment::Content if self.mode == Mode::Chunking => (Moment::Rcpt, nth),
                Moment::Quit => (Moment::Content, 2),
                // See `healthy`.
                Moment::Reset => return script,
                _ => (Moment::Data, nth),
            };
            script = at(
                script,
                before,
                nth,
                Reply::Before(self.moment.usual().into()),
            );
        }
        script
    }

    /// Gives the server little time where it says nothing, and only there: a busy
    /// computer must not look like a silent server.
    fn timeouts(self) -> Value {
        let step = match self.moment {
            _ if !matches!(self.fault, Fault::Silence | Fault::Never | Fault::Early) => {
                return json!({});
            }
            _ if self.is_opening() => "greeting",
            // It has a time of its own, and all messages were answered before it.
            Moment::Quit => return json!({}),
            // Counted, it is the last answer that is missing.
            _ if self.mode == Mode::Chunking && self.fault != Fault::Silence => "content",
            Moment::Mail | Moment::Reset => "mail",
            Moment::Rcpt => "rcpt",
            Moment::Data => "data",
            _ => "content",
        };
        json!({ step: PATIENCE })
    }

    /// Says what is tried, and what is to come of it.
    pub fn trial(self) -> Trial {
        let states = self.states();
        Trial {
            name: format!("{self:?}"),
            script: self.script(),
            healthy: self.healthy(),
            security: if self.is_encrypted() {
                "starttls"
            } else {
                "none"
            },
            timeouts: self.timeouts(),
            // Who notices an early answer goes no further.
            must_strike: self.fault != Fault::Early,
            code: code_of(&states),
            states: states.to_vec(),
        }
    }
}
