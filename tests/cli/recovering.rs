//! What a crash, a copy or a change of mind leaves: the queue goes on with it, and tells of it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use carnet::store::boot_id;
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{
    Run,
    account::Accounting,
    school::{DIRECTOR, School, stable},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

const PARENT: &str = "a@example.org";

/// A school whose list has these parents.
fn school(server: &SmtpServer, parents: &[&str]) -> School {
    let school = School::on(server);
    school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
    school.list("cp", parents);
    school
}

fn send(school: &School, options: &[&str]) -> Run {
    let send = ["send", "cp", "--subject", "Sortie", "--text", "T", "--yes"];
    school.run(send.iter().chain(options))
}

fn id(school: &School) -> String {
    Accounting::of(school).unwrap().id
}

fn run_at(school: &mut School, instant: &str) -> Run {
    school.set("CARNET_CLOCK", instant);
    school.run(["queue", "run"])
}

/// Returns the message as its file has it.
fn file(school: &School) -> Value {
    file_of(school, &id(school))
}

fn file_of(school: &School, id: &str) -> Value {
    let path = format!("messages/{id}/message.json");
    serde_json::from_str(&school.read(&path)).unwrap()
}

fn received(server: &SmtpServer) -> Vec<String> {
    let mails = server.mails();
    let mut received: Vec<String> = mails
        .iter()
        .map(|mail| mail.recipients[0].clone())
        .collect();
    received.sort();
    received
}

/// Runs the program, and kills it when the server has a message and has not answered yet.
fn kill_within(school: &School, server: &SmtpServer, arguments: &[&str]) {
    let mut command = school.command();
    let mut running = command
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    server.await_mails(1, &mut running);
    running.kill().unwrap();
    running.wait().unwrap();
}

#[test]
fn whom_a_resume_of_the_uncertain_does_not_reach_is_the_queue_s_concern() {
    let server = SmtpServer::start(Script::new().reply(Moment::Content, Reply::Abort));
    let mut school = school(&server, &[PARENT]);
    assert_eq!(send(&school, &[]).code, 3);
    assert_eq!(file(&school)["state"], "finished");
    server.follow(Script::new().reply_to_rcpt(PARENT, "450 4.2.0 later"));
    let resumed = school.run(["queue", "resume", &id(&school), "--resend-uncertain"]);
    assert_eq!(resumed.code, 75, "{resumed}");
    assert_eq!(file(&school)["state"], "queued");
    server.follow(Script::new());
    let run = run_at(&mut school, "2026-11-23T10:00:00Z");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(file(&school)["state"], "finished");
    assert_eq!(file(&school)["counts"]["accepted"], 1);
}

#[test]
fn a_resume_of_a_message_that_came_too_late_is_gone_on_with_when_it_is_killed() {
    let gate = Gate::default();
    let server = SmtpServer::start(Script::new());
    let parents = [PARENT, "b@example.org", "c@example.org"];
    let mut school = school(&server, &parents);
    let at = ["--at", "2026-12-01 08:00", "--expires", "1h"];
    assert_eq!(send(&school, &at).code, 0);
    assert_eq!(run_at(&mut school, "2026-12-01T10:00:00Z").code, 3);
    assert_eq!(file(&school)["state"], "expired");
    server.follow(Script::new().reply(Moment::Content, Reply::Held(gate.clone())));
    kill_within(
        &school,
        &server,
        &["queue", "resume", &id(&school), "--yes"],
    );
    gate.open();
    server.follow(Script::new());
    let run = run_at(&mut school, "2026-12-01T12:00:00Z");
    // Whom the killed one was writing to may have it.
    assert_eq!(run.code, 3, "{run}");
    assert_eq!(file(&school)["state"], "finished");
    assert_eq!(received(&server), parents);
}

#[test]
fn what_a_power_loss_left_uncertain_is_told_once_by_the_next_run() {
    let server = SmtpServer::start(Script::new());
    let mut school = school(&server, &[PARENT, "b@example.org"]);
    assert_eq!(send(&school, &["--at", "2026-12-01 08:00"]).code, 0);
    let journal = concat!(
        r#"{"event":"started","at":"2026-12-01T08:00:00Z","boot":"before"}"#,
        "\n",
        r#"{"event":"reserved","recipients":[0,1]}"#,
        "\n"
    );
    let path = format!("messages/{}/journal.jsonl", id(&school));
    std::fs::write(school.home().join(path), journal).unwrap();
    assert_snapshot!(stable(&run_at(&mut school, "2026-12-01T08:05:00Z")), @r#"
    --- stdout
    Message 20261123-080000-abcd “Sortie”: 2 uncertain.
    --- stderr
    warning: Message 20261123-080000-abcd “Sortie”: 2 uncertain. To see who: carnet queue show 20261123-080000-abcd
    --- exit 3
    "#);
    let again = run_at(&mut school, "2026-12-01T08:10:00Z");
    assert_eq!(again.to_string(), "--- exit 0");
    assert_eq!(server.connections(), 0);
}

#[test]
fn whom_a_failed_run_had_reserved_is_written_to_after_the_computer_restarts() {
    let gate = Gate::default();
    let held = Script::new().first(Moment::Content, [Reply::Held(gate.clone())]);
    let server = SmtpServer::start(held);
    let school = school(&server, &[]);
    school.crowd("tous", 40);
    let mut command = school.command();
    command.args(["send", "tous", "--subject", "S", "--text", "T", "--yes"]);
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut sending = command.spawn().unwrap();
    server.await_mails(1, &mut sending);
    // An editor is saving it at this moment.
    let path = school.home().join("lists/tous.json");
    let list = std::fs::read(&path).unwrap();
    std::fs::write(&path, &list[..list.len() / 2]).unwrap();
    // By then the run has not looked at it for a while.
    school.ok(["queue", "list"]);
    gate.open();
    let output = sending.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    std::fs::write(&path, &list).unwrap();

    let id = id(&school);
    let journal = school.home().join(format!("messages/{id}/journal.jsonl"));
    let events = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, events.replace(&boot_id(), "before")).unwrap();
    let counts = Accounting::of(&school).unwrap().counts();
    assert_eq!((counts.accepted, counts.pending), (1, 39), "{counts:?}");
    school.ok(["queue", "resume", &id]);
    assert_eq!(server.mails().len(), 40);
}

#[test]
fn what_a_killed_run_left_uncertain_is_told_by_the_one_that_goes_on() {
    let gate = Gate::default();
    let held = Script::new().reply(Moment::Content, Reply::Held(gate.clone()));
    let server = SmtpServer::start(held);
    let mut school = school(&server, &[PARENT, "b@example.org", "c@example.org"]);
    school.ok(["account", "edit", DIRECTOR, "--chunking", "off"]);
    assert_eq!(send(&school, &["--at", "2026-12-01 08:00"]).code, 0);
    school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
    kill_within(&school, &server, &["queue", "run"]);
    gate.open();
    server.follow(Script::new());
    let run = run_at(&mut school, "2026-12-01T08:05:00Z");
    assert_eq!(run.code, 3, "{run}");
    assert!(run.stderr.contains("1 uncertain"), "{run}");
    assert!(run.stdout.contains("2 accepted, 1 uncertain"), "{run}");
}

#[test]
fn a_copy_of_a_message_s_folder_is_sent_to_nobody() {
    let server = SmtpServer::start(Script::new());
    let mut school = school(&server, &[PARENT]);
    assert_eq!(send(&school, &["--at", "2026-12-01 08:00"]).code, 0);
    let id = id(&school);
    let messages = school.home().join("messages");
    let copy = messages.join(format!("{id}-old"));
    copy_folder(&messages.join(&id), &copy);
    assert_snapshot!(stable(&run_at(&mut school, "2026-12-01T08:00:00Z")), @r#"
    --- stdout
    Message 20261123-080000-abcd “Sortie”: 1 accepted.
    --- stderr
    error: the folder of message 20261123-080000-abcd-old holds message 20261123-080000-abcd
    hint: give the folder its name again, or move it elsewhere
    --- exit 1
    "#);
    assert_eq!(received(&server), [PARENT]);
}

#[test]
fn a_copy_of_a_message_s_folder_hides_neither_that_message_nor_another() {
    let server = SmtpServer::start(Script::new());
    let school = school(&server, &[PARENT]);
    assert_eq!(send(&school, &["--at", "2026-12-01 08:00"]).code, 0);
    let waiting = id(&school);
    let messages = school.home().join("messages");
    let copy = messages.join(format!("{waiting}-old"));
    copy_folder(&messages.join(&waiting), &copy);
    assert_snapshot!(stable(&school.run(["queue", "list"])), @"
    --- stdout
    Message               Written        State                     Deliveries  Subject
    20261123-080000-abcd  today at 8:00  scheduled: 1 Dec at 8:00  1 pending   Sortie
    --- stderr
    error: the folder of message 20261123-080000-abcd-old holds message 20261123-080000-abcd
    hint: give the folder its name again, or move it elsewhere
    --- exit 1
    ");
    assert_snapshot!(stable(&school.run_fr(["archive", "list"])), @"
    --- stderr
    erreur : le dossier du message 20261123-080000-abcd-old contient le message 20261123-080000-abcd
    conseil : redonnez son nom au dossier, ou déplacez-le ailleurs
    --- exit 1
    ");
    assert_snapshot!(stable(&school.run([""; 0])), @"
    --- stdout
    A message is waiting. What comes next:
      carnet doctor                           look for what is wrong
      carnet queue show 20261123-080000-abcd  “Sortie” (scheduled)
      carnet send cp                          write a message
      carnet --help                           all the rest
    --- stderr
    error: the folder of message 20261123-080000-abcd-old holds message 20261123-080000-abcd
    hint: give the folder its name again, or move it elsewhere
    --- exit 1
    ");
    let beginning = waiting.strip_suffix(|_: char| true).unwrap();
    let cancelled = school.run(["queue", "cancel", beginning, "--yes"]);
    assert_eq!(cancelled.code, 0, "{cancelled}");
    assert_eq!(file_of(&school, &waiting)["state"], "cancelled");
}

#[test]
fn a_message_that_cannot_be_read_hides_no_other() {
    let server = SmtpServer::start(Script::new());
    let school = school(&server, &[PARENT]);
    assert_eq!(send(&school, &[]).code, 0);
    let sent = id(&school);
    assert_eq!(send(&school, &["--at", "2026-12-01 08:00"]).code, 0);
    let messages = school.home().join("messages");
    let queue = school.json(["queue", "list"]);
    let damaged = queue["messages"][0]["id"].as_str().unwrap();
    std::fs::write(messages.join(damaged).join("journal.jsonl"), "{\n{\n").unwrap();
    assert_snapshot!(stable(&school.run(["queue", "list"])), @"
    --- stderr
    error: $HOME/home/messages/20261123-080000-abcd/journal.jsonl is damaged (line 1)
    hint: to know what to do: carnet doctor
    --- exit 1
    ");
    assert_eq!(school.json(["queue", "list"])["messages"], json!([]));
    assert_eq!(school.run(["archive", "list"]).code, 0);
    std::fs::remove_file(messages.join(damaged).join("message.json")).unwrap();
    assert_snapshot!(stable(&school.run(["archive", "list"])), @"
    --- stdout
    Message               Written        Lists  Deliveries  Subject
    20261123-080000-abcd  today at 8:00  cp     1 accepted  Sortie
    --- stderr
    error: cannot read $HOME/home/messages/20261123-080000-abcd/message.json
      caused by: there is no such file or folder
    hint: to know what to do: carnet doctor
    --- exit 1
    ");
    let archive = school.json(["archive", "list"]);
    assert_eq!(archive["messages"][0]["id"], sent.as_str());
    assert_snapshot!(stable(&school.run([""; 0])), @"
    --- stdout
    Something cannot be read in carnet’s folders. To mend it:
      carnet doctor                look for what is wrong
      carnet store restore --help  go back to a backup
      carnet --help                all the rest
    --- stderr
    error: cannot read $HOME/home/messages/20261123-080000-abcd/message.json
      caused by: there is no such file or folder
    hint: to know what to do: carnet doctor
    --- exit 1
    ");
}

fn copy_folder(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-r").args([from, to]).status();
    assert!(copied.unwrap().success());
}

#[test]
fn a_cancel_that_the_disk_has_no_room_for_holds_and_is_completed_by_the_next() {
    let server = SmtpServer::start(Script::new());
    let mut school = School::on(&server);
    school.crowd("cp", 60);
    let late = ["--at", "2026-12-01 08:00", "--late-audience"];
    assert_eq!(send(&school, &late).code, 0);
    let id = id(&school);
    let cancel = ["queue", "cancel", &id, "--yes"];
    let cut_short = school.run_on_full_disk(4, cancel);
    assert_eq!(cut_short.code, 1, "{cut_short}");
    let run = run_at(&mut school, "2026-12-01T08:00:00Z");
    assert_eq!(run.to_string(), "--- exit 0");
    assert_eq!(file(&school)["counts"]["pending"], 60);
    let has_finding = |school: &School| {
        let examined = school.json(["doctor"]);
        let findings = examined["findings"].as_array().unwrap().clone();
        let mut kinds = findings.iter().map(|finding| finding["kind"].clone());
        kinds.any(|kind| kind == "message-half-cancelled")
    };
    assert!(has_finding(&school));
    let completed = school.run(cancel);
    assert_eq!(completed.code, 0, "{completed}");
    let cancelled = file(&school);
    assert_eq!(cancelled["counts"]["skipped"], 60);
    assert_eq!(cancelled["finished"], "2026-11-23T08:00:00Z");
    assert_eq!(school.run(cancel).code, 1);
    assert!(!has_finding(&school));
    assert_eq!(server.connections(), 0);
}

#[test]
fn what_a_journal_says_of_an_audience_is_never_said_of_another() {
    let skipped = concat!(
        r#"{"event":"started","at":"2026-11-23T08:00:00Z","boot":"before"}"#,
        "\n",
        r#"{"event":"skipped","recipient":0,"at":"2026-11-23T08:00:00Z","reason":"cancelled"}"#,
        "\n"
    );
    for command in [&["queue", "run"][..], &["queue", "resume", "--yes"]] {
        let server = SmtpServer::start(Script::new());
        let mut school = school(&server, &[PARENT]);
        let late = ["--at", "2026-12-01 08:00", "--late-audience"];
        assert_eq!(send(&school, &late).code, 0);
        let id = id(&school);
        let path = format!("messages/{id}/journal.jsonl");
        std::fs::write(school.home().join(path), skipped).unwrap();
        school.ok(["subscriber", "add", "cp", "b@example.org"]);
        school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
        let resumed = command.contains(&"resume").then_some(id.as_str());
        let run = school.run(command.iter().copied().chain(resumed));
        assert_eq!(run.code, 0, "{run}");
        assert_eq!(server.connections(), 0);
    }
}

#[test]
fn a_run_that_has_to_wait_for_its_limits_keeps_few_reserved_meanwhile() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.ok(["account", "edit", DIRECTOR, "--limit", "1000/h"]);
    school.crowd("cp", 200);
    assert_eq!(send(&school, &[]).code, 0);
    let journal = school.read(&format!("messages/{}/journal.jsonl", id(&school)));
    let blocks = journal.lines().filter_map(|line| {
        let event: Value = serde_json::from_str(line).unwrap();
        Some(event["recipients"].as_array()?.len())
    });
    let blocks: Vec<usize> = blocks.collect();
    assert_eq!(blocks.iter().sum::<usize>(), 200);
    assert!(blocks.iter().all(|&block| block <= 16), "{blocks:?}");
}
