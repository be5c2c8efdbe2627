//! Somebody who leaves while a message goes out, at the last moment before their own copy.

use std::process::Stdio;

use crate::support::{
    account::Accounting,
    school::School,
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

/// Sends to six while the server keeps its answer to the first; meanwhile some leave.
fn send_while_some_leave(mode: Script, leave: &[&str]) -> (School, SmtpServer) {
    let gate = Gate::default();
    let script = mode.first(Moment::Content, [Reply::Held(gate.clone())]);
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.crowd("tous", 6);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    let mut command = school.command();
    let arguments = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    command.args(arguments).stdout(Stdio::null());
    let mut sending = command.spawn().unwrap();
    while server.mail_count() == 0 {
        std::thread::yield_now();
    }
    school.ok(["subscriber", "remove", "tous"].iter().chain(leave));
    gate.open();
    assert_eq!(sending.wait().unwrap().code(), Some(0));
    (school, server)
}

#[test]
fn r8_whoever_leaves_is_not_written_to_even_when_the_server_was_told_of_them() {
    let pipelining = || Script::new().keyword("PIPELINING");
    let modes = [
        Script::new(),
        pipelining(),
        pipelining().keyword("CHUNKING"),
    ];
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
