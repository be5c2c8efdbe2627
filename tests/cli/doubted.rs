//! Refusals that do not say whether they concern the recipient or everybody.

use crate::support::{
    Run,
    school::School,
    smtp::{Moment, Script, SmtpServer},
};

/// What Exim says of whom it does not know, and of whom the account may not write to.
const VAGUE: &str = "550 Unrouteable address";
const DUE: &str = "2026-12-01 08:00";

/// A server that knows only those who are not called `unknown`.
fn knowing_others() -> Script {
    (0..20).fold(Script::new(), |script, index| {
        script.reply_to_rcpt(&unknown(index), VAGUE)
    })
}

fn unknown(index: usize) -> String {
    format!("unknown{index:02}@example.org")
}

/// A list of whom the server knows, and then of twelve whom it does not know.
fn list_with_unknown(school: &School, name: &str, known: &[&str]) {
    let unknown: Vec<String> = (0..12).map(unknown).collect();
    let all: Vec<&str> = known
        .iter()
        .copied()
        .chain(unknown.iter().map(String::as_str))
        .collect();
    school.list(name, &all);
}

fn schedule(school: &School, list: &str) {
    let message = ["send", list, "--subject", "Sortie", "--text", "Bonjour"];
    school.ok(message.iter().chain(&["--at", DUE, "--yes"]));
}

fn run_at(school: &mut School, time: &str) -> Run {
    school.set("CARNET_CLOCK", &format!("2026-12-01T{time}:00Z"));
    school.run(["queue", "run"])
}

#[test]
fn a_vague_refusal_is_a_recipient_s_own_unless_many_get_it_and_nobody_is_accepted() {
    let refusal = "550 relay not permitted";
    for (count, code, states) in [
        (1, 3, [1, 0]),
        (9, 3, [9, 0]),
        (10, 1, [0, 10]),
        (20, 1, [0, 20]),
    ] {
        let server = SmtpServer::start(Script::new().reply(Moment::Rcpt, refusal));
        let school = School::on(&server);
        school.crowd("cp", count);
        let run = school.run(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
        assert_eq!(run.code, code, "{run}");
        let place = if code == 1 { "queue" } else { "archive" };
        let counts = &school.json([place, "list"])["messages"][0]["counts"];
        assert_eq!([&counts["refused"], &counts["pending"]], states);
        // A director who removes them all has no list any more.
        assert!(!run.stderr.contains("subscriber remove"), "{run}");
        assert!(run.stderr.contains("refusing the account"), "{run}");
    }
}

#[test]
fn those_whom_a_run_stopped_at_keep_no_other_message_from_leaving_and_are_refused_in_the_end() {
    let server = SmtpServer::start(knowing_others());
    let mut school = School::on(&server);
    // Over several, the unknown ones may all be refused before the first one is begun.
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    list_with_unknown(&school, "cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    schedule(&school, "cp");
    school.set("CARNET_CLOCK", "2026-11-23T09:00:00Z");
    schedule(&school, "ce1");
    let run = run_at(&mut school, "08:00");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains(VAGUE), "{run}");
    let accepted: Vec<String> = server
        .mails()
        .into_iter()
        .flat_map(|mail| mail.recipients)
        .collect();
    assert_eq!(accepted, ["a@example.org", "b@example.org"]);
    // As long as the server took nothing since, it may be the account.
    assert_eq!(run_at(&mut school, "12:00").code, 1);
    let message = ["send", "ce1", "--subject", "S", "--text", "T", "--yes"];
    school.set("CARNET_CLOCK", "2026-12-01T13:00:00Z");
    school.ok(message);
    let run = run_at(&mut school, "14:00");
    assert_eq!(run.code, 3, "{run}");
    let messages = school.json(["archive", "list"]);
    let counts = &messages["messages"][0]["counts"];
    assert_eq!([&counts["accepted"], &counts["refused"]], [1, 12]);
}

/// A director who reads that nobody gets it writes it again.
#[test]
fn a_run_that_stops_after_others_were_accepted_does_not_say_that_nobody_is() {
    let server = SmtpServer::start(knowing_others());
    let school = School::on(&server);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    list_with_unknown(&school, "cp", &["a@example.org"]);
    let run = school.run(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    assert_eq!(run.code, 1, "{run}");
    assert_eq!(server.mail_count(), 1);
    let hint = "this server has taken the message for nobody since";
    assert!(run.stderr.contains(hint), "{run}");
}
