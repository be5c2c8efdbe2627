//! `carnet setup` in a terminal: its questions, the trial, the way back, the way out.

use insta::assert_snapshot;

use crate::support::{
    End, Env, Terminal,
    smtp::{Encryption, Script, SmtpServer},
    tls::{authority, encrypt_as},
    unanswered::Unanswered,
};

const PASSWORD: &str = "Tr0ub4dor";

/// A server that knows `dir@ac-test.fr`.
fn server() -> SmtpServer {
    let script = Script::new()
        .login("dir@ac-test.fr", PASSWORD)
        .encryption(Encryption::Implicit, encrypt_as("localhost"));
    SmtpServer::start(script)
}

/// A world without any settings, which trusts the test authority alone.
fn world() -> Env {
    let mut env = Env::new();
    env.set("SSL_CERT_FILE", authority().to_str().unwrap());
    env
}

fn setup(env: &Env) -> Terminal {
    let mut command = env.command();
    command.env("CARNET_LANG", "fr").arg("setup");
    Terminal::start(&command)
}

/// Answers questions, each known by a piece of its text.
fn answer(terminal: &mut Terminal, answers: &[(&str, &str)]) {
    for (question, answer) in answers {
        terminal.expect(question);
        terminal.type_in(&format!("{answer}\r"));
    }
}

/// The questions of a first run up to the port, with their answers.
fn school_and_server(port: &str) -> [(&'static str, String); 7] {
    [
        ("Langue", String::new()),
        ("Nom de l’école", "École Jules-Ferry".to_owned()),
        ("Votre adresse", "dir@ac-test.fr".to_owned()),
        ("Domaines professionnels", String::new()),
        ("Serveur d’envoi", "localhost".to_owned()),
        ("Protection", String::new()),
        ("Port", port.to_owned()),
    ]
}

fn begin(terminal: &mut Terminal, port: &str) {
    for (question, text) in school_and_server(port) {
        answer(terminal, &[(question, &text)]);
    }
    answer(terminal, &[("Identifiant", "")]);
}

/// Goes through a first run to its end; returns what was shown.
fn first_run(env: &Env, server: &SmtpServer, list: &str) -> String {
    let mut terminal = setup(env);
    begin(&mut terminal, &server.port().to_string());
    answer(
        &mut terminal,
        &[("Mot de passe", PASSWORD), ("Première liste", list)],
    );
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    shown
}

/// What a person has seen: without what the terminal was told to do, each line as it ended.
fn seen(shown: &str, port: u16) -> String {
    let mut text = String::new();
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once('\x1b') {
        text.push_str(before);
        let end = after.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        if after.get(end..=end) == Some("K") {
            let line = text.rfind('\n').map_or(0, |at| at + 1);
            text.truncate(line);
        }
        rest = after.get(end + 1..).unwrap();
    }
    text.push_str(rest);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.rsplit('\r').next().unwrap())
        .collect();
    lines.join("\n").replace(&port.to_string(), "PORT")
}

#[test]
fn a_first_run_ends_with_an_account_that_works_and_a_list() {
    let server = server();
    let env = world();
    let shown = first_run(&env, &server, "parents");
    assert!(!shown.contains(PASSWORD), "{shown}");
    for line in seen(&shown, server.port()).lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_snapshot!(seen(&shown, server.port()), @"
    Quelques questions : l’école, sa messagerie, une première liste.
    Entrée prend ce qui est entre crochets ; Ctrl-C arrête sans rien faire à moitié.
    Langue (language), fr ou en [fr] : fr
    Les parents le voient comme expéditeur ; Entrée seule pour s’en passer.
    Nom de l’école : École Jules-Ferry
    Comme ce.0380000a@ac-grenoble.fr ; c’est d’elle que partiront les messages.
    Votre adresse professionnelle : dir@ac-test.fr
    Ce qui suit le @ dans les adresses de ceux qui peuvent écrire aux parents.
    Domaines professionnels [ac-test.fr] : ac-test.fr
    L’académie ou l’hébergeur publie le nom de son serveur (« SMTP », « envoi ») ;
    celui-ci est deviné. Le nom d’un hébergeur suffit : gandi, google, infomaniak,
    ionos, microsoft, ovh
    Serveur d’envoi (SMTP) [smtp.ac-test.fr] : localhost
    tls va avec le port 465, starttls avec le 587 ; dans le doute, Entrée.
    Protection (tls, starttls) [tls] : tls
    Port [465] : PORT
    L’identifiant de la messagerie : l’adresse, ou souvent dans les académies
    l’identifiant personnel, comme jdupont.
    Identifiant [dir@ac-test.fr] : dir@ac-test.fr
    Rien ne s’affiche. Entrée seule pour donner plutôt une commande qui l’affiche.
    Mot de passe : 
    J’essaie localhost:PORT…
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    Le serveur accepte l’identifiant dir@ac-test.fr et son mot de passe.
    Le compte dir@ac-test.fr fonctionne.
    Un nom sans accent, comme parents. Entrée seule pour plus tard : un import par
    classe crée ses listes lui-même.
    Première liste : parents
    Liste parents créée.
    École                    École Jules-Ferry
    Domaines professionnels  ac-test.fr
    Langue                   fr
    Compte                   dir@ac-test.fr
    Serveur                  localhost:PORT (tls)

    La suite :
    carnet import CSVExtraction.csv --list parents
    carnet doctor
    ");
    let settings = env
        .read("config.json")
        .replace(&server.port().to_string(), "PORT");
    assert_snapshot!(settings, @r#"
    {
    "format":1,
    "school":"École Jules-Ferry",
    "professional_domains":[
    "ac-test.fr"],
    "language":"fr",
    "default_account":"dir@ac-test.fr",
    "attachments_limit_mib":20,
    "confirm_above":100,
    "accounts":[
    {"address":"dir@ac-test.fr","display_name":null,"host":"localhost","port":PORT,"security":"tls","login":"dir@ac-test.fr","password_command":null,"limits":[],"connections":4}]}
    "#);
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
    assert!(env.home().join("lists/parents.json").exists());
    assert!(server.mails().is_empty());
}

#[test]
fn a_wrong_password_leads_back_to_the_password_alone() {
    let server = server();
    let env = world();
    let mut terminal = setup(&env);
    begin(&mut terminal, &server.port().to_string());
    answer(
        &mut terminal,
        &[("Mot de passe", "wrong"), ("Que faire", "")],
    );
    answer(
        &mut terminal,
        &[("Mot de passe", PASSWORD), ("Première liste", "")],
    );
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    let seen = seen(&shown, server.port());
    let (_, trial) = seen.split_once("J’essaie").unwrap();
    let (trial, _) = trial.split_once("Domaines").unwrap();
    assert_snapshot!(trial, @"
     localhost:PORT…
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur a refusé l’identifiant ou le mot de passe
      cause : réponse du serveur : 535 5.7.8 wrong login or password
       1  changer : Serveur (localhost)
       2  changer : Protection (tls)
       3  changer : Port (PORT)
       4  changer : Identifiant (dir@ac-test.fr)
       5  changer : Mot de passe
       6  réessayer
       7  garder le compte tel quel, sans connexion
       8  arrêter ici, sans le compte
    Que faire [5] : 5
    Rien ne s’affiche. Entrée seule pour donner plutôt une commande qui l’affiche.
    Mot de passe : 
    J’essaie localhost:PORT…
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    Le serveur accepte l’identifiant dir@ac-test.fr et son mot de passe.
    Le compte dir@ac-test.fr fonctionne.
    Un nom sans accent, comme parents. Entrée seule pour plus tard : un import par
    classe crée ses listes lui-même.
    Première liste : 
    École                    École Jules-Ferry
    ");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
}

#[test]
fn a_wrong_port_leads_back_to_the_port_and_the_password_is_not_asked_again() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let wrong = closed.local_addr().unwrap().port().to_string();
    drop(closed);
    let server = server();
    let env = world();
    let mut terminal = setup(&env);
    begin(&mut terminal, &wrong);
    answer(
        &mut terminal,
        &[("Mot de passe", PASSWORD), ("Que faire", "")],
    );
    let port = server.port().to_string();
    answer(&mut terminal, &[("Port", &port), ("Première liste", "")]);
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    let seen = seen(&shown, server.port()).replace(&wrong, "WRONG");
    let (_, trial) = seen.split_once("J’essaie").unwrap();
    let (trial, _) = trial.split_once("Première").unwrap();
    assert_snapshot!(trial, @"
     localhost:WRONG…
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:WRONG
      cause : rien ne répond à ce port du serveur
      cause : en termes techniques : Connection refused (os error 111)
       1  changer : Serveur (localhost)
       2  changer : Protection (tls)
       3  changer : Port (WRONG)
       4  changer : Identifiant (dir@ac-test.fr)
       5  changer : Mot de passe
       6  réessayer
       7  garder le compte tel quel, sans connexion
       8  arrêter ici, sans le compte
    Que faire [3] : 3
    Port [WRONG] : PORT
    J’essaie localhost:PORT…
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    Le serveur accepte l’identifiant dir@ac-test.fr et son mot de passe.
    Le compte dir@ac-test.fr fonctionne.
    Un nom sans accent, comme parents. Entrée seule pour plus tard : un import par
    classe crée ses listes lui-même.
    ");
}

#[test]
fn each_failure_is_told_in_its_own_words_and_leads_back_to_its_own_question() {
    let encrypted = |encryption, name| {
        let script = Script::new().login("dir@ac-test.fr", PASSWORD);
        SmtpServer::start(script.encryption(encryption, encrypt_as(name)))
    };
    let elsewhere = encrypted(Encryption::Implicit, "elsewhere");
    let in_clear = SmtpServer::start(Script::new());
    let starttls = encrypted(Encryption::Starttls, "localhost");
    for (server, protection, cause, question) in [
        (&elsewhere, "tls", "certificat", "Que faire [1]"),
        (&in_clear, "starttls", "STARTTLS", "Que faire [2]"),
        (&starttls, "tls", "chiffr", "Que faire [2]"),
        (&starttls, "starttls", "mot de passe", "Que faire [5]"),
    ] {
        let env = world();
        let mut terminal = setup(&env);
        for (question, text) in &school_and_server(&server.port().to_string()) {
            let text = match *question {
                "Protection" => protection,
                _ => text,
            };
            answer(&mut terminal, &[(question, text)]);
        }
        answer(
            &mut terminal,
            &[("Identifiant", ""), ("Mot de passe", "wrong")],
        );
        terminal.expect("erreur\u{a0}:");
        terminal.expect(cause);
        terminal.expect(question);
        terminal.type_in("8\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(1), "{shown}");
    }
}

#[test]
fn an_account_that_does_not_work_may_be_kept_or_left() {
    let server = server();
    for (choice, end, kept) in [("7", End::Exit(0), true), ("8", End::Exit(1), false)] {
        let env = world();
        let mut terminal = setup(&env);
        begin(&mut terminal, &server.port().to_string());
        answer(
            &mut terminal,
            &[("Mot de passe", "wrong"), ("Que faire", choice)],
        );
        if kept {
            answer(&mut terminal, &[("Première liste", "")]);
        }
        let (ended, shown) = terminal.finish();
        assert_eq!(ended, end, "{shown}");
        assert_eq!(env.read("config.json").contains("localhost"), kept);
        assert_eq!(env.home().join("secrets/dir@ac-test.fr").exists(), kept);
    }
}

#[test]
fn a_command_may_give_the_password() {
    let server = server();
    let env = world();
    let mut terminal = setup(&env);
    begin(&mut terminal, &server.port().to_string());
    let command = format!("printf '%s' {PASSWORD}");
    answer(
        &mut terminal,
        &[
            ("Mot de passe", ""),
            ("Commande", &command),
            ("Première liste", ""),
        ],
    );
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    assert!(!env.home().join("secrets").exists());
    assert!(env.read("config.json").contains("printf"));
}

#[test]
fn an_answer_that_cannot_be_is_asked_again() {
    let env = world();
    let mut terminal = setup(&env);
    answer(&mut terminal, &[("Langue", "de")]);
    terminal.expect("fr ou en");
    answer(&mut terminal, &[("Langue", "fr"), ("Nom", "École")]);
    answer(&mut terminal, &[("Votre adresse", "dir")]);
    terminal.expect("Il n’y a pas de @.");
    answer(&mut terminal, &[("Votre adresse", "dir@gmail.com")]);
    terminal.expect("N’importe qui peut avoir une adresse en gmail.com");
    answer(&mut terminal, &[("Domaines professionnels", "ac-test.fr")]);
    terminal.expect("gmail.com, le domaine de votre adresse, doit en faire partie");
    answer(&mut terminal, &[("Domaines professionnels", "gmail.com")]);
    terminal.expect("carnet connaît le serveur");
    answer(&mut terminal, &[("[smtp.gmail.com]", "smtp://x")]);
    terminal.expect("ce qui précède ://");
    answer(&mut terminal, &[("Serveur d’envoi", "OVH")]);
    answer(&mut terminal, &[("Protection", "ssl")]);
    terminal.expect("Il faut tls, starttls ou none");
    answer(&mut terminal, &[("Protection", "starttls"), ("[587]", "0")]);
    terminal.expect("de 1 à 65535");
    terminal.expect("Port");
    terminal.type_in("\x03");
    assert_eq!(terminal.finish().0, End::Signal(2));
}

#[test]
fn a_server_may_come_with_its_port_and_a_list_with_its_accents() {
    let server = server();
    let env = world();
    let mut terminal = setup(&env);
    let place = format!("localhost:{}", server.port());
    answer(
        &mut terminal,
        &[
            ("Langue", ""),
            ("Nom de l’école", ""),
            ("Votre adresse", "dir@ac-test.fr"),
            ("Domaines professionnels", ""),
            ("Serveur d’envoi", &place),
            ("Protection", "tls"),
            (&format!("Port [{}]", server.port()), ""),
            ("Identifiant", ""),
            ("Mot de passe", PASSWORD),
            ("Première liste", "Parents d'élèves"),
        ],
    );
    terminal.expect("Le nom d’une liste n’a que des minuscules");
    answer(&mut terminal, &[("Première liste [parents-d-eleves]", "")]);
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    assert!(env.home().join("lists/parents-d-eleves.json").exists());

    // A school may have no name: it is not asked for again.
    let mut terminal = setup(&env);
    terminal.expect("2  École\r\n");
    answer(&mut terminal, &[("Que faut-il changer", "")]);
    assert_eq!(terminal.finish().0, End::Exit(0));
}

#[test]
fn a_change_that_does_not_work_may_be_given_up() {
    let server = server();
    let env = world();
    first_run(&env, &server, "");
    let before = env.read("config.json");
    let mut terminal = setup(&env);
    answer(
        &mut terminal,
        &[("Que faut-il changer", "8"), ("Identifiant", "somebody")],
    );
    terminal.expect("arrêter ici, le compte reste comme il était");
    answer(&mut terminal, &[("Que faire", "8")]);
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(1), "{shown}");
    assert!(
        shown.contains("le compte reste comme il était\n"),
        "{shown}"
    );
    assert_eq!(env.read("config.json"), before);
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
}

#[test]
fn an_address_that_is_changed_is_the_one_that_writes() {
    let server = server();
    let env = world();
    let port = server.port().to_string();
    let account = |address: &'static str| {
        [
            "setup",
            "--address",
            address,
            "--host",
            "localhost",
            "--port",
        ]
    };
    for address in ["dir@ac-test.fr", "old@ac-test.fr"] {
        let options = [&port, "--password-command", "true", "--no-test", "-q"];
        env.ok(account(address).iter().copied().chain(options));
    }
    env.ok(["config", "set", "language", "fr", "-q"]);
    let mut terminal = setup(&env);
    answer(
        &mut terminal,
        &[
            ("Que faut-il changer", "3"),
            ("Votre adresse", "old@ac-test.fr"),
        ],
    );
    terminal.expect("Les messages partent maintenant de old@ac-test.fr");
    answer(&mut terminal, &[("Que faut-il changer", "")]);
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    assert!(
        env.read("config.json")
            .contains(r#""default_account":"old@ac-test.fr""#)
    );
}

#[test]
fn ctrl_c_at_any_question_says_where_one_is_and_leaves_nothing_half_done() {
    let port = "1";
    let questions = school_and_server(port);
    for left in 0..=questions.len() + 2 {
        let env = world();
        let mut terminal = setup(&env);
        for (question, text) in questions.iter().take(left) {
            answer(&mut terminal, &[(question, text)]);
        }
        let name = match left.checked_sub(questions.len()) {
            None => questions[left].0,
            Some(0) => "Identifiant",
            Some(1) => {
                answer(&mut terminal, &[("Identifiant", "")]);
                "Mot de passe"
            }
            Some(_) => {
                answer(&mut terminal, &[("Identifiant", ""), ("Mot de passe", "x")]);
                "Que faire"
            }
        };
        terminal.expect(name);
        terminal.type_in("\x03");
        let (end, shown) = terminal.finish();
        // SIGINT, so that a script that runs the program stops too.
        assert_eq!(end, End::Signal(2), "{shown}");
        assert!(
            shown.contains("\nerreur\u{a0}: interrompu à la question «"),
            "{shown}"
        );
        // The school and its domains are whole without an account.
        let is_kept = left > 3;
        let advice = if is_kept {
            "ce qui était complet est gardé"
        } else {
            "rien n’a été gardé"
        };
        assert!(shown.contains(advice), "{name}: {shown}");
        assert_eq!(env.home().join("config.json").exists(), is_kept, "{name}");
        if is_kept {
            assert!(
                env.read("config.json").contains(r#""accounts":[]"#),
                "{name}"
            );
        }
        assert!(!env.home().join("secrets").exists(), "{name}");
    }
}

#[test]
fn ctrl_c_after_the_trial_leaves_the_account_that_works() {
    let server = server();
    let env = world();
    let mut terminal = setup(&env);
    begin(&mut terminal, &server.port().to_string());
    answer(&mut terminal, &[("Mot de passe", "")]);
    terminal.expect("Commande");
    terminal.type_in("\x03");
    assert_eq!(terminal.finish().0, End::Signal(2));
    assert!(!env.home().join("secrets").exists());

    let mut terminal = setup(&env);
    let port = server.port().to_string();
    answer(&mut terminal, &[("Votre adresse", "dir@ac-test.fr")]);
    for (question, text) in school_and_server(&port).iter().skip(4) {
        answer(&mut terminal, &[(question, text)]);
    }
    answer(
        &mut terminal,
        &[("Identifiant", ""), ("Mot de passe", PASSWORD)],
    );
    terminal.expect("Première liste");
    terminal.type_in("\x03");
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Signal(2), "{shown}");
    assert!(shown.contains("ce qui était complet est gardé"), "{shown}");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);

    let before = env.read("config.json");
    let mut terminal = setup(&env);
    terminal.expect("Que faut-il changer");
    terminal.type_in("\x03");
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Signal(2), "{shown}");
    assert!(shown.contains("rien n’a été changé"), "{shown}");
    assert_eq!(env.read("config.json"), before);
}

#[test]
fn ctrl_c_during_the_trial_ends_it_at_once() {
    let server = Unanswered::start();
    let env = world();
    let mut terminal = setup(&env);
    for (question, text) in &school_and_server(&server.port().to_string()) {
        let text = if *question == "Serveur d’envoi" {
            "127.0.0.1"
        } else {
            text
        };
        answer(&mut terminal, &[(question, text)]);
    }
    answer(&mut terminal, &[("Identifiant", ""), ("Mot de passe", "x")]);
    server.await_attempt(terminal.program());
    terminal.type_in("\x03");
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Signal(2), "{shown}");
    assert!(
        shown.contains("interrompu pendant l’essai du compte"),
        "{shown}"
    );
    assert!(!env.home().join("secrets").exists());
}

#[test]
fn where_an_answer_is_known_it_is_not_asked_again() {
    let server = server();
    let env = world();
    let mut terminal = setup(&env);
    let port = server.port().to_string();
    for (question, text) in school_and_server(&port).iter().take(4) {
        answer(&mut terminal, &[(question, text)]);
    }
    terminal.expect("Serveur d’envoi");
    terminal.type_in("\x03");
    assert_eq!(terminal.finish().0, End::Signal(2));

    // The address belongs to an account that is not there yet.
    let mut terminal = setup(&env);
    answer(&mut terminal, &[("Votre adresse", "dir@ac-test.fr")]);
    for (question, text) in school_and_server(&port).iter().skip(4) {
        answer(&mut terminal, &[(question, text)]);
    }
    let rest = [
        ("Identifiant", ""),
        ("Mot de passe", PASSWORD),
        ("Première liste", ""),
    ];
    answer(&mut terminal, &rest);
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    assert!(!shown.contains("Nom de l’école"), "{shown}");
}

#[test]
fn on_a_later_run_one_answer_is_changed_and_the_rest_stays() {
    let server = server();
    let env = world();
    first_run(&env, &server, "parents");
    let before = env.read("config.json");

    let mut terminal = setup(&env);
    answer(
        &mut terminal,
        &[
            ("Que faut-il changer", "2"),
            ("Nom de l’école", "École Pergaud"),
        ],
    );
    // A change of the account is tried before it is kept.
    answer(
        &mut terminal,
        &[("Que faut-il changer", "9"), ("Mot de passe", "")],
    );
    terminal.expect("Le compte dir@ac-test.fr fonctionne");
    answer(&mut terminal, &[("Que faut-il changer", "12")]);
    terminal.expect("de 1 à 11");
    answer(&mut terminal, &[("Que faut-il changer", "")]);
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{shown}");
    let seen = seen(&shown, server.port());
    let (menu, _) = seen.split_once("Nom de l’école").unwrap();
    assert_snapshot!(menu, @"
       1  Langue                   fr
       2  École                    École Jules-Ferry
       3  Adresse                  dir@ac-test.fr
       4  Domaines professionnels  ac-test.fr
       5  Serveur                  localhost
       6  Protection               tls
       7  Port                     PORT
       8  Identifiant              dir@ac-test.fr
       9  Mot de passe             gardé
      10  Créer une liste
      11  plus rien
    Que faut-il changer [11] : 2
    Les parents le voient comme expéditeur ; Entrée seule pour s’en passer.
    ");
    assert_eq!(
        env.read("config.json"),
        before.replace("Jules-Ferry", "Pergaud")
    );
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
}
