//! The main screens in terminals of 80 and of 120 columns, with the names of a real school.

#![cfg(target_os = "linux")]

use insta::assert_snapshot;

use crate::support::{
    Terminal,
    school::{DIRECTOR, School},
    smtp::{Script, SmtpServer},
};

const COUNCIL: &str = "parents-elus-au-conseil-d-ecole";
const LONG: &str =
    "marie-christine.de-la-rochefoucauld-lefebvre@association-des-parents.example.fr";

/// Makes a school of four classes with long names, and a message that was not taken for everybody.
fn school(server: &SmtpServer) -> School {
    let school = School::on(server);
    school.write(
        "parents.csv",
        format!(
            "Courriel;Nom;Prénom;Classe\n\
             {LONG};de La Rochefoucauld-Lefebvre;Marie-Christine;CP A Mme Lefebvre-Dupont\n\
             {LONG};de La Rochefoucauld-Lefebvre;Marie-Christine;CM2 Mme Étienne-Marchetti\n\
             ines.traore@example.org;Traoré;Inès;CP A Mme Lefebvre-Dupont\n\
             leo.petit@example.org;Petit;Léo;CM2 Mme Étienne-Marchetti\n\
             zoe.martin@example.org;Martin;Zoé;GS Mme de La Villardière\n\
             ana.roy@example.org;Roy;Ana;CE2-CM1 M. N'Guyen\n"
        ),
    );
    let run = school.run(["import", "parents.csv", "--by-class", "--owner", DIRECTOR]);
    assert_eq!(run.code, 0, "{run}");
    let title = "Représentants élus des parents d’élèves au conseil d’école et suppléants";
    school.ok([
        "list", "create", COUNCIL, "--title", title, "--owner", DIRECTOR,
    ]);
    school.ok(["moderator", "add", COUNCIL, DIRECTOR]);
    let lists = school.json(["list", "list"]);
    let lists = lists["lists"].as_array().unwrap().iter();
    let names: Vec<&str> = lists.map(|list| list["name"].as_str().unwrap()).collect();
    let subject = "Sortie au musée dauphinois, pique-nique et photographies de classe";
    let options = ["--subject", subject, "--text", "Bonjour", "--yes", "-q"];
    let sent = school.run(["send"].iter().chain(&names).chain(&options));
    assert_eq!(sent.code, 3, "{sent}");
    school
}

/// Returns what a command shows in a terminal, in French.
fn screen(school: &School, columns: u16, arguments: &[&str]) -> String {
    let mut command = school.command();
    command.env("CARNET_LANG", "fr").args(arguments);
    let (_, shown) = Terminal::of_width(columns, &command).finish();
    shown
}

#[test]
fn no_screen_is_wider_than_its_terminal_and_what_a_row_is_about_is_whole() {
    let refusal = "550 5.1.1 <leo.petit@example.org>: Recipient address rejected: User unknown";
    let server = SmtpServer::start(Script::new().reply_to_rcpt("leo.petit@example.org", refusal));
    let school = school(&server);
    let archive = school.json(["archive", "list"]);
    let id = archive["messages"][0]["id"].as_str().unwrap();
    let class = "parents-cp-a-mme-lefebvre-dupont";
    let message = ["--subject", "Sortie", "--text", "Bonjour", "-y", "-q"];
    school.ok(["send", class, "--at", "2026-12-01 08:00"]
        .iter()
        .chain(&message));
    school.ok(["moderator", "add", class, "prof@ac-test.fr"]);
    let refused = school.run(["send", class].iter().chain(&message));
    assert_eq!(refused.code, 77, "{refused}");
    school.ok(["-q", "moderator", "remove", class, "prof@ac-test.fr"]);
    let drafts = school.json(["draft", "list"]);
    let draft = drafts["drafts"][0]["id"].as_str().unwrap();
    let queue = school.json(["queue", "list"]);
    let queued = queue["messages"][0]["id"].as_str().unwrap();
    let send = [
        "send",
        class,
        COUNCIL,
        "--subject",
        "S",
        "--text",
        "T",
        "--dry-run",
    ];
    for (arguments, whole) in [
        (&["list", "list"][..], COUNCIL),
        (&["list", "show", COUNCIL], COUNCIL),
        (&["subscriber", "list", class], LONG),
        (&["import", "parents.csv", "--by-class", "--dry-run"], class),
        (&send, class),
        (&["archive", "list"], id),
        (&["archive", "show", id], "leo.petit@example.org"),
        (&["archive", "deliveries", id], LONG),
        (&["account", "list"], DIRECTOR),
        (&["account", "show", DIRECTOR], DIRECTOR),
        (&["subscriber", "find", LONG], class),
        (&["moderator", "list", COUNCIL], DIRECTOR),
        (&["moderator", "list", class], DIRECTOR),
        (&["draft", "list"], draft),
        (&["draft", "show", draft], draft),
        (&["queue", "list"], queued),
        (&["queue", "show", queued], class),
        (&["config", "list"], DIRECTOR),
        (&["doctor"], "carnet doctor --fix"),
    ] {
        for columns in [60, 80, 120] {
            let shown = screen(&school, columns, &[&["-q"], arguments].concat());
            assert!(shown.contains(whole), "{arguments:?}: {shown}");
            // In a small terminal it is whole all the same.
            for line in shown.lines().filter(|line| !line.contains(LONG)) {
                let width = line.chars().count();
                assert!(width <= columns.into(), "{arguments:?}: {line}");
            }
        }
    }
}

#[test]
fn lists_and_the_archive_are_read_at_a_glance_in_a_small_terminal() {
    let server = SmtpServer::start(Script::new().reply_to_rcpt("leo.petit@example.org", "550 non"));
    let school = school(&server);
    assert_snapshot!(screen(&school, 80, &["list", "list"]), @"
    Liste
        Titre                                   Abonnés  Modérateurs  Propriétaire
    parents-gs-mme-de-la-villardiere
        GS Mme de La Villardière                      1            0  dir@ac-test.fr
    parents-cp-a-mme-lefebvre-dupont
        CP A Mme Lefebvre-Dupont                      2            0  dir@ac-test.fr
    parents-ce2-cm1-m-n-guyen
        CE2-CM1 M. N'Guyen                            1            0  dir@ac-test.fr
    parents-cm2-mme-etienne-marchetti
        CM2 Mme Étienne-Marchetti                     2            0  dir@ac-test.fr
    parents-elus-au-conseil-d-ecole
        Représentants élus des parents                0            1  dir@ac-test.fr
        d’élèves au conseil d’école et
        suppléants
    ");
    let archive = school.json(["archive", "list"]);
    let id = archive["messages"][0]["id"].as_str().unwrap();
    let shown = screen(&school, 80, &["archive", "show", id]).replace(id, "ID");
    assert_snapshot!(shown, @"
    Message  ID
    État     terminé
    De       dir@ac-test.fr
    Sujet    Sortie au musée dauphinois, pique-nique et photographies de classe
    Listes   parents-ce2-cm1-m-n-guyen, parents-cm2-mme-etienne-marchetti,
             parents-cp-a-mme-lefebvre-dupont, parents-elus-au-conseil-d-ecole,
             parents-gs-mme-de-la-villardiere
    Écrit    aujourd’hui à 8 h
    Terminé  aujourd’hui à 8 h
    Remises  4 acceptés, 1 refusé
    Écartés  1 jointe par une autre liste

    acceptés  ########################        4  80 %
    refusés   xxxxxx                          1  20 %

    Acceptés, par classe :
    GS Mme de La Villardière   ###############                 1/1  100 %
    CP A Mme Lefebvre-Dupont   ###############                 1/1  100 %
    CE2-CM1 M. N'Guyen         ###############                 1/1  100 %
    CM2 Mme Étienne-Marchetti  ###############xxxxxxxxxxxxxxx  1/2   50 %

    Adresse                Liste                              Résultat  Réponse
    leo.petit@example.org  parents-cm2-mme-etienne-marchetti  refusée   550 non
    ");
    let shown = screen(&school, 80, &["archive", "list"]).replace(id, "ID");
    assert_snapshot!(shown, @"
    Message
        Écrit        Listes                              Remises      Sujet
    ID
        aujourd’hui  parents-ce2-cm1-m-n-guyen,          4 acceptés,  Sortie au
        à 8 h        parents-cm2-mme-etienne-marchetti,  1 refusé     musée
                     parents-cp-a-mme-lefebvre-dupont,…               dauphinois,…
    ");
}
