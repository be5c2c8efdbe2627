//! A program, or a server, killed with SIGKILL at any moment of a send: nobody
//! twice, nobody left out.

use std::{
    process::{Child, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use carnet::domain::delivery::DeliveryCounts;

use crate::support::{
    account::Accounting,
    school::{DIRECTOR, School},
    smtp::{Script, SmtpServer},
};

const PARENTS: usize = 48;
const CONNECTIONS: usize = 4;
/// How many messages a connection has in flight at the most (RFC 3030).
const WINDOW: usize = 4;
const KILLS: usize = 200;
const SERVER_KILLS: usize = 24;
const WORKERS: usize = 4;
const SEND: [&str; 7] = [
    "send",
    "tous",
    "--subject",
    "Sortie",
    "--text",
    "Bonjour",
    "--yes",
];

/// Numbers that are the same at each run, so that a failure can be had again.
struct Random(u64);

impl Random {
    /// Marsaglia's xorshift; neighbouring seeds begin far apart (splitmix).
    fn new(seed: usize) -> Self {
        Self((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

/// A school with many parents, made once and copied for each kill.
struct Crowd {
    list: String,
}

impl Crowd {
    fn new() -> Self {
        let school = School::with_accounts(1, &[DIRECTOR]);
        school.crowd("tous", PARENTS);
        let list = school.read("lists/tous.json");
        Self { list }
    }

    fn on(&self, server: &SmtpServer, mode: Mode) -> School {
        let school = School::on(server);
        if mode == Mode::ChunkingOff {
            school.ok(["account", "edit", DIRECTOR, "--chunking", "off"]);
        }
        let lists = school.home().join("lists");
        std::fs::create_dir_all(&lists).unwrap();
        std::fs::write(lists.join("tous.json"), &self.list).unwrap();
        school
    }
}

/// What the server offers, and the account uses of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// One command at a time.
    Lockstep,
    /// The next one is announced while one is sent.
    Pipelining,
    /// Several messages are in flight on a connection.
    Chunking,
    /// They could be, and the account does not want it.
    ChunkingOff,
}

impl Mode {
    const ALL: [Self; 4] = [
        Self::Lockstep,
        Self::Pipelining,
        Self::Chunking,
        Self::ChunkingOff,
    ];

    const fn of(seed: usize) -> Self {
        Self::ALL[seed % Self::ALL.len()]
    }

    fn script(self) -> Script {
        let pipelining = || Script::new().keyword("PIPELINING");
        match self {
            Self::Lockstep => Script::new(),
            Self::Pipelining => pipelining(),
            Self::Chunking | Self::ChunkingOff => pipelining().keyword("CHUNKING"),
        }
    }

    /// Returns how many messages are in flight at the most.
    const fn in_flight(self) -> usize {
        match self {
            Self::Chunking => CONNECTIONS * WINDOW,
            _ => CONNECTIONS,
        }
    }
}

fn spawn(school: &School) -> Child {
    let mut command = school.command();
    command.args(SEND).stdout(Stdio::null());
    command.stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until so many messages have arrived, and a little longer each time.
fn wait_for_moment(server: &SmtpServer, random: &mut Random, child: &mut Child) {
    let moment = random.below(PARENTS);
    while server.mail_count() < moment && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    for _ in 0..random.below(40_000) {
        std::hint::spin_loop();
    }
}

/// Runs a test for each seed, several at a time; a panic names its seed.
fn for_each_seed(seeds: usize, test: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    match next.fetch_add(1, Ordering::Relaxed) {
                        seed if seed < seeds => test(seed),
                        _ => break,
                    }
                }
            });
        }
    });
}

#[test]
fn a_killed_send_resumes_with_nobody_twice_and_nobody_left_out() {
    let crowd = Crowd::new();
    let struck = AtomicUsize::new(0);
    let uncertain = Mode::ALL.map(|_| AtomicUsize::new(0));
    for_each_seed(KILLS, |seed| {
        let mut random = Random::new(seed);
        let mode = Mode::of(seed);
        let server = SmtpServer::start(mode.script());
        let school = crowd.on(&server, mode);
        let mut child = spawn(&school);
        wait_for_moment(&server, &mut random, &mut child);
        child.kill().unwrap();
        child.wait().unwrap();

        let Some(killed) = Accounting::of(&school) else {
            assert_eq!(
                server.mail_count(),
                0,
                "seed {seed}: sent before the freeze"
            );
            return;
        };
        let counts = killed.counts();
        assert!(
            counts.uncertain <= mode.in_flight(),
            "seed {seed}: {counts:?}"
        );
        struck.fetch_add(usize::from(counts.pending > 0), Ordering::Relaxed);
        uncertain[seed % Mode::ALL.len()].fetch_add(counts.uncertain, Ordering::Relaxed);

        let run = school.run(["queue", "resume", &killed.id]);
        let code = if counts.uncertain > 0 { 3 } else { 0 };
        assert_eq!(run.code, code, "seed {seed}: {run}");
        let resumed = Accounting::of(&school).unwrap();
        assert_eq!(resumed.contradictions(&server.mails()), "", "seed {seed}");
        let expected = DeliveryCounts {
            accepted: PARENTS - counts.uncertain,
            uncertain: counts.uncertain,
            ..DeliveryCounts::default()
        };
        assert_eq!(resumed.counts(), expected, "seed {seed}");
    });
    let (struck, uncertain) = (struck.into_inner(), uncertain.map(AtomicUsize::into_inner));
    assert!(
        struck > KILLS / 4 && !uncertain.contains(&0),
        "{struck} kills struck a send, {uncertain:?} deliveries: the test proves too little"
    );
}

#[test]
fn a_server_killed_again_and_again_leaves_nobody_out_and_nobody_with_two_copies() {
    let crowd = Crowd::new();
    let uncertain = AtomicUsize::new(0);
    for_each_seed(SERVER_KILLS, |seed| {
        let mut random = Random::new(seed);
        let mut mails = Vec::new();
        let mode = Mode::of(seed);
        let mut server = SmtpServer::start(mode.script());
        let school = crowd.on(&server, mode);
        let mut child = spawn(&school);
        for _ in 0..3 {
            wait_for_moment(&server, &mut random, &mut child);
            let port = server.port();
            mails.extend(server.stop());
            server = SmtpServer::start_on(port, mode.script());
        }
        child.wait().unwrap();
        let killed = Accounting::of(&school).unwrap();
        let run = school.run(["queue", "resume", &killed.id]);
        let account = Accounting::of(&school).unwrap();
        mails.extend(server.mails());
        assert_eq!(account.contradictions(&mails), "", "seed {seed}");
        let counts = account.counts();
        assert!(counts.is_finished(), "seed {seed}: {counts:?}\n{run}");
        assert!(
            counts.uncertain <= 3 * mode.in_flight(),
            "seed {seed}: {counts:?}"
        );
        uncertain.fetch_add(counts.uncertain, Ordering::Relaxed);
    });
    assert!(
        uncertain.into_inner() > 0,
        "no server was killed while it had a message: the test proves nothing"
    );
}
