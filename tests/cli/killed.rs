//! A program, or a server, killed with SIGKILL at any moment of a send: nobody
//! twice, nobody left out.

use std::{
    process::{Child, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use carnet::domain::delivery::DeliveryState;

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
/// Of some servers the first is refused, and the second asked to wait.
const REFUSED: &str = "p017@example.org";
const DEFERRED: &str = "p031@example.org";
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

fn spawn(school: &School, arguments: &[&str]) -> Child {
    let mut command = school.command();
    command.args(arguments).stdout(Stdio::null());
    command.stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until so many more messages have arrived, and a little longer each time.
fn wait_for_moment(server: &SmtpServer, random: &mut Random, child: &mut Child) {
    let before = server.mail_count();
    let moment = before + random.below(PARENTS.saturating_sub(before).max(1));
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

/// Returns how long a whole send takes when as many others go on, in nanoseconds.
fn time_of_a_send(crowd: &Crowd) -> usize {
    let longest = AtomicUsize::new(0);
    for_each_seed(WORKERS, |seed| {
        let mode = Mode::of(seed);
        let server = SmtpServer::start(mode.script());
        let school = crowd.on(&server, mode);
        let begin = Instant::now();
        assert!(spawn(&school, &SEND).wait().unwrap().success());
        let lasted = usize::try_from(begin.elapsed().as_nanos()).unwrap();
        longest.fetch_max(lasted, Ordering::Relaxed);
    });
    longest.into_inner()
}

/// What the kills struck, so that a test that strikes too little can tell.
#[derive(Debug, Default)]
struct Struck {
    /// Before the message was frozen.
    unfrozen: AtomicUsize,
    /// While somebody was left to be tried.
    sending: AtomicUsize,
    /// When the server had everything, and the program had to settle it.
    settling: AtomicUsize,
    /// A program that resumed.
    resuming: AtomicUsize,
    /// Deliveries that a kill left uncertain, in each mode.
    uncertain: [AtomicUsize; Mode::ALL.len()],
}

/// One program that is killed, and what may be expected of its message.
struct Victim<'a> {
    seed: usize,
    mode: Mode,
    /// Whether the server answers two of the parents otherwise.
    is_choosy: bool,
    server: SmtpServer,
    school: School,
    random: Random,
    struck: &'a Struck,
}

impl<'a> Victim<'a> {
    fn new(crowd: &Crowd, seed: usize, struck: &'a Struck) -> Self {
        let mode = Mode::of(seed);
        let is_choosy = seed % 5 < 2;
        let script = if is_choosy {
            let script = mode.script();
            script
                .reply_to_rcpt(REFUSED, "550 5.1.1 no such person")
                .reply_to_rcpt(DEFERRED, "450 4.2.0 later")
        } else {
            mode.script()
        };
        let server = SmtpServer::start(script);
        Self {
            school: crowd.on(&server, mode),
            seed,
            mode,
            is_choosy,
            server,
            random: Random::new(seed),
            struck,
        }
    }

    /// Starts the program and kills it: at any moment of the time that a send
    /// takes, or else once so many messages arrived. Tells whether it was still there.
    fn kill(&mut self, arguments: &[&str], time: Option<usize>) -> bool {
        let mut child = spawn(&self.school, arguments);
        if let Some(time) = time {
            let begin = Instant::now();
            let moment = Duration::from_nanos(self.random.below(time) as u64);
            while begin.elapsed() < moment && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
        } else {
            wait_for_moment(&self.server, &mut self.random, &mut child);
        }
        child.kill().unwrap();
        child.wait().unwrap().code().is_none()
    }

    fn takers(&self) -> usize {
        PARENTS - if self.is_choosy { 2 } else { 0 }
    }

    /// Sends, is killed, and counts what was struck; nothing if there is no message yet.
    fn send(&mut self, time: Option<usize>) -> Option<Accounting> {
        let was_there = self.kill(&SEND, time);
        let mails = self.server.mail_count();
        let Some(killed) = Accounting::of(&self.school) else {
            assert_eq!(mails, 0, "seed {}: sent before the freeze", self.seed);
            self.struck.unfrozen.fetch_add(1, Ordering::Relaxed);
            return None;
        };
        let counts = killed.counts();
        assert!(
            counts.uncertain <= self.mode.in_flight(),
            "seed {}: {counts:?}",
            self.seed
        );
        if was_there && counts.pending > 0 {
            self.struck.sending.fetch_add(1, Ordering::Relaxed);
        }
        if was_there && mails == self.takers() {
            self.struck.settling.fetch_add(1, Ordering::Relaxed);
        }
        self.struck.uncertain[self.seed % Mode::ALL.len()]
            .fetch_add(counts.uncertain, Ordering::Relaxed);
        Some(killed)
    }

    /// Resumes, is killed again, and loses no more than the first time.
    fn resume_and_kill(&mut self, killed: &Accounting, time: Option<usize>) -> Accounting {
        let was_there = self.kill(&["queue", "resume", &killed.id], time);
        let again = Accounting::of(&self.school).unwrap();
        let (before, after) = (killed.counts(), again.counts());
        assert!(
            (before.uncertain..=before.uncertain + self.mode.in_flight())
                .contains(&after.uncertain),
            "seed {}: {before:?}, {after:?}",
            self.seed
        );
        if was_there && after.accepted > before.accepted {
            self.struck.resuming.fetch_add(1, Ordering::Relaxed);
        }
        again
    }

    /// Resumes, and expects everybody to be where they belong.
    fn resume(&self, killed: Accounting) {
        let run = self.school.run(["queue", "resume", &killed.id]);
        let counts = killed.counts();
        // What a run came to its end with was told already.
        let is_incomplete = !killed.is_finished && (self.is_choosy || counts.uncertain > 0);
        let code = if is_incomplete { 3 } else { 0 };
        assert_eq!(run.code, code, "seed {}: {run}", self.seed);
        self.expect_all(killed.states);
    }

    /// Expects everybody to have the message, but for those uncertain and for
    /// those whom the server does not take.
    fn expect_all(&self, killed: Vec<(String, DeliveryState)>) {
        let account = Accounting::of(&self.school).unwrap();
        let mails = self.server.mails();
        assert_eq!(account.contradictions(&mails), "", "seed {}", self.seed);
        let expected: Vec<(String, DeliveryState)> = killed
            .into_iter()
            .map(|(address, state)| {
                let state = match address.as_str() {
                    _ if state == DeliveryState::Uncertain => state,
                    REFUSED if self.is_choosy => DeliveryState::Refused,
                    DEFERRED if self.is_choosy => DeliveryState::Deferred,
                    _ => DeliveryState::Accepted,
                };
                (address, state)
            })
            .collect();
        assert_eq!(account.states, expected, "seed {}", self.seed);
    }
}

#[test]
fn a_killed_send_resumes_with_nobody_twice_and_nobody_left_out() {
    let crowd = Crowd::new();
    let time = time_of_a_send(&crowd);
    let struck = Struck::default();
    for_each_seed(KILLS, |seed| {
        let mut victim = Victim::new(&crowd, seed, &struck);
        let time = (seed / 4 % 3 == 0).then_some(time);
        let Some(mut killed) = victim.send(time) else {
            // What the killed program left behind is in nobody's way.
            let run = victim.school.run(SEND);
            let code = if victim.is_choosy { 3 } else { 0 };
            assert_eq!(run.code, code, "seed {seed}: {run}");
            let sent = Accounting::of(&victim.school).unwrap();
            let unsent = sent.states.into_iter();
            victim.expect_all(unsent.map(|(to, _)| (to, DeliveryState::Pending)).collect());
            return;
        };
        if seed % 3 == 0 {
            killed = victim.resume_and_kill(&killed, time);
        }
        victim.resume(killed);
    });
    let count = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    let met = [&struck.unfrozen, &struck.settling, &struck.resuming].into_iter();
    assert!(
        count(&struck.sending) > KILLS / 4
            && met.chain(&struck.uncertain).all(|met| count(met) > 0),
        "the test proves too little: {struck:?}"
    );
}

#[test]
fn a_server_killed_again_and_again_leaves_nobody_out_and_nobody_with_two_copies() {
    let crowd = Crowd::new();
    let uncertain = AtomicUsize::new(0);
    for_each_seed(SERVER_KILLS, |seed| {
        let mut random = Random::new(seed);
        let mode = Mode::of(seed);
        let server = SmtpServer::start(mode.script());
        let school = crowd.on(&server, mode);
        let mut child = spawn(&school, &SEND);
        for _ in 0..3 {
            wait_for_moment(&server, &mut random, &mut child);
            server.hang_up();
        }
        child.wait().unwrap();
        let killed = Accounting::of(&school).unwrap();
        let run = school.run(["queue", "resume", &killed.id]);
        let account = Accounting::of(&school).unwrap();
        let mails = server.mails();
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
