//! What the server asks to try later: who is tried again and when, and how a
//! run gives it time. The clock is set, and moves on when it is waited for.

mod hanging_up;
mod limits;
mod slowing;
mod worn_out;

use std::{
    collections::BTreeMap,
    process::{Child, Stdio},
};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::support::{
    school::School,
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

const BEGIN: &str = "2026-11-23T08:00:00Z";

/// Runs the program at an instant, and returns its exit code.
fn run_at(school: &School, clock: &str, arguments: &[&str]) -> Option<i32> {
    let mut command = school.command();
    let output = command.env("CARNET_CLOCK", clock).args(arguments).output();
    output.unwrap().status.code()
}

fn send_at(school: &School, clock: &str, list: &str) -> Option<i32> {
    let arguments = ["send", list, "--subject", "S", "--text", "T", "--yes"];
    run_at(school, clock, &arguments)
}

/// Begins to send by the clock of the computer: a set one moves on when it is
/// waited for, and is each process's own.
fn begin_to_send(school: &School, list: &str) -> Child {
    let mut command = school.command();
    command.env_remove("CARNET_CLOCK").stdout(Stdio::null());
    command.args(["send", list, "--subject", "S", "--text", "T", "--yes"]);
    command.spawn().unwrap()
}

/// Returns the identifier of the only message.
fn only_message(school: &School) -> String {
    let folder = std::fs::read_dir(school.home().join("messages")).unwrap();
    let names: Vec<_> = folder.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    names[0].to_str().unwrap().to_owned()
}

/// Returns the events of a message's journal that have this name.
fn events(school: &School, id: &str, name: &str) -> Vec<Value> {
    let journal = school.read(&format!("messages/{id}/journal.jsonl"));
    let lines = journal
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    lines
        .filter(|event: &Value| event["event"] == name)
        .collect()
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}

fn instants(events: &[Value]) -> Vec<Timestamp> {
    events.iter().map(|event| instant(&event["at"])).collect()
}

/// Returns how many deliveries of the only message are in each state.
fn counts(school: &School) -> BTreeMap<String, usize> {
    let id = only_message(school);
    let document = school.json(["archive", "deliveries", &id]);
    let mut counts = BTreeMap::new();
    for delivery in document["deliveries"].as_array().unwrap() {
        let state = delivery["state"].as_str().unwrap().to_owned();
        *counts.entry(state).or_default() += 1;
    }
    counts
}

fn expect_counts(school: &School, expected: &[(&str, usize)]) {
    let expected = expected
        .iter()
        .map(|&(state, count)| (state.to_owned(), count));
    assert_eq!(counts(school), expected.collect());
}

#[test]
fn a_deferred_recipient_is_retried_with_growing_delays_and_refused_after_four_days() {
    let full = |tries: usize| format!("452 4.2.2 mailbox full ({tries})");
    let script = |tries| Script::new().reply_to_rcpt("b@example.org", full(tries));
    let server = SmtpServer::start(script(0));
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
    let id = only_message(&school);
    let mut delays = Vec::new();
    loop {
        let deferred = events(&school, &id, "deferred");
        let last = deferred.last().unwrap();
        assert_eq!(last["reply"], full(delays.len()));
        let retry = instant(&last["retry"]);
        delays.push(retry.duration_since(instant(&last["at"])));
        server.follow(script(delays.len()));
        let code = run_at(&school, &retry.to_string(), &["queue", "resume", &id]);
        if code != Some(75) {
            assert_eq!(code, Some(3));
            break;
        }
    }
    let (shortest, longest) = (SignedDuration::from_mins(30), SignedDuration::from_hours(4));
    let grows = |pair: &[SignedDuration]| pair[0] < pair[1] || pair[0] >= longest;
    assert!(delays.windows(2).all(grows), "{delays:?}");
    assert!(delays[0] >= shortest, "{delays:?}");
    let last = *delays.last().unwrap();
    assert!((longest..=longest * 5 / 4).contains(&last), "{delays:?}");
    let refused = &events(&school, &id, "refused")[0];
    assert_eq!(refused["reply"], full(delays.len()));
    let lasted = instant(&refused["at"]).duration_since(BEGIN.parse().unwrap());
    let days = lasted.as_hours() / 24;
    assert_eq!(days, 4, "{lasted:?}");
    expect_counts(&school, &[("accepted", 1), ("refused", 1)]);
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn too_many_for_now_at_rcpt_is_asked_again_later() {
    // RFC 5321, section 4.5.3.1.10: such a 552 counts as 452.
    let too_many = "552 5.5.3 too many recipients";
    for mode in Script::modes() {
        let script = mode.clone().reply_to_rcpt("b@example.org", too_many);
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.list("cp", &["a@example.org", "b@example.org", "c@example.org"]);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
        expect_counts(&school, &[("accepted", 2), ("deferred", 1)]);
        let id = only_message(&school);
        let deferred = &events(&school, &id, "deferred")[0];
        assert_eq!(deferred["reply"], too_many);
        server.follow(mode);
        let retry = next_retry(&school, &id).to_string();
        assert_eq!(run_at(&school, &retry, &["queue", "run"]), Some(0));
        expect_counts(&school, &[("accepted", 3)]);
        assert_eq!(server.mails().len(), 3);
    }
}

#[test]
fn who_is_deferred_is_retried_by_the_same_run_while_it_lasts() {
    let server = SmtpServer::start(Script::new().first(Moment::Rcpt, ["450 4.2.1 busy"]));
    let school = School::on(&server);
    school.crowd("cp", 6);
    // The limit makes the run last for fifty minutes of the clock.
    let options = ["--limit", "1/10min", "--connections", "1"];
    school.ok(["account", "edit", "dir@ac-test.fr"].iter().chain(&options));
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
    expect_counts(&school, &[("accepted", 6)]);
    let id = only_message(&school);
    let retry = instant(&events(&school, &id, "deferred")[0]["retry"]);
    let accepted = events(&school, &id, "accepted");
    let retried = accepted.iter().find(|event| event["recipient"] == 0);
    assert!(instant(&retried.unwrap()["at"]) >= retry);
}

#[test]
fn a_server_that_asks_for_time_is_given_more_each_time_and_nobody_is_marked() {
    let modes = [Script::new(), Script::new().keyword("PIPELINING")];
    let asks = [
        (Moment::Greeting, "421 4.3.2 too busy"),
        (Moment::Hello, "451 4.3.0 later"),
        (Moment::Mail, "421 4.7.0 too fast"),
        (Moment::Mail, "452 4.3.1 no space for now"),
        (Moment::Rcpt, "450 4.7.1 rate limited"),
        (Moment::Data, "451 4.7.1 rate limited"),
        (Moment::Content, "421 4.7.28 rate limited"),
    ];
    for (mode, (moment, reply)) in modes.iter().flat_map(|mode| asks.map(|ask| (mode, ask))) {
        let script = mode.clone().first(moment, [reply; 3]);
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
        school.crowd("cp", 4);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(0), "{moment:?} {reply}");
        expect_counts(&school, &[("accepted", 4)]);
        let id = only_message(&school);
        assert!(events(&school, &id, "deferred").is_empty());
        let accepted = instants(&events(&school, &id, "accepted"));
        let waited = accepted[0].duration_since(BEGIN.parse().unwrap());
        assert_eq!(waited.as_secs(), 1 + 2 + 4, "{moment:?} {reply}");
        assert_eq!(
            server.mails().iter().filter(|mail| mail.accepted).count(),
            4
        );
    }
}

#[test]
fn a_server_that_goes_on_asking_for_time_stops_the_run_and_nobody_is_marked() {
    for (moment, reply) in [
        (Moment::Greeting, "421 4.3.2 too busy"),
        (Moment::Mail, "451 4.3.0 later"),
        (Moment::Rcpt, "450 4.7.1 rate limited"),
        (Moment::Content, "421 4.7.28 rate limited"),
    ] {
        let server = SmtpServer::start(Script::new().reply(moment, reply));
        let school = School::on(&server);
        school.crowd("cp", 12);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(75), "{moment:?}");
        expect_counts(&school, &[("pending", 12)]);
        server.follow(Script::new());
        let id = only_message(&school);
        assert_eq!(run_at(&school, BEGIN, &["queue", "resume", &id]), Some(0));
        expect_counts(&school, &[("accepted", 12)]);
    }
}

#[test]
fn one_recipient_whom_a_rule_keeps_out_is_deferred_once_the_others_are_served() {
    let script = Script::new().reply_to_rcpt("p001@example.org", "450 4.7.1 greylisted");
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.crowd("cp", 5);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
    expect_counts(&school, &[("accepted", 4), ("deferred", 1)]);
    let asked = server.commands();
    let asked = asked.iter().filter(|line| line.contains("p001")).count();
    assert_eq!(asked, 3);
}

#[test]
fn a_run_that_gives_up_the_last_one_has_come_to_its_end() {
    for mode in Script::modes() {
        let script = mode.reply_to_rcpt("p001@example.org", "450 4.7.1 greylisted");
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.crowd("cp", 5);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
        let id = only_message(&school);
        let late = "2026-11-28T08:00:00Z";
        assert_eq!(run_at(&school, late, &["queue", "resume", &id]), Some(3));
        expect_counts(&school, &[("accepted", 4), ("refused", 1)]);
    }
}

#[test]
fn a_server_that_takes_fewer_connections_gets_fewer() {
    let greetings = [
        "220 x",
        "421 one is enough",
        "421 one is enough",
        "421 one is enough",
    ];
    let server = SmtpServer::start(Script::new().first(Moment::Greeting, greetings));
    let school = School::on(&server);
    school.crowd("cp", 40);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
    expect_counts(&school, &[("accepted", 40)]);
    assert!(server.connections() <= 4, "{}", server.connections());
}

#[test]
fn r8_whoever_leaves_while_the_limits_make_a_run_wait_is_not_written_to() {
    let gate = Gate::default();
    let first = Script::new().first(Moment::Content, [Reply::Held(gate.clone())]);
    let server = SmtpServer::start(first);
    let school = School::on(&server);
    school.crowd("cp", 4);
    let options = ["--limit", "1/h", "--connections", "1"];
    school.ok(["account", "edit", "dir@ac-test.fr"].iter().chain(&options));
    let mut command = school.command();
    let send = ["send", "cp", "--subject", "S", "--text", "T", "--yes"];
    let mut sending = command.args(send).stdout(Stdio::null()).spawn().unwrap();
    server.await_mails(1, &mut sending);
    let gone = ["p001@example.org", "p003@example.org"];
    school.ok(["subscriber", "remove", "cp"].iter().chain(&gone));
    gate.open();
    assert_eq!(sending.wait().unwrap().code(), Some(0));
    expect_counts(&school, &[("accepted", 2), ("skipped", 2)]);
    assert_eq!(server.mails().len(), 2);
}

#[test]
fn a_server_that_hangs_up_on_more_connections_gets_fewer() {
    let server = SmtpServer::start(Script::new().connections_at_a_time(1));
    let school = School::on(&server);
    school.crowd("cp", 40);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
    expect_counts(&school, &[("accepted", 40)]);
    assert!(server.connections() <= 20, "{}", server.connections());
}

#[test]
fn a_server_that_ends_each_session_after_a_few_messages_gets_them_all_in_one_run() {
    for mode in Script::modes() {
        // Some are the third of a connection, the one too many, again and again.
        let server = SmtpServer::start(mode.messages_per_connection(2));
        let school = School::on(&server);
        school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
        school.crowd("cp", 60);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
        expect_counts(&school, &[("accepted", 60)]);
        assert_eq!(server.mails().len(), 60);
    }
}

/// Tells whether no window of a limit ever holds more than it may.
fn holds(limit: (usize, i64), sent: &[Timestamp]) -> bool {
    let (count, seconds) = limit;
    let window = SignedDuration::from_secs(seconds);
    sent.windows(count + 1)
        .all(|sent| sent[count].duration_since(sent[0]) >= window)
}

#[test]
fn limits_hold_through_minute_hour_and_day_edges_across_runs_and_processes() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.crowd("cp", 11);
    let options = [
        "--connections",
        "1",
        "--limit",
        "2/min",
        "--limit",
        "5/h",
        "--limit",
        "8/d",
    ];
    school.ok(["account", "edit", "dir@ac-test.fr"].iter().chain(&options));
    // Just before midnight, and again by another process while its windows last.
    assert_eq!(send_at(&school, "2026-11-23T23:58:30Z", "cp"), Some(0));
    assert_eq!(send_at(&school, "2026-11-25T00:30:00Z", "cp"), Some(0));
    let mut sent = Vec::new();
    for entry in std::fs::read_dir(school.home().join("messages")).unwrap() {
        let id = entry.unwrap().file_name();
        sent.extend(instants(&events(&school, id.to_str().unwrap(), "accepted")));
    }
    sent.sort();
    assert_eq!(sent.len(), 22);
    for limit in [(2, 60), (5, 3_600), (8, 86_400)] {
        assert!(holds(limit, &sent), "{limit:?}: {sent:#?}");
    }
    // And not one second is lost.
    let begin = sent[0];
    let seconds = |sent: &Timestamp| sent.duration_since(begin).as_secs();
    let first_run: Vec<i64> = sent[..11].iter().map(seconds).collect();
    let day = 86_400;
    assert_eq!(
        first_run,
        [0, 0, 60, 60, 120, 3600, 3600, 3660, day, day, day + 60]
    );
}

/// Returns when whoever was deferred last may be tried again.
fn next_retry(school: &School, id: &str) -> Timestamp {
    let retry = instant(&events(school, id, "deferred").last().unwrap()["retry"]);
    retry + SignedDuration::from_secs(1)
}
