//! What arrives in parents' mailboxes: one copy each, as it was written.

use std::{collections::BTreeSet, fs};

use crate::{
    copy::Copy,
    letter::Letter,
    parsed::{by_mail_parser, by_python},
    school::{mailbox, parents, school, send},
    server::{Intake, MailServer},
};

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn three_hundred_parents_get_the_tour_s_message_once_each_as_the_outbox_has_it() {
    everyone_gets(&Letter::of_the_tour(), Intake::Chunks, 300);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_without_chunking_gives_the_tour_s_message_once_to_each_as_the_outbox_has_it() {
    everyone_gets(&Letter::of_the_tour(), Intake::Pipelined, 100);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_that_takes_one_command_at_a_time_gives_the_tour_s_message_once_to_each_as_the_outbox_has_it()
 {
    everyone_gets(&Letter::of_the_tour(), Intake::LockStep, 100);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn dots_and_long_lines_arrive_as_they_were_written_however_the_server_takes_them() {
    let letter = Letter::hard_to_carry();
    for intake in Intake::ALL {
        let copies = everyone_gets(&letter, intake, 12);
        // Or nothing was hard about it.
        assert!(copies.iter().all(|copy| copy.body.contains("\n.")));
    }
}

/// Sends a message to so many parents, and returns the copies that arrived, each
/// of which is the one that the outbox has for that parent.
fn everyone_gets(letter: &Letter, intake: Intake, count: usize) -> Vec<Copy> {
    let server = MailServer::with_settings(&[&intake.setting()]);
    let env = school(&server, parents(count));
    letter.write(&env);
    let sent = env.run(letter.send(&["--yes"]));
    assert_eq!(sent.code, 0, "{sent}");
    let _told = env.ok(letter.send(&["--outbox", "outbox"]));
    let mut outbox = Copy::read_outbox(&env.root().join("outbox"));
    let archive = env.json(["archive", "list"]);
    let id = archive["messages"][0]["id"].as_str().unwrap();

    let mailboxes = server.mailboxes();
    assert!(
        mailboxes.keys().cloned().eq((0..count).map(mailbox)),
        "{mailboxes:?}"
    );
    let paths: Vec<_> = mailboxes
        .values()
        .map(|files| {
            assert_eq!(files.len(), 1, "{files:?}");
            files[0].clone()
        })
        .collect();
    let mut ids = BTreeSet::new();
    let mut copies = Vec::new();
    for ((path, parent), index) in paths.iter().zip(parents(count)).zip(0..) {
        let read = by_mail_parser(path);
        assert_eq!(read, letter.as_read_by(&parent), "{}", path.display());
        r5_names_no_other_parent(&fs::read_to_string(path).unwrap(), index);
        let mut arrived = Copy::read(path);
        let mut promised = outbox.remove(&parent).unwrap();
        let message_id = arrived.take_message_id();
        assert!(message_id.starts_with(&format!("<{id}.")), "{message_id}");
        assert!(ids.insert(message_id), "two copies have one Message-ID");
        promised.take_message_id();
        assert_eq!(arrived, promised);
        copies.push(arrived);
    }
    assert!(outbox.is_empty(), "{outbox:?}");
    for (read, parent) in by_python(&paths).into_iter().zip(parents(count)) {
        assert_eq!(read, letter.as_read_by(&parent));
    }
    server.await_accepted("mail", count);
    assert_eq!(server.accepted(intake.verb()), count, "{}", server.log());
    let told = server.log();
    for complaint in ["warning:", "improper command pipelining"] {
        assert!(!told.contains(complaint), "{told}");
    }
    copies
}

/// R5: each header that must be there is there once, and no other address of a parent.
fn r5_names_no_other_parent(message: &str, index: usize) {
    let (head, _) = message.split_once("\n\n").unwrap();
    for name in [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Reply-To",
        "List-Id",
        "MIME-Version",
    ] {
        let count = head
            .lines()
            .filter(|line| line.starts_with(&format!("{name}: ")))
            .count();
        assert_eq!(count, 1, "{name}: {head}");
    }
    assert!(message.lines().all(|line| line.len() <= 998));
    let own = format!("{}@parents.example", mailbox(index));
    assert_eq!(
        message.matches("@parents.example").count(),
        message.matches(&own).count()
    );
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn an_internationalised_address_gets_its_message() {
    let server = MailServer::start();
    let env = school(
        &server,
        [
            "zoé@parents.example".to_owned(),
            "p000@parents.example".to_owned(),
        ],
    );
    let _run = send(&env, 0);
    let mailboxes = server.mailboxes();
    assert!(mailboxes.keys().eq(["p000", "zoé"]), "{mailboxes:?}");
}
