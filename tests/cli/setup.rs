//! `carnet setup`.

use insta::assert_snapshot;

use crate::support::{
    Env, Run,
    smtp::{Encryption, Script, SmtpServer},
    tls::{authority, encrypt_as},
};

#[test]
fn options_alone_set_a_school_up_and_change_only_what_was_given() {
    let env = Env::new();
    let first = env.run_fr([
        "setup",
        "--school",
        "École Jules-Ferry",
        "--professional-domain",
        "@AC-Grenoble.fr",
        "--lang",
        "fr",
    ]);
    assert_snapshot!(first, @"
    --- stdout
    École                    École Jules-Ferry
    Domaines professionnels  ac-grenoble.fr
    Langue                   fr

    La suite :
    carnet setup
    carnet import CSVExtraction.csv --by-class
    carnet list create parents
    carnet doctor
    --- exit 0
    ");
    assert_snapshot!(env.read("config.json"), @r#"
    {
    "format":1,
    "school":"École Jules-Ferry",
    "professional_domains":[
    "ac-grenoble.fr"],
    "language":"fr",
    "default_account":null,
    "attachments_limit_mib":20,
    "confirm_above":100,
    "accounts":[]}
    "#);
    // The language was kept: nothing else asks for French here.
    let again = env.run(["setup", "--professional-domain", "ac-lyon.fr"]);
    assert_snapshot!(again, @"
    --- stdout
    École                    École Jules-Ferry
    Domaines professionnels  ac-lyon.fr
    Langue                   fr

    La suite :
    carnet setup
    carnet import CSVExtraction.csv --by-class
    carnet list create parents
    carnet doctor
    --- exit 0
    ");
    assert_snapshot!(env.read("config.json"), @r#"
    {
    "format":1,
    "school":"École Jules-Ferry",
    "professional_domains":[
    "ac-lyon.fr"],
    "language":"fr",
    "default_account":null,
    "attachments_limit_mib":20,
    "confirm_above":100,
    "accounts":[]}
    "#);
}

#[test]
fn without_terminal_and_without_options_nothing_is_asked() {
    let env = Env::new();
    assert_snapshot!(env.run(["setup"]), @r#"
    --- stderr
    error: there is nothing to set, and no terminal to ask in
    hint: for example: carnet setup --school "École des Tilleuls" --professional-domain ac-grenoble.fr --lang en
    --- exit 2
    "#);
    assert_snapshot!(env.run_fr(["setup"]), @r#"
    --- stderr
    erreur : il n’y a rien à régler, et pas de terminal où poser des questions
    conseil : par exemple : carnet setup --school "École des Tilleuls" --professional-domain ac-grenoble.fr --lang fr
    --- exit 2
    "#);
    assert!(!env.home().exists());
}

#[test]
fn what_cannot_be_set_is_refused_before_anything_is_written() {
    let env = Env::new();
    let domain = env.run(["setup", "--professional-domain", "grenoble"]);
    assert_snapshot!(domain, @"
    --- stderr
    error: --professional-domain <DOMAIN> cannot be “grenoble”: the domain is not complete, as example.org is
    hint: to learn more: carnet setup --help
    --- exit 2
    ");
    let school = env.run_fr(["setup", "--school", "École\nJules-Ferry"]);
    assert_snapshot!(school, @"
    --- stderr
    erreur : --school <NOM> ne peut pas être « École Jules-Ferry » : il faut une seule ligne, sans caractère de commande
    conseil : pour en savoir plus : carnet setup --help
    --- exit 2
    ");
    assert!(!env.home().exists());
}

#[test]
fn as_json_the_settings_come_back() {
    let env = Env::new();
    let run = env.run(["--json", "setup", "--school", "École « A »"]);
    assert_snapshot!(run, @r#"
    --- stdout
    {
      "school": "École « A »",
      "professional_domains": [],
      "language": null,
      "account": null,
      "lists": [],
      "changed": true
    }
    --- exit 0
    "#);
}

#[test]
fn the_help_of_setup_and_settings_is_said_in_both_languages() {
    let env = Env::new();
    assert_snapshot!(env.run_fr(["setup", "--help"]), @r#"
    --- stdout
    Mettre carnet en route : l’école, sa messagerie, une première liste

    Utilisation : carnet setup [OPTIONS]

    Options :
          --school <NOM>                   Le nom de l’école, tel que les parents le connaissent
          --professional-domain <DOMAINE>  Un domaine d’adresses professionnelles ; à répéter s’il y en
                                           a plusieurs ; remplace ceux qui sont connus
          --address <ADRESSE>              L’adresse professionnelle d’où écrire, dont le compte est
                                           ajouté ou modifié
          --host <SERVEUR>                 Le serveur d’envoi [par défaut : celui que carnet connaît
                                           pour l’adresse, sinon smtp.DOMAINE]
          --port <PORT>                    Le port du serveur, le plus souvent 465 avec tls et 587 avec
                                           starttls
          --security <PROTECTION>          Comment la connexion est protégée ; none vers cet ordinateur
                                           seulement [valeurs possibles : tls, starttls, none]
          --login <IDENTIFIANT>            L’identifiant si ce n’est pas l’adresse ; vide pour aucun
          --password-command <COMMANDE>    Demander le mot de passe à cette commande, et n’en garder
                                           aucun
          --password-stdin                 Lire le mot de passe sur l’entrée standard, ou le demander
                                           dans un terminal
          --no-test                        Garder le compte sans essayer la connexion
          --list <NOM>                     Une liste à créer, qui appartient à l’adresse ; à répéter
                                           s’il y en a plusieurs

    Options générales :
          --home <DOSSIER>  Garder configuration et données dans ce dossier (ou la variable CARNET_HOME)
          --json            Afficher le résultat comme un document JSON
          --lang <LANGUE>   Parler cette langue (ou la variable CARNET_LANG) [valeurs possibles : fr,
                            en]
      -q, --quiet           N’afficher que les erreurs
      -v, --verbose         Afficher chaque étape
          --color <QUAND>   Utiliser des couleurs [par défaut : auto] [valeurs possibles : auto, always,
                            never]
      -y, --yes             Répondre oui à toutes les questions
      -h, --help            Afficher l’aide

    Exemples :
      carnet setup
      carnet setup --school "École Jules-Ferry" --professional-domain ac-grenoble.fr
      carnet setup --address ce.0380000a@ac-grenoble.fr --list parents
    --- exit 0
    "#);
    assert_snapshot!(env.run(["config", "set", "--help"]), @"
    --- stdout
    Change one setting

    Usage: carnet config set [OPTIONS] <KEY> <VALUE>

    Arguments:
      <KEY>    The setting [possible values: school, professional_domains, language, default_account,
               attachments_limit_mib, confirm_above]
      <VALUE>  Its new value, several separated by commas; empty for none

    Global options:
          --home <DIR>    Keep configuration and data in this folder (or set CARNET_HOME)
          --json          Print the result as one JSON document
          --lang <LANG>   Speak this language (or set CARNET_LANG) [possible values: fr, en]
      -q, --quiet         Show errors only
      -v, --verbose       Show each step
          --color <WHEN>  Use colours [default: auto] [possible values: auto, always, never]
      -y, --yes           Answer yes to every question
      -h, --help          Print help

    Examples:
      carnet config set language fr
      carnet config set professional_domains ac-grenoble.fr,ac-lyon.fr
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["config", "set", "--help"]), @"
    --- stdout
    Changer un réglage

    Utilisation : carnet config set [OPTIONS] <CLÉ> <VALEUR>

    Arguments :
      <CLÉ>     Le réglage [valeurs possibles : school, professional_domains, language, default_account,
                attachments_limit_mib, confirm_above]
      <VALEUR>  Sa nouvelle valeur, plusieurs séparées par des virgules ; vide pour aucune

    Options générales :
          --home <DOSSIER>  Garder configuration et données dans ce dossier (ou la variable CARNET_HOME)
          --json            Afficher le résultat comme un document JSON
          --lang <LANGUE>   Parler cette langue (ou la variable CARNET_LANG) [valeurs possibles : fr,
                            en]
      -q, --quiet           N’afficher que les erreurs
      -v, --verbose         Afficher chaque étape
          --color <QUAND>   Utiliser des couleurs [par défaut : auto] [valeurs possibles : auto, always,
                            never]
      -y, --yes             Répondre oui à toutes les questions
      -h, --help            Afficher l’aide

    Exemples :
      carnet config set language fr
      carnet config set professional_domains ac-grenoble.fr,ac-lyon.fr
    --- exit 0
    ");
}

/// A world that trusts the test authority, and a server that knows `dir@ac-test.fr`.
fn world() -> (Env, SmtpServer) {
    let mut env = Env::new();
    env.set("SSL_CERT_FILE", authority().to_str().unwrap());
    let script = Script::new()
        .login("dir@ac-test.fr", "Tr0ub4dor")
        .encryption(Encryption::Implicit, encrypt_as("localhost"));
    (env, SmtpServer::start(script))
}

/// Sets an account up by options, in French.
fn set_account_up(env: &Env, port: u16, password: &str, more: &[&str]) -> Run {
    let port = port.to_string();
    let options = [
        "--lang",
        "fr",
        "setup",
        "--school",
        "École",
        "--address",
        "dir@ac-test.fr",
        "--host",
        "localhost",
        "--security",
        "tls",
        "--port",
        &port,
        "--password-stdin",
    ];
    let mut run = env.run_with_input(options.iter().chain(more), password.as_bytes());
    run.stdout = run.stdout.replace(&port, "PORT");
    run.stderr = run.stderr.replace(&port, "PORT");
    run
}

#[test]
fn options_set_up_a_school_its_account_and_its_lists_and_the_account_is_tried() {
    let (env, server) = world();
    let lists = ["--list", "parents", "--list", "conseil"];
    let run = set_account_up(&env, server.port(), "Tr0ub4dor", &lists);
    assert_snapshot!(run, @"
    --- stdout
    École                    École
    Domaines professionnels  ac-test.fr
    Langue                   fr
    Compte                   dir@ac-test.fr
    Serveur                  localhost:PORT (tls)

    La suite :
    carnet doctor
    --- stderr
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    Le serveur accepte l’identifiant dir@ac-test.fr et son mot de passe.
    --- exit 0
    ");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), "Tr0ub4dor");
    assert_eq!(server.connections(), 1);
    // The same once more changes nothing, and the lists are still there.
    let again = env.run([
        "setup",
        "--list",
        "parents",
        "--port",
        &server.port().to_string(),
    ]);
    assert_eq!(again.code, 0, "{again}");
    assert_eq!(server.connections(), 2);
}

#[test]
fn an_account_that_does_not_work_leaves_nothing_unless_it_need_not_be_tried() {
    let (env, server) = world();
    let run = set_account_up(&env, server.port(), "wrong", &["--list", "parents"]);
    assert_snapshot!(run, @"
    --- stderr
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur a refusé l’identifiant ou le mot de passe
      cause : réponse du serveur : 535 5.7.8 wrong login or password
    conseil : rien n’a été gardé ; corrigez ce qui ne va pas, ou ajoutez --no-test pour garder le compte quand même
    --- exit 78
    ");
    assert!(!env.home().join("config.json").exists());
    assert!(!env.home().join("secrets").exists());
    assert!(!env.home().join("lists").exists());
    let run = set_account_up(&env, server.port(), "wrong", &["--no-test"]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(server.connections(), 1);
    assert_eq!(env.read("secrets/dir@ac-test.fr"), "wrong");
}

#[test]
fn what_is_not_given_follows_from_the_address() {
    let env = Env::new();
    let setup = |address| {
        let options = [
            "setup",
            "--no-test",
            "--password-command",
            "true",
            "--address",
            address,
        ];
        let run = env.run(options);
        assert_eq!(run.code, 0, "{run}");
        let shown = env.json(["account", "show", address]);
        format!("{}:{} {}", shown["host"], shown["port"], shown["security"])
    };
    assert_eq!(
        setup("dir@ac-lyon.fr"),
        r#""smtps.ac-lyon.fr":587 "starttls""#
    );
    env.ok([
        "config",
        "set",
        "professional_domains",
        "ac-lyon.fr,ac-test.fr",
    ]);
    assert_eq!(setup("dir@ac-test.fr"), r#""smtp.ac-test.fr":465 "tls""#);
}

#[test]
fn an_account_needs_an_address_and_a_professional_one() {
    let env = Env::new();
    assert_snapshot!(env.run_fr(["setup", "--host", "smtp.ac-test.fr"]), @"
    --- stderr
    erreur : il faut l’adresse à laquelle appartient le compte
    conseil : répondez d’avance avec --address
    --- exit 2
    ");
    let options = [
        "setup",
        "--address",
        "dir@gmail.com",
        "--password-command",
        "true",
    ];
    assert_snapshot!(env.run_fr(options), @"
    --- stderr
    erreur : dir@gmail.com ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
    conseil : réglez d’abord le domaine professionnel de l’école : carnet setup ; sans question : carnet setup --professional-domain DOMAINE
    --- exit 77
    ");
    let options = ["setup", "--address", "dir@ac-test.fr"];
    assert_snapshot!(env.run_fr(options), @"
    --- stderr
    erreur : il faut le mot de passe de dir@ac-test.fr, et il n’y a pas de terminal où le demander
    conseil : donnez-le avec --password-stdin, ou nommez une commande qui l’affiche avec --password-command
    --- exit 2
    ");
    assert!(!env.home().exists());
}
