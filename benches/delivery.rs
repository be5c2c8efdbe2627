//! How fast a message goes out, journal included, beside what the protocol allows.
//!
//! `cargo bench --bench delivery` starts a receiver in a process of its own,
//! then sends through it, with the real program and with a bare loop that
//! writes bytes made beforehand, one round trip per message as RFC 2920 allows;
//! "and notes" is what is left of its speed when it keeps a journal.
//! Where Postfix is installed, `smtp-source` sends as well. Everything stays on
//! this computer; a relay adds 20 ms to each round trip where that is asked for.
//!
//! `cargo bench --bench delivery -- [--smtp-sink] [WORDS]` measures the case that
//! has this name, or those whose names hold these words, and sends to Postfix's
//! `smtp-sink` instead, which knows neither STARTTLS nor CHUNKING. What is to be
//! reached, and was not, is said below each case; `smtp-source` sends in clear,
//! also where the others encrypt.
//!
//! Where sender and receiver share two processors, the system moves their threads
//! about, and a run takes up to twice as long as another. Short ones are measured
//! more often for it; `taskset -c 0 cargo bench …` keeps all on one processor,
//! and shows the work alone.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark is a program of its own"
)]

#[path = "delivery/bare.rs"]
mod bare;
#[path = "delivery/receiver.rs"]
mod receiver;
#[path = "delivery/relay.rs"]
mod relay;
#[path = "delivery/school.rs"]
mod school;
#[path = "delivery/tls.rs"]
mod tls;
#[path = "delivery/usage.rs"]
mod usage;

use std::{
    io::{BufRead as _, BufReader},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use school::School;
use usage::Usage;

/// Tells this executable to be the receiver.
const RECEIVER: &str = "--receiver";
/// Measures against Postfix's own receiver.
const SMTP_SINK: &str = "--smtp-sink";
/// How often each sender is measured, of short and of long cases; the medians are compared.
const ROUNDS: (usize, usize) = (11, 3);
/// What share of the bare loop's speed is to be reached on loopback.
const OF_BARE: f64 = 0.8;
/// How many times as fast as `smtp-source` a send is to be.
const OF_SOURCE: f64 = 2.0;
/// What share of one message per round trip and connection is to be reached.
const OF_ROUND_TRIPS: f64 = 0.9;
/// What share of the time the journal may take.
const JOURNAL: f64 = 0.1;
/// How many megabytes may be held besides the message twice.
const PEAK: f64 = 60.0;
/// A round trip to a distant server.
const FAR: Duration = Duration::from_millis(20);

/// One thing to measure.
struct Case {
    name: &'static str,
    messages: usize,
    /// Bytes of the body, as an attachment when it is large.
    size: usize,
    connections: usize,
    round_trip: Duration,
    encrypted: bool,
    /// Whether the account may use CHUNKING (RFC 3030).
    chunking: bool,
}

/// 20,000 short messages over four connections, without CHUNKING.
const SHORT: Case = Case {
    name: "3 kB, 4 connections",
    messages: 20_000,
    size: 3_000,
    connections: 4,
    round_trip: Duration::ZERO,
    encrypted: false,
    chunking: false,
};

/// 2,000 messages with an attachment.
const LARGE: Case = Case {
    name: "2 MB, 4 connections",
    messages: 2_000,
    size: 2_000_000,
    ..SHORT
};

const CASES: [Case; 12] = [
    Case {
        name: "3 kB, 1 connection",
        connections: 1,
        ..SHORT
    },
    SHORT,
    Case {
        name: "3 kB, 4 connections, STARTTLS",
        encrypted: true,
        ..SHORT
    },
    Case {
        name: "3 kB, 4 connections, CHUNKING",
        chunking: true,
        ..SHORT
    },
    Case {
        name: "3 kB, 4 connections, STARTTLS, CHUNKING",
        encrypted: true,
        chunking: true,
        ..SHORT
    },
    LARGE,
    Case {
        name: "2 MB, 4 connections, STARTTLS",
        encrypted: true,
        ..LARGE
    },
    Case {
        name: "2 MB, 4 connections, CHUNKING",
        chunking: true,
        ..LARGE
    },
    Case {
        name: "3 kB, 1 connection, 20 ms",
        messages: 300,
        connections: 1,
        round_trip: FAR,
        ..SHORT
    },
    Case {
        name: "3 kB, 4 connections, 20 ms",
        messages: 1_200,
        round_trip: FAR,
        ..SHORT
    },
    Case {
        name: "3 kB, 4 connections, 20 ms, STARTTLS",
        messages: 1_200,
        round_trip: FAR,
        encrypted: true,
        ..SHORT
    },
    Case {
        name: "3 kB, 4 connections, 20 ms, CHUNKING",
        messages: 1_200,
        round_trip: FAR,
        chunking: true,
        ..SHORT
    },
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |option: &str| arguments.iter().any(|argument| argument == option);
    if asked(RECEIVER) {
        return receiver::run();
    }
    let sink = asked(SMTP_SINK);
    let receiver = if sink {
        Receiver::smtp_sink()
    } else {
        Receiver::start()
    };
    println!(
        "{:<40} {:>10} {:>12} {:>7} {:>8} {:>10} {:>9} {:>9} {:>8}",
        "",
        "messages/s",
        "CPU/message",
        "peak",
        "of bare",
        "bare's CPU",
        "and notes",
        "of source",
        "journal"
    );
    let words = arguments
        .iter()
        .find(|argument| !argument.starts_with("--"));
    let exactly = words.is_some_and(|words| CASES.iter().any(|case| case.name == words));
    for case in &CASES {
        let named = words.is_none_or(|words| {
            case.name == words || (!exactly && case.name.contains(words.as_str()))
        });
        if named && !(sink && (case.encrypted || case.chunking)) {
            measure(case, receiver.port);
        }
    }
}

/// What one round of all senders showed.
struct Round {
    /// Messages per second of the program, from the freeze to its end.
    carnet: f64,
    usage: Usage,
    /// The share of the journal in the program's time.
    journal: f64,
    bare: f64,
    bare_cpu: f64,
    /// The bare loop when it writes a note of each message into a file.
    noting: f64,
    source: Option<f64>,
}

fn measure(case: &Case, receiver: u16) {
    let relay = (!case.round_trip.is_zero()).then(|| relay::start(receiver, case.round_trip / 2));
    let port = relay.unwrap_or(receiver);
    let school = School::new(case, port);
    // Paired rounds: whatever else this machine does disturbs all of them alike.
    let is_short = case.round_trip.is_zero() && case.size < school::LARGE;
    let count = if is_short { ROUNDS.0 } else { ROUNDS.1 };
    let rounds: Vec<Round> = (0..count)
        .map(|index| round(index, case, port, &school))
        .collect();
    let median = |value: &dyn Fn(&Round) -> f64| median(rounds.iter().map(value).collect());
    let rate = median(&|round| round.carnet);
    let of_source = rounds
        .iter()
        .all(|round| round.source.is_some())
        .then(|| median(&|round| round.carnet / round.source.unwrap_or(f64::NAN)));
    let peak = rounds.iter().map(|round| round.usage.peak).max();
    let peak = peak.unwrap_or_default() as f64 / 1024.0;
    let of_bare = median(&|round| round.carnet / round.bare);
    let journal = median(&|round| round.journal);
    println!(
        "{:<40} {rate:>10.0} {:>9.1} µs {peak:>4.0} MB {of_bare:>8.2} {:>7.1} µs {:>9.2} {:>9} {:>6.1} %",
        case.name,
        median(&|round| round.usage.cpu) / case.messages as f64 * 1e6,
        median(&|round| round.bare_cpu) / case.messages as f64 * 1e6,
        median(&|round| round.noting / round.bare),
        of_source.map_or("-".to_owned(), |times| format!("{times:.2}")),
        journal * 100.0,
    );
    let is_near = case.round_trip.is_zero();
    let mut missed = Vec::new();
    if is_near && of_bare < OF_BARE {
        missed.push(format!("{OF_BARE} of bare"));
    }
    if is_near && !case.encrypted && of_source.is_some_and(|times| times < OF_SOURCE) {
        missed.push(format!("{OF_SOURCE} times source"));
    }
    if !is_near {
        let allowed = case.connections as f64 / case.round_trip.as_secs_f64();
        let reached = rate / allowed;
        println!(
            "{:<40} {reached:.2} of one message per round trip and connection",
            ""
        );
        if reached < OF_ROUND_TRIPS {
            missed.push(format!("{OF_ROUND_TRIPS} of one message per round trip"));
        }
    }
    if journal > JOURNAL {
        missed.push(format!("{:.0} % for the journal", JOURNAL * 100.0));
    }
    if peak > PEAK + 2.0 * case.size as f64 / 1e6 {
        missed.push(format!("{PEAK} MB and the message twice"));
    }
    if !missed.is_empty() {
        println!("{:<40} missed: {}", "", missed.join(", "));
    }
}

fn round(index: usize, case: &Case, port: u16, school: &School) -> Round {
    let send_bare = || {
        let before = usage::of_this_process();
        let took = timed(|| bare::send(case, port, &school.copy, None));
        (took, usage::of_this_process() - before)
    };
    // Who comes first does so on a machine that just did something else.
    let ((bare, bare_cpu), (took, usage)) = if index.is_multiple_of(2) {
        let sent = school.send(case);
        (send_bare(), sent)
    } else {
        (send_bare(), school.send(case))
    };
    let notes = tempfile::tempfile().unwrap();
    let noting = timed(|| bare::send(case, port, &school.copy, Some(notes)));
    Round {
        carnet: rate(case, took),
        usage,
        journal: school.journal_alone().as_secs_f64() / took.as_secs_f64(),
        bare: rate(case, bare),
        bare_cpu,
        noting: rate(case, noting),
        source: smtp_source(case, port).map(|took| rate(case, took)),
    }
}

fn rate(case: &Case, took: Duration) -> f64 {
    case.messages as f64 / took.as_secs_f64()
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Sends with Postfix's own load generator, where it is installed; it knows no STARTTLS.
fn smtp_source(case: &Case, port: u16) -> Option<Duration> {
    let mut command = Command::new("smtp-source");
    command
        .args(["-d", "-f", "dir@ac-test.fr", "-t", "p@example.org"])
        .args(["-s", &case.connections.to_string()])
        .args(["-m", &case.messages.to_string()])
        .args(["-l", &case.size.to_string(), &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().ok()?;
    status.success().then(|| start.elapsed())
}

/// The receiver, in a process of its own.
struct Receiver {
    child: Child,
    port: u16,
}

impl Receiver {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(RECEIVER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            port: line.trim().parse().unwrap(),
        }
    }

    /// Starts Postfix's receiver, on a port that was free a moment ago.
    fn smtp_sink() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let child = Command::new("smtp-sink")
            .args(["-u", "nobody", &format!("127.0.0.1:{port}"), "100"])
            .spawn()
            .unwrap();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            thread::sleep(Duration::from_millis(10));
        }
        Self { child, port }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
