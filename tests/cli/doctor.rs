//! `carnet doctor`.

use std::fs;

use insta::assert_snapshot;

use crate::support::Env;

/// A world in good order: a domain, an account, a list with two subscribers.
fn in_order() -> Env {
    let env = Env::new();
    env.ok([
        "setup",
        "--school",
        "École des Tests",
        "--professional-domain",
        "ac-test.fr",
    ]);
    env.ok([
        "account",
        "add",
        "dir@ac-test.fr",
        "--host",
        "localhost",
        "--security",
        "none",
    ]);
    env.ok(["list", "create", "cp"]);
    env.ok(["subscriber", "add", "cp", "a@x.fr", "b@x.fr"]);
    env
}

const MESSAGE: &str = r#"{"format":1,"id":"20261123-080000-bcdf","state":"queued","from":"dir@ac-test.fr","subject":"Sortie","lists":[],"size":3,"created":"2026-11-23T08:00:00Z","excluded":0,"counts":{"accepted":0,"refused":0,"deferred":0,"uncertain":0,"pending":1,"skipped":0}}"#;

/// Writes a message, of which one delivery is left.
fn write_message(env: &Env) {
    let folder = "home/messages/20261123-080000-bcdf";
    for (name, content) in [
        ("message.json", MESSAGE),
        ("content.eml", "x\r\n"),
        (
            "recipients.jsonl",
            "{\"address\":\"a@x.fr\",\"list\":\"cp\"}\n",
        ),
        ("exclusions.jsonl", ""),
        ("journal.jsonl", "{\"event\":\"trying\",\"recipient\":0}\n"),
    ] {
        env.write(&format!("{folder}/{name}"), content);
    }
    restrict(env);
}

/// Takes the access of others away, as carnet does for what it writes itself.
fn restrict(env: &Env) {
    #[cfg(unix)]
    assert!(
        std::process::Command::new("chmod")
            .args(["-R", "go="])
            .arg(env.home())
            .status()
            .unwrap()
            .success()
    );
    let _ = env;
}

#[test]
fn where_everything_is_in_order_nothing_is_wrong() {
    let env = in_order();
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    Nothing is wrong.
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    Tout va bien.
    --- exit 0
    ");
    assert_snapshot!(env.run(["doctor", "--quiet"]), @"--- exit 0");
    assert_snapshot!(env.run(["doctor", "--json"]), @r#"
    --- stdout
    {
      "fixed": [],
      "findings": []
    }
    --- exit 0
    "#);
}

#[test]
fn before_anything_is_set_up_it_says_where_to_begin() {
    let env = Env::new();
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    warning: no professional domain is set: nobody can own a list or write
      hint: set the school’s professional domain first: carnet setup; without questions: carnet setup --professional-domain DOMAIN
    remark: there is no account yet: nothing can be sent
      hint: carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER

    One finding needs you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    attention : aucun domaine professionnel n’est réglé : personne ne peut avoir de liste ni écrire
      conseil : réglez d’abord le domaine professionnel de l’école : carnet setup ; sans question : carnet setup --professional-domain DOMAINE
    remarque : il n’y a pas encore de compte : rien ne peut être envoyé
      conseil : carnet setup pose les questions qu’il faut ; sans question : carnet account add ADRESSE --host SERVEUR

    Un point demande votre attention.
    --- exit 1
    ");
    assert!(!env.home().exists());
}

#[test]
fn a_damaged_configuration_does_not_hide_the_rest() {
    let env = in_order();
    let lists = env.home().join("lists");
    fs::write(lists.join("cp.json"), "{\"format\":1,\"id\":").unwrap();
    fs::write(lists.join("ce1.json"), "{\"format\":7}").unwrap();
    fs::write(env.home().join("suppressions.json"), "[]").unwrap();
    fs::write(env.home().join("config.json"), "{\"format\":1,").unwrap();
    restrict(&env);
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    erreur : $HOME/home/config.json est abîmé (il s’arrête avant la fin)
      conseil : corrigez-le dans un éditeur, ou déplacez-le ailleurs et recommencez : carnet setup
    erreur : $HOME/home/suppressions.json est abîmé (ligne 1, colonne 1)
      conseil : reprenez-le dans une copie de ce dossier, si vous en avez une ; sinon, déplacez-le ailleurs, mais alors un import fait revenir les adresses dont la suppression avait été demandée : il faudra les retirer de nouveau
    erreur : $HOME/home/lists/ce1.json a été écrit par une version plus récente de carnet (format 7 ; celle-ci connaît le format 1)
      conseil : mettez carnet à jour sur cet ordinateur ; rien n’a été changé
    erreur : $HOME/home/lists/cp.json est abîmé (il s’arrête avant la fin)
      conseil : reprenez-le dans une copie de ce dossier, si vous en avez une ; sinon, déplacez-le ailleurs

    4 points demandent votre attention.
    --- exit 1
    ");
    assert_snapshot!(env.run(["doctor", "--json"]), @r#"
    --- stdout
    {
      "fixed": [],
      "findings": [
        {
          "severity": "error",
          "kind": "configuration-unreadable",
          "what": "$HOME/home/config.json is damaged (it stops before its end)",
          "causes": [],
          "next": "correct it in an editor, or move it elsewhere and begin again: carnet setup",
          "fixable": false
        },
        {
          "severity": "error",
          "kind": "suppressions-unreadable",
          "what": "$HOME/home/suppressions.json is damaged (line 1, column 1)",
          "causes": [],
          "next": "take it from a copy of this folder, if you have one; otherwise move it elsewhere, but then an import brings back whoever had asked to leave: they must be removed again",
          "fixable": false
        },
        {
          "severity": "error",
          "kind": "list-unreadable",
          "what": "$HOME/home/lists/ce1.json was written by a later version of carnet (format 7, this one knows 1)",
          "causes": [],
          "next": "update carnet on this computer; nothing was changed",
          "fixable": false
        },
        {
          "severity": "error",
          "kind": "list-unreadable",
          "what": "$HOME/home/lists/cp.json is damaged (it stops before its end)",
          "causes": [],
          "next": "take it from a copy of this folder, if you have one; otherwise move it elsewhere",
          "fixable": false
        }
      ]
    }
    --- exit 1
    "#);
    assert_eq!(env.read("config.json"), "{\"format\":1,");
}

#[test]
fn settings_changed_by_hand_are_looked_into() {
    let env = in_order();
    let account = |address: &str, host: &str, security: &str, rest: &str| {
        format!(
            r#"{{"address":"{address}","host":"{host}","port":25,"security":"{security}"{rest}}}"#
        )
    };
    let accounts = [
        account("twice@ac-test.fr", "localhost", "tls", ""),
        account("TWICE@ac-test.fr", "localhost", "tls", ""),
        account("plain@ac-test.fr", "smtp.ac-test.fr", "none", ""),
        account("host@ac-test.fr", "smtp.ac-test.fr:465", "tls", ""),
        account(
            "many@ac-test.fr",
            "localhost",
            "tls",
            r#","connections":200"#,
        ),
        account("dir@gmail.com", "localhost", "tls", ""),
        account("missing@ac-test.fr", "localhost", "tls", r#","login":"x""#),
        account(
            "command@ac-test.fr",
            "localhost",
            "tls",
            r#","login":"x","password_command":"exit 3""#,
        ),
        account(
            "good@ac-test.fr",
            "localhost",
            "tls",
            r#","login":"x","password_command":"echo hunter2""#,
        ),
    ]
    .join(",");
    env.write(
        "home/config.json",
        format!(
            r#"{{"format":1,"professional_domains":["ac-test.fr"],"default_account":"gone@ac-test.fr","accounts":[{accounts}]}}"#
        ),
    );
    restrict(&env);
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    error: there are two accounts with the address TWICE@ac-test.fr
      hint: open $HOME/home/config.json in an editor and remove one of them
    error: without encryption (--security none) only this computer can be reached, not smtp.ac-test.fr
      hint: to mend it: carnet account edit plain@ac-test.fr --security tls --port 465
    error: the server of host@ac-test.fr cannot be “smtp.ac-test.fr:465”: it is the name of a server alone; the port goes to --port
      hint: to correct it: carnet account edit host@ac-test.fr --host SERVER
    error: the password of missing@ac-test.fr is not known
      hint: to give it: carnet account edit missing@ac-test.fr --password-stdin
    error: cannot get the password of command@ac-test.fr
      caused by: the password command failed (exit 3: exit code 3)
      hint: try the command by itself, and read what it says: exit 3
    warning: the account chosen to write with, gone@ac-test.fr, does not exist
      hint: the accounts are twice@ac-test.fr, TWICE@ac-test.fr, plain@ac-test.fr, host@ac-test.fr, many@ac-test.fr, dir@gmail.com, missing@ac-test.fr, command@ac-test.fr, good@ac-test.fr; to choose one: carnet config set default_account twice@ac-test.fr
    warning: many@ac-test.fr cannot open 200 connections: it is a number from 1 to 16
      hint: for the usual number: carnet account edit many@ac-test.fr --connections 4
    warning: dir@gmail.com cannot write: it is not a professional address (rule R4)
      hint: the professional domain is ac-test.fr

    8 findings need you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    erreur : deux comptes ont l’adresse TWICE@ac-test.fr
      conseil : ouvrez $HOME/home/config.json dans un éditeur et retirez l’un des deux
    erreur : sans chiffrement (--security none), seul cet ordinateur peut être joint, pas smtp.ac-test.fr
      conseil : pour y remédier : carnet account edit plain@ac-test.fr --security tls --port 465
    erreur : le serveur de host@ac-test.fr ne peut pas être « smtp.ac-test.fr:465 » : il faut le nom du serveur seul ; le port se donne avec --port
      conseil : pour le corriger : carnet account edit host@ac-test.fr --host SERVEUR
    erreur : le mot de passe de missing@ac-test.fr n’est pas connu
      conseil : pour le donner : carnet account edit missing@ac-test.fr --password-stdin
    erreur : impossible d’obtenir le mot de passe de command@ac-test.fr
      cause : la commande du mot de passe a échoué (exit 3 : code de sortie 3)
      conseil : essayez la commande seule, et lisez ce qu’elle dit : exit 3
    attention : le compte choisi pour écrire, gone@ac-test.fr, n’existe pas
      conseil : les comptes sont twice@ac-test.fr, TWICE@ac-test.fr, plain@ac-test.fr, host@ac-test.fr, many@ac-test.fr, dir@gmail.com, missing@ac-test.fr, command@ac-test.fr, good@ac-test.fr ; pour en choisir un : carnet config set default_account twice@ac-test.fr
    attention : many@ac-test.fr ne peut pas ouvrir 200 connexions : il faut un nombre de 1 à 16
      conseil : pour revenir au nombre habituel : carnet account edit many@ac-test.fr --connections 4
    attention : dir@gmail.com ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
      conseil : une adresse professionnelle finit ici par @ac-test.fr

    8 points demandent votre attention.
    --- exit 1
    ");
}

#[test]
#[cfg(unix)]
fn what_others_can_read_is_reported_once_per_folder() {
    use std::os::unix::fs::PermissionsExt as _;

    let env = in_order();
    let added = env.run_with_input(
        [
            "account",
            "add",
            "b@ac-test.fr",
            "--host",
            "smtp.ac-test.fr",
            "--password-stdin",
        ],
        b"hunter2",
    );
    assert_eq!(added.code, 0);
    env.ok(["list", "create", "ce1"]);
    let open = |name: &str, mode| {
        fs::set_permissions(env.home().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    open("", 0o755);
    open("config.json", 0o644);
    open("lists/cp.json", 0o640);
    open("lists/ce1.json", 0o604);
    open("secrets/b@ac-test.fr", 0o644);
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    error: others can get at $HOME/home/secrets/b@ac-test.fr
      hint: to mend it: carnet doctor --fix
    warning: other users of this computer can look into $HOME/home
      hint: to mend it: carnet doctor --fix
    warning: others can get at $HOME/home/config.json
      hint: to mend it: carnet doctor --fix
    warning: others can get at $HOME/home/lists/ce1.json and one other
      hint: to mend it: carnet doctor --fix

    4 findings need you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    erreur : d’autres ont accès à $HOME/home/secrets/b@ac-test.fr
      conseil : pour y remédier : carnet doctor --fix
    attention : d’autres utilisateurs de cet ordinateur peuvent regarder dans $HOME/home
      conseil : pour y remédier : carnet doctor --fix
    attention : d’autres ont accès à $HOME/home/config.json
      conseil : pour y remédier : carnet doctor --fix
    attention : d’autres ont accès à $HOME/home/lists/ce1.json et à un autre
      conseil : pour y remédier : carnet doctor --fix

    4 points demandent votre attention.
    --- exit 1
    ");
    restrict(&env);
    assert_eq!(env.run(["doctor"]).code, 0);
}

#[test]
fn lists_that_do_not_hold_what_they_say_are_reported() {
    let env = in_order();
    env.ok([
        "config",
        "set",
        "professional_domains",
        "ac-test.fr,ac-old.fr",
    ]);
    env.ok(["list", "create", "ce1", "--owner", "dir@ac-old.fr"]);
    env.ok(["moderator", "add", "ce1", "mod@ac-old.fr", "dir@ac-test.fr"]);
    env.ok(["config", "set", "professional_domains", "ac-test.fr"]);
    let cp = env.read("lists/cp.json");
    env.write("home/lists/copy.json", &cp);
    env.write(
        "home/lists/cp.json",
        cp.replace("\"active\":2", "\"active\":7"),
    );
    env.write("home/lists/Parents de CP.json", "x");
    env.write("home/lists/.carnet-a1b2", "x");
    restrict(&env);
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    warning: $HOME/home/lists/.carnet-a1b2 is left over from a change that was cut short, and of no more use
      hint: to mend it: carnet doctor --fix
    warning: list ce1 is owned by dir@ac-old.fr, which is not a professional address
      hint: to give it to somebody else: carnet list edit ce1 --owner ADDRESS
    warning: list ce1 is moderated by mod@ac-old.fr, which is not a professional address
      hint: to take that right away: carnet moderator remove ce1 mod@ac-old.fr
    warning: lists copy and cp are copies of each other: mail programs take them for one
      hint: delete the one that is too many: carnet list delete copy, or carnet list delete cp
    remark: list cp says that it has 7 subscribers, and has 2
      hint: to mend it: carnet doctor --fix
    remark: $HOME/home/lists/Parents de CP.json is not a list, whatever it holds
      hint: a list’s file is its name and .json; move away what is no list

    4 findings need you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    attention : $HOME/home/lists/.carnet-a1b2 reste d’un changement interrompu, et ne sert plus à rien
      conseil : pour y remédier : carnet doctor --fix
    attention : le propriétaire de la liste ce1 est dir@ac-old.fr, qui n’est pas une adresse professionnelle
      conseil : pour la donner à quelqu’un d’autre : carnet list edit ce1 --owner ADRESSE
    attention : mod@ac-old.fr, qui n’est pas une adresse professionnelle, modère la liste ce1
      conseil : pour lui retirer ce droit : carnet moderator remove ce1 mod@ac-old.fr
    attention : les listes copy et cp sont des copies l’une de l’autre : les logiciels de courrier les confondent
      conseil : supprimez celle qui est de trop : carnet list delete copy, ou carnet list delete cp
    remarque : la liste cp dit avoir 7 abonnés, et en a 2
      conseil : pour y remédier : carnet doctor --fix
    remarque : $HOME/home/lists/Parents de CP.json n’est pas une liste, quoi qu’il contienne
      conseil : le fichier d’une liste est son nom suivi de .json ; déplacez ce qui n’est pas une liste

    4 points demandent votre attention.
    --- exit 1
    ");
}

#[test]
fn a_password_that_no_account_needs_is_reported() {
    let env = in_order();
    env.write("home/secrets/gone@ac-test.fr", "hunter2");
    restrict(&env);
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    warning: $HOME/home/secrets/gone@ac-test.fr is a password that no account needs any more
      hint: remove it, if no other carnet is at work: rm -r $HOME/home/secrets/gone@ac-test.fr

    One finding needs you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor", "--json"]), @r#"
    --- stdout
    {
      "fixed": [],
      "findings": [
        {
          "severity": "warning",
          "kind": "password-of-nobody",
          "what": "$HOME/home/secrets/gone@ac-test.fr est un mot de passe qui ne sert plus à aucun compte",
          "causes": [],
          "next": "supprimez-le, si aucun autre carnet ne travaille : rm -r $HOME/home/secrets/gone@ac-test.fr",
          "fixable": false
        }
      ]
    }
    --- exit 1
    "#);
}

#[test]
fn a_message_that_waits_for_someone_is_reported() {
    let env = in_order();
    write_message(&env);
    let folder = env.home().join("messages/20261123-080000-bcdf");
    fs::write(
        folder.join("journal.jsonl"),
        "{\"event\":\"trying\",\"recipient\":0}\n{\"event\":\"acc",
    )
    .unwrap();
    fs::create_dir(env.home().join("messages/.carnet-xyz")).unwrap();
    restrict(&env);
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    warning: $HOME/home/messages/.carnet-xyz is left over from a change that was cut short, and of no more use
      hint: to mend it: carnet doctor --fix
    warning: message 20261123-080000-bcdf is not finished: “Sortie”
      hint: to finish it: carnet queue resume 20261123-080000-bcdf
    remark: the last line of the journal of message 20261123-080000-bcdf is incomplete, as after a power cut
      hint: to mend it: carnet doctor --fix
    remark: the counts of message 20261123-080000-bcdf are not those of its journal
      hint: to mend it: carnet doctor --fix

    2 findings need you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    attention : $HOME/home/messages/.carnet-xyz reste d’un changement interrompu, et ne sert plus à rien
      conseil : pour y remédier : carnet doctor --fix
    attention : le message 20261123-080000-bcdf n’est pas terminé : « Sortie »
      conseil : pour le terminer : carnet queue resume 20261123-080000-bcdf
    remarque : la dernière ligne du journal du message 20261123-080000-bcdf est incomplète, comme après une coupure de courant
      conseil : pour y remédier : carnet doctor --fix
    remarque : les nombres du message 20261123-080000-bcdf ne sont pas ceux de son journal
      conseil : pour y remédier : carnet doctor --fix

    2 points demandent votre attention.
    --- exit 1
    ");
    // Whoever sends it at this moment needs no help.
    fs::remove_dir(env.home().join("messages/.carnet-xyz")).unwrap();
    let lock = fs::File::create(folder.join("lock")).unwrap();
    restrict(&env);
    lock.lock().unwrap();
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    Nothing is wrong.
    --- exit 0
    ");
}

#[test]
fn a_message_of_which_something_is_missing_is_reported() {
    let env = in_order();
    write_message(&env);
    let folder = env.home().join("messages/20261123-080000-bcdf");
    for name in ["message.json", "content.eml"] {
        fs::remove_file(folder.join(name)).unwrap();
    }
    fs::write(folder.join("recipients.jsonl"), "{\"address\":\"a@x\n").unwrap();
    fs::write(
        folder.join("journal.jsonl"),
        "{\"ev\n{\"event\":\"trying\",\"recipient\":0}\n",
    )
    .unwrap();
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    error: message 20261123-080000-bcdf cannot be used
      caused by: cannot read $HOME/home/messages/20261123-080000-bcdf/message.json
      caused by: there is no such file or folder
      hint: take it from a copy of this folder, if you have one; otherwise move it elsewhere

    One finding needs you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    erreur : le message 20261123-080000-bcdf est inutilisable
      cause : impossible de lire $HOME/home/messages/20261123-080000-bcdf/message.json
      cause : ce fichier ou ce dossier n’existe pas
      conseil : reprenez-le dans une copie de ce dossier, si vous en avez une ; sinon, déplacez-le ailleurs

    Un point demande votre attention.
    --- exit 1
    ");
}

#[test]
fn the_help_of_the_doctor_is_said_in_both_languages() {
    let env = Env::new();
    assert_snapshot!(env.run(["doctor", "--help"]), @"
    --- stdout
    Look for what is wrong, and say what to do about it

    Usage: carnet doctor [OPTIONS]

    Options:
          --connect  Connect to the server of each account too
          --fix      Mend what is safe to mend, and say what was done

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
      carnet doctor
      carnet doctor --connect
      carnet doctor --fix
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["doctor", "--help"]), @"
    --- stdout
    Chercher ce qui ne va pas, et dire comment y remédier

    Utilisation : carnet doctor [OPTIONS]

    Options :
          --connect  Se connecter aussi au serveur de chaque compte
          --fix      Réparer ce qui peut l’être sans risque, et dire ce qui a été fait

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
      carnet doctor
      carnet doctor --connect
      carnet doctor --fix
    --- exit 0
    ");
}
