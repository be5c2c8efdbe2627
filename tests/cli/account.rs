//! `carnet account`, and that no password shows itself.

use std::{fs, path::Path};

use insta::assert_snapshot;

use crate::support::Env;

const PASSWORD: &str = "Tr0ub4dor « 3 »";

/// A world with the account `dir@ac-test.fr`, whose password is kept.
fn with_account() -> Env {
    let env = Env::with_domain();
    let added = env.run_with_input(
        [
            "account",
            "add",
            "dir@ac-test.fr",
            "--host",
            "smtp.ac-test.fr",
            "--password-stdin",
        ],
        PASSWORD.as_bytes(),
    );
    assert_eq!(added.code, 0, "{added}");
    env
}

/// Returns the files of a folder that hold a text, below it and by name.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(text) {
            found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found
}

#[test]
fn an_account_is_added_with_usual_values_and_becomes_the_default() {
    let env = Env::with_domain();
    let first = env.run_with_input(
        [
            "account",
            "add",
            "Dir@AC-test.fr",
            "--host",
            "SMTP.ac-test.fr",
            "--password-stdin",
        ],
        format!("{PASSWORD}\r\nnot this\r\n").as_bytes(),
    );
    assert_snapshot!(first, @"
    --- stdout
    Account Dir@ac-test.fr added: smtp.ac-test.fr:465 (tls)
    Try it: carnet account test Dir@ac-test.fr
    --- exit 0
    ");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
    assert_snapshot!(env.read("config.json"), @r#"
    {
    "format":1,
    "school":"École des Tests",
    "professional_domains":[
    "ac-test.fr"],
    "language":null,
    "default_account":"Dir@ac-test.fr",
    "attachments_limit_mib":20,
    "confirm_above":100,
    "accounts":[
    {"address":"Dir@ac-test.fr","display_name":null,"host":"smtp.ac-test.fr","port":465,"security":"tls","login":"Dir@ac-test.fr","password_command":null,"limits":[],"connections":4}]}
    "#);
    let second = env.run_fr([
        "account",
        "add",
        "adjointe@ac-test.fr",
        "--host",
        "smtp.école.fr",
        "--port",
        "587",
        "--login",
        "adj",
        "--display-name",
        "École des Tests",
        "--limit",
        "3500/h",
        "--limit",
        "400/min",
        "--connections",
        "2",
        "--password-command",
        "pass show école",
    ]);
    assert_snapshot!(second, @"
    --- stdout
    Compte adjointe@ac-test.fr ajouté : smtp.xn--cole-9oa.fr:587 (starttls)
    Essayez-le : carnet account test adjointe@ac-test.fr
    --- exit 0
    ");
}

/// A world with two accounts, one that keeps a password and one that asks a command.
fn with_two_accounts() -> Env {
    let env = with_account();
    env.ok([
        "account",
        "add",
        "adjointe@ac-test.fr",
        "--host",
        "smtp.école.fr",
        "--login",
        "adj",
        "--display-name",
        "École des Tests",
        "--limit",
        "400/min",
        "--password-command",
        "pass show école",
    ]);
    env
}

#[test]
fn accounts_are_shown_with_where_their_password_comes_from() {
    let env = with_two_accounts();
    assert_snapshot!(env.run_fr(["account", "list"]), @"
    --- stdout
    Compte               Nom              Serveur                   Protection  Mot de passe  Par défaut
    dir@ac-test.fr       École des Tests  smtp.ac-test.fr:465       tls         gardé         oui
    adjointe@ac-test.fr  École des Tests  smtp.xn--cole-9oa.fr:465  tls         commande
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["account", "show", "adjointe@ac-test.fr"]), @"
    --- stdout
    Compte        adjointe@ac-test.fr
    Nom           École des Tests
    Serveur       smtp.xn--cole-9oa.fr:465
    Protection    tls
    Identifiant   adj
    Mot de passe  commande (pass show école)
    Limites       400/min
    Connexions    4
    Par défaut    non
    --- exit 0
    ");
    assert_snapshot!(env.run(["account", "show", "dir@ac-test.fr"]), @"
    --- stdout
    Account      dir@ac-test.fr
    Name         École des Tests
    Server       smtp.ac-test.fr:465
    Protection   tls
    Login        dir@ac-test.fr
    Password     kept
    Limits       none
    Connections  4
    Default      yes
    --- exit 0
    ");
    assert_snapshot!(env.run(["account", "show", "ADJOINTE@ac-test.fr", "--json"]), @r#"
    --- stdout
    {
      "address": "adjointe@ac-test.fr",
      "display_name": "École des Tests",
      "host": "smtp.xn--cole-9oa.fr",
      "port": 465,
      "security": "tls",
      "login": "adj",
      "password": "command",
      "password_command": "pass show école",
      "limits": [
        "400/min"
      ],
      "connections": 4,
      "chunking": true,
      "timeouts": {},
      "default": false
    }
    --- exit 0
    "#);
    let third = env.json([
        "account",
        "add",
        "local@ac-test.fr",
        "--host",
        "[::1]",
        "--security",
        "none",
        "--port",
        "2525",
        "--default",
    ]);
    assert_snapshot!(serde_json::to_string(&third).unwrap(), @r#"{"address":"local@ac-test.fr","chunking":true,"connections":4,"default":true,"display_name":null,"host":"::1","limits":[],"login":null,"password":"none","password_command":null,"port":2525,"security":"none","timeouts":{}}"#);
    assert_snapshot!(env.run(["account", "list"]), @"
    --- stdout
    Account              Name             Server                    Protection  Password     Default
    dir@ac-test.fr       École des Tests  smtp.ac-test.fr:465       tls         kept
    adjointe@ac-test.fr  École des Tests  smtp.xn--cole-9oa.fr:465  tls         command
    local@ac-test.fr     École des Tests  [::1]:2525                none        none needed  yes
    --- exit 0
    ");
}

#[test]
fn r4_only_a_professional_address_has_an_account() {
    let env = Env::with_domain();
    let run = env.run_fr([
        "account",
        "add",
        "dir@gmail.com",
        "--host",
        "smtp.gmail.com",
    ]);
    assert_snapshot!(run, @"
    --- stderr
    erreur : dir@gmail.com ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
    conseil : une adresse professionnelle finit ici par @ac-test.fr
    --- exit 77
    ");
    let run = Env::new().run([
        "account",
        "add",
        "dir@ac-test.fr",
        "--host",
        "smtp.ac-test.fr",
    ]);
    assert_snapshot!(run, @"
    --- stderr
    error: dir@ac-test.fr cannot write: it is not a professional address (rule R4)
    hint: set the school’s professional domain first: carnet setup; without questions: carnet setup --professional-domain DOMAIN
    --- exit 77
    ");
}

#[test]
fn an_account_that_exists_is_not_added_again() {
    let env = with_account();
    let before = env.read("config.json");
    let run = env.run_with_input(
        [
            "account",
            "add",
            "DIR@ac-test.fr",
            "--host",
            "x.fr",
            "--password-stdin",
        ],
        b"another",
    );
    assert_snapshot!(run, @"
    --- stderr
    error: there is an account with the address DIR@ac-test.fr already
    hint: to see its settings: carnet account show DIR@ac-test.fr
    --- exit 1
    ");
    assert_eq!(env.read("config.json"), before);
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
}

#[test]
fn what_no_account_can_have_is_refused_and_nothing_is_written() {
    let env = Env::with_domain();
    let add = |options: &[&str]| {
        let mut arguments = vec!["account", "add", "dir@ac-test.fr"];
        arguments.extend(options);
        env.run_fr(arguments)
    };
    let plain = add(&["--host", "smtp.ac-test.fr", "--security", "none"]);
    assert_snapshot!(plain, @"
    --- stderr
    erreur : sans chiffrement (--security none), seul cet ordinateur peut être joint, pas smtp.ac-test.fr
    conseil : choisissez --security tls ou --security starttls
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "smtps://smtp.ac-test.fr"]), @"
    --- stderr
    erreur : --host <SERVEUR> ne peut pas être « smtps://smtp.ac-test.fr » : il faut le nom du serveur seul, sans ce qui précède ://
    conseil : pour en savoir plus : carnet account add --help
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "smtp.ac-test.fr:465"]), @"
    --- stderr
    erreur : --host <SERVEUR> ne peut pas être « smtp.ac-test.fr:465 » : il faut le nom du serveur seul ; le port se donne avec --port
    conseil : pour en savoir plus : carnet account add --help
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "x.fr", "--connections", "17"]), @"
    --- stderr
    erreur : --connections <NOMBRE> ne peut pas être « 17 » : il faut un nombre de 1 à 16
    conseil : pour en savoir plus : carnet account add --help
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "x.fr", "--limit", "many"]), @"
    --- stderr
    erreur : --limit <LIMITE> ne peut pas être « many » : une limite est un nombre de messages et une durée, comme 400/min, 3500/h ou 800/10min
    conseil : pour en savoir plus : carnet account add --help
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "x.fr", "--display-name", "A\r\nBcc: x@y.fr"]), @"
    --- stderr
    erreur : --display-name <NOM> ne peut pas être « A  Bcc: x@y.fr » : il faut une seule ligne, sans caractère de commande
    conseil : pour en savoir plus : carnet account add --help
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "x.fr", "--login", "", "--password-stdin"]), @"
    --- stderr
    erreur : un mot de passe ne sert à rien sans identifiant
    conseil : donnez aussi l’identifiant : --login IDENTIFIANT
    --- exit 2
    ");
    assert_snapshot!(add(&["--host", "x.fr", "--password", "hunter2"]), @"
    --- stderr
    erreur : argument inconnu : --password
    conseil : vouliez-vous dire --password-stdin ?
    conseil : pour en savoir plus : carnet account add --help
    --- exit 2
    ");
    // Nobody is there to ask.
    assert_snapshot!(add(&["--host", "x.fr"]), @"
    --- stderr
    erreur : il faut le mot de passe de dir@ac-test.fr, et il n’y a pas de terminal où le demander
    conseil : donnez-le avec --password-stdin, ou nommez une commande qui l’affiche avec --password-command
    --- exit 2
    ");
    assert_snapshot!(env.run(["account", "add", "dir@ac-test.fr", "--host", "x.fr"]), @"
    --- stderr
    error: the password of dir@ac-test.fr has to be given, and there is no terminal to ask for it
    hint: give it with --password-stdin, or name a command that prints it with --password-command
    --- exit 2
    ");
    // An empty password is none.
    assert_snapshot!(add(&["--host", "x.fr", "--password-stdin"]), @"
    --- stderr
    erreur : impossible de lire le mot de passe sur l’entrée standard
    conseil : sa première ligne est vide
    --- exit 2
    ");
    let latin = env.run_with_input(
        [
            "account",
            "add",
            "dir@ac-test.fr",
            "--host",
            "x.fr",
            "--password-stdin",
        ],
        b"\xe9t\xe9",
    );
    assert_snapshot!(latin, @"
    --- stderr
    error: cannot read the password from standard input
    hint: it must be text in UTF-8
    --- exit 2
    ");
    assert!(!env.home().join("secrets").exists());
    assert!(!env.home().join("lock").exists());
}

#[test]
fn editing_changes_only_what_was_given() {
    let env = with_account();
    let edit = |options: &[&str]| {
        let mut arguments = vec!["account", "edit", "dir@ac-test.fr"];
        arguments.extend(options);
        env.run(arguments)
    };
    assert_snapshot!(edit(&["--port", "587", "--security", "starttls"]), @"
    --- stdout
    Account dir@ac-test.fr changed: smtp.ac-test.fr:587 (starttls)
    --- exit 0
    ");
    assert_snapshot!(edit(&["--port", "587"]), @"
    --- stdout
    Account dir@ac-test.fr was so already.
    --- exit 0
    ");
    assert_snapshot!(edit(&[]), @"
    --- stderr
    error: the command does not say what should change
    hint: to see what can change: carnet account edit --help
    --- exit 2
    ");
    assert_snapshot!(edit(&["--security", "none"]), @"
    --- stderr
    error: without encryption (--security none) only this computer can be reached, not smtp.ac-test.fr
    hint: choose --security tls or --security starttls
    --- exit 2
    ");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
    let _limited = edit(&[
        "--limit",
        "400/min",
        "--display-name",
        "École",
        "--chunking",
        "off",
    ]);
    assert_snapshot!(env.run_fr(["account", "show", "dir@ac-test.fr"]), @"
    --- stdout
    Compte               dir@ac-test.fr
    Nom                  École
    Serveur              smtp.ac-test.fr:587
    Protection           starttls
    Identifiant          dir@ac-test.fr
    Mot de passe         gardé
    Limites              400/min
    Connexions           4
    Plusieurs à la fois  non
    Par défaut           oui
    --- exit 0
    ");
    let _unlimited = edit(&["--no-limit", "--display-name", ""]);
    assert_snapshot!(env.run_fr(["account", "show", "dir@ac-test.fr"]), @"
    --- stdout
    Compte               dir@ac-test.fr
    Nom                  École des Tests
    Serveur              smtp.ac-test.fr:587
    Protection           starttls
    Identifiant          dir@ac-test.fr
    Mot de passe         gardé
    Limites              aucune
    Connexions           4
    Plusieurs à la fois  non
    Par défaut           oui
    --- exit 0
    ");
}

#[test]
fn each_step_gets_the_time_that_was_given_until_it_is_taken_away() {
    let env = with_account();
    let edit = |timeouts: &[&str]| {
        let mut arguments = vec!["account", "edit", "dir@ac-test.fr"];
        arguments.extend(timeouts.iter().flat_map(|timeout| ["--timeout", timeout]));
        env.ok(arguments);
    };
    edit(&[
        "connect=1s",
        "greeting=2s",
        "mail=3s",
        "rcpt=4s",
        "data=5s",
        "content=6min",
    ]);
    assert_snapshot!(env.run_fr(["account", "show", "dir@ac-test.fr"]), @"
    --- stdout
    Compte          dir@ac-test.fr
    Nom             École des Tests
    Serveur         smtp.ac-test.fr:465
    Protection      tls
    Identifiant     dir@ac-test.fr
    Mot de passe    gardé
    Limites         aucune
    Connexions      4
    Temps accordés  connect=1s, greeting=2s, mail=3s, rcpt=4s, data=5s, content=6min
    Par défaut      oui
    --- exit 0
    ");
    let timeouts = || env.json(["account", "show", "dir@ac-test.fr"])["timeouts"].to_string();
    edit(&["mail=", "data=7s"]);
    assert_snapshot!(timeouts(), @r#"{"connect":"1s","content":"6min","data":"7s","greeting":"2s","rcpt":"4s"}"#);
    edit(&["connect=", "greeting=", "rcpt=", "data=", "content="]);
    assert_snapshot!(timeouts(), @"{}");
}

#[test]
fn a_password_is_kept_in_one_place_or_in_none() {
    let env = with_account();
    let edit = |options: &[&str]| {
        let mut arguments = vec!["account", "edit", "dir@ac-test.fr"];
        arguments.extend(options);
        env.run(arguments)
    };
    // A password that a command prints is not kept as well.
    assert_snapshot!(edit(&["--password-command", "pass école"]), @"
    --- stdout
    Account dir@ac-test.fr changed: smtp.ac-test.fr:465 (tls)
    --- exit 0
    ");
    assert!(!env.home().join("secrets/dir@ac-test.fr").exists());
    let stored = env.run_with_input(
        ["account", "edit", "dir@ac-test.fr", "--password-stdin"],
        b"another",
    );
    assert_snapshot!(stored, @"
    --- stdout
    Account dir@ac-test.fr changed: smtp.ac-test.fr:465 (tls)
    --- exit 0
    ");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), "another");
    assert_eq!(
        env.json(["account", "show", "dir@ac-test.fr"])["password_command"],
        serde_json::Value::Null
    );
    // Who logs in to nothing has no password.
    let _open = edit(&["--login", ""]);
    assert!(!env.home().join("secrets/dir@ac-test.fr").exists());
    assert_snapshot!(env.run(["account", "show", "dir@ac-test.fr"]), @"
    --- stdout
    Account      dir@ac-test.fr
    Name         École des Tests
    Server       smtp.ac-test.fr:465
    Protection   tls
    Login        none
    Password     none needed
    Limits       none
    Connections  4
    Default      yes
    --- exit 0
    ");
    assert_snapshot!(edit(&["--login", "dir"]), @"
    --- stderr
    error: the password of dir@ac-test.fr has to be given, and there is no terminal to ask for it
    hint: give it with --password-stdin, or name a command that prints it with --password-command
    --- exit 2
    ");
    let unknown = env.run_fr(["account", "edit", "x@ac-test.fr", "--port", "25"]);
    assert_snapshot!(unknown, @"
    --- stderr
    erreur : aucun compte n’a l’adresse x@ac-test.fr
    conseil : le seul compte est dir@ac-test.fr
    --- exit 1
    ");
}

#[test]
fn removing_an_account_takes_its_password_and_says_which_lists_it_owns() {
    let env = with_account();
    for list in ["cp", "ce1"] {
        env.ok(["list", "create", list]);
    }
    let refused = env.run_fr(["account", "remove", "dir@ac-test.fr"]);
    assert_snapshot!(refused, @"
    --- stderr
    erreur : il n’y a pas de terminal où demander « Retirer le compte dir@ac-test.fr et son mot de passe ? Cette adresse est propriétaire des listes ce1, cp. »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
    let removed = env.run_fr(["account", "remove", "Dir@ac-test.fr", "--yes"]);
    assert_snapshot!(removed, @"
    --- stdout
    Le compte dir@ac-test.fr et son mot de passe sont retirés de cet ordinateur.
    Cette adresse reste propriétaire des listes ce1, cp ; donnez-les à quelqu’un d’autre : carnet list edit NOM --owner ADRESSE
    --- exit 0
    ");
    assert_eq!(files_with(&env.home(), PASSWORD), Vec::<String>::new());
    assert_eq!(
        env.json(["config", "get", "default_account"])["value"],
        serde_json::Value::Null
    );
    let gone = env.run(["account", "remove", "dir@ac-test.fr", "--yes"]);
    assert_snapshot!(gone, @"
    --- stderr
    error: no account has the address dir@ac-test.fr
    hint: carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER
    --- exit 1
    ");
}

#[test]
fn several_accounts_without_a_default_one_have_to_be_chosen_from() {
    let env = with_account();
    for address in ["a@ac-test.fr", "b@ac-test.fr"] {
        env.ok([
            "account",
            "add",
            address,
            "--host",
            "localhost",
            "--security",
            "none",
        ]);
    }
    env.ok(["config", "set", "default_account", ""]);
    assert_snapshot!(env.run(["list", "create", "cp"]), @"
    --- stderr
    error: there are several accounts, and none is chosen to write with
    hint: the accounts are dir@ac-test.fr, a@ac-test.fr, b@ac-test.fr; to choose one: carnet config set default_account dir@ac-test.fr
    --- exit 78
    ");
    env.ok(["config", "set", "default_account", "B@ac-test.fr"]);
    assert_snapshot!(env.run(["list", "create", "cp"]), @"
    --- stdout
    List cp created, owned by b@ac-test.fr
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["config", "set", "default_account", "c@ac-test.fr"]), @"
    --- stderr
    erreur : aucun compte n’a l’adresse c@ac-test.fr
    conseil : les comptes sont dir@ac-test.fr, a@ac-test.fr, b@ac-test.fr
    --- exit 1
    ");
    assert_snapshot!(Env::with_domain().run(["list", "create", "cp"]), @"
    --- stderr
    error: there is no account yet: carnet does not know which address to write with
    hint: carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER
    --- exit 78
    ");
}

#[test]
fn a_password_shows_itself_nowhere_but_in_its_file() {
    let env = with_account();
    for arguments in [
        vec!["account", "list"],
        vec!["account", "show", "dir@ac-test.fr"],
        vec!["account", "edit", "dir@ac-test.fr", "--port", "587"],
        vec!["config", "list"],
        vec!["doctor"],
        vec!["account", "show", "nobody@ac-test.fr"],
    ] {
        for option in ["--verbose", "--json"] {
            let run = env.run(arguments.iter().chain([&option]));
            assert!(!run.to_string().contains("Tr0ub4dor"), "{run}");
        }
    }
    assert_eq!(files_with(env.root(), "Tr0ub4dor"), ["dir@ac-test.fr"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |name: &str| {
            let metadata = fs::metadata(env.home().join(name)).unwrap();
            metadata.permissions().mode() & 0o777
        };
        assert_eq!(mode("secrets"), 0o700);
        assert_eq!(mode("secrets/dir@ac-test.fr"), 0o600);
        assert_eq!(mode("config.json"), 0o600);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_account_and_password_as_they_were() {
    let env = with_account();
    let config = env.read("config.json");
    let files = |env: &Env| fs::read_dir(env.home()).unwrap().count();
    let before = files(&env);
    for arguments in [
        "account add a@ac-test.fr --host x.fr --password-stdin",
        "account edit dir@ac-test.fr --password-stdin",
        "account edit dir@ac-test.fr --password-command true",
        "account remove dir@ac-test.fr --yes",
    ] {
        let output = env
            .command_on_full_disk(0)
            .args(arguments.split(' '))
            .stdin(fs::File::open(env.write("password", "another")).unwrap())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments}: {stderr}");
        assert!(stderr.starts_with("error: cannot write"), "{stderr}");
        assert_eq!(env.read("config.json"), config, "{arguments}");
        assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD, "{arguments}");
        assert_eq!(files(&env), before, "{arguments}");
        assert_eq!(fs::read_dir(env.home().join("secrets")).unwrap().count(), 1);
    }
}

#[cfg(target_os = "linux")]
mod in_a_terminal {
    use insta::assert_snapshot;

    use super::{PASSWORD, with_account};
    use crate::support::{End, Env, Terminal};

    fn start(env: &Env, arguments: &str) -> Terminal {
        let mut command = env.command();
        command.env("CARNET_LANG", "fr").args(arguments.split(' '));
        Terminal::start(&command)
    }

    #[test]
    fn a_password_is_asked_for_and_not_shown() {
        let env = Env::with_domain();
        let mut terminal = start(&env, "account add dir@ac-test.fr --host smtp.ac-test.fr");
        terminal.expect("Mot de passe de dir@ac-test.fr");
        assert!(!terminal.echoes());
        // An empty answer is asked for again; a mistake is taken back.
        terminal.type_in("\r");
        terminal.expect("Mot de passe de dir@ac-test.fr");
        terminal.type_in(&format!("{PASSWORD}x\x7f\r"));
        terminal.expect("ajouté");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0));
        assert_snapshot!(shown, @"
        Mot de passe de dir@ac-test.fr : 
        Mot de passe de dir@ac-test.fr : 
        Compte dir@ac-test.fr ajouté : smtp.ac-test.fr:465 (tls)
        Essayez-le : carnet account test dir@ac-test.fr
        ");
        assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
    }

    #[test]
    fn what_is_typed_for_standard_input_is_not_shown_either() {
        let env = with_account();
        let mut terminal = start(&env, "account edit dir@ac-test.fr --password-stdin");
        terminal.expect("Mot de passe");
        terminal.type_in("another\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0));
        assert!(!shown.contains("another"), "{shown}");
        assert_eq!(env.read("secrets/dir@ac-test.fr"), "another");
    }

    #[test]
    fn ctrl_c_at_a_password_changes_nothing_and_leaves_the_terminal_as_it_was() {
        let env = Env::with_domain();
        let before = env.read("config.json");
        for keys in ["hunt\x03", "\x04"] {
            let mut terminal = start(&env, "account add dir@ac-test.fr --host smtp.ac-test.fr");
            terminal.expect("Mot de passe");
            terminal.type_in(keys);
            let (end, shown) = terminal.finish();
            // SIGINT, so that a script that runs the program stops too.
            assert_eq!(end, End::Signal(2));
            assert!(shown.ends_with("erreur\u{a0}: interrompu\n"), "{shown}");
        }
        assert_eq!(env.read("config.json"), before);
        assert!(!env.home().join("secrets").exists());
    }

    #[test]
    fn removing_asks_and_no_is_no() {
        let env = with_account();
        let mut terminal = start(&env, "account remove dir@ac-test.fr");
        terminal.expect("[o/N]");
        terminal.type_in("n\r");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(1));
        assert!(shown.contains("rien n’a été fait"), "{shown}");
        assert_eq!(env.read("secrets/dir@ac-test.fr"), PASSWORD);
        let mut terminal = start(&env, "account remove dir@ac-test.fr");
        terminal.expect("[o/N]");
        terminal.type_in("oui\r");
        assert_eq!(terminal.finish().0, End::Exit(0));
        assert!(!env.home().join("secrets/dir@ac-test.fr").exists());
    }
}

#[test]
fn the_help_of_accounts_is_said_in_english() {
    let env = Env::new();
    assert_snapshot!(env.run(["account", "--help"]), @"
    --- stdout
    Add, show, change and remove SMTP accounts

    Usage: carnet account [OPTIONS] <COMMAND>

    Commands:
      add     Add the account of a professional address
      list    Show all accounts
      show    Show one account, without its password
      edit    Change an account
      test    Connect to an account's server and log in, without sending anything
      remove  Remove an account and its password from this computer

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
      carnet account list
      carnet account test ce.0380000a@ac-grenoble.fr
    --- exit 0
    ");
    assert_snapshot!(env.run(["account", "add", "--help"]), @"
    --- stdout
    Add the account of a professional address

    Usage: carnet account add [OPTIONS] --host <HOST> <ADDRESS>

    Arguments:
      <ADDRESS>  The sender's address: a professional one

    Options:
          --host <HOST>              The submission server: a name or an IP address
          --port <PORT>              The server's port, usually 465 with tls and 587 with starttls
          --security <SECURITY>      How the connection is protected; none to this computer only
                                     [possible values: tls, starttls, none]
          --login <LOGIN>            The login name when it is not the address; empty for none
          --display-name <NAME>      The sender's name, as parents see it [default: the school's]
          --limit <LIMIT>            How many messages the server takes, such as 400/min; may be
                                     repeated
          --connections <NUMBER>     How many connections a send opens at most
          --chunking <SWITCH>        Whether several messages may be under way on a connection, where
                                     the server offers it (CHUNKING) [possible values: on, off]
          --timeout <STEP=DURATION>  How long the server may take at a step, such as content=20min; may
                                     be repeated
          --default                  Use this account when none is named
          --password-command <CMD>   Run this command for the password, and keep none
          --password-stdin           Read the password from standard input, or ask for it in a terminal

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
      carnet account add ce.0380000a@ac-grenoble.fr --host smtp.ac-grenoble.fr
      carnet account add dir@ac-lyon.fr --host smtps.ac-lyon.fr --port 587
    --- exit 0
    ");
}

#[test]
fn the_help_of_accounts_is_said_in_french() {
    let env = Env::new();
    assert_snapshot!(env.run_fr(["account", "edit", "--help"]), @"
    --- stdout
    Changer un compte

    Utilisation : carnet account edit [OPTIONS] <ADRESSE>

    Arguments :
      <ADRESSE>  L’adresse du compte

    Options :
          --host <SERVEUR>               Le serveur d’envoi : un nom ou une adresse IP
          --port <PORT>                  Le port du serveur, d’habitude 465 avec tls et 587 avec
                                         starttls
          --security <PROTECTION>        Comment la connexion est protégée ; none pour cet ordinateur
                                         seulement [valeurs possibles : tls, starttls, none]
          --login <IDENTIFIANT>          L’identifiant quand ce n’est pas l’adresse ; vide pour aucun
          --display-name <NOM>           Le nom de l’expéditeur, tel que les parents le voient [par
                                         défaut : celui de l’école]
          --limit <LIMITE>               Combien de messages le serveur accepte, comme 400/min ; à
                                         répéter s’il y en a plusieurs
          --connections <NOMBRE>         Combien de connexions un envoi ouvre au plus
          --chunking <CHOIX>             Si plusieurs messages peuvent partir à la fois sur une
                                         connexion, quand le serveur le propose (CHUNKING) [valeurs
                                         possibles : on, off]
          --timeout <ÉTAPE=DURÉE>        Le temps que le serveur peut prendre à une étape, comme
                                         content=20min ; peut être répété
          --default                      Utiliser ce compte quand aucun n’est indiqué
          --no-limit                     Envoyer sans aucune limite
          --password-command <COMMANDE>  Demander le mot de passe à cette commande, et n’en garder aucun
          --password-stdin               Lire le mot de passe sur l’entrée standard, ou le demander dans
                                         un terminal

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
      carnet account edit ce.0380000a@ac-grenoble.fr --password-stdin
      carnet account edit ce.0380000a@ac-grenoble.fr --security starttls --port 587
    --- exit 0
    ");
}
