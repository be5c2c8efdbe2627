//! A server that hangs up whenever it hears of somebody: who is tried again, and
//! who is given up.

#[cfg(unix)]
use std::process::Stdio;

use jiff::{SignedDuration, Timestamp};
#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process};

use super::{BEGIN, counts, events, expect_counts, next_retry, only_message, run_at, send_at};
use crate::support::{
    school::{DIRECTOR, School},
    smtp::{Moment, Reply, Script, SmtpServer},
};

/// Makes a school whose server hangs up whenever it hears of some parents.
fn school_with_a_trap(mode: &Script, trapped: &[&str]) -> (School, SmtpServer) {
    let trap = |script: Script, parent: &&str| script.reply_to_rcpt(parent, Reply::Close);
    let server = SmtpServer::start(trapped.iter().fold(mode.clone(), trap));
    let school = School::on(&server);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    (school, server)
}

#[test]
fn whom_the_link_is_always_lost_with_is_given_up_after_four_days_if_others_are_served() {
    for mode in [Script::new(), Script::new().keyword("PIPELINING")] {
        let (school, server) = school_with_a_trap(&mode, &["b@example.org"]);
        school.list("cp", &["a@example.org", "b@example.org", "c@example.org"]);
        school.list("ce1", &["d@example.org"]);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
        expect_counts(&school, &[("accepted", 2), ("deferred", 1)]);
        let id = only_message(&school);
        let four_days = BEGIN.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(97);
        let mut now = next_retry(&school, &id);
        // Nobody else was written to since: it may be the server's fault.
        while now < four_days {
            let before = server.connections();
            assert_eq!(
                run_at(&school, &now.to_string(), &["queue", "run"]),
                Some(75)
            );
            assert_eq!(server.connections(), before + 1);
            now = next_retry(&school, &id);
        }
        expect_counts(&school, &[("accepted", 2), ("deferred", 1)]);
        assert_eq!(send_at(&school, &now.to_string(), "ce1"), Some(0));
        let mut command = school.command();
        command
            .env("CARNET_CLOCK", now.to_string())
            .args(["queue", "run"]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        let said = school.run_fr(["archive", "deliveries", &id, "--status", "refused"]);
        let words = "le serveur a coupé la connexion (connection closed)";
        assert!(said.stdout.contains(words), "{said}");
        let mut written_to: Vec<String> = server
            .mails()
            .into_iter()
            .flat_map(|mail| mail.recipients)
            .collect();
        written_to.sort();
        assert_eq!(
            written_to,
            ["a@example.org", "c@example.org", "d@example.org"]
        );
    }
}

#[test]
fn nobody_is_given_up_because_another_sender_s_message_is_taken() {
    const TEACHER: &str = "prof@ac-test.fr";
    let trap = Script::new().reply_to_rcpt("b@example.org", Reply::Close);
    let server = SmtpServer::start(trap);
    let school = School::with_accounts(server.port(), &[DIRECTOR, TEACHER]);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.ok(["list", "create", "chorale", "--owner", TEACHER]);
    school.ok(["subscriber", "add", "chorale", "d@example.org"]);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
    let id = only_message(&school);
    let five_days_later = "2026-11-28T08:00:00Z";
    let send = ["send", "chorale", "--from", TEACHER, "--subject", "S"];
    let send = [&send[..], &["--text", "T", "--yes"]].concat();
    assert_eq!(run_at(&school, five_days_later, &send), Some(0));
    let resumed = run_at(&school, five_days_later, &["queue", "resume", &id]);
    assert_eq!(resumed, Some(75));
    assert!(events(&school, &id, "refused").is_empty());
    assert_eq!(server.mails().len(), 2);
}

#[cfg(unix)]
#[test]
fn nobody_is_given_up_because_a_person_stops_a_run() {
    let (school, server) = school_with_a_trap(&Script::new(), &["b@example.org"]);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.list("ce1", &["d@example.org"]);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(75));
    let id = only_message(&school);
    let five_days_later = "2026-11-28T08:00:00Z";
    assert_eq!(send_at(&school, five_days_later, "ce1"), Some(0));
    server.follow(Script::new().reply(Moment::Rcpt, Reply::Silence));
    let asked = server.commands();
    let asked = asked.iter().filter(|line| line.starts_with("RCPT")).count();
    let mut command = school.command();
    command
        .env("CARNET_CLOCK", five_days_later)
        .stderr(Stdio::null());
    let mut resuming = command.args(["queue", "resume", &id]).spawn().unwrap();
    server.await_commands("RCPT", asked + 1, &mut resuming);
    kill_process(Pid::from_child(&resuming), Signal::INT).unwrap();
    assert_eq!(resuming.wait().unwrap().code(), Some(1));
    assert!(events(&school, &id, "refused").is_empty());
}

#[test]
fn several_whom_the_link_is_lost_with_are_deferred_although_they_come_last() {
    let trapped = [
        "x1@example.org",
        "x2@example.org",
        "x3@example.org",
        "x4@example.org",
    ];
    let at_data = Script::new().first(Moment::Data, [Reply::Usual]);
    let at_data = (at_data.reply(Moment::Data, Reply::Close), &[][..]);
    for (script, at_rcpt) in [(Script::new(), &trapped[..]), at_data] {
        let (school, server) = school_with_a_trap(&script, at_rcpt);
        school.list("cp", &[&["a@example.org"][..], &trapped].concat());
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(1));
        for clock in ["2026-11-23T08:05:00Z", "2026-11-23T08:10:00Z"] {
            run_at(&school, clock, &["queue", "run"]);
        }
        expect_counts(&school, &[("accepted", 1), ("deferred", 4)]);
        assert_eq!(server.mails().len(), 1);
    }
}

#[test]
fn a_server_that_hangs_up_on_everyone_for_days_has_nobody_given_up() {
    let everyone = Script::new().first(Moment::Rcpt, [Reply::Usual, Reply::Usual]);
    let server = SmtpServer::start(everyone.reply(Moment::Rcpt, Reply::Close));
    let school = School::on(&server);
    school.crowd("cp", 20);
    assert_eq!(send_at(&school, BEGIN, "cp"), Some(1));
    for day in 24..31 {
        for hour in [6, 12, 18] {
            let clock = format!("2026-11-{day}T{hour:02}:00:00Z");
            run_at(&school, &clock, &["queue", "run"]);
        }
    }
    let counts = counts(&school);
    assert_eq!(counts.get("refused"), None, "{counts:?}");
    server.follow(Script::new());
    assert_eq!(
        run_at(&school, "2026-12-01T12:00:00Z", &["queue", "run"]),
        Some(0)
    );
    expect_counts(&school, &[("accepted", 20)]);
    assert_eq!(server.mails().len(), 20);
}

#[test]
fn a_message_that_the_link_is_lost_with_keeps_no_other_from_leaving() {
    let (school, server) = school_with_a_trap(&Script::new(), &["a@example.org"]);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    let code = send_at(&school, BEGIN, "cp");
    let later = [
        "send",
        "ce1",
        "--subject",
        "S",
        "--text",
        "T",
        "--at",
        "2026-11-23 09:00",
        "--yes",
    ];
    assert_eq!(run_at(&school, BEGIN, &later), Some(0));
    let queue = run_at(&school, "2026-11-23T10:00:00Z", &["queue", "run"]);
    assert_eq!(server.mails().len(), 1);
    assert_eq!((code, queue), (Some(1), Some(1)));
}
