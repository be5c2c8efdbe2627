//! Looking before sending and after it: the plan, the first message, the picture.

use insta::assert_snapshot;

use crate::support::{
    school::{DIRECTOR, School, stable},
    smtp::{Script, SmtpServer},
};

/// Makes a school whose lists know classes: two siblings' parent, and one without class.
fn with_classes(server: &SmtpServer) -> School {
    let school = School::on(server);
    school.list("ecole", &["mairie@example.org"]);
    school.write(
        "parents.csv",
        "Courriel;Nom;Classe\n\
         a@example.org;Zoé Martin;CP M. Blanc\n\
         a@example.org;Zoé Martin;CE2-CM1 Mme Lefebvre-Dupont\n\
         b@example.org;Ana Roy;CP M. Blanc\n\
         c@example.org;Léo Petit;CE2-CM1 Mme Lefebvre-Dupont\n\
         d@example.org;Luc Noir;CE2-CM1 Mme Lefebvre-Dupont\n",
    );
    school.ok(["import", "parents.csv", "--list", "ecole"]);
    school
}

#[test]
fn the_plan_says_how_many_in_each_class_and_who_is_left_out() {
    let server = SmtpServer::start(Script::new());
    let school = with_classes(&server);
    school.list("mairie", &["mairie@example.org"]);
    let lists = school.read("lists/ecole.json");
    let suspended = lists.replace(
        r#"{"address":"d@example.org","#,
        r#"{"address":"d@example.org","status":"suspended","#,
    );
    let suspended = suspended.replace(r#""status":"active","added""#, r#""added""#);
    std::fs::write(school.home().join("lists/ecole.json"), suspended).unwrap();
    let message = ["--subject", "Sortie", "--text", "Bonjour", "--dry-run"];
    let run = school.run_fr(["send", "ecole", "mairie"].iter().chain(&message));
    assert_snapshot!(run, @"
    --- stdout
    De       École des Tests <dir@ac-test.fr>
    À        4 personnes
             ecole : 4
             mairie : 0
    Classes  CP M. Blanc : 2, CE2-CM1 Mme Lefebvre-Dupont : 2
    Écartés  1 jointe par une autre liste
             1 suspendue (d@example.org)
    Sujet    Sortie
    Taille   1 Kio par message

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
    let class = ["send", "ecole", "--class", "cp m. blanc"];
    assert_snapshot!(school.run(class.iter().chain(&message)), @"
    --- stdout
    From     École des Tests <dir@ac-test.fr>
    To       2 people
             ecole: 2
    Classes  CP M. Blanc: 2
    Subject  Sortie
    Size     1 KiB each

    The first message
    From        École des Tests <dir@ac-test.fr>
    To          a@example.org
    Replies to  dir@ac-test.fr
    Subject     Sortie

      Bonjour

      --
      Vous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant (École des Tests). Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. Pour la faire supprimer, répondez à ce message.
    --- stderr
    Nothing was sent. The same command without --dry-run sends it.
    --- exit 0
    ");
    let plan = school.json(["send", "ecole"].iter().chain(&message));
    assert_eq!(plan["recipients_by_class"][0]["class"], "CP M. Blanc");
    assert_eq!(plan["recipients_by_class"][0]["recipients"], 2);
}

#[test]
fn a_picture_of_each_class_is_drawn_after_a_send_and_in_the_archive() {
    let script = Script::new().reply_to_rcpt("c@example.org", "550 5.1.1 adresse inconnue");
    let server = SmtpServer::start(script);
    let school = with_classes(&server);
    let sent = school.run_fr([
        "send",
        "ecole",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour",
        "--yes",
    ]);
    assert_snapshot!(stable(&sent), @"
    --- stdout
    Message 20261123-080000-abcd : 4 acceptés, 1 refusé.
    acceptés  ########################        4  80 %
    refusés   xxxxxx                          1  20 %

    Acceptés, par classe :
    CP M. Blanc                  ####################            2/2  100 %
    CE2-CM1 Mme Lefebvre-Dupont  ####################xxxxxxxxxx  2/3   67 %
    sans classe                  ##########                      1/1  100 %
    Qui a des élèves dans plusieurs classes compte dans chacune.

    Adresse        Liste  Résultat  Réponse
    c@example.org  ecole  refusée   cette adresse n’existe pas (550 5.1.1 adresse inconnue)
    --- stderr
    L’adresse c@example.org est refusée : vérifiez-la auprès de la famille. Pour la retirer : carnet subscriber remove ecole c@example.org
    --- exit 3
    ");
    let message = &school.json(["archive", "list"])["messages"][0];
    let id = message["id"].as_str().unwrap();
    let mut days_later = school.command();
    days_later.env("CARNET_CLOCK", "2026-11-26T09:00:00Z");
    let output = days_later
        .args(["archive", "show", id, "--lang", "fr"])
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap().replace(id, "ID");
    assert_snapshot!(shown, @"
    Message  ID
    État     terminé
    De       dir@ac-test.fr
    Sujet    Sortie
    Listes   ecole
    Écrit    lundi 23 novembre à 8 h (il y a 3 jours)
    Terminé  lundi 23 novembre à 8 h
    Remises  4 acceptés, 1 refusé

    acceptés  ########################        4  80 %
    refusés   xxxxxx                          1  20 %

    Acceptés, par classe :
    CP M. Blanc                  ####################            2/2  100 %
    CE2-CM1 Mme Lefebvre-Dupont  ####################xxxxxxxxxx  2/3   67 %
    sans classe                  ##########                      1/1  100 %
    Qui a des élèves dans plusieurs classes compte dans chacune.

    Adresse        Liste  Résultat  Réponse
    c@example.org  ecole  refusée   cette adresse n’existe pas (550 5.1.1 adresse inconnue)
    ");
}

#[test]
fn a_picture_of_each_list_is_drawn_when_no_class_is_known() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org", "b@example.org"]);
    school.list("ce1", &["c@example.org"]);
    let sent = school.run([
        "send",
        "cp",
        "ce1",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour",
        "--yes",
    ]);
    assert_snapshot!(stable(&sent), @"
    --- stdout
    Message 20261123-080000-abcd: 3 accepted.
    accepted  ##############################  3  100%

    Accepted by list:
    cp   ##############################  2/2  100%
    ce1  ###############                 1/1  100%
    --- exit 0
    ");
}

#[test]
fn a_footer_is_read_in_the_encodings_that_a_message_is_read_in() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.write("pied.txt", b"\xc9cole Jules-Ferry\r\n");
    let create = [
        "list", "create", "cp", "--owner", DIRECTOR, "--footer", "pied.txt",
    ];
    school.ok(create);
    assert_eq!(
        school.json(["list", "show", "cp"])["footer"],
        "École Jules-Ferry"
    );
    let piped = school.run_with_input(
        ["list", "edit", "cp", "--footer", "-"],
        "L’école".as_bytes(),
    );
    assert_eq!(piped.code, 0, "{piped}");
    assert_eq!(school.json(["list", "show", "cp"])["footer"], "L’école");
    school.write("pied.txt", "");
    school.ok(["list", "edit", "cp", "--footer", "pied.txt"]);
    assert!(school.json(["list", "show", "cp"])["footer"].is_null());
}

#[test]
fn r8_a_footer_of_the_list_leaves_parents_told_how_their_address_is_used() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    school.write("pied.txt", "Tél. 04 76 00 00 00");
    school.ok(["list", "edit", "cp", "--footer", "pied.txt"]);
    let message = ["--subject", "Sortie", "--text", "Bonjour", "--dry-run"];
    for lists in [&["send", "cp"][..], &["send", "ce1", "cp"]] {
        let shown = school.run(lists.iter().chain(&message)).stdout;
        let (_, foot) = shown.split_once("\n  --\n").unwrap();
        let (own, notice) = foot.split_once("\n\n").unwrap();
        assert_eq!(own.trim(), "Tél. 04 76 00 00 00");
        assert_eq!(notice.matches("Vous recevez ce message").count(), 1);
    }
}

#[test]
fn parents_see_the_school_as_sender_unless_the_account_has_a_name() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["config", "set", "school", "Jules Ferry"]);
    for (name, sender) in [
        ("", r#"From: "Jules Ferry" <dir@ac-test.fr>"#),
        ("Mme Roy", r#"From: "Mme Roy" <dir@ac-test.fr>"#),
    ] {
        school.ok(["account", "edit", DIRECTOR, "--display-name", name]);
        let message = ["--subject", "Sortie", "--text", "Bonjour", "--yes", "-q"];
        school.ok(["send", "cp"].iter().chain(&message));
        let mail = server.mails().pop().unwrap();
        let mail = String::from_utf8(mail.content).unwrap();
        assert!(mail.contains(sender), "{mail}");
    }
}
