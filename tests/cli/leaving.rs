//! Somebody who leaves while a message goes out, at the last moment before their own copy.

use std::process::{Child, Stdio};

use carnet::domain::delivery::DeliveryCounts;

use crate::support::{
    account::Accounting,
    school::{DIRECTOR, School},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

/// A message to a list of six, without an answer to the question whether to send it.
const MESSAGE: [&str; 6] = ["send", "tous", "--subject", "S", "--text", "T"];

/// Two ways to leave: from the list as it is, and from one that was renamed meanwhile.
const WAYS: [&[&[&str]]; 2] = [
    &[&["subscriber", "remove", "tous", "p001@example.org"]],
    &[
        &["list", "rename", "tous", "parents"],
        &["subscriber", "remove", "parents", "p001@example.org"],
    ],
];

/// Begins to send it, with the question answered.
fn begin_to_send(school: &School) -> Child {
    let mut command = school.command();
    command.args(MESSAGE).arg("--yes");
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Fails unless five of six were written to, and the second was not.
fn expect_all_but_the_second(school: &School, server: &SmtpServer) {
    let accounting = Accounting::of(school).unwrap();
    let counts = accounting.counts();
    assert_eq!((counts.accepted, counts.skipped), (5, 1), "{counts:?}");
    assert_eq!(accounting.contradictions(&server.mails()), "");
    for mail in server.mails() {
        assert!(!String::from_utf8_lossy(&mail.content).contains("p001"));
    }
}

#[test]
fn r8_whoever_leaves_while_the_first_link_is_opened_is_not_written_to() {
    for way in WAYS {
        let gate = Gate::default();
        let script = Script::new().first(Moment::Greeting, [Reply::Held(gate.clone())]);
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.crowd("tous", 6);
        let mut sending = begin_to_send(&school);
        server.await_connections(1, &mut sending);
        for command in way {
            school.ok(*command);
        }
        gate.open();
        assert_eq!(sending.wait().unwrap().code(), Some(0), "{way:?}");
        expect_all_but_the_second(&school, &server);
    }
}

#[cfg(unix)]
#[test]
fn r8_whoever_leaves_while_the_question_stands_is_not_written_to() {
    use crate::support::{End, Terminal};
    for way in WAYS {
        let server = SmtpServer::start(Script::new());
        let school = School::on(&server);
        school.crowd("tous", 6);
        let mut terminal = Terminal::start(school.command().args(MESSAGE));
        terminal.expect("[y/N]");
        for command in way {
            school.ok(*command);
        }
        terminal.type_in("y\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{way:?}: {shown}");
        expect_all_but_the_second(&school, &server);
    }
}

/// Sends to six while the server keeps its answer to the first; meanwhile some leave.
fn send_while_some_leave(mode: Script, leave: &[&str]) -> (School, SmtpServer) {
    let gate = Gate::default();
    let script = mode.first(Moment::Content, [Reply::Held(gate.clone())]);
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.crowd("tous", 6);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    let mut sending = begin_to_send(&school);
    server.await_mails(1, &mut sending);
    school.ok(["subscriber", "remove", "tous"].iter().chain(leave));
    gate.open();
    assert_eq!(sending.wait().unwrap().code(), Some(0));
    (school, server)
}

/// Returns how many are in each state.
fn counts(school: &School) -> DeliveryCounts {
    Accounting::of(school).unwrap().counts()
}

#[test]
fn while_the_lists_are_away_nobody_has_left_them() {
    let gate = Gate::default();
    let script = Script::new().first(Moment::Content, [Reply::Held(gate.clone())]);
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.crowd("tous", 6);
    school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
    let mut sending = begin_to_send(&school);
    server.await_mails(1, &mut sending);
    let (lists, away) = (school.home().join("lists"), school.home().join("away"));
    std::fs::rename(&lists, &away).unwrap();
    // By then the run has not looked at them for a while.
    school.ok(["queue", "list"]);
    gate.open();
    assert_eq!(sending.wait().unwrap().code(), Some(1));
    assert_eq!((counts(&school).accepted, counts(&school).pending), (1, 5));
    let id = Accounting::of(&school).unwrap().id;
    let run = school.run(["queue", "resume", &id]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("cannot read $HOME/home/lists"), "{run}");
    std::fs::rename(&away, &lists).unwrap();
    school.ok(["queue", "resume", &id]);
    assert_eq!(counts(&school).accepted, 6);
}

#[test]
fn while_the_lists_are_away_the_queue_waits() {
    for options in [&[][..], &["--late-audience"]] {
        let server = SmtpServer::start(Script::new());
        let mut school = School::on(&server);
        school.crowd("tous", 6);
        let at = ["--yes", "--at", "2026-12-01 08:00"];
        let run = school.run(MESSAGE.iter().chain(&at).chain(options));
        assert_eq!(run.code, 0, "{run}");
        school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
        let (lists, away) = (school.home().join("lists"), school.home().join("away"));
        std::fs::rename(&lists, &away).unwrap();
        let run = school.run(["queue", "run"]);
        assert_eq!(run.code, 1, "{run}");
        assert_eq!(counts(&school).pending, 6, "{run}");
        std::fs::rename(&away, &lists).unwrap();
        school.ok(["queue", "run"]);
        assert_eq!(counts(&school).accepted, 6);
    }
}

#[test]
fn r8_whoever_leaves_is_not_written_to_even_when_the_server_was_told_of_them() {
    let modes = Script::modes();
    // The second comes next, and the last is all that is left.
    for leave in [
        &["p001@example.org"][..],
        &["p001@example.org", "p002@example.org", "p005@example.org"],
        &[
            "p001@example.org",
            "p002@example.org",
            "p003@example.org",
            "p004@example.org",
            "p005@example.org",
        ],
    ] {
        for mode in modes.clone() {
            let (school, server) = send_while_some_leave(mode, leave);
            let accounting = Accounting::of(&school).unwrap();
            let counts = accounting.counts();
            assert_eq!(counts.skipped, leave.len(), "{counts:?}");
            assert!(counts.is_finished(), "{counts:?}");
            assert_eq!(accounting.contradictions(&server.mails()), "");
            assert_eq!(server.mails().len(), 6 - leave.len());
            // Nobody was begun in vain.
            let journal = format!("messages/{}/journal.jsonl", accounting.id);
            assert!(!school.read(&journal).contains("released"));
            // With nobody left there is nothing to connect for.
            let connections = if leave.len() == 5 { 1 } else { 2 };
            assert!(server.connections() <= connections);
        }
    }
}
