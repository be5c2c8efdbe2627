//! A server that has a fault and keeps it: the run ends all the same, and
//! nobody is marked but by the rule.

use carnet::domain::delivery::DeliveryState;
use serde_json::{Value, json};

use super::{
    fault::{Fault, Mode},
    trial::{Trial, code_of, try_all},
};
use crate::support::{
    smtp::{Encryption, Moment, Script},
    tls::encrypt_as,
};

use DeliveryState::{Accepted, Deferred, Pending, Refused, Uncertain};

/// More than the run tries before it has given the server time enough.
const PARENTS: [&str; 8] = [
    "a@example.org",
    "b@example.org",
    "c@example.org",
    "d@example.org",
    "e@example.org",
    "f@example.org",
    "g@example.org",
    "h@example.org",
];
/// How many links come to nothing before the run stops: one, and one after each pause.
const LINKS: usize = 6;
/// The time that a silent server has at the step at which it always is.
const PATIENCE: &str = "200ms";

/// One fault, whenever the server can have it.
#[derive(Clone, Copy, Debug)]
struct Always {
    moment: Moment,
    fault: Fault,
    mode: Mode,
}

/// What a fault that is always there means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Nothing: everybody is accepted.
    Harmless,
    /// Everybody is marked.
    Marked(DeliveryState),
    /// Each link leaves one uncertain, until the server had time enough.
    UncertainOneByOne,
    /// Nobody is marked, and the run stops.
    Stopped,
}

impl Always {
    fn all() -> Vec<Self> {
        let mut cases = Vec::new();
        for moment in Moment::ALL {
            for fault in Fault::ALL {
                for mode in Mode::ALL {
                    cases.push(Self {
                        moment,
                        fault,
                        mode,
                    });
                }
            }
        }
        cases.retain(|case| case.is_possible());
        cases
    }

    fn is_possible(self) -> bool {
        use Fault::{Bytes, Early, Lines, Never, Stray, Twice};
        match self.moment {
            // It would not be early the next time.
            _ if self.fault == Early => false,
            // Byte by byte or cut short, an answer means the same: see `Case`.
            _ if self.fault != self.fault.plain() => false,
            _ if self.is_opening() => self.mode == Mode::Lockstep,
            // A refusal comes before it, which is a fault of its own.
            Moment::Reset => false,
            Moment::Data => self.mode != Mode::Chunking,
            Moment::Body => !matches!(self.fault, Twice | Never | Bytes | Lines | Stray),
            _ => true,
        }
    }

    fn is_opening(self) -> bool {
        self.moment <= Moment::Auth
    }

    fn meaning(self) -> Meaning {
        use Fault::{Bytes, GoingAway, Lines, Permanent, Temporary, Twice};
        use Moment::{Body, Content, Mail, Quit};
        match (self.moment, self.fault.plain()) {
            (_, Bytes | Lines) | (Quit, _) => Meaning::Harmless,
            // It shows before the next MAIL, once the message is accepted.
            (Content, Twice) if self.mode == Mode::Lockstep => Meaning::Harmless,
            (_, GoingAway) | (Mail, Temporary | Permanent) => Meaning::Stopped,
            _ if self.is_opening() => Meaning::Stopped,
            (_, Temporary) => Meaning::Marked(Deferred),
            (_, Permanent) => Meaning::Marked(Refused),
            (Body | Content, _) => Meaning::UncertainOneByOne,
            // The message goes out with its commands.
            _ if self.mode == Mode::Chunking => Meaning::UncertainOneByOne,
            _ => Meaning::Stopped,
        }
    }

    fn states(self) -> [DeliveryState; PARENTS.len()] {
        match self.meaning() {
            Meaning::Harmless => [Accepted; PARENTS.len()],
            Meaning::Marked(state) => [state; PARENTS.len()],
            Meaning::Stopped => [Pending; PARENTS.len()],
            Meaning::UncertainOneByOne => {
                let mut states = [Pending; PARENTS.len()];
                states[..LINKS].fill(Uncertain);
                states
            }
        }
    }

    fn healthy(self) -> Script {
        let script = match self.mode {
            Mode::Lockstep => Script::new(),
            Mode::Pipelining => Script::new().keyword("PIPELINING"),
            Mode::Chunking => Script::new()
                .keyword("PIPELINING")
                .keyword("CHUNKING")
                .together(),
        };
        match self.moment {
            Moment::Username | Moment::Password => script.keyword("AUTH LOGIN"),
            _ => script,
        }
    }

    fn timeouts(self) -> Value {
        let step = match self.moment {
            _ if !matches!(self.fault, Fault::Silence | Fault::Never) => return json!({}),
            _ if self.is_opening() => "greeting",
            // It has a time of its own, and all messages were answered before it.
            Moment::Quit => return json!({}),
            _ if self.mode == Mode::Chunking && self.fault == Fault::Never => "content",
            Moment::Mail => "mail",
            Moment::Rcpt => "rcpt",
            Moment::Data => "data",
            _ => "content",
        };
        // What comes before has the same time there.
        let time = if self.is_opening() { "1s" } else { PATIENCE };
        json!({ step: time })
    }

    fn trial(self) -> Trial {
        let (mut healthy, mut security) = (self.healthy(), "none");
        if self.is_opening() {
            security = "starttls";
            healthy = healthy
                .login("dir", "secret")
                .encryption(Encryption::Starttls, encrypt_as("localhost"));
        }
        let states = self.states();
        let stopped = self.meaning() == Meaning::Stopped;
        let asks_to_wait = matches!(self.fault.plain(), Fault::Temporary | Fault::GoingAway);
        let code = match code_of(&states) {
            1 if stopped && asks_to_wait => 75,
            code => code,
        };
        Trial {
            name: format!("{self:?}"),
            script: healthy
                .clone()
                .reply(self.moment, self.fault.reply(self.moment)),
            healthy,
            security,
            timeouts: self.timeouts(),
            must_strike: true,
            states: states.to_vec(),
            code,
        }
    }
}

#[test]
fn a_server_that_always_has_a_fault_ends_the_run_and_nobody_is_marked_but_by_the_rule() {
    let trials: Vec<Trial> = Always::all().into_iter().map(Always::trial).collect();
    try_all(&PARENTS, &trials);
}
