//! Ctrl-C while a message goes out: the first finishes what is in flight and
//! says how to go on, the second stops at once.

#![cfg(target_os = "linux")]

use std::{
    io::{self, Read as _},
    net::TcpStream,
    os::unix::process::ExitStatusExt as _,
    process::{Child, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{
    End, Terminal,
    account::Accounting,
    school::{DIRECTOR, School},
    smtp::{Encryption, Gate, Moment, Reply, Script, SmtpServer, Stream},
    unanswered::Unanswered,
    waiting::await_that,
};

/// A send of which each connection waits for an answer to a message, and one more
/// for its greeting: that one is left once the program knows that it is to stop.
struct Sending {
    server: SmtpServer,
    school: School,
    child: Child,
    gate: Gate,
}

fn school_with_a_crowd(server: &SmtpServer) -> School {
    let school = School::on(server);
    school.crowd("tous", 40);
    school
}

/// Begins to send in the clock's own time.
fn send(school: &School) -> Child {
    let arguments = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    school
        .command()
        .env("CARNET_LANG", "fr")
        .env_remove("CARNET_CLOCK")
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn interrupt(child: &Child) {
    kill_process(Pid::from_child(child), Signal::INT).unwrap();
}

/// Returns the message in the queue.
fn message(school: &School) -> serde_json::Value {
    school.json(["queue", "list"])["messages"][0].clone()
}

impl Sending {
    fn start() -> Self {
        let gate = Gate::default();
        let script = Script::new()
            .keyword("PIPELINING")
            .reply(Moment::Content, Reply::Held(gate.clone()));
        let mut sending = Self::over(4, script, gate);
        sending.server.await_mails(4, &mut sending.child);
        sending
    }

    /// Begins to send over so many connections, and one that is never greeted.
    fn over(connections: usize, script: Script, gate: Gate) -> Self {
        let greeted = std::iter::repeat_n(Reply::Usual, connections);
        let greetings = greeted.chain([Reply::Silence]);
        let server = SmtpServer::start(script.first(Moment::Greeting, greetings));
        let school = school_with_a_crowd(&server);
        let all = connections + 1;
        school.ok([
            "account",
            "edit",
            DIRECTOR,
            "--connections",
            &all.to_string(),
        ]);
        let mut child = send(&school);
        server.await_connections(all, &mut child);
        Self {
            server,
            school,
            child,
            gate,
        }
    }

    fn interrupt(&self) {
        interrupt(&self.child);
    }

    /// Asks it to stop, and returns once it knows: that is after the system has
    /// handed it the signal.
    fn interrupt_first(&mut self) {
        self.interrupt();
        self.server.await_end_of_connection(&mut self.child);
    }

    fn counts(&self) -> serde_json::Value {
        message(&self.school)["counts"].clone()
    }
}

#[test]
fn the_first_interruption_finishes_what_is_in_flight_and_says_how_to_go_on() {
    let mut sending = Sending::start();
    sending.interrupt_first();
    sending.gate.open();
    let Sending {
        server,
        school,
        child,
        ..
    } = sending;
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let message = message(&school);
    let id = message["id"].as_str().unwrap();
    assert!(
        said.contains(&format!("carnet queue resume {id}")),
        "{said}"
    );
    let counts = &message["counts"];
    assert_eq!(
        (&counts["accepted"], &counts["uncertain"]),
        (&4.into(), &0.into()),
        "{counts}"
    );
    assert_eq!(server.mails().len(), 4);
    assert_eq!(school.run(["queue", "resume", id]).code, 0);
    assert_eq!(server.mails().len(), 40);
}

#[test]
fn the_second_interruption_stops_at_once() {
    let mut sending = Sending::start();
    sending.interrupt_first();
    sending.interrupt();
    let status = sending.child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    let counts = sending.counts();
    assert_eq!(
        (&counts["accepted"], &counts["uncertain"]),
        (&0.into(), &4.into()),
        "{counts}"
    );
    sending.gate.open();
}

/// Expects a send to end soon, far sooner than any answer is due.
fn expect_end(child: Child) {
    let begin = Instant::now();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("carnet queue resume"), "{said}");
    assert!(begin.elapsed() < Duration::from_mins(1));
}

/// Begins to send, interrupts it where the server is silent from then on, and
/// expects that it ends and nobody is marked.
fn expect_nobody_marked(school: &School, await_silence: impl FnOnce(&mut Child)) {
    let mut child = send(school);
    await_silence(&mut child);
    interrupt(&child);
    expect_end(child);
    assert_eq!(message(school)["counts"]["pending"], 40);
}

#[test]
fn a_server_that_is_silent_before_a_message_is_not_waited_for() {
    let moments = [
        (Moment::Greeting, ""),
        (Moment::Hello, "EHLO"),
        (Moment::Mail, "MAIL"),
        (Moment::Rcpt, "RCPT"),
        (Moment::Data, "DATA"),
    ];
    for (moment, command) in moments {
        let server = SmtpServer::start(Script::new().reply(moment, Reply::Silence));
        let school = school_with_a_crowd(&server);
        expect_nobody_marked(&school, |child| {
            if command.is_empty() {
                server.await_connections(1, child);
            } else {
                server.await_commands(command, 1, child);
            }
        });
    }
}

#[test]
fn a_server_that_is_silent_at_the_login_is_not_waited_for() {
    let plain = "AUTH PLAIN";
    let login = "AUTH LOGIN";
    // What comes in as many reads: EHLO, AUTH, and with LOGIN the name and the password.
    for (keyword, moment, reads) in [
        (plain, Moment::Auth, 2),
        (login, Moment::Username, 2),
        (login, Moment::Password, 3),
        (login, Moment::Auth, 4),
    ] {
        let script = Script::new().keyword(keyword).login("dir", "secret");
        let server = SmtpServer::start(script.reply(moment, Reply::Silence));
        let school = school_with_a_crowd(&server);
        let login = ["--login", "dir", "--password-stdin"];
        let edit = ["account", "edit", DIRECTOR].into_iter().chain(login);
        assert_eq!(school.run_with_input(edit, b"secret").code, 0);
        expect_nobody_marked(&school, |child| {
            await_that(child, "the login", || server.writes() == reads);
        });
    }
}

#[test]
fn a_server_that_is_silent_in_the_handshake_is_not_waited_for() {
    for (encryption, security) in [
        (Encryption::Implicit, "tls"),
        (Encryption::Starttls, "starttls"),
    ] {
        let has_begun = Arc::new(AtomicBool::new(false));
        let begun = Arc::clone(&has_begun);
        let never_answer = move |mut socket: TcpStream| -> Box<dyn Stream> {
            // The first byte of the client's, and then all there are until it hangs up.
            socket.read_exact(&mut [0]).unwrap();
            begun.store(true, Ordering::SeqCst);
            drop(io::copy(&mut socket, &mut io::sink()));
            Box::new(socket)
        };
        let script = Script::new().encryption(encryption, Arc::new(never_answer));
        let server = SmtpServer::start(script);
        let school = school_with_a_crowd(&server);
        school.ok(["account", "edit", DIRECTOR, "--security", security]);
        expect_nobody_marked(&school, |child| {
            let begun = || has_begun.load(Ordering::SeqCst);
            await_that(child, "the handshake", begun);
        });
    }
}

#[test]
fn a_server_that_takes_no_connection_is_not_waited_for() {
    let server = Unanswered::start();
    let school = School::with_accounts(server.port(), &[DIRECTOR]);
    school.crowd("tous", 40);
    school.ok(["account", "edit", DIRECTOR, "--timeout", "connect=5min"]);
    expect_nobody_marked(&school, |child| server.await_attempt(child));
}

#[test]
fn an_account_that_is_tried_is_left_at_once() {
    let server = Unanswered::start();
    let school = School::with_accounts(server.port(), &[DIRECTOR]);
    school.ok(["account", "edit", DIRECTOR, "--timeout", "connect=5min"]);
    let mut command = school.command();
    let mut child = command
        .env("CARNET_LANG", "fr")
        .args(["account", "test", DIRECTOR])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    server.await_attempt(&mut child);
    let begin = Instant::now();
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "erreur\u{a0}: interrompu\n");
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn the_limits_of_the_account_are_not_waited_for() {
    let server = SmtpServer::start(Script::new());
    let school = school_with_a_crowd(&server);
    school.ok(["account", "edit", "dir@ac-test.fr", "--limit", "1/h"]);
    let mut child = send(&school);
    server.await_mails(1, &mut child);
    interrupt(&child);
    expect_end(child);
    let counts = &message(&school)["counts"];
    assert_eq!(
        (&counts["accepted"], &counts["pending"]),
        (&1.into(), &39.into())
    );
}

#[test]
fn several_messages_in_flight_are_finished() {
    let gate = Gate::default();
    // Several are in flight once three were accepted.
    let script = Script::new()
        .keyword("PIPELINING")
        .keyword("CHUNKING")
        .first(Moment::Content, ["250 2.0.0 Ok"; 3]);
    let script = script.reply(Moment::Content, Reply::Held(gate.clone()));
    let mut sending = Sending::over(1, script, gate);
    sending.server.await_mails(4, &mut sending.child);
    sending.interrupt_first();
    sending.gate.open();
    expect_end(sending.child);
    let counts = &message(&sending.school)["counts"];
    assert_eq!(counts["uncertain"], 0, "{counts}");
    let accepted = counts["accepted"].as_u64().unwrap();
    assert_eq!(sending.server.mails().len() as u64, accepted);
}

/// Begins to send messages by their length (RFC 3030) to a server that keeps its
/// first answer at a moment, once three messages were accepted.
fn send_chunks_held_at(moment: Moment) -> Sending {
    let gate = Gate::default();
    let usual = [Reply::Usual, Reply::Usual, Reply::Usual];
    let held = usual.into_iter().chain([Reply::Held(gate.clone())]);
    let script = Script::new().keyword("PIPELINING").keyword("CHUNKING");
    let mut sending = Sending::over(1, script.first(moment, held), gate);
    let command = match moment {
        Moment::Mail => "MAIL",
        Moment::Rcpt => "RCPT",
        _ => "BDAT",
    };
    let Sending { server, child, .. } = &mut sending;
    server.await_commands(command, 4, child);
    sending
}

#[test]
fn at_each_step_of_several_messages_in_flight_they_are_finished() {
    for moment in [Moment::Mail, Moment::Rcpt, Moment::Content] {
        let mut sending = send_chunks_held_at(moment);
        sending.interrupt_first();
        sending.gate.open();
        expect_end(sending.child);
        let counts = &message(&sending.school)["counts"];
        assert_eq!(counts["uncertain"], 0, "{moment:?}: {counts}");
        let accepted = counts["accepted"].as_u64().unwrap();
        assert!((4..40).contains(&accepted), "{moment:?}: {counts}");
        assert_eq!(sending.server.mails().len() as u64, accepted);
    }
}

#[test]
fn the_second_interruption_leaves_uncertain_at_most_what_was_in_flight() {
    for moment in [Moment::Mail, Moment::Rcpt, Moment::Content] {
        let mut sending = send_chunks_held_at(moment);
        sending.interrupt_first();
        sending.interrupt();
        assert_eq!(sending.child.wait().unwrap().code(), Some(130));
        sending.gate.open();
        let counts = sending.counts();
        // What the server said last may not have been heard.
        assert!(
            counts["accepted"].as_u64() >= Some(2),
            "{moment:?}: {counts}"
        );
        let uncertain = counts["uncertain"].as_u64().unwrap();
        assert!((1..=4).contains(&uncertain), "{moment:?}: {counts}");
        let id = message(&sending.school)["id"].clone();
        let resumed = sending
            .school
            .run(["queue", "resume", id.as_str().unwrap()]);
        assert_eq!(resumed.code, 3, "{resumed}");
        let accounting = Accounting::of(&sending.school).unwrap();
        let mails = sending.server.stop();
        assert_eq!(accounting.contradictions(&mails), "", "{moment:?}");
    }
}

#[test]
fn ctrl_c_at_a_confirmation_does_nothing_and_says_so() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    let unsent = ["send", "cp", "--subject", "S", "--text", "T", "--yes"];
    assert_eq!(school.run(unsent).code, 77);
    school.ok(["-q", "moderator", "remove", "cp", "prof@ac-test.fr"]);
    school.ok([
        "send",
        "cp",
        "--subject",
        "S",
        "--text",
        "T",
        "--at",
        "2026-12-01 08:00",
        "-y",
    ]);
    let draft = school.json(["draft", "list"])["drafts"][0]["id"].clone();
    let queued = message(&school)["id"].clone();
    let before = [
        school.read("config.json"),
        school.read("lists/cp.json"),
        school.json(["draft", "list"]).to_string(),
        message(&school).to_string(),
    ];
    for arguments in [
        ["list", "delete", "cp"],
        ["account", "remove", DIRECTOR],
        ["draft", "remove", draft.as_str().unwrap()],
        ["queue", "cancel", queued.as_str().unwrap()],
        ["queue", "resume", queued.as_str().unwrap()],
    ] {
        let mut command = school.command();
        command.env("CARNET_LANG", "fr").args(arguments);
        let mut terminal = Terminal::start(&command);
        terminal.expect("[o/N]");
        terminal.type_in("\x03");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Signal(2), "{shown}");
        assert!(shown.contains("erreur\u{a0}: interrompu"), "{shown}");
    }
    let after = [
        school.read("config.json"),
        school.read("lists/cp.json"),
        school.json(["draft", "list"]).to_string(),
        message(&school).to_string(),
    ];
    assert_eq!(before, after);
}
