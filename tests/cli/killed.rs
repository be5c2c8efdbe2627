//! A program, or a server, killed with SIGKILL at any moment of a send: nobody
//! twice, nobody left out.

use std::{
    ops::Range,
    process::{Child, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use carnet::domain::delivery::DeliveryState;

use crate::support::{
    account::Accounting,
    school::{DIRECTOR, School},
    smtp::{Moment, Reply, Script, SmtpServer},
};

const PARENTS: usize = 48;
const CONNECTIONS: usize = 4;
/// How many messages a connection has in flight at the most (RFC 3030).
const WINDOW: usize = 4;
/// How many commands and messages a server hears of a whole send: four for each
/// parent, and two for each connection.
const HEARD: usize = 4 * PARENTS + 2 * CONNECTIONS;
/// How much more the server hears, at the most, than when the program is to be
/// killed: on a busy computer that may come late.
const LITTLE: usize = 16;
const KILLS: usize = 200;
const SENDS: usize = 24;
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

/// Returns how much the server has heard at some moment of what remains of a send.
fn some_moment(server: &SmtpServer, random: &mut Random) -> usize {
    let heard = server.heard();
    let remaining = HEARD.saturating_sub(4 * server.mail_count());
    heard + random.below(remaining.max(1))
}

/// Lasts a little longer each time, and less than a message takes.
fn linger(random: &mut Random) {
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

/// When a program is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Before the server hears anything of it, for the most part.
    Beginning,
    /// Once the server has heard so much of it.
    Sending,
    /// When the server has everything, and keeps the program from leaving.
    Settling,
}

impl When {
    const fn of(seed: usize) -> Self {
        match seed / Mode::ALL.len() % 6 {
            4 => Self::Beginning,
            5 => Self::Settling,
            _ => Self::Sending,
        }
    }
}

/// What the kills struck, so that a test that strikes too little can tell.
#[derive(Debug, Default)]
struct Struck {
    /// How long it takes at present until the server hears of a program, in nanoseconds.
    start: AtomicUsize,
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
    when: When,
    /// Whether the server answers two of the parents otherwise.
    is_choosy: bool,
    script: Script,
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
        let server = SmtpServer::start(script.clone());
        Self {
            school: crowd.on(&server, mode),
            seed,
            mode,
            when: When::of(seed),
            is_choosy,
            script,
            server,
            random: Random::new(seed),
            struck,
        }
    }

    /// Starts the program and kills it; tells whether it was still there.
    fn kill(&mut self, arguments: &[&str]) -> bool {
        let script = self.script.clone();
        let moment = some_moment(&self.server, &mut self.random);
        self.server.follow(match self.when {
            When::Beginning => script,
            When::Sending => script.silent_after(moment + self.random.below(LITTLE)),
            When::Settling => script.reply(Moment::Quit, Reply::Silence),
        });
        let before = self.server.heard();
        let begin = Instant::now();
        let mut child = spawn(&self.school, arguments);
        match self.when {
            When::Beginning => {
                let usual = self.struck.start.load(Ordering::Relaxed);
                let time = Duration::from_nanos(self.random.below(usual.max(1)) as u64);
                std::thread::park_timeout(time);
            }
            When::Sending => {
                if moment > before && self.server.hears(before + 1, &mut child) {
                    let took = usize::try_from(begin.elapsed().as_nanos()).unwrap();
                    self.struck.start.store(took, Ordering::Relaxed);
                }
                self.server.hears(moment, &mut child);
            }
            When::Settling => self.server.await_mails(self.takers(), &mut child),
        }
        linger(&mut self.random);
        child.kill().unwrap();
        let was_there = child.wait().unwrap().code().is_none();
        self.server.follow(self.script.clone());
        was_there
    }

    fn takers(&self) -> usize {
        PARENTS - if self.is_choosy { 2 } else { 0 }
    }

    /// Sends, is killed, and counts what was struck; nothing if there is no message yet.
    fn send(&mut self) -> Option<Accounting> {
        let was_there = self.kill(&SEND);
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
    fn resume_and_kill(&mut self, killed: &Accounting) -> Accounting {
        let was_there = self.kill(&["queue", "resume", &killed.id]);
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
    let struck = Struck::default();
    for_each_seed(KILLS, |seed| {
        let mut victim = Victim::new(&crowd, seed, &struck);
        let Some(mut killed) = victim.send() else {
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
            killed = victim.resume_and_kill(&killed);
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

/// How often a server is killed during one send.
const SERVER_KILLS: usize = 3;
/// How much a server hears in between: enough for a message to be accepted, and
/// not so much that the last kill finds everybody served.
const BETWEEN: Range<usize> = 24..4 * PARENTS / SERVER_KILLS - LITTLE;

/// Sends, and kills the server again and again; after the last time it is like
/// this. Returns the exit code.
fn send_and_kill_server(
    school: &School,
    server: &SmtpServer,
    mode: Mode,
    after: &Script,
    random: &mut Random,
) -> Option<i32> {
    let next = |random: &mut Random| {
        let moment = server.heard() + BETWEEN.start + random.below(BETWEEN.len());
        let most = moment + random.below(LITTLE);
        (moment, mode.script().silent_after(most))
    };
    let (mut moment, script) = next(random);
    server.follow(script);
    let mut child = spawn(school, &SEND);
    for kill in 1..=SERVER_KILLS {
        // With several messages in flight it may have tried everybody by now.
        server.hears(moment, &mut child);
        linger(random);
        let script;
        (moment, script) = next(random);
        let is_last = kill == SERVER_KILLS;
        // Before: whoever comes again at once finds the next one.
        server.follow(if is_last { after.clone() } else { script });
        server.hang_up();
    }
    child.wait().unwrap().code()
}

#[test]
fn a_server_killed_again_and_again_leaves_nobody_out_and_nobody_with_two_copies() {
    let crowd = Crowd::new();
    let (abandoned, uncertain) = (AtomicUsize::new(0), AtomicUsize::new(0));
    for_each_seed(SENDS, |seed| {
        let mut random = Random::new(seed);
        let mode = Mode::of(seed);
        let server = SmtpServer::start(mode.script());
        let school = crowd.on(&server, mode);
        let comes_back = !(seed / Mode::ALL.len()).is_multiple_of(3);
        let after = if comes_back {
            mode.script()
        } else {
            Script::new().reply(Moment::Greeting, Reply::Abort)
        };
        let code = send_and_kill_server(&school, &server, mode, &after, &mut random);
        let killed = Accounting::of(&school).unwrap();
        let counts = killed.counts();
        let gives_up = counts.pending > 0;
        assert_eq!(
            code == Some(1),
            gives_up,
            "seed {seed}: {code:?} {counts:?}"
        );
        // A run outlasts a server that comes back each time.
        assert!(!(comes_back && gives_up), "seed {seed}: {counts:?}");
        abandoned.fetch_add(usize::from(gives_up), Ordering::Relaxed);
        server.follow(mode.script());
        let run = school.run(["queue", "resume", &killed.id]);
        let account = Accounting::of(&school).unwrap();
        let mails = server.mails();
        assert_eq!(account.contradictions(&mails), "", "seed {seed}");
        let counts = account.counts();
        assert!(counts.is_finished(), "seed {seed}: {counts:?}\n{run}");
        assert!(
            counts.uncertain <= SERVER_KILLS * mode.in_flight(),
            "seed {seed}: {counts:?}"
        );
        uncertain.fetch_add(counts.uncertain, Ordering::Relaxed);
    });
    let (abandoned, uncertain) = (abandoned.into_inner(), uncertain.into_inner());
    assert!(
        abandoned > 0 && uncertain > 0,
        "the test proves too little: {abandoned} given up, {uncertain} uncertain"
    );
}
