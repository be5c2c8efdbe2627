//! Faults while a connection is opened: the second EHLO, the handshake, and
//! connections that are not the first of a run.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, TcpStream},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use carnet::domain::delivery::DeliveryState;
use serde_json::{Value, json};

use super::{
    case::PARENTS,
    fault::Fault,
    trial::{Findings, Trial, check_copies, code_of, states_of, try_all},
};
use crate::support::{
    school::School,
    smtp::{Encrypt, Encryption, Gate, Moment, Reply, Script, SmtpServer},
    tls::{authority, encrypt_as},
    waiting::comes,
};

use DeliveryState::{Accepted, Pending};

/// The time that a silent server has.
const PATIENCE: &str = "1s";

/// An answer while a connection is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Greeting,
    /// The answer to EHLO in clear.
    Hello,
    Starttls,
    /// The answer to EHLO once the connection is encrypted.
    SecondHello,
    Username,
    Password,
    Auth,
}

impl Step {
    const ALL: [Self; 7] = [
        Self::Greeting,
        Self::Hello,
        Self::Starttls,
        Self::SecondHello,
        Self::Username,
        Self::Password,
        Self::Auth,
    ];

    fn moment(self) -> Moment {
        match self {
            Self::Greeting => Moment::Greeting,
            Self::Hello | Self::SecondHello => Moment::Hello,
            Self::Starttls => Moment::Starttls,
            Self::Username => Moment::Username,
            Self::Password => Moment::Password,
            Self::Auth => Moment::Auth,
        }
    }

    /// Returns what is answered before it.
    fn before(self) -> Option<Self> {
        Some(match self {
            Self::Greeting => return None,
            Self::Hello => Self::Greeting,
            Self::Starttls => Self::Hello,
            Self::SecondHello => Self::Starttls,
            Self::Username | Self::Auth => Self::SecondHello,
            Self::Password => Self::Username,
        })
    }

    /// Returns how many answers of its moment come before it, on this connection and those before.
    fn nth(self, connection: usize) -> usize {
        match self {
            Self::Hello => 2 * connection,
            Self::SecondHello => 2 * connection + 1,
            _ => connection,
        }
    }
}

/// One fault while a connection is opened.
#[derive(Clone, Copy, Debug)]
struct Case {
    step: Step,
    fault: Fault,
    /// Which connection of the run it strikes, from 0.
    connection: usize,
}

impl Case {
    fn all(connection: usize, steps: &[Step]) -> Vec<Self> {
        let mut cases = Vec::new();
        for &step in steps {
            for fault in Fault::ALL {
                if (step, fault) != (Step::Greeting, Fault::Early) {
                    cases.push(Self {
                        step,
                        fault,
                        connection,
                    });
                }
            }
        }
        cases
    }

    fn healthy(self) -> Script {
        let mut script = Script::new()
            .login("dir", "secret")
            .encryption(Encryption::Starttls, encrypt_as("localhost"));
        if matches!(self.step, Step::Username | Step::Password) {
            script = script.keyword("AUTH LOGIN");
        }
        script
    }

    fn script(self) -> Script {
        let at = |script: Script, step: Step, reply: Reply| {
            let usual = std::iter::repeat_n(Reply::Usual, step.nth(self.connection));
            script.first(step.moment(), usual.chain([reply]))
        };
        let moment = self.step.moment();
        let before = self.step.before();
        match before.filter(|_| self.fault == Fault::Early) {
            Some(before) => at(self.healthy(), before, Reply::Before(moment.usual().into())),
            None => at(self.healthy(), self.step, self.fault.reply(moment)),
        }
    }

    /// Tells whether the run goes on after it. DESIGN.md, section 6, point 4:
    /// it stops or slows down, and nobody is marked.
    fn passes(self) -> bool {
        use Fault::{Abort, Bytes, Close, GoingAway, Lines, Never, Silence, Temporary, Twice};
        match self.fault.plain() {
            Bytes | Lines | Temporary | GoingAway => true,
            // It shows before MAIL.
            Twice => self.step == Step::Auth,
            // A server that was there may be starting again.
            Abort | Close | Never | Silence => {
                let is_hello =
                    matches!(self.step, Step::Greeting | Step::Hello | Step::SecondHello);
                is_hello && self.connection > 0
            }
            _ => false,
        }
    }

    fn timeouts(self) -> Value {
        timeouts(matches!(self.fault, Fault::Silence | Fault::Never))
    }

    fn trial(self) -> Trial {
        let mut states = [Accepted; 3];
        if !self.passes() {
            states[self.connection..].fill(Pending);
        }
        let mut script = self.script();
        if self.connection > 0 {
            script = script.messages_per_connection(1);
        }
        Trial {
            name: format!("{self:?}"),
            script,
            healthy: self.healthy(),
            security: "starttls",
            timeouts: self.timeouts(),
            must_strike: true,
            code: code_of(&states),
            states: states.to_vec(),
        }
    }
}

/// Returns the account's own times: a server that is silent is waited for a moment only.
fn timeouts(is_silent: bool) -> Value {
    if is_silent {
        json!({ "greeting": PATIENCE })
    } else {
        json!({})
    }
}

#[test]
fn a_fault_at_the_second_hello_marks_nobody() {
    let cases = Case::all(0, &[Step::SecondHello]);
    let trials: Vec<Trial> = cases.into_iter().map(Case::trial).collect();
    try_all(&PARENTS, &trials);
}

#[test]
fn a_fault_while_a_later_connection_is_opened_marks_nobody() {
    let cases = Case::all(1, &Step::ALL);
    let trials: Vec<Trial> = cases.into_iter().map(Case::trial).collect();
    try_all(&PARENTS, &trials);
}

/// How a handshake fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    Close,
    Abort,
    Garbage,
    Silence,
}

/// Takes nothing to write, and reads until the client is gone.
struct Deaf(TcpStream);

impl Read for Deaf {
    fn read(&mut self, _bytes: &mut [u8]) -> io::Result<usize> {
        while self.0.read(&mut [0; 512])? > 0 {}
        Ok(0)
    }
}

impl Write for Deaf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A handshake that fails once, after the client has begun it.
#[derive(Clone, Copy, Debug)]
struct Handshake {
    broken: Broken,
    /// What the server has said by then.
    said: &'static [u8],
    encryption: Encryption,
    connection: usize,
}

impl Handshake {
    fn all() -> Vec<Self> {
        // The beginning of a record of the handshake, and of what it holds.
        const PART: &[u8] = &[22, 3, 3, 0, 122, 2, 0, 0];
        let mut cases = Vec::new();
        for broken in [
            Broken::Close,
            Broken::Abort,
            Broken::Garbage,
            Broken::Silence,
        ] {
            for said in [b"".as_slice(), PART] {
                for encryption in [Encryption::Implicit, Encryption::Starttls] {
                    for connection in [0, 1] {
                        cases.push(Self {
                            broken,
                            said,
                            encryption,
                            connection,
                        });
                    }
                }
            }
        }
        cases
    }

    fn encrypt(self) -> Encrypt {
        let healthy = encrypt_as("localhost");
        let count = AtomicUsize::new(0);
        Arc::new(move |socket| {
            if count.fetch_add(1, Ordering::SeqCst) == self.connection {
                // It fails where the client has gone already.
                let _gone = self.strike(&socket);
                Box::new(Deaf(socket))
            } else {
                healthy(socket)
            }
        })
    }

    fn strike(self, mut socket: &TcpStream) -> io::Result<()> {
        let _hello = socket.read(&mut [0; 4_096])?;
        socket.write_all(self.said)?;
        match self.broken {
            Broken::Close => socket.shutdown(Shutdown::Both),
            Broken::Abort => Ok(rustix::net::connect_unspec(socket)?),
            Broken::Garbage => socket.write_all(&b"220 test.example ESMTP\r\n".repeat(10)),
            Broken::Silence => Ok(()),
        }
    }

    fn trial(self) -> Trial {
        // See `Case::passes`; within STARTTLS the server was there.
        let passes = self.connection > 0
            && self.encryption == Encryption::Implicit
            && self.broken != Broken::Garbage;
        let mut states = [Accepted; 3];
        if !passes {
            states[self.connection..].fill(Pending);
        }
        let script = |encrypt| {
            Script::new()
                .login("dir", "secret")
                .encryption(self.encryption, encrypt)
        };
        let is_silent = self.broken == Broken::Silence;
        Trial {
            name: format!("{self:?}"),
            script: script(self.encrypt()).messages_per_connection(1),
            healthy: script(encrypt_as("localhost")),
            security: match self.encryption {
                Encryption::Implicit => "tls",
                Encryption::Starttls => "starttls",
            },
            timeouts: timeouts(is_silent),
            must_strike: true,
            code: code_of(&states),
            states: states.to_vec(),
        }
    }
}

#[test]
fn a_fault_within_the_handshake_marks_nobody() {
    let cases = Handshake::all();
    let trials: Vec<Trial> = cases.into_iter().map(Handshake::trial).collect();
    try_all(&PARENTS, &trials);
}

#[test]
fn a_fault_of_one_of_four_connections_costs_nobody_the_message() {
    let mut cases = Case::all(1, &Step::ALL);
    // Byte by byte or cut short, an answer means the same.
    cases.retain(|case| case.fault == case.fault.plain());
    std::thread::scope(|scope| {
        for cases in cases.chunks(cases.len().div_ceil(8)) {
            scope.spawn(move || {
                for case in cases {
                    let problems = problems_of_four(*case);
                    assert!(problems.is_empty(), "{}", problems.join("\n"));
                }
            });
        }
    });
}

/// Sends over four connections, of which the first is kept busy until the fault has struck.
fn problems_of_four(case: Case) -> Vec<String> {
    let gate = Gate::default();
    let script = case.script();
    let script = script.first(Moment::Content, [Reply::Held(gate.clone())]);
    let server = SmtpServer::start(script);
    let mut school = School::on(&server);
    school.set("SSL_CERT_FILE", authority().to_str().unwrap());
    let parents = school.crowd("cp", 8);
    let mut settings: Value = serde_json::from_str(&school.read("config.json")).unwrap();
    let account = &mut settings["accounts"][0];
    account["host"] = "localhost".into();
    account["security"] = "starttls".into();
    account["login"] = "dir".into();
    account["password_command"] = "echo secret".into();
    account["connections"] = 4.into();
    account["timeouts"] = case.timeouts();
    std::fs::write(school.home().join("config.json"), settings.to_string()).unwrap();
    let mut command = school.command();
    command.args(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut sending = command.spawn().unwrap();
    // Where it ends before, that is found below.
    comes(&mut sending, || server.answers_left() == 0);
    gate.open();
    let run = school.read_output(&sending.wait_with_output().unwrap());
    let mut findings = Findings::new(&format!("{case:?}"), &run.to_string());
    findings.check("answers left", &server.answers_left(), &0);
    findings.check("exit", &run.code, &0);
    findings.check(
        "states",
        &states_of(&school),
        &vec![Accepted; parents.len()],
    );
    check_copies(&mut findings, &school, &server);
    findings.0
}
