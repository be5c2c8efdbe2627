//! A large message of which the server does not take all: it says why, or
//! nonsense, hangs up, or stops reading.

use std::time::Duration;

use carnet::{
    config::{Account, Security},
    domain::{delivery::Step, timeouts::Timeouts},
    mail::{
        Cause, SendError,
        session::{Body, Session},
    },
};

use super::{HEADERS, failure, reply, trusting_the_test_authority};
use crate::support::{
    ends::{Ends, to},
    school::account,
    smtp::{Encryption, Gate, Moment, Reply, Script, SmtpServer},
    tls::encrypt_as,
};

/// How long a server that stops reading has.
const PATIENCE: Duration = Duration::from_secs(1);

/// Makes a message larger than what the system keeps for both sides of a connection.
fn large() -> Body {
    let line = "0123456789".repeat(7) + "\r\n";
    Body::new(line.repeat(300_000).as_bytes())
}

/// How the message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Data,
    /// DATA, and in the same write the commands of the next message.
    Pipelining,
    /// BDAT.
    Chunking,
}

impl Way {
    const ALL: [Self; 3] = [Self::Data, Self::Pipelining, Self::Chunking];

    fn script(self) -> Script {
        match self {
            Self::Data => Script::new(),
            Self::Pipelining => Script::new().keyword("PIPELINING"),
            Self::Chunking => Script::new().keyword("PIPELINING").keyword("CHUNKING"),
        }
    }
}

/// What comes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The server's own refusal; the session may go on if it read all of it.
    Refused {
        code: u16,
        text: &'static str,
        usable: bool,
    },
    /// It was told of nothing that can be understood, once all was written.
    Uncertain,
    /// The link was lost before all was written.
    Lost,
    /// The time for writing was over before all was written.
    TimedOut,
}

/// Returns how the server refuses the message within it, or says what is no
/// reply, and reads on.
fn said_on_the_way() -> Vec<(Reply, Outcome)> {
    let (no_space, too_large) = ("452 4.3.1 no space", "552 5.3.4 too large");
    vec![
        (no_space.into(), refused(no_space, true)),
        (too_large.into(), refused(too_large, true)),
        ("hello".into(), Outcome::Uncertain),
    ]
}

/// Returns how the server refuses the message within it, and hangs up: that is heard.
fn said_at_the_end() -> Vec<(Reply, Outcome)> {
    let (no_space, too_large) = ("452 4.3.1 no space", "552 5.3.4 too large");
    let going_away = "421 4.3.1 no space";
    let cut = |line: &str| Reply::Cut(format!("{line}\r\n").into_bytes());
    vec![
        (going_away.into(), refused(going_away, false)),
        (cut(no_space), refused(no_space, false)),
        (cut(too_large), refused(too_large, false)),
    ]
}

/// Returns how the server hangs up within the message without a word to be understood.
fn hung_up() -> Vec<(Reply, Outcome)> {
    vec![
        (Reply::Cut(b"hello\r\n".to_vec()), Outcome::Lost),
        (Reply::Close, Outcome::Lost),
        (Reply::Abort, Outcome::Lost),
    ]
}

/// Returns how the server reads no further, and keeps the connection.
fn stuck() -> Vec<(Reply, Outcome)> {
    vec![
        (Reply::Endless(vec![b'x'; 8_192]), Outcome::TimedOut),
        (Reply::Held(Gate::default()), Outcome::TimedOut),
    ]
}

fn refused(line: &'static str, usable: bool) -> Outcome {
    let (code, text) = line.split_once(' ').unwrap();
    let code = code.parse().unwrap();
    Outcome::Refused { code, text, usable }
}

fn is_expected(error: &SendError, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Refused { code, text, .. } => *error == failure(Step::Content, reply(code, text)),
        Outcome::Uncertain => {
            *error == failure(Step::Content, Cause::Unexpected("hello".to_owned()))
        }
        Outcome::Lost => error.step == Step::Data && matches!(error.cause, Cause::Lost(_)),
        Outcome::TimedOut => *error == failure(Step::Data, Cause::Timeout),
    }
}

/// Opens a gate in the end, whatever comes of the test.
struct Opened(Gate);

impl Drop for Opened {
    fn drop(&mut self) {
        self.0.open();
    }
}

/// Sends the large message in each way to a server that interrupts it, and checks
/// what comes of it.
fn interrupt(
    interruptions: impl Fn() -> Vec<(Reply, Outcome)>,
    encrypt: impl Fn(Script) -> Script,
    reach: impl Fn(&mut Account),
) {
    let body = large();
    for way in Way::ALL {
        for (answer, outcome) in interruptions() {
            let context: String = format!("{way:?} {answer:?}").chars().take(60).collect();
            let gate = match &answer {
                Reply::Held(gate) => gate.clone(),
                _ => Gate::default(),
            };
            let script = encrypt(way.script()).reply(Moment::Body, answer);
            let server = SmtpServer::start(script);
            // The server ends once it is held back no more.
            let _opened = Opened(gate);
            let mut account = account(&server);
            reach(&mut account);
            let mut timeouts = Timeouts::default();
            if outcome == Outcome::TimedOut {
                timeouts.content = PATIENCE;
            }
            let mut session = Session::open(&account, None, &timeouts).unwrap();
            let next = (way == Way::Pipelining).then(|| to("b@x.fr"));
            let error = session
                .send(
                    &to("a@x.fr").envelope(),
                    HEADERS,
                    &body,
                    next.as_ref().map(Ends::envelope).as_ref(),
                )
                .unwrap_err();
            assert!(is_expected(&error, outcome), "{context}: {error:?}");
            let is_usable = matches!(outcome, Outcome::Refused { usable: true, .. });
            assert_eq!(session.is_usable(), is_usable, "{context}");
            let is_read = is_usable || outcome == Outcome::Uncertain;
            assert!(is_read || server.mails().is_empty(), "{context}");
        }
    }
}

#[test]
fn a_message_that_is_refused_on_the_way_is_refused_and_a_link_that_breaks_leaves_it_not_accepted() {
    let all = || [said_on_the_way(), said_at_the_end(), hung_up(), stuck()].concat();
    interrupt(all, |script| script, |_| {});
}

fn interrupt_encrypted(name: &str, interruptions: impl Fn() -> Vec<(Reply, Outcome)>) {
    trusting_the_test_authority(name, || {
        let encrypt =
            |script: Script| script.encryption(Encryption::Implicit, encrypt_as("localhost"));
        interrupt(interruptions, encrypt, |account| {
            "localhost".clone_into(&mut account.host);
            account.security = Security::Tls;
        });
    });
}

#[test]
fn an_encrypted_message_that_is_interrupted_fares_as_one_in_clear() {
    let name = "session::large::an_encrypted_message_that_is_interrupted_fares_as_one_in_clear";
    interrupt_encrypted(name, || [said_on_the_way(), hung_up()].concat());
}

#[test]
fn a_server_that_refuses_an_encrypted_message_and_hangs_up_is_heard() {
    let name = "session::large::a_server_that_refuses_an_encrypted_message_and_hangs_up_is_heard";
    interrupt_encrypted(name, said_at_the_end);
}

#[test]
fn a_server_that_reads_no_further_of_an_encrypted_message_has_the_time_of_one_in_clear() {
    let name = "session::large::\
        a_server_that_reads_no_further_of_an_encrypted_message_has_the_time_of_one_in_clear";
    interrupt_encrypted(name, stuck);
}
