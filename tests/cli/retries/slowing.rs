//! A server that asks for time, or is gone: all links wait, and for as long as
//! is said.

use std::{
    collections::BTreeSet,
    process::Stdio,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};

use super::{
    BEGIN, begin_to_send, counts, events, expect_counts, instants, only_message, run_at, send_at,
};
use crate::support::{
    school::School,
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
    waiting::await_that,
};

/// How long the server is left alone at first.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// How many links there are: one is told to wait, the others are kept busy until then.
const LINKS: usize = 4;
const PARENTS: usize = 12;
/// How often a pause is looked at, where the computer is too busy.
const TRIES: usize = 20;

/// How many MAIL a server may hear while it is given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Announced {
    Nobody,
    /// Whoever was announced with the message before (RFC 2920), once a link.
    Next,
}

impl Announced {
    const fn count(self) -> usize {
        match self {
            Self::Nobody => 0,
            Self::Next => LINKS - 1,
        }
    }
}

/// What came to a server while it was given time.
struct Paused {
    /// Whether the busy links could go on in the first half of that time: on a
    /// computer that is slower than that, nothing shows.
    is_telling: bool,
    /// The link of each message and connection that was begun.
    begun: Vec<usize>,
}

/// Sends over four links, one of which is told to wait at a moment.
fn pause(mode: Script, moment: Moment, reply: &str) -> Paused {
    let gate = Gate::default();
    let busy = std::iter::repeat_n(Reply::Usual, LINKS - 1);
    let held = std::iter::repeat_n(Reply::Held(gate.clone()), LINKS - 1);
    let script = mode
        .first(moment, busy.chain([reply.into()]))
        .first(Moment::Content, held);
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.crowd("cp", PARENTS);
    let mut sending = begin_to_send(&school, "cp");
    // The answer is written down once the program knows what it means.
    await_that(&mut sending, "whom it was told of is released", || {
        has_released(&school)
    });
    server.await_mails(LINKS - 1, &mut sending);
    gate.open();
    let opened = Instant::now();
    assert_eq!(sending.wait().unwrap().code(), Some(0), "{moment:?}");
    expect_counts(&school, &[("accepted", PARENTS)]);

    let verb = match moment {
        Moment::Mail => "MAIL",
        _ => "RCPT",
    };
    let commands = server.timed_commands();
    // One of the first of each link was refused; two that come at once may be
    // answered in another order than they are noted.
    let asked = commands
        .iter()
        .filter(|command| command.line.starts_with(verb))
        .take(LINKS);
    let asked: Vec<Instant> = asked.map(|command| command.at).collect();
    let (first, last) = (asked.iter().min().unwrap(), asked.iter().max().unwrap());
    // The answer came after the command, and the pause after the answer.
    let in_pause = |at: Instant| at > *last && at < *first + FIRST_PAUSE;
    let begun = commands
        .iter()
        .filter(|command| in_pause(command.at))
        .filter(|command| command.line.starts_with("MAIL") || command.line.starts_with("EHLO"))
        .map(|command| command.connection);
    Paused {
        is_telling: opened < *first + FIRST_PAUSE / 2,
        begun: begun.collect(),
    }
}

/// Expects that during a pause nobody is begun but those announced, on a link
/// each; tries again where the computer was too slow to tell.
fn expect_pause(mode: &Script, announced: Announced, moment: Moment, reply: &str) {
    for _ in 0..TRIES {
        let Paused { is_telling, begun } = pause(mode.clone(), moment, reply);
        let links: BTreeSet<&usize> = begun.iter().collect();
        let (count, most) = (begun.len(), announced.count());
        assert!(
            count <= most && links.len() == count,
            "{moment:?}, {announced:?}: {begun:?}"
        );
        if is_telling && count == most {
            return;
        }
    }
    panic!("{moment:?}, {announced:?}: fewer were begun, or nothing shows");
}

fn has_released(school: &School) -> bool {
    let Ok(mut folder) = school.home().join("messages").read_dir() else {
        return false;
    };
    let journal = folder.find_map(|entry| {
        let path = entry.ok()?.path().join("journal.jsonl");
        std::fs::read_to_string(path).ok()
    });
    journal.is_some_and(|journal| journal.contains("\"released\""))
}

#[test]
fn while_the_server_is_given_time_no_link_begins_a_message() {
    let pipelining = || Script::new().keyword("PIPELINING");
    let modes = [
        (Script::new(), Announced::Nobody),
        (pipelining(), Announced::Next),
        // The first message of each link is alone in flight.
        (pipelining().keyword("CHUNKING"), Announced::Nobody),
    ];
    std::thread::scope(|scope| {
        for (mode, announced) in &modes {
            for (moment, reply) in [
                (Moment::Rcpt, "450 4.7.1 rate limited"),
                (Moment::Mail, "421 4.7.0 too fast"),
            ] {
                scope.spawn(move || expect_pause(mode, *announced, moment, reply));
            }
        }
    });
}

#[test]
fn a_server_that_refuses_every_connection_since_a_run_began_is_given_half_a_minute() {
    let server = SmtpServer::start(Script::new().reply(Moment::Content, Reply::Silence));
    let school = School::on(&server);
    school.crowd("cp", 2);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    let mut command = school.command();
    command.env("CARNET_CLOCK", BEGIN).stdout(Stdio::null());
    command.args(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    let mut sending = command.stderr(Stdio::null()).spawn().unwrap();
    server.await_mails(1, &mut sending);
    drop(server);
    assert_eq!(sending.wait().unwrap().code(), Some(1));
    let counts = counts(&school);
    assert_eq!((counts["uncertain"], counts["pending"]), (1, 1));
    // A set clock stands still but for the pauses.
    let ended = instants(&events(&school, &only_message(&school), "ended"));
    let waited = ended[0].duration_since(BEGIN.parse::<Timestamp>().unwrap());
    assert_eq!(waited, SignedDuration::from_secs(1 + 2 + 4 + 8 + 16));
}

/// Sends again and again, for longer than anybody stays deferred, to one parent
/// with whom the server always goes away.
fn expect_no_mark(script: Script, moment: Moment) {
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(75), "{moment:?}");
    let id = only_message(&school);
    for day in 24..30 {
        let clock = format!("2026-11-{day}T08:00:00Z");
        let code = run_at(&school, &clock, &["queue", "resume", &id]);
        assert_eq!(code, Some(75), "{moment:?} {day}");
        expect_counts(&school, &[("pending", 1)]);
    }
    server.follow(Script::new());
    let end = "2026-11-30T08:00:00Z";
    assert_eq!(run_at(&school, end, &["queue", "resume", &id]), Some(0));
    expect_counts(&school, &[("accepted", 1)]);
}

#[test]
fn a_server_that_goes_away_marks_nobody_however_often_it_was_the_same_one() {
    let away = "421 4.3.2 going away";
    let [lock_step, pipelining, chunking] = Script::modes();
    for (mode, moments) in [
        (
            lock_step,
            &[Moment::Rcpt, Moment::Data, Moment::Content][..],
        ),
        (pipelining, &[Moment::Rcpt, Moment::Data, Moment::Content]),
        (chunking, &[Moment::Rcpt, Moment::Content]),
    ] {
        for &moment in moments {
            expect_no_mark(mode.clone().reply(moment, away), moment);
        }
    }
}
