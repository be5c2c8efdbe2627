//! What real servers refuse, and whom it marks.

use std::fs;

use crate::{
    school::{DIRECTOR, PASSWORD, account, mailbox, parents, queued, school, send},
    server::{Intake, MailServer},
};

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_wrong_password_marks_nobody() {
    let server = MailServer::start();
    let env = school(&server, parents(3));
    let edited = env.run_with_input(
        ["account", "edit", DIRECTOR, "--password-stdin"],
        b"Tr0ub4dour",
    );
    assert_eq!(edited.code, 0, "{edited}");
    let run = send(&env, 78);
    let (counts, id) = queued(&env);
    assert_eq!(counts["pending"], 3, "{run}");
    let edited = env.run_with_input(
        ["account", "edit", DIRECTOR, "--password-stdin"],
        PASSWORD.as_bytes(),
    );
    assert_eq!(edited.code, 0, "{edited}");
    env.ok(["-q", "queue", "resume", &id]);
    assert_eq!(server.mailboxes().len(), 3);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn unknown_recipients_are_refused_and_the_others_get_the_message() {
    only_the_unknown_are_refused(Intake::Chunks);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_without_chunking_refuses_the_unknown_and_gives_the_others_the_message() {
    only_the_unknown_are_refused(Intake::Pipelined);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_of_one_command_at_a_time_refuses_the_unknown_and_gives_the_others_the_message() {
    only_the_unknown_are_refused(Intake::LockStep);
}

fn only_the_unknown_are_refused(intake: Intake) {
    let server = MailServer::with_settings(&[&intake.setting(), "smtpd_error_sleep_time=0"]);
    // After twenty errors in a row Postfix hangs up (smtpd_hard_error_limit): where
    // DATA follows at once it is refused as well, so after ten of them.
    let unknown = (0..70).map(|index| format!("nobody{index}@parents.example"));
    let env = school(&server, unknown.chain(parents(40)));
    env.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
    let run = send(&env, 3);
    assert!(
        run.stdout.contains("550 5.1.1 <nobody0@parents.example>"),
        "{run}"
    );
    let message = &env.json(["archive", "list"])["messages"][0];
    assert_eq!(message["counts"]["refused"], 70, "{message}");
    assert_eq!(message["counts"]["accepted"], 40, "{message}");
    let mailboxes = server.mailboxes();
    assert!(mailboxes.keys().cloned().eq((0..40).map(mailbox)));
    assert!(mailboxes.values().all(|files| files.len() == 1));
    server.await_accepted(intake.verb(), 40);
    assert_eq!(server.accepted(intake.verb()), 40, "{}", server.log());
}

/// Postfix objects to the sender at RCPT, as if each parent were refused; or at MAIL.
#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_sender_that_the_account_does_not_own_marks_nobody() {
    for delay in ["yes", "no"] {
        let server = MailServer::with_settings(&[&format!("smtpd_delay_reject={delay}")]);
        let env = school(&server, parents(30));
        account(&env, &server, "prof@ac-test.fr", PASSWORD);
        env.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
        let options = [
            "--subject",
            "S",
            "--text",
            "T",
            "--yes",
            "--from",
            "prof@ac-test.fr",
        ];
        let run = env.run(["send", "cp"].iter().chain(&options));
        assert_eq!(run.code, 1, "{run}");
        assert!(
            run.stderr
                .contains("553 5.7.1 <prof@ac-test.fr>: Sender address rejected"),
            "{run}"
        );
        let (counts, _) = queued(&env);
        assert_eq!(counts["pending"], 30, "{run}");
        assert!(server.mailboxes().is_empty());
    }
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_login_that_may_not_relay_marks_nobody() {
    let server = MailServer::with_settings(&["smtpd_relay_restrictions=reject"]);
    let env = school(&server, parents(30));
    let run = send(&env, 1);
    assert!(run.stderr.contains("554 5.7.1 <p0"), "{run}");
    let (counts, _) = queued(&env);
    assert_eq!(counts["pending"], 30, "{run}");
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_message_that_is_too_large_marks_nobody() {
    let server = too_large_for_a_server_with(&Intake::Chunks.setting());
    // Where its size is told (RFC 1870).
    server.await_refused("mail", 1);
}

/// The server refuses the message at its end, as if each parent were refused.
#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_message_that_is_too_large_once_the_server_has_it_marks_nobody() {
    for intake in Intake::ALL {
        let server = too_large_for_a_server_with(&intake.setting_without("size"));
        server.await_refused(intake.verb(), 1);
        assert_eq!(server.refused("mail"), 0, "{}", server.log());
    }
}

/// Sends what is too large for a server, and sees that nobody is marked for it.
fn too_large_for_a_server_with(setting: &str) -> MailServer {
    let server = MailServer::with_settings(&[
        setting,
        "message_size_limit=20000",
        "virtual_mailbox_limit=0",
    ]);
    let env = school(&server, parents(30));
    env.write("photo.jpg", vec![0xff; 30_000]);
    let run = env.run([
        "send",
        "cp",
        "--subject",
        "S",
        "--text",
        "T",
        "--attach",
        "photo.jpg",
        "--yes",
    ]);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("552 5.3.4 "), "{run}");
    let (counts, _) = queued(&env);
    assert_eq!(counts["pending"], 30, "{run}");
    assert!(server.mailboxes().is_empty());
    server
}

/// A bounce finds its delivery by what the server was told (RFC 3461).
#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_bounce_names_the_message_and_whom_it_was_for() {
    let server = MailServer::with_settings(&["maximal_queue_lifetime=0"]);
    server.break_mailbox("p000");
    let env = school(&server, parents(1));
    let _sent = send(&env, 0);
    // The bounce, besides what stands for the broken mailbox.
    server.wait_for(2);
    let mailboxes = server.mailboxes();
    let bounce = fs::read_to_string(&mailboxes["dir"][0]).unwrap();
    let archive = env.json(["archive", "list"]);
    let id = archive["messages"][0]["id"].as_str().unwrap();
    for expected in [
        format!("Original-Envelope-Id: {id}"),
        "Original-Recipient: rfc822;p000@parents.example".to_owned(),
        // RET=HDRS: the message itself does not come back.
        "Content-Type: text/rfc822-headers".to_owned(),
    ] {
        assert!(bounce.contains(&expected), "{expected}: {bounce}");
    }
}
