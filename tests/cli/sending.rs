//! `carnet send`, `carnet queue`, `carnet archive`: rules R3 to R9 over real SMTP.

use std::{collections::BTreeMap, process::Stdio};

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::support::{
    Run,
    school::{DIRECTOR, School, stable},
    smtp::{Gate, Mail, Moment, Reply, Script, SmtpServer},
};

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
fn send(school: &School, lists: &[&str], code: i32) {
    let _run = run_send(school, lists, code);
}

/// Sends a short message to lists, expects an exit code, and returns what was said.
fn run_send(school: &School, lists: &[&str], code: i32) -> Run {
    let options = ["--subject", "Sortie", "--text", "Bonjour", "--yes"];
    let run = school.run(["send"].iter().chain(lists).chain(&options));
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
    assert_snapshot!(stable(&school.run_fr(arguments)), @"
    --- stderr
    erreur : dir@ac-test.fr ne peut pas écrire à cp : elle n’est pas parmi ses modérateurs (règle R3)
    conseil : c’est le modérateur qui écrit : prof@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    --- exit 77
    ");
    assert_snapshot!(stable(&school.run(arguments)), @"
    --- stderr
    error: dir@ac-test.fr cannot write to cp: it is not among its moderators (rule R3)
    hint: the moderator writes: prof@ac-test.fr
    hint: the message is kept as a draft; to take it up: carnet send --draft 20261123-080000-abcd
    --- exit 77
    ");
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
    assert_snapshot!(stable(&from("dir@gmail.com")), @"
    --- stderr
    erreur : dir@gmail.com ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
    conseil : cette adresse peut écrire : dir@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    --- exit 77
    ");
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    assert_snapshot!(stable(&from("prof@ac-test.fr")), @"
    --- stderr
    erreur : prof@ac-test.fr ne peut pas écrire : carnet n’a pas de compte pour elle (règle R4)
    conseil : pour écrire avec elle : carnet setup --address prof@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    --- exit 77
    ");
    school.ok(["config", "set", "professional_domains", "ac-autre.fr"]);
    assert_snapshot!(stable(&from("dir@ac-test.fr")), @"
    --- stderr
    erreur : dir@ac-test.fr ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
    conseil : une adresse professionnelle finit ici par @ac-autre.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    --- exit 77
    ");
    assert!(server.mails().is_empty());
}

#[test]
fn r4_who_lost_the_professional_address_is_not_named_as_who_writes_to_a_list() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["config", "set", "professional_domains", "ac-autre.fr"]);
    let send = ["send", "cp", "--subject", "S", "--text", "T", "--dry-run"];
    let from = ["--from", "dir@ac-autre.fr"];
    assert_snapshot!(school.run_fr(send.iter().chain(&from)), @"
    --- stderr
    erreur : dir@ac-autre.fr ne peut pas écrire à cp : elle n’en est pas propriétaire, et la liste n’a pas de modérateur (règle R3)
    conseil : son propriétaire n’a plus d’adresse professionnelle ; pour la confier à un autre : carnet list edit cp --owner dir@ac-autre.fr
    --- exit 77
    ");
    school.ok(["config", "set", "professional_domains", "ac-test.fr"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    school.ok(["config", "set", "professional_domains", "ac-autre.fr"]);
    assert_snapshot!(school.run_fr(send.iter().chain(&from)), @"
    --- stderr
    erreur : dir@ac-autre.fr ne peut pas écrire à cp : elle n’est pas parmi ses modérateurs (règle R3)
    conseil : plus aucun modérateur n’a d’adresse professionnelle ; pour en ajouter un : carnet moderator add cp dir@ac-autre.fr
    --- exit 77
    ");
    school.ok(["moderator", "add", "cp", "prof@ac-autre.fr"]);
    assert_snapshot!(school.run_fr(send.iter().chain(&from)), @"
    --- stderr
    erreur : dir@ac-autre.fr ne peut pas écrire à cp : elle n’est pas parmi ses modérateurs (règle R3)
    conseil : c’est le modérateur qui écrit : prof@ac-autre.fr
    --- exit 77
    ");
}

#[test]
fn r5_each_subscriber_gets_a_message_of_their_own() {
    for script in [Script::new(), Script::new().keyword("PIPELINING")] {
        each_gets_a_message_of_their_own(&SmtpServer::start(script));
    }
}

fn each_gets_a_message_of_their_own(server: &SmtpServer) {
    let school = School::on(server);
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
                    let before = content.get(..at).and_then(|before| before.chars().next_back());
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
    let run = run_send(&school, &["cp"], 3);
    assert_snapshot!(stable(&run), @"
    --- stdout
    Message 20261123-080000-abcd: 1 accepted, 1 refused, 1 deferred.
    accepted  ##########                      1  33%
    refused   xxxxxxxxxx                      1  33%
    deferred  ~~~~~~~~~~                      1  33%

    Address        List  Outcome   Answer
    b@example.org  cp    refused   this address does not exist (550 5.1.1 adresse inconnue)
    c@example.org  cp    deferred  this mailbox is full (450 4.2.2 boite pleine)
    --- stderr
    The address b@example.org is refused: check it with the family. To remove it: carnet subscriber remove cp b@example.org
    1 person does not have the message yet. To go on: carnet queue resume 20261123-080000-abcd
    --- exit 3
    ");
    let queue = school.json(["queue", "list"]);
    let id = queue["messages"][0]["id"].as_str().unwrap();
    assert_eq!(queue["messages"][0]["state"], "deferred");
    // The server takes the third one now: the message is finished.
    server.follow(Script::new());
    let resumed = school.run_fr(["queue", "resume", id]);
    assert_snapshot!(stable(&resumed), @"
    --- stdout
    Message 20261123-080000-abcd : 2 acceptés, 1 refusé.
    acceptés  ####################            2  67 %
    refusés   xxxxxxxxxx                      1  33 %

    Adresse        Liste  Résultat  Réponse
    b@example.org  cp     refusée   cette adresse n’existe pas (550 5.1.1 adresse inconnue)
    --- stderr
    L’adresse b@example.org est refusée : vérifiez-la auprès de la famille. Pour la retirer : carnet subscriber remove cp b@example.org
    --- exit 3
    ");
    assert_eq!(server.mails().len(), 2, "nobody twice");
    assert_snapshot!(stable(&school.run_fr(["archive", "list"])), @"
    --- stdout
    Message               Écrit              Listes  Remises               Sujet
    20261123-080000-abcd  aujourd’hui à 8 h  cp      2 acceptés, 1 refusé  Sortie
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run(["archive", "show", id])), @"
    --- stdout
    Message     20261123-080000-abcd
    State       finished
    From        dir@ac-test.fr
    Subject     Sortie
    Lists       cp
    Written     today at 8:00
    Finished    today at 8:00
    Deliveries  2 accepted, 1 refused

    accepted  ####################            2  67%
    refused   xxxxxxxxxx                      1  33%

    Address        List  Outcome  Answer
    b@example.org  cp    refused  this address does not exist (550 5.1.1 adresse inconnue)
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run_fr(["archive", "deliveries", id])), @"
    --- stdout
    Adresse        Liste  Résultat  Quand              Réponse
    a@example.org  cp     acceptée  aujourd’hui à 8 h  250 2.0.0 Ok: queued as 1
    b@example.org  cp     refusée   aujourd’hui à 8 h  cette adresse n’existe pas (550 5.1.1 adresse inconnue)
    c@example.org  cp     acceptée  aujourd’hui à 8 h  250 2.0.0 Ok: queued as 2
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run(["archive", "deliveries", id, "--status", "refused"])), @"
    --- stdout
    Address        List  Outcome  When           Answer
    b@example.org  cp    refused  today at 8:00  this address does not exist (550 5.1.1 adresse inconnue)
    --- exit 0
    ");
    assert_snapshot!(school.run_fr(["queue", "list"]), @"
    --- stdout
    Tous les messages sont terminés.
    --- exit 0
    ");
    let archived =
        std::fs::read_to_string(school.home().join("messages").join(id).join("content.eml"))
            .unwrap();
    assert!(archived.contains("Bonjour"));
}

#[test]
fn a_silent_send_does_not_hide_who_was_refused() {
    let server = SmtpServer::start(Script::new().reply_to_rcpt("b@example.org", "550 5.1.1 no"));
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.list("ce1", &["a@example.org"]);
    let send = |list| {
        let options = ["--subject", "S", "--text", "T", "--yes"];
        school.run_fr(["-q", "send", list].iter().chain(&options))
    };
    assert_snapshot!(stable(&send("cp")), @"
    --- stderr
    attention : Message 20261123-080000-abcd : 1 accepté, 1 refusé.
    --- exit 3
    ");
    assert_snapshot!(stable(&send("ce1")), @"--- exit 0");
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
    assert_snapshot!(school.run_fr(&with_piece), @"
    --- stderr
    De              École des Tests <dir@ac-test.fr>
    À               2 personnes
                    cp : 2
                    ce1 : 0
    Écartés         1 jointe par une autre liste
    Sujet           Sortie
    Pièces jointes  Menu d’été.pdf (1 Kio)
    Taille          2 Kio par message
    erreur : il n’y a pas de terminal où demander « Envoyer à 2 personnes ? »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    assert_snapshot!(school.run_fr(with_piece.iter().chain(&["--dry-run"])), @"
    --- stdout
    De              École des Tests <dir@ac-test.fr>
    À               2 personnes
                    cp : 2
                    ce1 : 0
    Écartés         1 jointe par une autre liste
    Sujet           Sortie
    Pièces jointes  Menu d’été.pdf (1 Kio)
    Taille          2 Kio par message

    Le premier message
    De              École des Tests <dir@ac-test.fr>
    À               a@example.org
    Réponses à      dir@ac-test.fr
    Sujet           [CP] Sortie
    Pièces jointes  Menu d’été.pdf (1 Kio)

      Bonjour à tous,
      à demain.

      --
      Vous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant (École des Tests). Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. Pour la faire supprimer, répondez à ce message.
    --- stderr
    Rien n’a été envoyé. La même commande sans --dry-run l’envoie.
    --- exit 0
    ");
    assert_snapshot!(school.run(with_piece.iter().chain(&["--dry-run"])), @"
    --- stdout
    From         École des Tests <dir@ac-test.fr>
    To           2 people
                 cp: 2
                 ce1: 0
    Left out     1 reached through another list
    Subject      Sortie
    Attachments  Menu d’été.pdf (1 KiB)
    Size         2 KiB each

    The first message
    From         École des Tests <dir@ac-test.fr>
    To           a@example.org
    Replies to   dir@ac-test.fr
    Subject      [CP] Sortie
    Attachments  Menu d’été.pdf (1 KiB)

      Bonjour à tous,
      à demain.

      --
      Vous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant (École des Tests). Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. Pour la faire supprimer, répondez à ce message.
    --- stderr
    Nothing was sent. The same command without --dry-run sends it.
    --- exit 0
    ");
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
    assert_snapshot!(school.run_fr(arguments), @"
    --- stdout
    Un exemplaire d’essai est parti à dir@ac-test.fr
    --- exit 0
    ");
    assert_snapshot!(school.run(arguments.iter().chain(&["moi@example.net"])), @"
    --- stdout
    A test copy went to moi@example.net
    --- exit 0
    ");
    let mails = server.mails();
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0].recipients, [DIRECTOR]);
    assert_eq!(mails[1].recipients, ["moi@example.net"]);
    assert_eq!(header(&text(&mails[0]), "Subject"), Some("[TEST] Sortie"));
    assert!(!school.home().join("messages").exists());
}

#[test]
fn a_test_copy_counts_against_the_limits_of_the_account() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["account", "edit", DIRECTOR, "--limit", "1/h"]);
    let arguments = ["send", "cp", "--subject", "S", "--text", "T", "--test"];
    school.ok(arguments);
    assert_snapshot!(school.run_fr(arguments), @"
    --- stderr
    erreur : dir@ac-test.fr a envoyé autant de messages que ses limites le permettent
    conseil : le prochain pourra partir aujourd’hui à 9 h
    --- exit 75
    ");
    assert_snapshot!(school.run(arguments), @"
    --- stderr
    error: dir@ac-test.fr has sent as many messages as its limits allow
    hint: the next one may leave today at 9:00
    --- exit 75
    ");
    assert_eq!(server.mails().len(), 1);
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
    assert_snapshot!(outbox, @"
    --- stdout
    2 messages écrits dans essai
    --- exit 0
    ");
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
        // Postfix answers RCPT with what it has against the sender or the login.
        (
            Moment::Rcpt,
            Reply::from("553 5.7.1 <dir@ac-test.fr>: Sender address rejected: not owned by user x"),
            1,
        ),
        (
            Moment::Rcpt,
            Reply::from("554 5.7.1 Relay access denied"),
            1,
        ),
        (
            Moment::Rcpt,
            Reply::from("503 This mail server requires authentication"),
            1,
        ),
        // Exchange looks at the sender after the final dot.
        (
            Moment::Content,
            Reply::from("550 5.7.60 not as this sender"),
            1,
        ),
    ];
    let modes = [Script::new(), Script::new().keyword("PIPELINING")];
    let cases = modes
        .iter()
        .flat_map(|mode| cases.iter().map(move |case| (mode, case.clone())));
    for (mode, (moment, reply, code)) in cases {
        let server = SmtpServer::start(mode.clone().reply(moment, reply.clone()));
        let school = School::on(&server);
        school.list("cp", &["a@example.org", "b@example.org", "c@example.org"]);
        let run = run_send(&school, &["cp"], code);
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
        let accepted = server.mails().iter().filter(|mail| mail.accepted).count();
        assert_eq!(accepted, 3);
    }
}

#[test]
fn a_moderator_whom_the_server_cannot_name_is_no_parent_s_fault() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.ok(["moderator", "add", "cp", DIRECTOR, "hélène@ac-test.fr"]);
    let run = run_send(&school, &["cp"], 1);
    assert!(
        run.stderr
            .contains("no address with letters outside ASCII before the @"),
        "{run}"
    );
    assert!(run.stdout.contains("2 pending"), "{run}");
    assert_eq!(server.mails().len(), 0);
}

#[test]
fn a_sender_refused_at_rcpt_is_told_as_the_account_s_concern() {
    let refusal = "553 5.7.1 <dir@ac-test.fr>: Sender address rejected: not owned by user prof";
    let server = SmtpServer::start(Script::new().reply(Moment::Rcpt, refusal));
    let school = School::on(&server);
    let port = format!(":{}", server.port());
    let without_port = |run: &Run| stable(run).replace(&port, ":PORT");
    school.list("cp", &["a@example.org"]);
    let run = run_send(&school, &["cp"], 1);
    assert_snapshot!(without_port(&run), @"
    --- stdout
    Message 20261123-080000-abcd: 1 pending.
    pending  ..............................  1  100%

    Address        List  Outcome  Answer
    a@example.org  cp    pending  the server does not want this message (553 5.7.1 <dir@ac-test.fr>: Sender address rejected: not owned by user prof)
    --- stderr
    error: cannot write as dir@ac-test.fr through 127.0.0.1:PORT
      caused by: the server refuses the sender’s address
      caused by: the server’s answer: 553 5.7.1 <dir@ac-test.fr>: Sender address rejected: not owned by user prof
    hint: an account writes only with the address that it belongs to; check the login: carnet account edit dir@ac-test.fr --login LOGIN
    hint: the message is kept; to go on sending: carnet queue resume 20261123-080000-abcd
    --- exit 1
    ");
    server.follow(Script::new().reply(Moment::Content, "554 5.7.1 message refused"));
    let id = school.json(["queue", "list"])["messages"][0]["id"].clone();
    let run = school.run_fr(["queue", "resume", id.as_str().unwrap()]);
    assert_snapshot!(without_port(&run), @"
    --- stdout
    Message 20261123-080000-abcd : 1 en attente.
    en attente  ..............................  1  100 %

    Adresse        Liste  Résultat    Réponse
    a@example.org  cp     en attente  le serveur ne veut pas de ce message (554 5.7.1 message refused)
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur refuse le message
      cause : réponse du serveur : 554 5.7.1 message refused
    conseil : personne n’est marqué comme refusé pour cela : ce serveur n’a accepté le message pour personne depuis, et refuse peut-être le compte ou le message lui-même
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 1
    ");
}

#[test]
fn a_link_lost_after_the_final_dot_is_uncertain_and_sent_again_only_when_asked() {
    let server = SmtpServer::start(Script::new().reply(Moment::Content, Reply::Close));
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let run = run_send(&school, &["cp"], 3);
    assert_snapshot!(stable(&run), @"
    --- stdout
    Message 20261123-080000-abcd: 1 uncertain.
    uncertain  ??????????????????????????????  1  100%

    Address        List  Outcome    Answer
    a@example.org  cp    uncertain  the server closed the connection (connection closed)
    --- stderr
    1 person may have the message already: nobody knows what the server answered. To send again all the same: carnet queue resume 20261123-080000-abcd --resend-uncertain
    --- exit 3
    ");
    let id = school.json(["archive", "list"])["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    server.follow(Script::new());
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"
    --- stdout
    Message 20261123-080000-abcd : 1 incertain.
    --- stderr
    Il ne reste personne à qui envoyer le message.
    --- exit 0
    ");
    assert_eq!(server.mails().len(), 1);
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id, "--resend-uncertain"])), @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté.
    acceptés  ##############################  1  100 %
    --- exit 0
    ");
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
    assert_snapshot!(stable(&school.run_fr(["queue", "cancel", &id])), @"
    --- stderr
    erreur : il n’y a pas de terminal où demander « Renoncer à envoyer à 1 personne ? »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    assert_snapshot!(stable(&school.run_fr(["queue", "cancel", &id, "--yes"])), @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 1 écarté.
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"
    --- stderr
    erreur : le message 20261123-080000-abcd a été annulé
    conseil : pour l’envoyer à nouveau : carnet send --again 20261123-080000-abcd
    --- exit 1
    ");
    assert_eq!(server.mails().len(), 1);
    assert_snapshot!(stable(&school.run_fr(["archive", "list"])), @"
    --- stdout
    Message               Écrit              Listes  Remises                       Sujet
    20261123-080000-abcd  aujourd’hui à 8 h  cp      annulé : 1 accepté, 1 écarté  Sortie
    --- exit 0
    ");
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
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"
    --- stderr
    erreur : dir@ac-test.fr ne peut pas écrire à cp : elle n’est pas parmi ses modérateurs (règle R3)
    conseil : c’est le modérateur qui écrit : prof@ac-test.fr
    --- exit 77
    ");
    assert_eq!(
        school
            .run(["moderator", "remove", "cp", "prof@ac-test.fr"])
            .code,
        0
    );
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 1 écarté.
    acceptés  ###############                 1  50 %
    écartés   ---------------                 1  50 %

    Adresse        Liste  Résultat  Réponse
    a@example.org  cp     écartée   supprimée à sa demande
    --- exit 0
    ");
    assert_eq!(server.mails().len(), 1);
    assert_eq!(server.mails()[0].recipients, ["b@example.org"]);
}

#[test]
fn r8_whoever_leaves_while_the_message_goes_out_is_not_written_to_any_more() {
    let gate = Gate::default();
    let held = Reply::Held(gate.clone());
    let server = SmtpServer::start(Script::new().reply(Moment::Content, held));
    let school = School::on(&server);
    school.crowd("tous", 60);
    let arguments = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    let child = school
        .command()
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.unwrap();
    server.await_mails(4, &mut child);
    school.ok(["subscriber", "remove", "tous", "p058@example.org"]);
    school.ok(["list", "rename", "tous", "parents"]);
    school.ok(["subscriber", "remove", "parents", "p059@example.org"]);
    gate.open();
    assert!(child.wait().unwrap().success());
    let message = &school.json(["archive", "list"])["messages"][0];
    assert_eq!(message["counts"]["skipped"], 2, "{message}");
    assert_eq!(message["counts"]["accepted"], 58, "{message}");
    assert_eq!(server.mails().len(), 58);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of inputs and answers")]
fn bad_input_is_refused_before_anything_happens() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("vide", &[]);
    school.write("texte.docx", "PK");
    school.write("vide.txt", " \n");
    school.write("gros.bin", vec![0; 21 * 1024 * 1024]);
    let run = |arguments: &[&str]| school.run_fr(["send", "--yes"].iter().chain(arguments));
    assert_snapshot!(run(&["cp", "--subject", "S"]), @"
    --- stderr
    erreur : le message est vide
    conseil : donnez le texte avec --text, ou un fichier avec --body
    --- exit 2
    ");
    assert_snapshot!(run(&["cp", "--text", "T"]), @"
    --- stderr
    erreur : il manque --subject
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(run(&["cp", "--subject", "S\r\nBcc: x@example.org", "--text", "T"]), @"
    --- stderr
    erreur : --subject <SUJET> ne peut pas être « S  Bcc: x@example.org » : il faut une seule ligne, sans caractère de commande
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(run(&["cp", "--subject", " ", "--text", "T"]), @"
    --- stderr
    erreur : --subject <SUJET> ne peut pas être vide
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(run(&["inconnue", "--subject", "S", "--text", "T"]), @"
    --- stderr
    erreur : aucune liste ne s’appelle inconnue
    conseil : les listes sont cp, vide
    --- exit 1
    ");
    assert_snapshot!(run(&["vide", "--subject", "S", "--text", "T"]), @"
    --- stderr
    erreur : il n’y a personne à qui écrire
    conseil : vide n’a pas d’abonné ; pour y mettre les parents : carnet import CSVExtraction.csv --list vide
    --- exit 1
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--class", "CP"]), @"
    --- stderr
    erreur : personne sur ces listes n’a d’élève dans la classe « CP »
    conseil : ces listes ne connaissent pas de classes ; l’import d’une extraction d’ONDE les apporte
    --- exit 1
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--body", "absent.txt"]), @"
    --- stderr
    erreur : impossible de lire absent.txt
      cause : ce fichier ou ce dossier n’existe pas
    conseil : vérifiez le nom du fichier et son dossier
    --- exit 1
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--body", "texte.docx"]), @"
    --- stderr
    erreur : le message se lit dans un fichier de texte (.txt), et texte.docx n’en est pas un
    conseil : enregistrez-le comme texte (.txt), ou joignez-le : --attach texte.docx
    --- exit 2
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--body", "vide.txt"]), @"
    --- stderr
    erreur : le message est vide
    conseil : donnez le texte avec --text, ou un fichier avec --body
    --- exit 2
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--attach", "absent.pdf"]), @"
    --- stderr
    erreur : il n’y a pas de fichier absent.pdf
    conseil : vérifiez le nom du fichier et son dossier
    --- exit 1
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--attach", "."]), @"
    --- stderr
    erreur : . est un dossier
    conseil : joignez les fichiers qu’il contient un par un, chacun avec --attach
    --- exit 1
    ");
    assert_snapshot!(run(&["cp", "--subject", "S", "--text", "T", "--attach", "gros.bin"]), @"
    --- stderr
    erreur : les pièces jointes pèsent 21 Mio en tout, et la limite est de 20 Mio
    conseil : déposez les gros fichiers ailleurs et envoyez le lien, ou changez la limite : carnet config set attachments_limit_mib 21
    --- exit 1
    ");
    assert_snapshot!(stable(&run(&["cp", "--subject", "S", "--text", "T", "--from", "prof@ac-test.fr"])), @"
    --- stderr
    erreur : prof@ac-test.fr ne peut pas écrire à cp : elle n’en est pas propriétaire, et la liste n’a pas de modérateur (règle R3)
    conseil : c’est à son propriétaire d’écrire : dir@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    --- exit 77
    ");
    assert_snapshot!(school.run(["queue", "show", "20200101"]), @"
    --- stderr
    error: no message has the identifier “20200101”
    hint: to see the identifiers: carnet queue list, or carnet archive list
    --- exit 1
    ");
    assert_snapshot!(school.run(["archive", "show", "../lists"]), @"
    --- stderr
    error: no message has the identifier “../lists”
    hint: to see the identifiers: carnet queue list, or carnet archive list
    --- exit 1
    ");
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

#[test]
fn a_server_that_reports_on_deliveries_is_told_what_a_bounce_is_to_name() {
    let script = Script::new().keyword("DSN").keyword("SMTPUTF8");
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.list("cp", &["marie+cp@example.org", "zoé@example.org"]);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    school.ok(["-q", "send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    let commands = server.commands();
    let rcpt: Vec<&str> = starting(&commands, "RCPT");
    assert_eq!(
        rcpt,
        [
            "RCPT TO:<marie+cp@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;marie+2Bcp@example.org",
            "RCPT TO:<zoé@example.org> NOTIFY=FAILURE,DELAY ORCPT=utf-8;zoé@example.org",
        ]
    );
    for (mail, command) in server.mails().iter().zip(starting(&commands, "MAIL")) {
        let (_, id) = command.split_once(" RET=HDRS ENVID=").unwrap();
        assert!(id.len() <= 100, "{id}");
        // What the Message-ID is told by is told by this as well.
        let message_id = format!("Message-ID: <{id}@ac-test.fr>\r\n");
        let content = String::from_utf8_lossy(&mail.content);
        assert!(content.contains(&message_id), "{command}");
    }
}

fn starting<'a>(commands: &'a [String], verb: &str) -> Vec<&'a str> {
    let commands = commands.iter().map(String::as_str);
    commands.filter(|line| line.starts_with(verb)).collect()
}
