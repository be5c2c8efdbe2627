//! How fast a message goes out, journal included, beside what the protocol allows.
//!
//! `cargo bench --bench delivery` starts a receiver in a process of its own,
//! then sends through it, with the real program and with a bare loop that
//! writes bytes made beforehand, one round trip per message as RFC 2920 allows.
//! Where Postfix is installed, `smtp-source` sends as well. Everything stays on
//! this computer; a relay adds 20 ms to each round trip where that is asked for.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark is a program of its own"
)]

#[path = "delivery/receiver.rs"]
mod receiver;
#[path = "delivery/relay.rs"]
mod relay;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Tells this executable to be the receiver.
const RECEIVER: &str = "--receiver";
/// How often each sender is measured; the medians are compared.
const ROUNDS: usize = 3;

/// One thing to measure.
struct Case {
    name: &'static str,
    messages: usize,
    /// Bytes of the body, as an attachment when it is large.
    size: usize,
    connections: usize,
    round_trip: Duration,
}

const CASES: [Case; 5] = [
    Case {
        name: "3 kB, 1 connection",
        messages: 20_000,
        size: 3_000,
        connections: 1,
        round_trip: Duration::ZERO,
    },
    Case {
        name: "3 kB, 4 connections",
        messages: 20_000,
        size: 3_000,
        connections: 4,
        round_trip: Duration::ZERO,
    },
    Case {
        name: "2 MB, 4 connections",
        messages: 2_000,
        size: 2_000_000,
        connections: 4,
        round_trip: Duration::ZERO,
    },
    Case {
        name: "3 kB, 1 connection, 20 ms",
        messages: 300,
        size: 3_000,
        connections: 1,
        round_trip: Duration::from_millis(20),
    },
    Case {
        name: "3 kB, 4 connections, 20 ms",
        messages: 1_200,
        size: 3_000,
        connections: 4,
        round_trip: Duration::from_millis(20),
    },
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments
        .get(1)
        .is_some_and(|argument| argument == RECEIVER)
    {
        return receiver::run();
    }
    let filter = arguments
        .get(1)
        .filter(|argument| !argument.starts_with("--"));
    let receiver = Receiver::start();
    println!(
        "{:<28} {:>10} {:>12} {:>10} {:>8} {:>9}",
        "", "messages/s", "CPU/message", "peak", "of bare", "of source"
    );
    for case in &CASES {
        if filter.is_some_and(|filter| !case.name.contains(filter.as_str())) {
            continue;
        }
        measure(case, &receiver);
    }
}

fn measure(case: &Case, receiver: &Receiver) {
    let relay =
        (!case.round_trip.is_zero()).then(|| relay::start(receiver.port, case.round_trip / 2));
    let port = relay.unwrap_or(receiver.port);
    let school = School::new(case, port);
    // Paired rounds: whatever else this machine does disturbs all of them alike.
    let rounds: Vec<(Figures, f64, Option<f64>)> = (0..ROUNDS)
        .map(|_| {
            (
                school.send(case),
                bare(case, port, &school.copy),
                smtp_source(case, port),
            )
        })
        .collect();
    let carnet = median(rounds.iter().map(|(carnet, ..)| carnet.rate).collect());
    let bare = median(rounds.iter().map(|(_, bare, _)| *bare).collect());
    let source: Option<Vec<f64>> = rounds.iter().map(|(.., source)| *source).collect();
    let of_source = source.map_or_else(
        || "-".to_owned(),
        |source| format!("{:.2}", carnet / median(source)),
    );
    let cpu = median(rounds.iter().map(|(carnet, ..)| carnet.cpu).collect());
    let peak = rounds
        .iter()
        .map(|(carnet, ..)| carnet.peak)
        .max()
        .unwrap_or_default();
    println!(
        "{:<28} {carnet:>10.0} {:>9.1} µs {:>7} MB {:>8.2} {of_source:>9}",
        case.name,
        cpu * 1e6,
        peak / 1024,
        carnet / bare,
    );
    if !case.round_trip.is_zero() {
        let allowed = case.connections as f64 / case.round_trip.as_secs_f64();
        println!(
            "{:<28} {:.2} of one message per round trip and connection",
            "",
            carnet / allowed
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What one send costs.
struct Figures {
    /// Messages per second, from the freeze to the end of the program.
    rate: f64,
    /// Seconds of CPU per message, all of the program's.
    cpu: f64,
    /// The most memory that it held, in kilobytes.
    peak: u64,
}

/// A store with one list and one account on the receiver.
struct School {
    home: tempfile::TempDir,
    /// One copy as it goes over the wire, for the bare loop.
    copy: Vec<u8>,
}

impl School {
    fn new(case: &Case, port: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        let settings = serde_json::json!({
            "format": 1,
            "professional_domains": ["ac-test.fr"],
            "accounts": [{
                "address": "dir@ac-test.fr", "host": "127.0.0.1", "port": port,
                "security": "none", "connections": case.connections,
            }],
        });
        std::fs::write(home.path().join("config.json"), settings.to_string()).unwrap();
        let addresses = (0..case.messages).map(|index| format!("p{index}@example.org"));
        let lines = addresses.collect::<Vec<_>>().join(
            "
",
        );
        std::fs::write(home.path().join("addresses.txt"), lines).unwrap();
        let text = "Bonjour, voici une ligne de texte sans accent pour faire la taille.\n";
        let large = case.size > 100_000;
        let body = text.repeat(if large { 1 } else { case.size / text.len() });
        std::fs::write(home.path().join("body.txt"), body).unwrap();
        if large {
            // Base64 makes four bytes of three.
            std::fs::write(home.path().join("piece.bin"), vec![7_u8; case.size / 4 * 3]).unwrap();
        }
        let mut school = Self {
            home,
            copy: Vec::new(),
        };
        school.run(&["list", "create", "tous", "--owner", "dir@ac-test.fr"]);
        school.run(&["import", "addresses.txt", "--list", "tous"]);
        let plan = school
            .command(&Self::arguments(case, "--dry-run"))
            .arg("--json")
            .output()
            .unwrap();
        let plan: serde_json::Value = serde_json::from_slice(&plan.stdout).unwrap();
        school.copy = plan["first"]["message"]
            .as_str()
            .unwrap()
            .as_bytes()
            .to_vec();
        school
    }

    fn arguments(case: &Case, last: &'static str) -> Vec<&'static str> {
        let mut arguments = vec!["send", "tous", "--subject", "Mesure", "--body", "body.txt"];
        if case.size > 100_000 {
            arguments.extend(["--attach", "piece.bin"]);
        }
        arguments.push(last);
        arguments
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carnet"));
        command
            .args(arguments)
            .current_dir(self.home.path())
            .env("CARNET_HOME", self.home.path());
        command
    }

    fn run(&self, arguments: &[&str]) {
        let output = self.command(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn send(&self, case: &Case) -> Figures {
        drop(std::fs::remove_dir_all(self.home.path().join("messages")));
        let mut child = self
            .command(&Self::arguments(case, "--yes"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let messages = self.home.path().join("messages");
        let (mut started, mut cpu, mut peak) = (None, 0.0, 0);
        let proc = Path::new("/proc").join(child.id().to_string());
        let status = loop {
            if started.is_none()
                && messages
                    .read_dir()
                    .is_ok_and(|mut folder| folder.next().is_some())
            {
                started = Some(Instant::now());
            }
            (cpu, peak) = usage(&proc).unwrap_or((cpu, peak));
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        let took = started.expect("it was frozen").elapsed();
        assert!(status.success(), "{status}");
        let messages = case.messages as f64;
        Figures {
            rate: messages / took.as_secs_f64(),
            cpu: cpu / messages,
            peak,
        }
    }
}

/// Reads seconds of CPU and kilobytes of peak memory of a process.
fn usage(proc: &Path) -> Option<(f64, u64)> {
    let stat = std::fs::read_to_string(proc.join("stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    let status = std::fs::read_to_string(proc.join("status")).ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some((
        ticks / 100.0,
        peak.trim().trim_end_matches(" kB").parse().ok()?,
    ))
}

/// Writes bytes made beforehand, one round trip per message; returns messages per second.
fn bare(case: &Case, port: u16, copy: &[u8]) -> f64 {
    let envelope = b"MAIL FROM:<dir@ac-test.fr>\r\nRCPT TO:<p@example.org>\r\nDATA\r\n";
    let content = [copy, b".\r\n"].concat();
    let group = [&content[..], envelope].concat();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for connection in 0..case.connections {
            let (content, group) = (&content, &group);
            let share = case.messages / case.connections
                + usize::from(connection < case.messages % case.connections);
            scope.spawn(move || {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.set_nodelay(true).unwrap();
                let mut replies = Replies {
                    stream: stream.try_clone().unwrap(),
                    buffer: Vec::new(),
                };
                replies.read(1);
                stream.write_all(b"EHLO x\r\n").unwrap();
                replies.read(1);
                stream.write_all(envelope).unwrap();
                replies.read(3);
                for message in 1..=share {
                    let last = message == share;
                    stream
                        .write_all(if last { content } else { group })
                        .unwrap();
                    replies.read(if last { 1 } else { 4 });
                }
            });
        }
    });
    case.messages as f64 / start.elapsed().as_secs_f64()
}

struct Replies {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Replies {
    /// Reads so many replies; a line whose fourth byte is a space ends one.
    fn read(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            while let Some(end) = self.buffer.iter().position(|&byte| byte == b'\n') {
                let ends = self.buffer.get(3) == Some(&b' ');
                self.buffer.drain(..=end);
                left -= usize::from(ends);
                if left == 0 {
                    return;
                }
            }
            let mut bytes = [0; 4096];
            let read = self.stream.read(&mut bytes).unwrap();
            assert!(read > 0, "the receiver hung up");
            self.buffer.extend_from_slice(&bytes[..read]);
        }
    }
}

/// Sends with Postfix's own load generator, where it is installed.
fn smtp_source(case: &Case, port: u16) -> Option<f64> {
    let start = Instant::now();
    let status = Command::new("smtp-source")
        .args(["-d", "-f", "dir@ac-test.fr", "-t", "p@example.org"])
        .args([
            "-s",
            &case.connections.to_string(),
            "-m",
            &case.messages.to_string(),
        ])
        .args(["-l", &case.size.to_string(), &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status
        .success()
        .then(|| case.messages as f64 / start.elapsed().as_secs_f64())
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
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
