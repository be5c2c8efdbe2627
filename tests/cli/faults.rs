//! A server that fails at every step and in every way: what becomes of each
//! recipient is what DESIGN.md, section 6, says, whether commands go one by one,
//! several at once, or several messages at once.

use std::{
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use carnet::{
    domain::{delivery::DeliveryState, message::Message},
    ops::sending::deliveries,
    store::Store,
};
use serde_json::{Value, json};

use crate::support::{
    Run,
    school::School,
    smtp::{Encryption, Moment, Reply, Script, SmtpServer},
    tls::{authority, encrypt_as},
};

use DeliveryState::{Accepted, Deferred, Pending, Refused, Uncertain};

/// Who was sent to before, whom the fault strikes, and who comes after.
const PARENTS: [&str; 3] = ["a@example.org", "b@example.org", "c@example.org"];
/// How many cases run at a time; most of them wait for a timeout.
const WORKERS: usize = 8;
/// The time that a silent server has: enough for one that answers on a busy computer.
const PATIENCE: &str = "1s";

/// Less than a client keeps of a line without end; the system's buffers hold a few megabytes.
const BOUND: usize = 20_000_000;

/// What a server can do wrong, or unusually, at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// It answers 4xx.
    Temporary,
    /// It answers 5xx.
    Permanent,
    /// It answers 421, and closes.
    GoingAway,
    /// It answers with what is no reply.
    Garbage,
    /// It answers with a line of 100 kB.
    LongLine,
    /// It answers with a line that has no end.
    EndlessLine,
    /// It says nothing, and waits.
    Silence,
    /// It aborts the connection.
    Abort,
    /// It closes the connection.
    Close,
    /// It answers before it was asked.
    Early,
    /// It answers twice.
    Twice,
    /// It answers the other commands, not this one.
    Never,
    /// It answers byte by byte.
    Bytes,
    /// It answers in several lines.
    Lines,
    /// It says something that is no reply, and then answers.
    Stray,
}

impl Fault {
    const ALL: [Self; 15] = [
        Self::Temporary,
        Self::Permanent,
        Self::GoingAway,
        Self::Garbage,
        Self::LongLine,
        Self::EndlessLine,
        Self::Silence,
        Self::Abort,
        Self::Close,
        Self::Early,
        Self::Twice,
        Self::Never,
        Self::Bytes,
        Self::Lines,
        Self::Stray,
    ];

    /// Returns what the server does instead of its usual answer.
    fn reply(self, moment: Moment, mode: Mode) -> Reply {
        match self {
            Self::Early if mode.notices_early(moment) => Reply::Usual,
            Self::Temporary => "451 4.3.0 later".into(),
            Self::Permanent => "550 5.1.1 never".into(),
            Self::GoingAway => "421 4.3.2 going away".into(),
            Self::Garbage => "hello".into(),
            Self::LongLine => format!("250 {}", "x".repeat(100_000)).into(),
            Self::EndlessLine => Reply::Endless(vec![b'x'; 8_192]),
            Self::Silence => Reply::Silence,
            Self::Abort => Reply::Abort,
            Self::Close => Reply::Close,
            Self::Early | Self::Never => Reply::Nothing,
            Self::Twice => Reply::Before(usual(moment).into()),
            Self::Stray => Reply::After(b"hello\r\n".to_vec()),
            Self::Bytes => Reply::Drip,
            Self::Lines => Reply::After([&usual(moment).as_bytes()[..3], b"-more\r\n"].concat()),
        }
    }
}

/// Returns what a server answers where all goes well.
fn usual(moment: Moment) -> &'static str {
    match moment {
        Moment::Greeting => "220 test.example",
        Moment::Starttls => "220 2.0.0 Ready",
        Moment::Auth => "235 2.7.0 Ok",
        Moment::Data => "354 Go ahead",
        Moment::Quit => "221 2.0.0 Bye",
        _ => "250 2.0.0 Ok",
    }
}

/// How much the client says before it waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// One command.
    Lockstep,
    /// A message, and the commands of the next one (RFC 2920).
    Pipelining,
    /// Messages with their commands (RFC 3030): the last two recipients' are
    /// both with the server when the fault strikes.
    Chunking,
}

impl Mode {
    const ALL: [Self; 3] = [Self::Lockstep, Self::Pipelining, Self::Chunking];

    /// Who notices an answer to what was not said yet goes no further; among
    /// several commands nobody can.
    fn notices_early(self, moment: Moment) -> bool {
        match self {
            Self::Lockstep => true,
            Self::Pipelining => moment == Moment::Content,
            // The first message is alone.
            Self::Chunking => moment == Moment::Mail,
        }
    }
}

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

/// One fault of a server, at the first connection or at the second recipient.
#[derive(Clone, Copy, Debug)]
struct Case {
    moment: Moment,
    fault: Fault,
    mode: Mode,
}

impl Case {
    fn all() -> Vec<Self> {
        let mut cases = Vec::new();
        for moment in Moment::ALL {
            for fault in Fault::ALL {
                for mode in Mode::ALL {
                    let case = Self {
                        moment,
                        fault,
                        mode,
                    };
                    if case.is_possible() {
                        cases.push(case);
                    }
                }
            }
        }
        cases
    }

    fn is_possible(self) -> bool {
        match self.moment {
            // Before the first recipient, one command goes at a time in any case.
            _ if self.is_opening() && self.mode != Mode::Lockstep => false,
            Moment::Data if self.mode == Mode::Chunking => false,
            // Nothing comes before a greeting, nor, to be told apart, before RSET.
            Moment::Greeting => self.fault != Fault::Early,
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
        self.is_opening() || self.mode == Mode::Pipelining
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
        match (self.moment, self.fault) {
            (_, Bytes | Lines) | (Quit, _) => Meaning::Harmless,
            // Connection, TLS, AUTH: what passes is waited for, all else stops the run.
            // An answer too many after the last of them shows before MAIL.
            _ if self.is_opening() => match self.fault {
                Temporary | GoingAway => Meaning::TriedAgain,
                Twice if self.moment == Moment::Auth => Meaning::TriedAgain,
                _ => Meaning::Stopped,
            },
            // The server counts its answers otherwise than we do. One by one, it
            // shows before the next command; among several, in the last of them.
            (Mail | Rcpt, Twice | Never) if pipelining => Meaning::OutOfStep,
            (Content, Twice) if pipelining => Meaning::Marked(Uncertain),
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
        match (self.moment, self.fault) {
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
        // RSET follows a refusal, and the fault strikes the one after.
        let second = match self.moment {
            Moment::Reset => Refused,
            _ => Accepted,
        };
        match self.meaning() {
            Meaning::Harmless | Meaning::TriedAgain => [Accepted, second, Accepted],
            Meaning::Marked(state) => [Accepted, state, Accepted],
            Meaning::OutOfStep => [Uncertain, second, Accepted],
            Meaning::OutOfStepAtLast => [Accepted, second, Uncertain],
            Meaning::Cut if self.moment == Moment::Reset => [Accepted, Refused, Uncertain],
            Meaning::Cut => [Accepted, Uncertain, Uncertain],
            Meaning::Stopped if self.is_opening() => [Pending; 3],
            // Who comes after was written to before the run stopped.
            Meaning::Stopped if self.mode == Mode::Chunking => [Accepted, Pending, Accepted],
            Meaning::Stopped => [Accepted, Pending, Pending],
        }
    }

    fn healthy(self) -> Script {
        let mut script = match self.mode {
            Mode::Lockstep => Script::new(),
            Mode::Pipelining => Script::new().keyword("PIPELINING"),
            Mode::Chunking => Script::new()
                .keyword("PIPELINING")
                .keyword("CHUNKING")
                .together(),
        };
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

    /// All goes well for the first recipient.
    fn script(self) -> Script {
        let first_time = self.is_opening() || matches!(self.moment, Moment::Reset | Moment::Quit);
        let at = |script: Script, moment: Moment, nth: usize, reply: Reply| {
            let usual = std::iter::repeat_n(Reply::Usual, nth);
            script.first(moment, usual.chain([reply]))
        };
        let nth = usize::from(!first_time);
        let mut reply = self.fault.reply(self.moment, self.mode);
        if self.mode == Mode::Chunking && !first_time && !matches!(reply, Reply::Usual) {
            reply = Reply::Once("RCPT TO:<c@example.org>", Box::new(reply));
        }
        let mut script = at(self.healthy(), self.moment, nth, reply);
        if self.fault == Fault::Early {
            let (before, nth) = match self.moment {
                Moment::Hello => (Moment::Greeting, 0),
                Moment::Starttls => (Moment::Hello, 0),
                Moment::Auth => (Moment::Hello, 1),
                Moment::Mail => (Moment::Content, 0),
                Moment::Rcpt => (Moment::Mail, 1),
                Moment::Data => (Moment::Rcpt, 1),
                Moment::Content if self.mode == Mode::Chunking => (Moment::Rcpt, 1),
                Moment::Quit => (Moment::Content, 2),
                // See `healthy`.
                Moment::Reset => return script,
                _ => (Moment::Data, 1),
            };
            script = at(
                script,
                before,
                nth,
                Reply::Before(usual(self.moment).into()),
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
            // Counted, it is the last answer that is missing.
            _ if self.mode == Mode::Chunking && self.fault != Fault::Silence => "content",
            Moment::Mail | Moment::Reset => "mail",
            Moment::Rcpt => "rcpt",
            Moment::Data => "data",
            _ => "content",
        };
        json!({ step: PATIENCE })
    }

    /// Tries the case, and returns what is not as it should be.
    fn problems(self, list: &str) -> Vec<String> {
        let server = SmtpServer::start(self.script());
        let school = self.school(&server, list);
        let run = school.run(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
        let states = self.states();
        let mut problems = Vec::new();
        let mut check = |what: &str, found: &dyn fmt::Debug, expected: &dyn fmt::Debug| {
            let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
            if found != expected {
                problems.push(format!(
                    "{self:?}: {what} {found} and not {expected}\n{run}"
                ));
            }
        };
        check("states", &states_of(&school), &states);
        check("exit", &run.code, &code_of(&states));
        if states.contains(&Pending) || states.contains(&Deferred) {
            server.follow(self.healthy());
            let run = resume(&school);
            let states = states.map(|state| match state {
                Pending | Deferred => Accepted,
                state => state,
            });
            check("states after resuming", &states_of(&school), &states);
            check("exit of resuming", &run.code, &code_of(&states));
        }
        check("bounded", &(server.endless() < BOUND), &true);
        let states = states_of(&school);
        for (parent, state) in PARENTS.iter().zip(states) {
            let copies = copies(&server, parent);
            let fits = match state {
                Accepted => copies == 1,
                Uncertain => copies <= 1,
                _ => copies == 0,
            };
            check("right copies", &(copies, fits), &(copies, true));
        }
        problems
    }

    fn school(self, server: &SmtpServer, list: &str) -> School {
        let mut school = School::on(server);
        let mut settings: Value = serde_json::from_str(&school.read("config.json")).unwrap();
        let account = &mut settings["accounts"][0];
        account["connections"] = 1.into();
        account["timeouts"] = self.timeouts();
        if self.is_encrypted() {
            account["host"] = "localhost".into();
            account["security"] = "starttls".into();
            account["login"] = "dir".into();
            account["password_command"] = "echo secret".into();
        }
        let home = school.home();
        std::fs::write(home.join("config.json"), settings.to_string()).unwrap();
        std::fs::create_dir_all(home.join("lists")).unwrap();
        std::fs::write(home.join("lists/cp.json"), list).unwrap();
        school.set("SSL_CERT_FILE", authority().to_str().unwrap());
        school
    }
}

/// DESIGN.md, section 3.
fn code_of(states: &[DeliveryState]) -> i32 {
    if states.contains(&Pending) {
        1
    } else if states.contains(&Refused) || states.contains(&Uncertain) {
        3
    } else if states.contains(&Deferred) {
        75
    } else {
        0
    }
}

/// Returns how often the server took the message for someone, whatever it answered.
fn copies(server: &SmtpServer, parent: &str) -> usize {
    let mails = server.mails();
    let taken = mails.iter().filter(|mail| !mail.refused);
    taken.filter(|mail| mail.recipients == [parent]).count()
}

/// Resumes the only message, once every delay is over.
fn resume(school: &School) -> Run {
    school.run(["queue", "resume", &only_message(school).id.to_string()])
}

fn states_of(school: &School) -> Vec<DeliveryState> {
    let store = Store::new(school.home());
    let deliveries = deliveries(&store, &only_message(school)).unwrap();
    deliveries.iter().map(|delivery| delivery.state).collect()
}

fn only_message(school: &School) -> Message {
    let store = Store::new(school.home());
    let ids = store.message_ids().unwrap();
    assert_eq!(ids.len(), 1);
    store.message(&ids[0]).unwrap()
}

#[test]
fn every_fault_at_every_step_means_what_the_design_says() {
    let template = School::with_accounts(1, &["dir@ac-test.fr"]);
    template.list("cp", &PARENTS);
    let list = template.read("lists/cp.json");
    let cases = Case::all();
    let next = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = case.problems(&list);
                    problems.lock().unwrap().extend(found);
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(
        problems.is_empty(),
        "{} of {}:\n{}",
        problems.len(),
        cases.len(),
        problems.join("\n")
    );
}
