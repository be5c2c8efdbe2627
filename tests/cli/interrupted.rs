//! Ctrl-C while a message goes out: the first finishes what is in flight and
//! says how to go on, the second stops at once.

#![cfg(target_os = "linux")]

use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::support::{
    school::School,
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

/// A send of which each connection waits for an answer.
struct Sending {
    server: SmtpServer,
    school: School,
    child: Child,
    gate: Gate,
}

impl Sending {
    fn start() -> Self {
        let gate = Gate::default();
        let held = Reply::Held(gate.clone());
        let script = Script::new()
            .keyword("PIPELINING")
            .reply(Moment::Content, held);
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.crowd("tous", 40);
        let arguments = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
        let child = school
            .command()
            .env("CARNET_LANG", "fr")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while server.mails().len() < 4 {
            std::thread::yield_now();
        }
        Self {
            server,
            school,
            child,
            gate,
        }
    }

    fn interrupt(&self) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::INT).unwrap();
    }

    /// Returns once the program has taken the signal, as the system tells it.
    fn await_signal_taken(&self) {
        let status = format!("/proc/{}/status", self.child.id());
        let pending = |status: &str| {
            status
                .lines()
                .filter_map(|line| {
                    line.strip_prefix("SigPnd:")
                        .or(line.strip_prefix("ShdPnd:"))
                })
                .any(|set| set.trim().chars().any(|digit| digit != '0'))
        };
        while pending(&std::fs::read_to_string(&status).unwrap()) {
            std::thread::yield_now();
        }
    }

    fn counts(&self) -> serde_json::Value {
        self.school.json(["queue", "list"])["messages"][0]["counts"].clone()
    }
}

#[test]
fn the_first_interruption_finishes_what_is_in_flight_and_says_how_to_go_on() {
    let sending = Sending::start();
    sending.interrupt();
    sending.await_signal_taken();
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
    let message = &school.json(["queue", "list"])["messages"][0];
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
    sending.interrupt();
    sending.await_signal_taken();
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
