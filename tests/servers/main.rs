//! The program against real servers: Postfix and Dovecot, as `mail-servers` runs them.
//!
//! Ignored by default: `cargo test --test servers -- --ignored` as root, with
//! Debian's packages postfix, dovecot-core and python3.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![expect(
    clippy::print_stderr,
    reason = "what real servers said is told when a test fails"
)]

#[expect(dead_code, reason = "the other tests need more of it")]
#[path = "../cli/support/env.rs"]
mod env;
mod parsed;
#[expect(dead_code, reason = "the other tests need more of it")]
#[path = "../cli/support/schema.rs"]
mod schema;
mod server;

use std::{collections::BTreeSet, fs, path::PathBuf};

use env::{Env, Run};
use parsed::{Parsed, by_mail_parser, by_python, hexadecimal};
use server::MailServer;

const DIRECTOR: &str = "dir@ac-test.fr";
const PASSWORD: &str = "Tr0ub4dor";
const SUBJECT: &str =
    "Sortie au musée : prévoyez « bottes & goûter », départ à 8 h 30 précises, retour vers 16 h";
const FILE: &str = "Sortie n° 2 – élèves de CE1, œuvres & goûter, à signer.pdf";

/// What a list without a footer of its own adds to each message (R8).
const FOOTER: &str = "\n-- \nVous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant (École des Tests). \
    Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. \
    Pour la faire supprimer, répondez à ce message.";

/// A school whose director's account is on a server, with a list of parents.
fn school(server: &MailServer, parents: impl IntoIterator<Item = String>) -> Env {
    let mut env = Env::with_domain();
    let authority = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/tls/authority.pem"
    );
    env.set("SSL_CERT_FILE", authority);
    account(&env, server, DIRECTOR, PASSWORD);
    env.ok([
        "list",
        "create",
        "cp",
        "--owner",
        DIRECTOR,
        "--title",
        "Parents de « CP », école Jean-Macé",
    ]);
    let parents: Vec<String> = parents.into_iter().collect();
    env.ok(["subscriber", "add", "cp"]
        .into_iter()
        .chain(parents.iter().map(String::as_str)));
    env
}

/// Adds an account that logs in as the director.
fn account(env: &Env, server: &MailServer, address: &str, password: &str) {
    let port = server.port().to_string();
    let options = [
        "account",
        "add",
        address,
        "--login",
        DIRECTOR,
        "--display-name",
        "École des Tests",
        "--host",
        "localhost",
        "--port",
        &port,
        "--security",
        "starttls",
        "--password-stdin",
    ];
    let added = env.run_with_input(options, password.as_bytes());
    assert_eq!(added.code, 0, "{added}");
}

fn parents(count: usize) -> Vec<String> {
    (0..count)
        .map(mailbox)
        .map(|name| format!("{name}@parents.example"))
        .collect()
}

fn mailbox(index: usize) -> String {
    format!("p{index:03}")
}

/// Sends a short message and expects an exit code.
fn send(env: &Env, code: i32) -> Run {
    let run = env.run([
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour",
        "--yes",
    ]);
    assert_eq!(run.code, code, "{run}");
    run
}

/// Returns the counts of the only message of the queue, and its identifier.
fn queued(env: &Env) -> (serde_json::Value, String) {
    let message = env.json(["queue", "list"])["messages"][0].clone();
    let id = message["id"].as_str().unwrap().to_owned();
    (message["counts"].clone(), id)
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn three_hundred_parents_get_the_message_once_each_as_it_was_written() {
    let server = MailServer::start();
    let env = school(&server, parents(300));
    let long = "très long et sans retour à la ligne, ".repeat(60);
    let text = format!(
        "Bonjour,\n\n.Un point en début de ligne\n.\n..\nFrom ici, {long}\n\nÀ bientôt — œuvre, cœur, 5 €\n\n\tLa directrice\n"
    );
    let file: Vec<u8> = (0..=u8::MAX).cycle().take(20_000).collect();
    env.write("sortie.txt", &text);
    env.write(FILE, &file);
    let sent = env.run([
        "send",
        "cp",
        "--subject",
        SUBJECT,
        "--body",
        "sortie.txt",
        "--attach",
        FILE,
        "--yes",
    ]);
    assert_eq!(sent.code, 0, "{sent}");

    let mailboxes = server.mailboxes();
    assert!(
        mailboxes.keys().cloned().eq((0..300).map(mailbox)),
        "{mailboxes:?}"
    );
    let paths: Vec<_> = mailboxes
        .values()
        .map(|files| {
            assert_eq!(files.len(), 1, "{files:?}");
            files[0].clone()
        })
        .collect();
    let expected = |index| Parsed {
        from: vec![("École des Tests".to_owned(), DIRECTOR.to_owned())],
        to: vec![(String::new(), format!("{}@parents.example", mailbox(index)))],
        subject: SUBJECT.to_owned(),
        texts: vec![format!("{text}{FOOTER}")],
        files: vec![(FILE.to_owned(), hexadecimal(&file))],
        defects: Vec::new(),
    };
    for (index, path) in paths.iter().enumerate() {
        assert_eq!(by_mail_parser(path), expected(index), "{}", path.display());
        r5_names_no_other_parent(&fs::read_to_string(path).unwrap(), index);
    }
    for (index, parsed) in by_python(&paths).into_iter().enumerate() {
        assert_eq!(parsed, expected(index));
    }
    // Improper pipelining, for one, would be told there.
    let told = server.log();
    assert!(!told.contains("warning:"), "{told}");
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
    let server = MailServer::with_settings(&["smtpd_error_sleep_time=0"]);
    // After ten in a row, a refused RCPT and a refused DATA each, Postfix hangs
    // up (smtpd_hard_error_limit).
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
    assert_eq!(mailboxes.len(), 40);
    assert!(mailboxes.values().all(|files| files.len() == 1));
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
    let server =
        MailServer::with_settings(&["message_size_limit=20000", "virtual_mailbox_limit=0"]);
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
}

/// Counts how many messages Postfix took among the files of a mailbox.
///
/// When it is stopped between delivering a message and forgetting it, it
/// delivers the same one again: two files, and one identifier in its queue.
fn taken(files: &[PathBuf]) -> usize {
    let identifier = |file: &PathBuf| {
        let message = fs::read_to_string(file).unwrap();
        let (_, after) = message.split_once(" id ").unwrap();
        after.split_whitespace().next().unwrap().to_owned()
    };
    files.iter().map(identifier).collect::<BTreeSet<_>>().len()
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_that_stops_in_the_middle_gives_everyone_one_copy_in_the_end() {
    let mut server = MailServer::start();
    let env = school(&server, parents(600));
    let mut command = env.command();
    command.args(["-q", "send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    let sending = command.spawn().unwrap();
    server.wait_for(60);
    server.stop();
    let output = sending.wait_with_output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    let (counts, id) = queued(&env);
    assert!(
        counts["pending"].as_u64().unwrap() > 0,
        "all were sent before the server stopped"
    );
    server.start_again();
    let resumed = env.run(["-q", "queue", "resume", &id]);
    let document = env.json(["archive", "deliveries", &id]);
    let deliveries = document["deliveries"].as_array().unwrap();
    let mailboxes = server.mailboxes();
    let mut uncertain = 0;
    for delivery in deliveries {
        let address = delivery["address"].as_str().unwrap();
        let copies = mailboxes
            .get(address.split('@').next().unwrap())
            .map_or(0, |files| taken(files));
        match delivery["state"].as_str().unwrap() {
            "accepted" => assert_eq!(copies, 1, "{delivery}"),
            "uncertain" => {
                assert!(copies <= 1, "{delivery}");
                uncertain += 1;
            }
            _ => panic!("{delivery}"),
        }
    }
    assert_eq!(deliveries.len(), 600);
    // One connection has four messages in flight at the most, and there are four of them.
    assert!(uncertain <= 16, "{uncertain}");
    assert_eq!(
        resumed.code,
        if uncertain == 0 { 0 } else { 3 },
        "{resumed}"
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
