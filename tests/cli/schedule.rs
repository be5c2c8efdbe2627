//! `send --at`: local times, what is frozen, and what stands in the queue until then.

use insta::assert_snapshot;

use crate::support::{
    Run,
    school::{School, stable},
    smtp::{Script, SmtpServer},
};

const TWO: &[&str] = &["a@example.org", "b@example.org"];

/// A school in Paris, where it is 09:00 on 23 November 2026.
fn school_in_paris(server: &SmtpServer) -> School {
    let mut school = School::on(server);
    school.set("TZ", "Europe/Paris");
    school.list("cp", TWO);
    school
}

fn schedule(school: &School, options: &[&str]) -> Run {
    let message = ["send", "cp", "--subject", "Sortie", "--text", "Bonjour"];
    school.run_fr(message.iter().chain(options))
}

#[test]
fn a_scheduled_message_is_frozen_and_nothing_leaves() {
    let server = SmtpServer::start(Script::new());
    let school = school_in_paris(&server);
    let options = ["--at", "2026-12-01 08:00", "--yes"];
    assert_snapshot!(stable(&schedule(&school, &options)), @"
    --- stdout
    Le message 20261123-080000-abcd partira mardi 1er décembre à 8 h, au plus tard mercredi 2 décembre à 8 h.
    Pour qu’il parte, laissez tourner carnet queue run --watch, ou faites lancer carnet queue run par l’ordinateur (cron, minuteur). D’ici là : carnet queue list
    --- exit 0
    ");
    assert_eq!(server.connections(), 0);
    assert_snapshot!(stable(&school.run_fr(["queue", "list"])), @"
    --- stdout
    Message               Écrit              État                        Remises       Sujet
    20261123-080000-abcd  aujourd’hui à 9 h  programmé : 1er déc. à 8 h  2 en attente  Sortie
    --- exit 0
    ");
    let message = &school.json(["queue", "list"])["messages"][0];
    assert_eq!(
        (&message["state"], &message["due"], &message["expires"]),
        (
            &"scheduled".into(),
            &"2026-12-01T07:00:00Z".into(),
            &"2026-12-02T07:00:00Z".into()
        )
    );
    let id = message["id"].as_str().unwrap();
    assert_snapshot!(stable(&school.run_fr(["queue", "show", id])), @"
    --- stdout
    Message   20261123-080000-abcd
    État      programmé
    De        dir@ac-test.fr
    Sujet     Sortie
    Listes    cp
    Écrit     aujourd’hui à 9 h
    Départ    mardi 1er décembre à 8 h
    Jusqu’au  mercredi 2 décembre à 8 h
    Remises   2 en attente

    en attente  ..............................  2  100 %

    Adresse        Liste  Résultat    Réponse
    a@example.org  cp     en attente
    b@example.org  cp     en attente
    --- exit 0
    ");
    assert_eq!(
        school.json(["archive", "list"])["messages"],
        serde_json::json!([])
    );
}

#[test]
fn the_plan_of_a_scheduled_message_says_when_it_leaves() {
    let server = SmtpServer::start(Script::new());
    let school = school_in_paris(&server);
    let options = ["--at", "2026-12-01 08:00", "--expires", "90min"];
    assert_snapshot!(schedule(&school, &options), @"
    --- stderr
    De        École des Tests <dir@ac-test.fr>
    À         2 personnes
              cp : 2
    Sujet     Sortie
    Taille    1 Kio par message
    Départ    mardi 1er décembre à 8 h
    Jusqu’au  mardi 1er décembre à 9 h 30
    erreur : il n’y a pas de terminal où demander « Programmer l’envoi à 2 personnes ? »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    let late = ["--late-audience", "--dry-run"];
    assert_snapshot!(schedule(&school, &[&options[..], &late[..]].concat()), @"
    --- stdout
    De             École des Tests <dir@ac-test.fr>
    À              2 personnes
                   cp : 2
    Sujet          Sortie
    Taille         1 Kio par message
    Départ         mardi 1er décembre à 8 h
    Jusqu’au       mardi 1er décembre à 9 h 30
    Destinataires  choisis de nouveau au départ

    Le premier message
    De          École des Tests <dir@ac-test.fr>
    À           a@example.org
    Réponses à  dir@ac-test.fr
    Sujet       Sortie

      Bonjour

      --
      Vous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant (École des Tests). Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. Pour la faire supprimer, répondez à ce message.
    --- stderr
    Rien n’a été envoyé. La même commande sans --dry-run l’envoie.
    --- exit 0
    ");
    assert_eq!(
        school.json(["queue", "list"])["messages"],
        serde_json::json!([])
    );
}

#[test]
fn a_password_is_not_needed_before_the_message_leaves() {
    let server = SmtpServer::start(Script::new());
    let school = school_in_paris(&server);
    let config = school.home().join("config.json");
    let with_login = school
        .read("config.json")
        .replace("\"security\"", "\"login\":\"dir\",\"security\"");
    std::fs::write(config, with_login).unwrap();
    let run = schedule(&school, &["--at", "2026-12-01 08:00", "--yes"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(schedule(&school, &["--yes"]).code, 78);
}

#[test]
fn a_time_that_comes_twice_or_never_is_refused_with_both_readings() {
    let server = SmtpServer::start(Script::new());
    let mut school = school_in_paris(&server);
    school.set("CARNET_CLOCK", "2026-03-01T08:00:00Z");
    let at = |time| schedule(&school, &["--at", time, "--yes"]);
    assert_snapshot!(at("2026-10-25 02:30"), @r#"
    --- stderr
    erreur : 2026-10-25 02:30 existe deux fois, car on recule les montres : à l’heure d’été (00:30 UTC), puis à l’heure d’hiver (01:30 UTC)
    conseil : pour la première, --at "2026-10-25 02:30+02:00" ; pour la seconde, --at "2026-10-25 02:30+01:00"
    --- exit 2
    "#);
    assert_snapshot!(at("2026-03-29 02:30"), @r#"
    --- stderr
    erreur : 2026-03-29 02:30 n’existe pas, car on avance les montres : ce serait 01:30 ou 03:30
    conseil : --at "2026-03-29 01:30", ou --at "2026-03-29 03:30"
    --- exit 2
    "#);
    let english = ["send", "cp", "--subject", "S", "--text", "T", "--at"];
    assert_snapshot!(school.run(english.iter().chain(&["2026-10-25 02:30"])), @r#"
    --- stderr
    error: 2026-10-25 02:30 comes twice, for the clocks go back: in summer time (00:30 UTC), then in winter time (01:30 UTC)
    hint: for the first, --at "2026-10-25 02:30+02:00"; for the second, --at "2026-10-25 02:30+01:00"
    --- exit 2
    "#);
    assert_snapshot!(school.run(english.iter().chain(&["2026-03-29 02:30"])), @r#"
    --- stderr
    error: 2026-03-29 02:30 does not exist, for the clocks go forward: it would be 01:30 or 03:30
    hint: --at "2026-03-29 01:30", or --at "2026-03-29 03:30"
    --- exit 2
    "#);
    assert_eq!(
        school.json(["queue", "list"])["messages"],
        serde_json::json!([])
    );
    for (time, due) in [
        ("2026-03-29 01:59", "2026-03-29T00:59:00Z"),
        ("2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("2026-10-25 02:30+02:00", "2026-10-25T00:30:00Z"),
        ("2026-10-25 02:30+01:00", "2026-10-25T01:30:00Z"),
        ("2026-10-25 03:00", "2026-10-25T02:00:00Z"),
    ] {
        assert_eq!(at(time).code, 0, "{time}");
        let messages = school.json(["queue", "list"]);
        let dues = messages["messages"].as_array().unwrap();
        assert!(
            dues.iter().any(|one| one["due"] == due),
            "{time}: {messages}"
        );
    }
}

#[test]
fn what_is_no_time_to_come_is_refused() {
    let server = SmtpServer::start(Script::new());
    let school = school_in_paris(&server);
    let at = |time| schedule(&school, &["--at", time, "--yes"]);
    assert_snapshot!(at("2026-11-23 08:59"), @r#"
    --- stderr
    erreur : 2026-11-23 08:59 est passé : nous sommes le 2026-11-23 09:00
    conseil : par exemple, demain : --at "2026-11-24 08:00"
    --- exit 2
    "#);
    assert_snapshot!(at("demain 8h"), @r#"
    --- stderr
    erreur : --at <DATE ET HEURE> ne peut pas être « demain 8h » : il faut une date et une heure, comme "2026-12-01 08:00"
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    "#);
    assert_snapshot!(schedule(&school, &["--at", "2026-12-01 08:00", "--expires", "0h"]), @"
    --- stderr
    erreur : --expires <DURÉE> ne peut pas être « 0h » : une durée est un nombre et une unité, comme 30s, 90min, 24h ou 2j
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(schedule(&school, &["--expires", "24h", "--yes"]), @"
    --- stderr
    erreur : il manque --at <DATE ET HEURE>
    conseil : par exemple : carnet send parents-cp
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(schedule(&school, &["--late-audience", "--yes"]), @"
    --- stderr
    erreur : il manque --at <DATE ET HEURE>
    conseil : par exemple : carnet send parents-cp
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
}

#[test]
fn a_message_has_the_date_at_which_it_leaves_and_not_that_of_its_writing() {
    let server = SmtpServer::start(Script::new());
    let mut school = school_in_paris(&server);
    let date = |server: &SmtpServer| -> String {
        let mail = server.mails().pop().unwrap();
        let text = String::from_utf8(mail.content).unwrap();
        let date = text.lines().find_map(|line| line.strip_prefix("Date: "));
        date.unwrap().trim_end().to_owned()
    };
    let at = ["--at", "2027-06-01 08:00", "--yes"];
    assert_eq!(schedule(&school, &[&at[..2], &["--test"]].concat()).code, 0);
    assert_eq!(date(&server), "Mon, 23 Nov 2026 09:00:00 +0100");
    for _ in 0..2 {
        assert_eq!(schedule(&school, &at).code, 0);
    }
    let queue = school.json(["queue", "list"]);
    let id = queue["messages"][0]["id"].as_str().unwrap();
    let content = || school.read(&format!("messages/{id}/content.eml"));
    assert!(content().contains("\nDate: Tue, 01 Jun 2027 08:00:00 +0200\r\n"));

    school.ok(["--yes", "queue", "resume", id]);
    assert_eq!(date(&server), "Mon, 23 Nov 2026 09:00:00 +0100");
    assert!(content().contains("\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n"));

    school.set("CARNET_CLOCK", "2027-06-01T06:03:00Z");
    school.ok(["queue", "run"]);
    assert_eq!(date(&server), "Tue, 01 Jun 2027 08:00:00 +0200");
}
