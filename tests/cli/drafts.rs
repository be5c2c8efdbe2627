//! Writing in an editor, the question before a send, and the drafts that both leave.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{
    school::{DIRECTOR, School, stable},
    smtp::{Script, SmtpServer},
};

/// Returns the one draft there is.
fn only_draft(school: &School) -> Value {
    let drafts = school.json(["draft", "list"]);
    let drafts = drafts["drafts"].as_array().unwrap();
    assert_eq!(drafts.len(), 1, "{drafts:?}");
    drafts[0].clone()
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

fn has_drafts(school: &School) -> bool {
    let drafts = school.json(["draft", "list"]);
    !drafts["drafts"].as_array().unwrap().is_empty()
}

/// Makes the director's account want a password that nobody knows.
fn forget_password(school: &School) {
    school.ok([
        "account",
        "edit",
        DIRECTOR,
        "--login",
        "dir",
        "--password-command",
        "false",
    ]);
}

fn text(server: &SmtpServer) -> String {
    let mails = server.mails();
    let mail = mails.last().unwrap();
    let mail = String::from_utf8(mail.content.clone()).unwrap();
    mail.split_once("\r\n\r\n").unwrap().1.to_owned()
}

#[test]
fn a_send_without_password_leaves_a_draft_with_copies_of_its_files() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    forget_password(&school);
    let menu = school.write("Menu d’été.pdf", b"%PDF\r\n\x00");
    let send = [
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "# Demain\n",
        "--attach",
        "Menu d’été.pdf",
        "--yes",
    ];
    assert_snapshot!(stable(&school.run_fr(send)), @"
    --- stderr
    erreur : la commande du mot de passe a échoué (false : code de sortie 1)
    conseil : essayez la commande seule, et lisez ce qu’elle dit : false
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    --- exit 78
    ");
    // A script that fails each day leaves one.
    assert_eq!(school.run(send).code, 78);
    let draft = only_draft(&school);
    assert_eq!(draft["text"], "# Demain\n");
    assert_eq!(draft["lists"][0], "cp");
    assert!(
        school.json(["queue", "list"])["messages"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    std::fs::remove_file(menu).unwrap();
    assert_snapshot!(stable(&school.run_fr(["draft", "list"])), @"
    --- stdout
    Brouillon             Écrit              Listes  Sujet
    20261123-080000-abcd  aujourd’hui à 8 h  cp      Sortie
    --- exit 0
    ");
    assert_snapshot!(stable(&school.run_fr(["draft", "show", "2026"])), @"
    --- stdout
    Brouillon       20261123-080000-abcd
    Listes          cp
    Sujet           Sortie
    Pièces jointes  Menu d’été.pdf (1 Kio)
    Écrit           aujourd’hui à 8 h

      # Demain
    --- stderr
    Pour l’envoyer : carnet send --draft 20261123-080000-abcd
    --- exit 0
    ");
    school.ok(["account", "edit", DIRECTOR, "--login", ""]);
    let options = ["--subject", "Sortie au musée", "--yes", "-q"];
    school.ok(["send", "cp", "ce1", "--draft", id(&draft)]
        .iter()
        .chain(&options));
    assert!(!has_drafts(&school));
    let mails = server.mails();
    assert_eq!(mails.len(), 2, "the options replace the lists of the draft");
    assert!(text(&server).contains("# Demain\r\n"));
    // The message keeps the draft's identifier: it cannot be sent twice.
    assert_eq!(
        id(&school.json(["archive", "list"])["messages"][0]),
        id(&draft)
    );
    assert_snapshot!(stable(&school.run_fr(["send", "--draft", "2026", "--yes"])), @"
    --- stderr
    erreur : aucun brouillon n’a l’identifiant « 2026 »
    conseil : pour l’envoyer à nouveau : carnet send --again 20261123-080000-abcd
    --- exit 1
    ");
}

#[test]
fn what_was_sent_before_is_sent_again_as_it_was_written() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let written =
        "\u{feff}Été :\r\n\tlignes longues\u{a0}…  \n\n-- \nfin\n\n".to_owned() + &"x".repeat(1200);
    school.write("texte.txt", &written);
    let file: Vec<u8> = (0..=255).cycle().take(5000).collect();
    school.write("Réunion de rentrée.pdf", &file);
    school.write("vide.txt", "");
    let send = [
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--body",
        "texte.txt",
        "--yes",
        "-q",
        "--attach",
        "Réunion de rentrée.pdf",
        "--attach",
        "vide.txt",
    ];
    school.ok(send);
    school.ok(["list", "rename", "cp", "ce1"]);
    let first = school.json(["archive", "list"])["messages"][0].clone();
    school.ok(["send", "--again", id(&first), "--outbox", "outbox"]);
    let copy = std::fs::read_dir(school.root().join("outbox/new"))
        .unwrap()
        .next()
        .unwrap();
    let copy = std::fs::read_to_string(copy.unwrap().path()).unwrap();
    let first_copy = String::from_utf8(server.mails()[0].content.clone()).unwrap();
    let body = |mail: &str| mail.split_once("MIME-Version").unwrap().1.to_owned();
    assert_eq!(body(&copy), body(&first_copy));
    let options = ["--subject", "Rappel", "--text", "Demain !", "--yes", "-q"];
    school.ok(["send", "--again", id(&first)].iter().chain(&options));
    assert_eq!(server.mails().len(), 2);
    assert!(text(&server).contains("Demain !"));
    let unknown = ["send", "--again", "1999", "--yes"];
    assert_snapshot!(school.run_fr(unknown), @"
    --- stderr
    erreur : aucun message n’a l’identifiant « 1999 »
    conseil : pour voir les identifiants : carnet queue list, ou carnet archive list
    --- exit 1
    ");
}

#[test]
fn what_is_frozen_is_in_the_queue_and_no_draft_besides() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    drop(server);
    let run = school.run(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    assert_eq!(run.code, 1, "{run}");
    assert!(!has_drafts(&school));
    let queue = school.json(["queue", "list"]);
    assert_eq!(queue["messages"].as_array().unwrap().len(), 1);
    let as_draft = ["send", "--draft", id(&queue["messages"][0])];
    assert_snapshot!(stable(&school.run_fr(as_draft)), @"
    --- stderr
    erreur : aucun brouillon n’a l’identifiant « 20261123-080000-abcd »
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 1
    ");
    school.ok(["-y", "queue", "cancel", id(&queue["messages"][0])]);
    assert_snapshot!(stable(&school.run_fr(as_draft)), @"
    --- stderr
    erreur : aucun brouillon n’a l’identifiant « 20261123-080000-abcd »
    conseil : pour l’envoyer à nouveau : carnet send --again 20261123-080000-abcd
    --- exit 1
    ");
}

#[test]
fn a_draft_keeps_when_it_was_to_leave() {
    let server = SmtpServer::start(Script::new());
    let mut school = School::on(&server);
    school.set("TZ", "Europe/Paris");
    school.list("cp", &["a@example.org"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    let send = ["send", "cp", "--subject", "Sortie", "--text", "Bonjour"];
    let when = [
        "--at",
        "2026-12-01 08:00",
        "--expires",
        "2d",
        "--late-audience",
    ];
    assert_eq!(school.run(send.iter().chain(&when).chain(&["-y"])).code, 77);
    let draft = only_draft(&school);
    assert_snapshot!(stable(&school.run_fr(["draft", "show", id(&draft)])), @"
    --- stdout
    Brouillon      20261123-080000-abcd
    Listes         cp
    Sujet          Sortie
    Départ         mardi 1er décembre à 8 h
    Jusqu’au       jeudi 3 décembre à 8 h
    Destinataires  choisis de nouveau au départ
    Écrit          aujourd’hui à 9 h

      Bonjour
    --- stderr
    Pour l’envoyer : carnet send --draft 20261123-080000-abcd
    --- exit 0
    ");
    school.ok(["-q", "moderator", "remove", "cp", "prof@ac-test.fr"]);
    let take_up = ["send", "--draft", id(&draft)];
    assert_snapshot!(stable(&school.run_fr(take_up.iter().chain(&["--dry-run"]))), @"
    --- stdout
    De             École des Tests <dir@ac-test.fr>
    À              1 personne
                   cp : 1
    Sujet          Sortie
    Taille         1 Kio par message
    Départ         mardi 1er décembre à 8 h
    Jusqu’au       jeudi 3 décembre à 8 h
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
    Rien n’a été envoyé. Le message est gardé en brouillon ; pour l’envoyer : carnet send --draft 20261123-080000-abcd
    --- exit 0
    ");
    school.set("CARNET_CLOCK", "2026-12-01T07:05:00Z");
    assert_snapshot!(stable(&school.run_fr(take_up.iter().chain(&["-y"]))), @r#"
    --- stderr
    erreur : 2026-12-01 08:00 est passé : nous sommes le 2026-12-01 08:05
    conseil : par exemple, demain : --at "2026-12-02 08:00"
    conseil : --at avec une autre date, ou --at now pour l’envoyer tout de suite
    --- exit 2
    "#);
    assert_eq!(id(&only_draft(&school)), id(&draft));
    school.ok(take_up.iter().chain(&["--at", "now", "-y", "-q"]));
    assert_eq!(server.mails().len(), 1);
    assert!(!has_drafts(&school));
}

#[test]
fn a_refused_sender_leaves_a_draft_and_a_mistyped_list_none() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    let message = ["--subject", "S", "--text", "T", "--yes"];
    for (list, code) in [("cpe", 1), ("cp", 77)] {
        let run = school.run(["send", list].iter().chain(&message));
        assert_eq!(run.code, code, "{run}");
        assert_eq!(has_drafts(&school), code == 77);
    }
    for looking in ["--dry-run", "--outbox=x", "--test"] {
        let run = school.run(["send", "cp", "--subject", "autre", "--text", "T", looking]);
        assert_eq!(run.code, 77, "{run}");
    }
    assert_eq!(only_draft(&school)["subject"], "S");
}

#[cfg(unix)]
#[test]
fn a_draft_that_finds_no_space_leaves_nothing_behind_and_is_not_told_of() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    let file = school.write("mot.txt", "mot");
    let text = "Bonjour. ".repeat(500);
    let send = [
        "send",
        "cp",
        "--subject",
        "S",
        "--text",
        &text,
        "--yes",
        "--attach",
    ];
    let send = send.iter().copied().chain(file.to_str());
    // Space for the file that goes with it, and not for the text.
    let run = school.run_on_full_disk(2, send.clone());
    assert_eq!(run.code, 77, "{run}");
    assert!(!run.stderr.contains("--draft"), "{run}");
    let drafts = std::fs::read_dir(school.home().join("drafts")).unwrap();
    assert_eq!(drafts.count(), 0);
    assert_eq!(school.run(send).code, 77);
    assert_eq!(only_draft(&school)["subject"], "S");
}

#[test]
fn without_a_terminal_subject_and_text_are_required_and_nothing_is_kept() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    assert_snapshot!(school.run_fr(["send", "cp", "--text", "T", "--yes"]), @"
    --- stderr
    erreur : il manque --subject
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(school.run_fr(["send", "cp", "--subject", "S", "--yes"]), @"
    --- stderr
    erreur : le message est vide
    conseil : donnez le texte avec --text, ou un fichier avec --body
    --- exit 2
    ");
    assert_snapshot!(school.run_fr(["send", "cp", "--subject", "S", "--text", "T", "--edit"]), @"
    --- stderr
    erreur : il n’y a pas de terminal où ouvrir un éditeur
    --- exit 2
    ");
    assert_snapshot!(school.run_fr(["send", "--subject", "S", "--text", "T"]), @"
    --- stderr
    erreur : il manque <LISTE>
    conseil : par exemple : carnet send parents-cp
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
    assert_snapshot!(school.run(["send", "--draft", "2026"]), @"
    --- stderr
    error: no draft has the identifier “2026”
    hint: there is no draft; carnet archive list shows what was sent
    --- exit 1
    ");
    assert!(!has_drafts(&school));
}

#[cfg(target_os = "linux")]
mod in_a_terminal {
    use super::*;
    use crate::support::{End, Terminal};

    /// Starts a send in French, with a shell script as editor.
    fn send(school: &School, editor: &str, arguments: &[&str]) -> Terminal {
        school.write("edit.sh", editor);
        let mut command = school.command();
        command
            .env("CARNET_LANG", "fr")
            .env("EDITOR", "sh edit.sh")
            .arg("send")
            .args(arguments);
        Terminal::start(&command)
    }

    fn school(server: &SmtpServer) -> School {
        let school = School::on(server);
        school.list("cp", &["a@example.org"]);
        school.list("ce1", &["A@example.org", "b@example.org"]);
        school
    }

    const WRITES: &str = "cp \"$1\" seen.txt; printf 'Bonjour,\\n# un dièse\\n' >> \"$1\"";

    #[test]
    fn the_text_is_written_in_the_editor_below_a_header_that_nobody_receives() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        let mut terminal = send(&school, WRITES, &["cp", "ce1", "--subject", "Sortie"]);
        terminal.expect("Envoyer à 2 personnes");
        terminal.type_in("o\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        let seen = std::fs::read_to_string(school.root().join("seen.txt")).unwrap();
        assert_snapshot!(seen, @"
        # À 2 personnes :
        # cp : 1, ce1 : 1
        # Écartés : 1 jointe par une autre liste
        # Sujet : Sortie
        #
        # Écrivez le message sous la dernière ligne de cet en-tête, que personne
        # ne reçoit. Le pied de message des listes s’ajoute à la fin. Sans texte,
        # rien n’est envoyé.
        # ------------------------ >8 ------------------------
        ");
        assert!(
            text(&server).starts_with("Bonjour,\r\n# un di"),
            "{}",
            text(&server)
        );
        assert!(!text(&server).contains(">8"));
        assert!(!has_drafts(&school));
    }

    #[test]
    fn ctrl_c_at_the_question_leaves_a_draft_that_is_taken_up() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        let mut terminal = send(&school, WRITES, &["cp", "--subject", "Sortie"]);
        terminal.expect("Envoyer à 1 personne");
        terminal.type_in("\x03");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Signal(2), "{shown}");
        let draft = only_draft(&school);
        assert!(
            shown.contains(&format!("carnet send --draft {}", id(&draft))),
            "{shown}"
        );
        assert_eq!(draft["text"], "Bonjour,\n# un dièse");
        assert!(server.mails().is_empty());
        school.ok(["send", "--draft", id(&draft), "--yes", "-q"]);
        assert_eq!(server.mails().len(), 1);
        assert!(!has_drafts(&school));
    }

    #[test]
    fn ctrl_c_at_the_subject_leaves_a_draft_of_the_text_that_was_given() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        for (arguments, kept) in [
            (&["cp"][..], false),
            (&["cp", "--text", "Bonjour"][..], true),
        ] {
            let mut terminal = send(&school, "false", arguments);
            terminal.expect("Sujet\u{a0}:");
            terminal.type_in("Sor\x03");
            let (end, shown) = terminal.finish();
            assert_eq!(end, End::Signal(2), "{shown}");
            assert_eq!(has_drafts(&school), kept, "{shown}");
        }
        let draft = only_draft(&school);
        assert_eq!(draft["text"], "Bonjour");
        let mut terminal = send(&school, "false", &["--draft", id(&draft)]);
        terminal.expect("Sujet\u{a0}:");
        terminal.type_in("Sortie\r");
        terminal.expect("Envoyer à 1 personne");
        terminal.type_in("o\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        assert!(!has_drafts(&school));
    }

    #[test]
    fn a_no_leaves_a_draft_as_well() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        let message = ["cp", "--subject", "Sortie", "--text", "Bonjour"];
        let mut terminal = send(&school, "", &message);
        terminal.expect("Envoyer à 1 personne");
        terminal.type_in("n\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(1), "{shown}");
        assert!(shown.contains("rien n’a été envoyé"), "{shown}");
        assert_eq!(only_draft(&school)["text"], "Bonjour");
    }

    #[test]
    fn ctrl_c_in_the_editor_leaves_what_was_written() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        let editor = "echo Bonjour >> \"$1\"; echo ouvert; while :; do sleep 1; done";
        let mut terminal = send(&school, editor, &["cp", "--subject", "Sortie"]);
        terminal.expect("ouvert");
        terminal.type_in("\x03");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Signal(2), "{shown}");
        let draft = only_draft(&school);
        assert_eq!(
            (&draft["text"], &draft["subject"]),
            (&"Bonjour".into(), &"Sortie".into())
        );
        // Taken up in a terminal, it is sent as it is.
        let mut terminal = send(&school, "false", &["--draft", id(&draft)]);
        terminal.expect("Envoyer à 1 personne");
        terminal.type_in("o\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        assert!(text(&server).starts_with("Bonjour\r\n"));
    }

    #[test]
    fn a_program_killed_while_the_editor_is_open_loses_nothing_that_was_saved() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        let editor = "echo Bonjour >> \"$1\"; for id in $PPID $(ps -o ppid= -p $PPID); do \
             grep -q carnet /proc/$id/comm && kill -9 $id; done";
        let terminal = send(&school, editor, &["cp", "--subject", "Sortie"]);
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Signal(9), "{shown}");
        let draft = only_draft(&school);
        assert_eq!(draft["text"], "");
        school.ok(["send", "--draft", id(&draft), "--yes", "-q"]);
        assert!(text(&server).starts_with("Bonjour\r\n"));
    }

    #[test]
    fn an_empty_text_a_failing_editor_and_a_missing_one_send_nothing() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        for (editor, said) in [
            ("true", "le texte est vide ; rien n’a été envoyé"),
            ("exit 3", "l’éditeur sh edit.sh a échoué (code de sortie 3)"),
            ("exit 127", "l’éditeur sh edit.sh est introuvable"),
        ] {
            let terminal = send(&school, editor, &["cp", "--subject", "Sortie"]);
            let (end, shown) = terminal.finish();
            assert_eq!(end, End::Exit(1), "{shown}");
            let shown = shown.replace('\u{a0}', " ");
            assert!(shown.contains(said), "{shown}");
            assert!(!has_drafts(&school), "{shown}");
        }
        let failing = "echo Bonjour >> \"$1\"; exit 3";
        let (end, shown) = send(&school, failing, &["cp", "--subject", "Sortie"]).finish();
        assert_eq!(end, End::Exit(1), "{shown}");
        assert_eq!(only_draft(&school)["text"], "Bonjour");
        assert!(server.mails().is_empty());
    }

    #[test]
    fn visual_comes_first_and_an_editor_may_have_spaces_in_its_name_or_arguments() {
        use std::os::unix::fs::PermissionsExt as _;

        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        // As an editor of another system writes it.
        let writes =
            "#!/bin/sh\nfor file; do :; done; printf 'Été\\r\\nà Noël\\r\\n' >> \"$file\"\n";
        let editor = school.write("mon éditeur", writes);
        std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
        let editor = editor.to_str().unwrap();
        for visual in [editor, &format!("'{editor}' --wait")] {
            let mut command = school.command();
            command
                .env("CARNET_LANG", "fr")
                .env("VISUAL", visual)
                .env("EDITOR", "false")
                .args(["send", "cp", "--subject", "Sortie"]);
            let mut terminal = Terminal::start(&command);
            terminal.expect("Envoyer à 1 personne");
            terminal.type_in("n\r");
            let (end, shown) = terminal.finish();
            assert_eq!(end, End::Exit(1), "{shown}");
            let draft = only_draft(&school);
            assert_eq!(draft["text"], "Été\nà Noël");
            school.ok(["draft", "remove", id(&draft), "-y", "-q"]);
        }
    }

    #[test]
    fn whoever_may_not_write_is_told_before_the_editor_opens() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
        let (end, shown) = send(&school, WRITES, &["cp", "--subject", "Sortie"]).finish();
        assert_eq!(end, End::Exit(77), "{shown}");
        assert!(!school.root().join("seen.txt").exists());
        assert!(!has_drafts(&school));
    }

    #[test]
    fn the_subject_is_asked_for_and_what_was_only_looked_at_is_kept() {
        let server = SmtpServer::start(Script::new());
        let school = school(&server);
        let mut terminal = send(&school, WRITES, &["cp", "--dry-run"]);
        terminal.expect("Sujet\u{a0}:");
        terminal.type_in("Sortie au musée\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        let draft = only_draft(&school);
        assert_eq!(draft["subject"], "Sortie au musée");
        assert!(shown.contains("carnet send --draft"), "{shown}");
        // The editor opens with what is there.
        let edit = "sed -i 's/Bonjour/Bonsoir/' \"$1\"";
        let (end, shown) = send(
            &school,
            edit,
            &["--draft", id(&draft), "--edit", "--dry-run"],
        )
        .finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        assert_eq!(only_draft(&school)["text"], "Bonsoir,\n# un dièse");
    }

    #[test]
    fn a_send_to_many_wants_their_number_typed() {
        let server = SmtpServer::start(Script::new());
        let school = School::on(&server);
        school.crowd("ecole", 101);
        let message = ["ecole", "--subject", "Sortie", "--text", "Bonjour", "-q"];
        let mut terminal = send(&school, "", &message);
        terminal.expect("Envoyer à 101 personnes\u{a0}? Tapez 101 pour accepter\u{a0}:");
        terminal.type_in("oui\r");
        // Asked again: a yes is typed too fast.
        terminal.expect("Tapez 101");
        terminal.type_in("101\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        assert!(!shown.contains("error"), "{shown}");
        assert_eq!(server.mails().len(), 101);
        let mut terminal = send(&school, "", &message);
        terminal.expect("Tapez 101");
        terminal.type_in("\x03");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Signal(2), "{shown}");
        assert_eq!(only_draft(&school)["subject"], "Sortie");
        school.ok(["config", "set", "confirm_above", "101"]);
        let mut terminal = send(&school, "", &message);
        terminal.expect("Envoyer à 101 personnes\u{a0}? [o/N]");
        terminal.type_in("\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(1), "{shown}");
        assert_eq!(server.mails().len(), 101);
    }
}
