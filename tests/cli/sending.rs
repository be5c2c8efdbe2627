//! `carnet send`, `carnet queue`, `carnet archive`: rules R3 to R9 over real SMTP.

use std::collections::BTreeMap;

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::support::{
    Run,
    school::{DIRECTOR, School},
    smtp::{Mail, Moment, Reply, Script, SmtpServer},
};

/// Replaces what differs from one run to the next: the message's identifier.
fn stable(run: &Run) -> String {
    let text = run.to_string();
    let Some(start) = text.find("20261123-080000-") else {
        return text;
    };
    let id = &text[start..start + 20];
    text.replace(id, "ID")
}

fn header<'a>(mail: &'a str, name: &str) -> Option<&'a str> {
    let head = mail.split("\r\n\r\n").next().unwrap();
    let prefix = format!("{name}: ");
    head.split("\r\n")
        .find_map(|line| line.strip_prefix(prefix.as_str()))
}

fn text(mail: &Mail) -> String {
    String::from_utf8(mail.content.clone()).unwrap()
}

/// Sends a short message to lists and expects an exit code.
fn send(school: &School, lists: &[&str], code: i32) -> Run {
    let arguments = ["--subject", "Sortie", "--text", "Bonjour", "--yes", "send"];
    let run = school.run(arguments.iter().chain(lists));
    assert_eq!(run.code, code, "{run}");
    run
}

#[test]
fn r3_without_moderator_the_owner_writes() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    send(&school, &["cp"], 0);
    assert_eq!(server.mails()[0].from, DIRECTOR);
}

#[test]
fn r3_the_owner_of_a_moderated_list_may_not_write_but_its_moderator_may() {
    let server = SmtpServer::start(Script::new());
    let school = School::with_accounts(server.port(), &[DIRECTOR, "prof@ac-test.fr"]);
    school.list("cp", &["a@example.org"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    let arguments = [
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour",
        "--yes",
    ];
    assert_snapshot!(school.run_fr(arguments), @"");
    assert_snapshot!(school.run(arguments), @"");
    assert!(server.mails().is_empty());
    let as_moderator = school.run(arguments.iter().chain(&["--from", "prof@ac-test.fr"]));
    assert_eq!(as_moderator.code, 0, "{as_moderator}");
    assert_eq!(server.mails()[0].from, "prof@ac-test.fr");
}

#[test]
fn r3_one_list_that_refuses_the_sender_stops_the_whole_send() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    school.ok(["moderator", "add", "ce1", "prof@ac-test.fr"]);
    send(&school, &["cp", "ce1"], 77);
    assert!(server.mails().is_empty());
    assert_eq!(
        school.json(["queue", "list"])["messages"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
}

#[test]
fn r4_the_sender_is_professional_and_has_an_account_of_its_own() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let from = |address: &str| {
        school.run_fr([
            "send",
            "cp",
            "--subject",
            "S",
            "--text",
            "T",
            "--yes",
            "--from",
            address,
        ])
    };
    assert_snapshot!(from("dir@gmail.com"), @"");
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    assert_snapshot!(from("prof@ac-test.fr"), @"");
    assert!(server.mails().is_empty());
}

#[test]
fn r5_each_subscriber_gets_a_message_of_their_own() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    let parents = school.crowd("cp", 40);
    send(&school, &["cp"], 0);
    let mails = server.mails();
    assert_eq!(mails.len(), 40);
    for mail in &mails {
        let [recipient] = mail.recipients.as_slice() else {
            panic!("{:?}", mail.recipients)
        };
        let content = text(mail);
        assert_eq!(header(&content, "To"), Some(recipient.as_str()));
        assert!(header(&content, "Cc").is_none() && header(&content, "Bcc").is_none());
        let others = parents.iter().filter(|other| *other != recipient);
        for other in others {
            assert!(
                !content.contains(other.as_str()),
                "{other} in the message to {recipient}"
            );
        }
    }
    assert!(server.connections() <= 4);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r5_no_delivery_ever_contains_another_subscriber_s_address(
        locals in prop::collection::btree_set("[a-z][a-z0-9]{0,8}([.+_-][a-z0-9]{1,5})?", 2..12),
        subject in "[A-Za-zéèàç' ]{1,40}",
        title in "[A-Za-zéèàç\", ]{0,30}",
    ) {
        let server = SmtpServer::start(Script::new());
        let school = School::on(&server);
        let addresses: Vec<String> = locals.iter().map(|local| format!("{local}@parents.example")).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let (one, two) = addresses.split_at(addresses.len() / 2);
        school.list("un", one);
        school.list("deux", two);
        school.ok(["list", "edit", "un", "--title", &title]);
        let subject = format!("S{subject}");
        school.ok(["-q", "send", "un", "deux", "--subject", &subject, "--text", "Bonjour", "--yes"]);
        let mails = server.mails();
        prop_assert_eq!(mails.len(), addresses.len());
        for mail in mails {
            let content = text(&mail).to_lowercase();
            for other in addresses.iter().filter(|other| **other != mail.recipients[0]) {
                // One address may end another: b@x stands within a.b@x.
                let whole = content.match_indices(other).any(|(at, _)| {
                    let before = content[..at].chars().next_back();
                    !before.is_some_and(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
                });
                prop_assert!(!whole, "{} in the message to {}", other, mail.recipients[0]);
            }
        }
    }
}

#[test]
fn r6_replies_go_to_the_owner_and_the_moderators_only() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    school.ok(["moderator", "add", "ce1", DIRECTOR, "prof@ac-test.fr"]);
    send(&school, &["cp", "ce1"], 0);
    let replies: BTreeMap<String, String> = server
        .mails()
        .iter()
        .map(|mail| {
            (
                mail.recipients[0].clone(),
                header(&text(mail), "Reply-To").unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(replies["a@example.org"], "dir@ac-test.fr");
    assert_eq!(replies["b@example.org"], "dir@ac-test.fr, prof@ac-test.fr");
}

#[test]
fn r7_one_copy_for_someone_on_two_lists_or_named_twice() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.list("ce1", &["A@Example.org", "c@example.org"]);
    send(&school, &["cp", "ce1", "cp"], 0);
    let mut recipients: Vec<String> = server
        .mails()
        .iter()
        .map(|mail| mail.recipients[0].clone())
        .collect();
    recipients.sort();
    assert_eq!(
        recipients,
        ["a@example.org", "b@example.org", "c@example.org"]
    );
}

#[test]
fn r9_every_message_is_archived_with_who_it_went_to_and_what_the_server_answered() {
    let script = Script::new()
        .reply_to_rcpt("b@example.org", "550 5.1.1 adresse inconnue")
        .reply_to_rcpt("c@example.org", "450 4.2.2 boite pleine");
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org", "c@example.org"]);
    let run = send(&school, &["cp"], 3);
    assert_snapshot!(stable(&run), @"");
    let queue = school.json(["queue", "list"]);
    let id = queue["messages"][0]["id"].as_str().unwrap();
    assert_eq!(queue["messages"][0]["state"], "deferred");
    // The server takes the third one now: the message is finished.
    server.follow(Script::new());
    let resumed = school.run_fr(["queue", "resume", id]);
    assert_snapshot!(stable(&resumed), @"");
    assert_eq!(server.mails().len(), 2, "nobody twice");
    assert_snapshot!(stable(&school.run_fr(["archive", "list"])), @"");
    assert_snapshot!(stable(&school.run(["archive", "show", id])), @"");
    assert_snapshot!(stable(&school.run_fr(["archive", "deliveries", id])), @"");
    assert_snapshot!(stable(&school.run(["archive", "deliveries", id, "--status", "refused"])), @"");
    assert_snapshot!(school.run_fr(["queue", "list"]), @"");
    let archived =
        std::fs::read_to_string(school.home().join("messages").join(id).join("content.eml"))
            .unwrap();
    assert!(archived.contains("Bonjour"));
}

#[test]
fn the_plan_is_shown_and_nothing_is_sent_without_an_answer() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.list("ce1", &["a@example.org"]);
    school.ok(["list", "edit", "cp", "--subject-prefix", "CP"]);
    let piece = school.write("Menu d’été.pdf", "%PDF-1.4 menu");
    let piece = piece.to_str().unwrap();
    let arguments = [
        "send",
        "cp",
        "ce1",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour à tous,\nà demain.",
    ];
    let with_piece: Vec<&str> = arguments
        .iter()
        .copied()
        .chain(["--attach", piece])
        .collect();
    assert_snapshot!(school.run_fr(&with_piece), @"");
    assert_snapshot!(school.run_fr(with_piece.iter().chain(&["--dry-run"])), @"");
    assert_snapshot!(school.run(with_piece.iter().chain(&["--dry-run"])), @"");
    assert_eq!(server.connections(), 0);
    assert!(!school.home().join("messages").exists());
    let plan = school.json(with_piece.iter().chain(&["--dry-run"]));
    assert_eq!(
        (&plan["recipients"], &plan["subject"]),
        (&2.into(), &"Sortie".into())
    );
    assert_eq!(plan["excluded"][0]["reason"], "duplicate");
    assert!(
        plan["first"]["message"]
            .as_str()
            .unwrap()
            .starts_with("To: a@example.org\r\n")
    );
}

#[test]
fn a_test_copy_is_marked_goes_to_one_address_and_leaves_no_trace() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    let arguments = [
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour",
        "--test",
    ];
    assert_snapshot!(school.run_fr(arguments), @"");
    assert_snapshot!(school.run(arguments.iter().chain(&["moi@example.net"])), @"");
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].recipients, [DIRECTOR]);
    assert_eq!(mails[1].recipients, ["moi@example.net"]);
    assert_eq!(header(&text(&mails[0]), "Subject"), Some("[TEST] Sortie"));
    assert!(!school.home().join("messages").exists());
}

#[test]
fn the_outbox_holds_the_same_bytes_as_smtp_and_sends_nothing() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    let arguments = [
        "send",
        "cp",
        "--subject",
        "Été",
        "--text",
        ".\nUn point seul, puis é",
        "--yes",
    ];
    let outbox = school.run_fr(arguments.iter().chain(&["--outbox", "essai"]));
    assert_snapshot!(outbox, @"");
    assert_eq!(server.connections(), 0);
    let mut files: Vec<String> = std::fs::read_dir(school.root().join("essai/new"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(school.run(arguments).code, 0);
    let mut sent: Vec<String> = server.mails().iter().map(text).collect();
    // The identifier of the message is drawn anew for each.
    let without_id = |mail: &mut String| {
        let id = header(mail, "Message-ID").unwrap().to_owned();
        *mail = mail.replace(&id, "ID");
    };
    files.iter_mut().chain(&mut sent).for_each(without_id);
    files.sort();
    sent.sort();
    assert_eq!(files, sent);
}

#[test]
fn what_concerns_the_account_stops_the_run_and_marks_nobody() {
    let cases = [
        (Moment::Mail, Reply::from("553 5.7.1 not yours"), 1),
        (Moment::Greeting, Reply::from("554 no"), 1),
        (Moment::Greeting, Reply::from("421 busy"), 75),
        (Moment::Hello, Reply::Close, 1),
        (Moment::Mail, Reply::from("451 later"), 75),
        (Moment::Rcpt, Reply::Close, 1),
    ];
    for (moment, reply, code) in cases {
        let server = SmtpServer::start(Script::new().reply(moment, reply.clone()));
        let school = School::on(&server);
        school.list("cp", &["a@example.org", "b@example.org", "c@example.org"]);
        let run = send(&school, &["cp"], code);
        assert!(
            run.stderr.contains("carnet queue resume"),
            "{moment:?} {reply:?}: {run}"
        );
        let message = &school.json(["queue", "list"])["messages"][0];
        assert_eq!(
            message["counts"]["pending"], 3,
            "{moment:?} {reply:?}: {message}"
        );
        server.follow(Script::new());
        let id = message["id"].as_str().unwrap();
        assert_eq!(school.run(["queue", "resume", id]).code, 0);
        assert_eq!(server.mails().len(), 3);
    }
}

#[test]
fn a_link_lost_after_the_final_dot_is_uncertain_and_sent_again_only_when_asked() {
    let server = SmtpServer::start(Script::new().reply(Moment::Content, Reply::Close));
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let run = send(&school, &["cp"], 3);
    assert_snapshot!(stable(&run), @"");
    let id = school.json(["archive", "list"])["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.follow(Script::new());
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"");
    assert_eq!(server.mails().len(), 1);
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id, "--resend-uncertain"])), @"");
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(
        header(&text(&mails[0]), "Message-ID"),
        header(&text(&mails[1]), "Message-ID")
    );
}

#[test]
fn a_cancelled_message_goes_to_nobody_else() {
    let server = SmtpServer::start(Script::new().reply_to_rcpt("b@example.org", "450 later"));
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    send(&school, &["cp"], 75);
    let id = school.json(["queue", "list"])["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_snapshot!(stable(&school.run_fr(["queue", "cancel", &id])), @"");
    assert_snapshot!(stable(&school.run_fr(["queue", "cancel", &id, "--yes"])), @"");
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"");
    assert_eq!(server.mails().len(), 1);
    assert_eq!(
        school.json(["archive", "list"])["messages"][0]["state"],
        "cancelled"
    );
}

#[test]
fn whoever_left_between_the_freeze_and_the_send_is_skipped_and_a_lost_right_stops_it() {
    let server = SmtpServer::start(Script::new().reply(Moment::Mail, "451 later"));
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    send(&school, &["cp"], 75);
    let id = school.json(["queue", "list"])["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.follow(Script::new());
    school.ok(["subscriber", "remove", "cp", "a@example.org"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"");
    assert_eq!(
        school
            .run(["moderator", "remove", "cp", "prof@ac-test.fr"])
            .code,
        0
    );
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"");
    assert_eq!(server.mails().len(), 1);
    assert_eq!(server.mails()[0].recipients, ["b@example.org"]);
}

#[test]
fn bad_input_is_refused_before_anything_happens() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("vide", &[]);
    school.write("texte.docx", "PK");
    school.write("vide.txt", " \n");
    school.write("gros.bin", vec![0; 21 * 1024 * 1024]);
    let run = |arguments: &[&str]| school.run_fr(["send", "--yes"].iter().chain(arguments));
    assert_snapshot!(run(&["cp", "--subject", "S"]), @"");
    assert_snapshot!(run(&["cp", "--text", "T"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S\r\nBcc: x@example.org", "--text", "T"]), @"");
    assert_snapshot!(run(&["cp", "--subject", " ", "--text", "T"]), @"");
    assert_snapshot!(run(&["inconnue", "--subject", "S", "--text", "T"]), @"");
    assert_snapshot!(run(&["vide", "--subject", "S", "--text", "T"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--class", "CP"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--body", "absent.txt"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--body", "texte.docx"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--body", "vide.txt"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--attach", "absent.pdf"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--attach", "."]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--attach", "gros.bin"]), @"");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--from", "prof@ac-test.fr"]), @"");
    assert_snapshot!(school.run(["queue", "show", "20200101"]), @"");
    assert_snapshot!(school.run(["archive", "show", "../lists"]), @"");
    assert_eq!(server.connections(), 0);
    assert!(!school.home().join("messages").exists());
}

#[test]
fn a_text_file_is_read_in_any_usual_encoding() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    for (name, bytes) in [
        ("utf8.txt", "Été à l’école".as_bytes().to_vec()),
        ("bom.txt", "\u{feff}Été à l’école".as_bytes().to_vec()),
        ("windows.txt", b"\xc9t\xe9 \xe0 l\x92\xe9cole".to_vec()),
    ] {
        school.write(name, bytes);
        let plan = school.json(["send", "cp", "--subject", "S", "--body", name, "--dry-run"]);
        let message = plan["first"]["message"].as_str().unwrap();
        assert!(
            message.contains("=C3=89t=C3=A9 =C3=A0 l=E2=80=99=C3=A9cole"),
            "{name}: {message}"
        );
    }
    let run = school.run_with_input(
        ["send", "cp", "--subject", "S", "--body", "-", "--yes"],
        "Bonjour".as_bytes(),
    );
    assert_eq!(run.code, 0, "{run}");
    assert!(text(&server.mails()[0]).contains("Bonjour"));
}
