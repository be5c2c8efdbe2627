//! `carnet queue run`: what is due leaves, what is not stays, and only what needs a person is an error.

use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{
    Run,
    school::{DIRECTOR, School, stable},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

const DUE: &str = "2026-12-01 08:00";

/// A school with a list of these parents, to whom a message leaves on 1 December at 8:00.
fn scheduled(server: &SmtpServer, parents: &[&str], options: &[&str]) -> School {
    let school = School::on(server);
    school.list("cp", parents);
    schedule(&school, "cp", options);
    school
}

fn schedule(school: &School, list: &str, options: &[&str]) {
    let message = ["send", list, "--subject", "Sortie", "--text", "Bonjour"];
    let when = ["--at", DUE, "--yes"];
    let run = school.run(message.iter().chain(&when).chain(options));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
}

/// Runs the queue at a minute of 1 December.
fn run_at(school: &mut School, time: &str) -> Run {
    school.set("CARNET_CLOCK", &format!("2026-12-01T{time}:00Z"));
    school.run_fr(["queue", "run"])
}

fn received(server: &SmtpServer) -> Vec<String> {
    let mut received: Vec<String> = server
        .mails()
        .iter()
        .map(|mail| mail.recipients[0].clone())
        .collect();
    received.sort();
    received
}

/// Returns the one message, wherever it stands.
fn message(school: &School) -> Value {
    for place in ["queue", "archive"] {
        let messages = school.json([place, "list"]);
        if let Some(message) = messages["messages"].get(0) {
            return message.clone();
        }
    }
    panic!("no message");
}

fn id(school: &School) -> String {
    message(school)["id"].as_str().unwrap().to_owned()
}

const SILENCE: &str = "--- exit 0";

#[test]
fn nothing_due_is_silence() {
    let server = SmtpServer::start(Script::new());
    let mut school = School::on(&server);
    assert_eq!(run_at(&mut school, "07:00").to_string(), SILENCE);
    school.set("CARNET_CLOCK", "2026-11-23T08:00:00Z");
    school.list("cp", &["a@example.org"]);
    schedule(&school, "cp", &[]);
    assert_eq!(run_at(&mut school, "07:59").to_string(), SILENCE);
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_message_leaves_when_it_is_due_and_once() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org", "b@example.org"], &[]);
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stdout
    Message 20261123-080000-abcd « Sortie » : 2 acceptés.
    --- exit 0
    ");
    assert_eq!(received(&server), ["a@example.org", "b@example.org"]);
    assert_eq!(run_at(&mut school, "08:05").to_string(), SILENCE);
    assert_eq!(server.mails().len(), 2);
    assert_eq!(message(&school)["state"], "finished");
}

#[test]
fn a_message_that_is_too_late_is_not_sent_and_reported_once() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &["--expires", "90min"]);
    assert_snapshot!(stable(&run_at(&mut school, "09:31")), @"
    --- stderr
    attention : Le message 20261123-080000-abcd « Sortie » devait partir aujourd’hui à 8 h, et il est trop tard : il n’a été envoyé à personne. Pour l’envoyer quand même : carnet queue resume 20261123-080000-abcd
    --- exit 3
    ");
    assert_eq!(run_at(&mut school, "09:36").to_string(), SILENCE);
    assert_eq!(server.connections(), 0);
    assert_eq!(message(&school)["state"], "expired");
    assert_snapshot!(stable(&school.run_fr(["archive", "list"])), @"
    --- stdout
    Message               Écrit          Listes  Remises                Sujet
    20261123-080000-abcd  23 nov. à 8 h  cp      périmé : 1 en attente  Sortie
    --- exit 0
    ");
    let id = id(&school);
    assert_snapshot!(stable(&school.run_fr(["queue", "show", &id])), @"
    --- stdout
    Message   20261123-080000-abcd
    État      périmé
    De        dir@ac-test.fr
    Sujet     Sortie
    Listes    cp
    Écrit     lundi 23 novembre à 8 h (il y a 8 jours)
    Départ    aujourd’hui à 8 h
    Jusqu’au  aujourd’hui à 9 h 30
    Terminé   aujourd’hui à 9 h 31
    Remises   1 en attente

    en attente  ..............................  1  100 %

    Adresse        Liste  Résultat    Réponse
    a@example.org  cp     en attente
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run_fr(["queue", "resume", &id])), @"
    --- stderr
    erreur : il n’y a pas de terminal où demander « Ce message devait partir aujourd’hui à 8 h. L’envoyer maintenant à 1 personne ? »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    assert_eq!(school.run(["--yes", "queue", "resume", &id]).code, 0);
    assert_eq!(received(&server), ["a@example.org"]);
    assert_eq!(message(&school)["state"], "finished");
}

#[test]
fn a_message_is_late_for_a_day_at_most_unless_told_otherwise() {
    for (clock, sent) in [("2026-12-02T08:00:00Z", 1), ("2026-12-02T08:00:01Z", 0)] {
        let server = SmtpServer::start(Script::new());
        let mut school = scheduled(&server, &["a@example.org"], &[]);
        school.set("CARNET_CLOCK", clock);
        let run = school.run(["queue", "run"]);
        assert_eq!(server.mails().len(), sent, "{clock}: {run}");
    }
}

#[test]
fn a_scheduled_message_can_be_sent_at_once_or_cancelled() {
    let server = SmtpServer::start(Script::new());
    let school = scheduled(&server, &["a@example.org"], &[]);
    let id = id(&school);
    assert_eq!(school.run(["queue", "resume", &id]).code, 2);
    assert_eq!(server.connections(), 0);
    assert_eq!(school.run(["--yes", "queue", "resume", &id]).code, 0);
    assert_eq!(received(&server), ["a@example.org"]);

    let mut school = scheduled(&server, &["b@example.org"], &[]);
    let id = self::id(&school);
    assert_eq!(school.run(["--yes", "queue", "cancel", &id]).code, 0);
    assert_eq!(run_at(&mut school, "08:00").to_string(), SILENCE);
    assert_eq!(message(&school)["state"], "cancelled");
    assert_eq!(received(&server), ["a@example.org"]);
}

#[test]
fn only_the_deferred_that_are_due_are_tried_again_and_never_the_uncertain() {
    let busy = Script::new().reply_to_rcpt("b@example.org", "450 4.2.0 plus tard");
    let server = SmtpServer::start(busy);
    let mut school = scheduled(&server, &["a@example.org", "b@example.org"], &[]);
    let run = run_at(&mut school, "08:00");
    assert_eq!((run.code, run.stderr.as_str()), (75, ""), "{run}");
    let retry: jiff::Timestamp = message(&school)["retry"].as_str().unwrap().parse().unwrap();
    let id = id(&school);
    let show = ["queue", "show", &id];
    assert_eq!(school.json(show)["retry"], retry.to_string());
    let shown = school.run_fr(show).stdout;
    assert!(
        shown.contains("à réessayer\u{a0}: aujourd’hui à 8\u{a0}h\u{a0}34"),
        "{shown}"
    );
    server.follow(Script::new());
    let mut run_at_instant = |instant: jiff::Timestamp| {
        school.set("CARNET_CLOCK", &instant.to_string());
        school.run_fr(["queue", "run"])
    };
    let second = jiff::SignedDuration::from_secs(1);
    assert_eq!(run_at_instant(retry - second).to_string(), SILENCE);
    assert_eq!(received(&server), ["a@example.org"]);
    assert_snapshot!(stable(&run_at_instant(retry)), @"
    --- stdout
    Message 20261123-080000-abcd « Sortie » : 2 acceptés.
    --- exit 0
    ");
    assert_eq!(received(&server), ["a@example.org", "b@example.org"]);
}

#[test]
fn what_the_server_refused_or_left_uncertain_is_told_once_and_left_alone() {
    let script = Script::new()
        .reply_to_rcpt("b@example.org", "550 5.1.1 inconnue")
        .reply(Moment::Content, Reply::Close);
    let server = SmtpServer::start(script);
    let mut school = scheduled(&server, &["a@example.org", "b@example.org"], &[]);
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stdout
    Message 20261123-080000-abcd « Sortie » : 1 refusé, 1 incertain.
    --- stderr
    attention : Message 20261123-080000-abcd « Sortie » : 1 refusé, 1 incertain. Pour voir qui : carnet queue show 20261123-080000-abcd
    --- exit 3
    ");
    server.follow(Script::new());
    assert_eq!(run_at(&mut school, "12:00").to_string(), SILENCE);
    assert_eq!(received(&server), ["a@example.org"], "and not taken twice");
}

#[test]
fn a_sender_who_lost_the_right_to_write_stops_that_message_and_no_other() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    school.list("ce1", &["b@example.org"]);
    schedule(&school, "ce1", &[]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stdout
    Message 20261123-080000-abcd « Sortie » : 1 accepté.
    --- stderr
    erreur : le message 20261123-080000-abcd « Sortie » est arrêté
      cause : dir@ac-test.fr ne peut pas écrire à cp : elle n’est pas parmi ses modérateurs (règle R3)
    conseil : c’est le modérateur qui écrit : prof@ac-test.fr
    conseil : dès que c’est rétabli, carnet queue run l’enverra ; pour y renoncer : carnet queue cancel 20261123-080000-abcd
    --- exit 77
    ");
    assert_eq!(received(&server), ["b@example.org"]);
    assert_eq!(run_at(&mut school, "08:05").to_string(), SILENCE);
    assert_snapshot!(stable(&school.run_fr(["queue", "list"])), @"
    --- stdout
    Message               Écrit          État    Remises       Sujet
    20261123-080000-abcd  23 nov. à 8 h  arrêté  1 en attente  Sortie
    --- exit 0
    ");
    let message = message(&school);
    assert_eq!(message["state"], "stopped");
    let shown = school.run_fr(["queue", "show", message["id"].as_str().unwrap()]);
    assert!(shown.stdout.contains("(règle R3)"), "{shown}");
    // The right is back, and the message is not too late yet.
    school.ok(["moderator", "add", "cp", DIRECTOR]);
    assert_eq!(run_at(&mut school, "08:10").code, 0);
    assert_eq!(received(&server), ["a@example.org", "b@example.org"]);
}

#[test]
fn an_account_that_is_gone_stops_the_message() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    school.ok(["--yes", "-q", "account", "remove", DIRECTOR]);
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stderr
    erreur : le message 20261123-080000-abcd « Sortie » est arrêté
      cause : dir@ac-test.fr ne peut pas écrire : carnet n’a pas de compte pour elle (règle R4)
    conseil : pour écrire avec elle : carnet setup --address dir@ac-test.fr
    conseil : dès que c’est rétabli, carnet queue run l’enverra ; pour y renoncer : carnet queue cancel 20261123-080000-abcd
    --- exit 77
    ");
    assert_eq!(server.connections(), 0);
}

#[test]
fn whoever_left_or_was_suspended_or_suppressed_is_skipped() {
    let server = SmtpServer::start(Script::new());
    let parents = ["a@example.org", "b@example.org", "c@example.org"];
    let mut school = scheduled(&server, &parents, &[]);
    school.ok(["subscriber", "remove", "cp", "a@example.org"]);
    let list = school.home().join("lists/cp.json");
    let text = std::fs::read_to_string(&list).unwrap();
    let (before, after) = text.split_once("b@example.org").unwrap();
    let suspended = after.replacen("\"active\"", "\"suspended\"", 1);
    std::fs::write(&list, format!("{before}b@example.org{suspended}")).unwrap();
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stdout
    Message 20261123-080000-abcd « Sortie » : 1 accepté, 2 écartés.
    --- exit 0
    ");
    assert_eq!(received(&server), ["c@example.org"]);
}

#[test]
fn a_class_that_grew_reaches_its_new_parents_only_with_a_late_audience() {
    for (options, reached) in [
        (&[][..], &["a@example.org"][..]),
        (&["--late-audience"], &["a@example.org", "b@example.org"]),
    ] {
        let server = SmtpServer::start(Script::new());
        let mut school = scheduled(&server, &["a@example.org"], options);
        school.ok(["subscriber", "add", "cp", "b@example.org"]);
        let run = run_at(&mut school, "08:00");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
        assert_eq!(received(&server), reached);
        let message = message(&school);
        assert_eq!(message["recipients"], reached.len());
        let id = message["id"].as_str().unwrap();
        let deliveries = school.json(["archive", "deliveries", id]);
        assert_eq!(
            deliveries["deliveries"].as_array().unwrap().len(),
            reached.len()
        );
    }
}

#[test]
fn a_late_audience_is_one_copy_per_person_under_the_name_that_the_list_had() {
    let server = SmtpServer::start(Script::new());
    let mut school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    let message = [
        "send",
        "cp",
        "ce1",
        "--subject",
        "S",
        "--text",
        "T",
        "--yes",
    ];
    let late = ["--at", DUE, "--late-audience"];
    school.ok(message.iter().chain(&late));
    school.ok(["subscriber", "add", "ce1", "A@example.org", "c@example.org"]);
    school.ok(["list", "rename", "ce1", "ce2"]);
    let run = run_at(&mut school, "08:00");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!(
        received(&server),
        ["a@example.org", "b@example.org", "c@example.org"]
    );
}

#[test]
fn a_late_audience_of_nobody_is_reported() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &["--late-audience"]);
    let asked = ["list", "delete", "cp"];
    assert_snapshot!(stable(&school.run_fr(asked)), @"
    --- stderr
    Le message 20261123-080000-abcd « Sortie » n’est pas terminé : qui ne l’attend que par cp ne le recevra pas.
    erreur : il n’y a pas de terminal où demander « Supprimer la liste cp et son abonnement ? »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    school.ok(["--yes", "--quiet"].iter().chain(&asked));
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stderr
    attention : Message 20261123-080000-abcd « Sortie » : il n’y a plus personne à qui écrire sur ses listes.
    --- exit 3
    ");
    assert_eq!(run_at(&mut school, "08:05").to_string(), SILENCE);
    assert_eq!(message(&school)["state"], "finished");
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_message_whose_audience_has_left_altogether_is_reported() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org", "b@example.org"], &[]);
    school.ok(["--yes", "--quiet", "list", "delete", "cp"]);
    assert_snapshot!(stable(&run_at(&mut school, "08:00")), @"
    --- stdout
    Message 20261123-080000-abcd « Sortie » : 2 écartés.
    --- stderr
    attention : Message 20261123-080000-abcd « Sortie » : il n’y a plus personne à qui écrire sur ses listes.
    --- exit 3
    ");
    assert_eq!(run_at(&mut school, "08:05").to_string(), SILENCE);
    assert!(server.mails().is_empty());
}

#[test]
fn a_server_that_does_not_answer_is_told_once_for_all_its_messages_and_tried_by_the_next_run() {
    let server = SmtpServer::start(Script::new().reply(Moment::Hello, "554 5.3.2 en panne"));
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    school.list("ce1", &["b@example.org"]);
    schedule(&school, "ce1", &[]);
    let run = run_at(&mut school, "08:00");
    assert_eq!(run.stderr.matches("erreur").count(), 1, "{run}");
    assert_eq!(run.code, 1, "{run}");
    server.follow(Script::new());
    let run = run_at(&mut school, "08:05");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!(received(&server), ["a@example.org", "b@example.org"]);
}

#[test]
fn a_script_gets_one_document() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    school.list("ce1", &["b@example.org"]);
    schedule(&school, "ce1", &["--expires", "1min"]);
    assert_eq!(
        school.json(["queue", "run"]),
        serde_json::json!({"messages": []})
    );
    school.set("CARNET_CLOCK", "2026-12-01T09:00:00Z");
    let done = school.json(["queue", "run"]);
    let mut states: Vec<&str> = done["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    states.sort_unstable();
    assert_eq!(states, ["expired", "finished"]);
}

#[test]
fn the_second_of_two_runs_leaves_at_once_or_waits() {
    let gate = Gate::default();
    let held = Script::new().reply(Moment::Content, Reply::Held(gate.clone()));
    let server = SmtpServer::start(held);
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
    let start = |option: &[&str]| {
        let mut command = school.command();
        command.args(["queue", "run"]).args(option);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut first = start(&[]);
    server.await_mails(1, &mut first);
    assert_snapshot!(school.run_fr(["queue", "run"]), @"
    --- stderr
    erreur : un autre carnet queue run est déjà à l’œuvre
    conseil : il fait ce que ferait celui-ci ; avec --wait, celui-ci attend qu’il ait fini
    --- exit 75
    ");
    assert_snapshot!(school.run(["queue", "run"]), @"
    --- stderr
    error: another carnet queue run is at work
    hint: it does what this one would do; with --wait, this one waits for it to end
    --- exit 75
    ");
    let waiting = start(&["--wait"]);
    gate.open();
    let first = first.wait_with_output().unwrap();
    assert_eq!(first.status.code(), Some(0));
    let waiting = waiting.wait_with_output().unwrap();
    assert_eq!(
        (waiting.status.code(), waiting.stderr.as_slice()),
        (Some(0), &b""[..])
    );
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn a_message_that_is_being_sent_is_left_to_its_sender() {
    let gate = Gate::default();
    let held = Script::new().reply(Moment::Content, Reply::Held(gate.clone()));
    let server = SmtpServer::start(held);
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let message = ["send", "cp", "--subject", "S", "--text", "T", "--yes"];
    let mut sending = school.command();
    sending.args(message).stdout(Stdio::null());
    let mut sending = sending.spawn().unwrap();
    server.await_mails(1, &mut sending);
    assert_eq!(school.run(["queue", "run"]).to_string(), SILENCE);
    gate.open();
    assert_eq!(sending.wait().unwrap().code(), Some(0));
    assert_eq!(school.run(["queue", "run"]).to_string(), SILENCE);
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn a_killed_run_is_gone_on_with_by_the_next_and_holds_no_lock() {
    let gate = Gate::default();
    let held = Script::new().reply(Moment::Content, Reply::Held(gate.clone()));
    let server = SmtpServer::start(held);
    let mut school = School::on(&server);
    let parents = school.crowd("cp", 30);
    schedule(&school, "cp", &["--late-audience"]);
    school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
    let mut command = school.command();
    command.args(["queue", "run"]).stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    server.await_mails(1, &mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    gate.open();
    server.follow(Script::new());
    let run = run_at(&mut school, "08:05");
    assert!([0, 3].contains(&run.code), "{run}");
    let message = message(&school);
    let (accepted, uncertain) = (
        &message["counts"]["accepted"],
        &message["counts"]["uncertain"],
    );
    assert_eq!(
        accepted.as_u64().unwrap() + uncertain.as_u64().unwrap(),
        parents.len() as u64
    );
    let mut received = received(&server);
    let all = received.len();
    received.dedup();
    assert_eq!(received.len(), all, "nobody twice");
}

#[test]
fn what_is_overdue_because_nothing_runs_the_queue_shows_in_it() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    school.set("CARNET_CLOCK", "2026-12-01T09:00:00Z");
    assert_snapshot!(stable(&school.run_fr(["queue", "list"])), @"
    --- stdout
    Message               Écrit          État                           Remises       Sujet
    20261123-080000-abcd  23 nov. à 8 h  en retard : aujourd’hui à 8 h  1 en attente  Sortie

    Ce qui est en retard attend carnet queue run, que l’ordinateur devrait lancer toutes les quelques minutes (cron, minuteur). S’il le fait déjà, carnet queue run tapé ici dit ce qui l’empêche.
    --- exit 0
    ");
    let id = id(&school);
    assert_snapshot!(stable(&school.run_fr(["queue", "show", &id])), @"
    --- stdout
    Message   20261123-080000-abcd
    État      en retard : aujourd’hui à 8 h
    De        dir@ac-test.fr
    Sujet     Sortie
    Listes    cp
    Écrit     lundi 23 novembre à 8 h (il y a 8 jours)
    Départ    aujourd’hui à 8 h
    Jusqu’au  demain à 8 h
    Remises   1 en attente

    en attente  ..............................  1  100 %

    Adresse        Liste  Résultat    Réponse
    a@example.org  cp     en attente

    Ce qui est en retard attend carnet queue run, que l’ordinateur devrait lancer toutes les quelques minutes (cron, minuteur). S’il le fait déjà, carnet queue run tapé ici dit ce qui l’empêche.
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run_fr([""; 0])), @"
    --- stdout
    Un message attend. Pour la suite :
      carnet queue show 20261123-080000-abcd  « Sortie » (en retard : aujourd’hui à 8 h)
      carnet send cp                          écrire un message
      carnet archive list                     revoir ce qui est parti
      carnet --help                           tout le reste
    --- exit 0
    ");
}

#[test]
fn the_limits_of_an_account_hold_over_all_messages_and_make_no_run_wait_for_long() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org", "b@example.org"], &[]);
    school.list("ce1", &["c@example.org", "d@example.org"]);
    schedule(&school, "ce1", &[]);
    // One connection: another one that waits would move the clock on for all.
    let options = ["--limit", "3/h", "--connections", "1"];
    school.ok(["-q", "account", "edit", DIRECTOR].iter().chain(&options));
    for (time, code, total) in [
        ("08:00", 75, 3),
        ("08:05", 75, 3),
        ("08:58", 75, 3),
        ("09:00", 0, 4),
    ] {
        let connections = server.connections();
        let run = run_at(&mut school, time);
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{time}: {run}");
        assert_eq!(server.mails().len(), total, "{time}: {run}");
        if ["08:05", "08:58"].contains(&time) {
            // Nothing to say, and nobody to bother.
            assert_eq!(run.stdout, "", "{run}");
            assert_eq!(server.connections(), connections);
        }
    }
}

#[test]
fn a_message_that_waits_for_its_account_s_limits_keeps_no_other_account_s_waiting() {
    let server = SmtpServer::start(Script::new());
    let mut school = School::with_accounts(server.port(), &[DIRECTOR, "prof@ac-test.fr"]);
    let options = ["--limit", "1/d", "--connections", "1"];
    school.ok(["-q", "account", "edit", DIRECTOR].iter().chain(&options));
    school.list("cp", &["a@example.org", "b@example.org"]);
    schedule(&school, "cp", &[]);
    let owner = ["--owner", "prof@ac-test.fr"];
    school.ok(["list", "create", "ce1"].iter().chain(&owner));
    school.ok(["subscriber", "add", "ce1", "c@example.org"]);
    let from = ["--expires", "30min", "--from", "prof@ac-test.fr"];
    schedule(&school, "ce1", &from);
    let run = run_at(&mut school, "08:00");
    assert_eq!((run.code, run.stderr.as_str()), (75, ""), "{run}");
    assert_eq!(server.mails().len(), 2);
    assert!(received(&server).contains(&"c@example.org".to_owned()));
}

#[test]
fn a_message_that_cannot_be_read_keeps_no_other_from_leaving() {
    let server = SmtpServer::start(Script::new());
    let mut school = scheduled(&server, &["a@example.org"], &[]);
    let id = id(&school);
    school.list("ce1", &["b@example.org"]);
    schedule(&school, "ce1", &[]);
    let content = school.home().join("messages").join(&id).join("content.eml");
    std::fs::remove_file(content).unwrap();
    let run = run_at(&mut school, "08:00");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("content.eml"), "{run}");
    assert_eq!(received(&server), ["b@example.org"]);
}
