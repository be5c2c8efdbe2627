//! Whom replies go to when a message leaves later than it was written (R6).

use crate::support::{
    school::{DIRECTOR, School},
    smtp::{Script, SmtpServer},
};

const PARENTS: [&str; 2] = ["a@example.org", "b@example.org"];

/// A message for 1 December from a list with two moderators, of whom one has left
/// the school before that, and another one has come.
fn moderated_by_others_since(server: &SmtpServer, options: &[&str]) -> School {
    let mut school = School::on(server);
    school.list("cp", &PARENTS);
    school.ok(["moderator", "add", "cp", DIRECTOR, "parti@ac-test.fr"]);
    let message = ["send", "cp", "--subject", "Sortie", "--text", "Bonjour"];
    let when = ["--at", "2026-12-01 08:00", "--yes"];
    school.ok(message.iter().chain(&when).chain(options));
    school.ok(["moderator", "remove", "cp", "parti@ac-test.fr"]);
    school.ok(["moderator", "add", "cp", "venu@ac-test.fr"]);
    school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
    school
}

/// Returns the headers that name somebody to write to, each once.
fn answered(server: &SmtpServer) -> Vec<String> {
    let mails = server.mails();
    let lines = mails.iter().flat_map(|mail| {
        let text = String::from_utf8(mail.content.clone()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        let lines = head.lines().map(str::to_owned).collect::<Vec<_>>();
        lines
            .into_iter()
            .filter(|line| line.starts_with("Reply-To:"))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.dedup();
    lines
}

#[test]
fn r6_replies_go_to_who_moderates_when_the_message_leaves() {
    for options in [&[][..], &["--late-audience"]] {
        for command in [&["queue", "run"][..], &["--yes", "queue", "resume"]] {
            let server = SmtpServer::start(Script::new());
            let school = moderated_by_others_since(&server, options);
            let messages = school.json(["queue", "list"]);
            let id = messages["messages"][0]["id"].as_str().unwrap();
            let id = command.ends_with(&["resume"]).then_some(id);
            school.ok(command.iter().copied().chain(id));
            assert_eq!(server.mails().len(), PARENTS.len());
            let expected = "Reply-To: dir@ac-test.fr, venu@ac-test.fr";
            assert_eq!(answered(&server), [expected], "{options:?} {command:?}");
        }
    }
}

#[test]
fn r6_whoever_gets_the_message_at_a_later_attempt_does_not_answer_who_has_left() {
    let later = Script::new().reply_to_rcpt("b@example.org", "450 busy");
    let server = SmtpServer::start(later);
    let mut school = moderated_by_others_since(&server, &[]);
    assert_eq!(school.run(["queue", "run"]).code, 75);
    school.ok(["moderator", "remove", "cp", "venu@ac-test.fr"]);
    server.follow(Script::new());
    school.set("CARNET_CLOCK", "2026-12-01T12:00:00Z");
    school.ok(["queue", "run"]);
    assert_eq!(
        answered(&server),
        [
            "Reply-To: dir@ac-test.fr, venu@ac-test.fr",
            "Reply-To: dir@ac-test.fr"
        ]
    );
}

#[test]
fn r6_whoever_left_one_list_for_another_answers_those_of_the_other() {
    for leave in [
        &["subscriber", "remove", "cp", "a@example.org"][..],
        &["list", "delete", "cp"],
    ] {
        let server = SmtpServer::start(Script::new());
        let mut school = School::on(&server);
        for (list, moderator, parents) in [
            ("cp", "cp@ac-test.fr", &PARENTS[..]),
            ("ce1", "ce1@ac-test.fr", &PARENTS[..1]),
        ] {
            school.list(list, parents);
            school.ok(["moderator", "add", list, DIRECTOR, moderator]);
            school.ok(["list", "edit", list, "--subject-prefix", list]);
        }
        let message = ["send", "cp", "ce1", "--subject", "Sortie", "--text", "T"];
        let when = ["--at", "2026-12-01 08:00", "--yes"];
        school.ok(message.iter().chain(&when));
        school.ok(["--yes", "-q"].iter().chain(leave));
        school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
        school.ok(["queue", "run"]);

        let mails = server.mails();
        let to_a = mails
            .iter()
            .find(|mail| mail.recipients == ["a@example.org"]);
        let content = String::from_utf8(to_a.unwrap().content.clone()).unwrap();
        for header in [
            "Subject: [ce1] Sortie",
            "Reply-To: ce1@ac-test.fr, dir@ac-test.fr",
            "List-Id: <ce1.",
        ] {
            assert!(content.contains(header), "{leave:?}: {content}");
        }
        assert!(!content.contains("cp@ac-test.fr"), "{leave:?}: {content}");
    }
}

#[test]
fn r9_the_archive_says_through_which_list_somebody_was_reached_in_the_end() {
    let later = Script::new()
        .reply_to_rcpt("a@example.org", "550 5.1.1 unknown")
        .reply_to_rcpt("b@example.org", "450 busy");
    let server = SmtpServer::start(later);
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org", "c@example.org"]);
    school.list("ce1", &["a@example.org", "b@example.org", "d@example.org"]);
    let message = ["send", "cp", "ce1", "--subject", "Sortie", "--text", "T"];
    school.ok(message.iter().chain(&["--at", "2026-12-01 08:00", "--yes"]));
    let remove = |address| school.ok(["-q", "subscriber", "remove", "cp", address]);
    let messages = school.json(["queue", "list"]);
    let id = messages["messages"][0]["id"].as_str().unwrap();
    let lists = || -> Vec<String> {
        let shown = school.json(["archive", "deliveries", id]);
        let deliveries = shown["deliveries"].as_array().unwrap().iter();
        deliveries
            .map(|one| one["list"].as_str().unwrap().to_owned())
            .collect()
    };
    remove("a@example.org");
    let run = school.run(["--yes", "queue", "resume", id]);
    let advice = "carnet subscriber remove ce1 a@example.org";
    assert!(run.stderr.contains(advice), "{run}");
    assert_eq!(lists(), ["ce1", "cp", "cp", "ce1"]);
    let bars = |list: &str| run.stdout.matches(&format!("\n{list}  ")).count();
    assert_eq!((bars("cp "), bars("ce1")), (1, 1), "{run}");

    // Whoever has the message, has it as it was.
    remove("b@example.org");
    remove("c@example.org");
    school.ok(["subscriber", "add", "ce1", "c@example.org"]);
    server.follow(Script::new());
    assert_eq!(school.run(["queue", "resume", id]).code, 3);
    assert_eq!(lists(), ["ce1", "ce1", "cp", "ce1"]);
}
