//! Postfix and Dovecot in a temporary folder, for the time of a test.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    net::{Ipv4Addr, SocketAddr},
    os::fd::OwnedFd,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::net;

/// How long anything may take here.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long to wait before looking again: other programs' files tell nobody that they changed.
const GLANCE: Duration = Duration::from_millis(10);

/// The script that makes their configuration and runs them.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers/mail-servers");

/// The folders in which Postfix keeps what it has not delivered.
const QUEUES: [&str; 4] = ["maildrop", "incoming", "active", "deferred"];

/// How a server takes messages in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// By their length, several of them in flight (RFC 3030): as Postfix is by itself.
    Chunks,
    /// Up to a dot, the next envelope in the same write (RFC 2920).
    Pipelined,
    /// Up to a dot, and each command after the answer to the one before.
    LockStep,
}

impl Intake {
    pub const ALL: [Self; 3] = [Self::Chunks, Self::Pipelined, Self::LockStep];

    /// Returns the setting with which Postfix takes messages so.
    pub fn setting(self) -> String {
        self.setting_without("")
    }

    /// The same, with one more keyword that Postfix does not announce.
    pub fn setting_without(self, keyword: &str) -> String {
        let without = match self {
            Self::Chunks => "",
            Self::Pipelined => "chunking",
            Self::LockStep => "chunking, pipelining",
        };
        format!("smtpd_discard_ehlo_keywords={without} {keyword}")
    }

    /// Returns the command that carries a message.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Chunks => "bdat",
            Self::Pipelined | Self::LockStep => "data",
        }
    }

    /// Returns how many messages are in flight over a connection at the most.
    pub const fn in_flight(self) -> usize {
        match self {
            Self::Chunks => 4,
            Self::Pipelined | Self::LockStep => 1,
        }
    }
}

/// A submission server on this computer, and the mailboxes that it delivers to.
pub struct MailServer {
    folder: tempfile::TempDir,
    port: u16,
    /// Keeps the port while the servers are stopped.
    _reserved: OwnedFd,
    settings: Vec<String>,
    running: Option<Child>,
}

impl MailServer {
    /// Starts the servers.
    pub fn start() -> Self {
        Self::with_settings(&[])
    }

    /// Starts the servers with other settings (`NAME=VALUE`) of Postfix.
    pub fn with_settings(settings: &[&str]) -> Self {
        let (reserved, port) = reserve_port();
        let mut server = Self {
            folder: tempfile::tempdir().unwrap(),
            port,
            _reserved: reserved,
            settings: settings.iter().map(ToString::to_string).collect(),
            running: None,
        };
        server.start_again();
        server
    }

    /// Starts the servers that were stopped, on the same port and with the mail they had.
    pub fn start_again(&mut self) {
        let mut child = Command::new(SCRIPT)
            .arg(self.folder.path())
            .arg(self.port.to_string())
            .args(&self.settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        self.running = Some(child);
        assert_eq!(line, "ready\n", "{}", self.log());
    }

    /// Stops the servers, whatever they are doing.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.running.take() {
            // The script stops them at the end of its input.
            drop(child.stdin.take());
            drop(child.wait());
        }
    }

    /// Returns the port of the submission service.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Returns what the servers wrote into their logs.
    pub fn log(&self) -> String {
        ["start.log", "dovecot.log", "postfix.log"]
            .map(|name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default())
            .concat()
    }

    /// Returns how many commands of a kind were accepted over the connections that
    /// are closed, as Postfix counts them.
    pub fn accepted(&self, verb: &str) -> usize {
        self.counted(verb).0
    }

    /// Returns how many commands of a kind were refused over those connections.
    pub fn refused(&self, verb: &str) -> usize {
        self.counted(verb).1
    }

    /// Adds up what was accepted and refused: `data=7`, or `data=7/9` with two refused.
    fn counted(&self, verb: &str) -> (usize, usize) {
        let (mut accepted, mut refused) = (0, 0);
        let log = self.log();
        // The last line may not be written to its end.
        let (lines, _) = log.rsplit_once('\n').unwrap_or_default();
        for line in lines.lines() {
            let Some((_, counts)) = line.split_once(": disconnect from ") else {
                continue;
            };
            let counts = counts.split(' ').filter_map(|word| word.split_once('='));
            for (_, count) in counts.filter(|(name, _)| *name == verb) {
                let (taken, all) = count.split_once('/').unwrap_or((count, count));
                let taken: usize = taken.parse().unwrap();
                accepted += taken;
                refused += all.parse::<usize>().unwrap() - taken;
            }
        }
        (accepted, refused)
    }

    /// Waits until Postfix has counted so many accepted commands of a kind.
    pub fn await_accepted(&self, verb: &str, count: usize) {
        self.wait_until(|| self.accepted(verb) >= count);
    }

    /// Waits until Postfix has counted so many refused commands of a kind.
    pub fn await_refused(&self, verb: &str, count: usize) {
        self.wait_until(|| self.refused(verb) >= count);
    }

    /// Puts a file where a mailbox would be: nothing can be delivered there.
    pub fn break_mailbox(&self, name: &str) {
        fs::write(self.folder.path().join("mailboxes").join(name), "").unwrap();
    }

    /// Waits until so many messages are in the mailboxes.
    pub fn wait_for(&self, count: usize) {
        self.wait_until(|| files(&self.folder.path().join("mailboxes")).len() >= count);
    }

    /// Waits until all mail is delivered, and returns the messages of each mailbox by its name.
    pub fn mailboxes(&self) -> BTreeMap<String, Vec<PathBuf>> {
        self.wait_until(|| {
            QUEUES.iter().all(|queue| {
                !files(&self.folder.path().join("queue").join(queue))
                    .iter()
                    .any(is_complete)
            })
        });
        let base = self.folder.path().join("mailboxes");
        let mut mailboxes = BTreeMap::<String, Vec<PathBuf>>::new();
        for file in files(&base) {
            let name = file.strip_prefix(&base).unwrap().iter().next().unwrap();
            let name = name.to_str().unwrap().to_owned();
            mailboxes.entry(name).or_default().push(file);
        }
        mailboxes
    }

    fn wait_until(&self, reached: impl Fn() -> bool) {
        let begun = Instant::now();
        while !reached() {
            assert!(begun.elapsed() < PATIENCE, "{}", self.log());
            thread::sleep(GLANCE);
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}", self.log());
        }
        self.stop();
    }
}

/// Finds a port that the system gives to nobody else, although nothing listens
/// there: whoever asks for that very port may (`SO_REUSEADDR`).
fn reserve_port() -> (OwnedFd, u16) {
    let close = net::SocketFlags::CLOEXEC;
    let socket = net::socket_with(
        net::AddressFamily::INET,
        net::SocketType::STREAM,
        close,
        None,
    );
    let socket = socket.unwrap();
    net::sockopt::set_socket_reuseaddr(&socket, true).unwrap();
    net::bind(&socket, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = SocketAddr::try_from(net::getsockname(&socket).unwrap()).unwrap();
    (socket, address.port())
}

/// Tells whether Postfix took a message in: it marks the file as executable
/// then; one cut short before stays behind as it is, and is nobody's.
fn is_complete(file: &PathBuf) -> bool {
    fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o100 != 0)
}

/// Lists the files under a folder from which others may be taking them away.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        match entry.file_type() {
            // Maildir: what is not written to its end is in tmp.
            Ok(kind) if kind.is_dir() && entry.file_name() != "tmp" => {
                found.extend(files(&entry.path()));
            }
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found.sort();
    found
}
