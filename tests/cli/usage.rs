//! What is asked in a way that cannot be understood, and what carnet says to it.

use std::ffi::OsStr;

use insta::assert_snapshot;

use crate::support::Env;

/// Runs a command line in English, then in French.
fn both(line: &str) -> String {
    let env = Env::new();
    let words = || line.split(' ').filter(|word| !word.is_empty());
    let said = format!("{}\n{}", env.run(words()), env.run_fr(words()));
    assert!(!env.home().exists(), "{line} created something");
    said
}

#[test]
fn an_unknown_option_is_named_with_the_likeliest_one() {
    assert_snapshot!(both("list create cp --ownr dir@ac-test.fr"), @"
    --- stderr
    error: unknown argument: --ownr
    hint: did you mean --owner?
    hint: to learn more: carnet list create --help
    --- exit 2
    --- stderr
    erreur : argument inconnu : --ownr
    conseil : vouliez-vous dire --owner ?
    conseil : pour en savoir plus : carnet list create --help
    --- exit 2
    ");
}

#[test]
fn an_unknown_option_like_no_other_has_no_suggestion() {
    assert_snapshot!(both("list show cp --zzz"), @"
    --- stderr
    error: unknown argument: --zzz
    hint: to learn more: carnet list show --help
    --- exit 2
    --- stderr
    erreur : argument inconnu : --zzz
    conseil : pour en savoir plus : carnet list show --help
    --- exit 2
    ");
}

#[test]
fn an_argument_too_many_is_named() {
    assert_snapshot!(both("list show cp ce1"), @"
    --- stderr
    error: one argument too many: ce1
    hint: to learn more: carnet list show --help
    --- exit 2
    --- stderr
    erreur : un argument de trop : ce1
    conseil : pour en savoir plus : carnet list show --help
    --- exit 2
    ");
}

#[test]
fn an_unknown_command_is_named_with_the_likeliest_one() {
    assert_snapshot!(both("lsit"), @"
    --- stderr
    error: unknown command: lsit
    hint: did you mean list?
    hint: the choices are setup, config, account, list, moderator, subscriber, import, send, draft, queue, archive, store, doctor, completions, man
    hint: to learn more: carnet --help
    --- exit 2
    --- stderr
    erreur : commande inconnue : lsit
    conseil : vouliez-vous dire list ?
    conseil : les choix sont setup, config, account, list, moderator, subscriber, import, send, draft, queue, archive, store, doctor, completions, man
    conseil : pour en savoir plus : carnet --help
    --- exit 2
    ");
    assert_snapshot!(both("list creat cp"), @"
    --- stderr
    error: unknown command: creat
    hint: did you mean create?
    hint: the choices are create, list, show, edit, rename, delete, export
    hint: to learn more: carnet list --help
    --- exit 2
    --- stderr
    erreur : commande inconnue : creat
    conseil : vouliez-vous dire create ?
    conseil : les choix sont create, list, show, edit, rename, delete, export
    conseil : pour en savoir plus : carnet list --help
    --- exit 2
    ");
}

#[test]
fn a_group_alone_names_its_commands() {
    assert_snapshot!(both("moderator"), @"
    --- stderr
    error: a command is missing
    hint: the choices are add, remove, list
    hint: to learn more: carnet moderator --help
    --- exit 2
    --- stderr
    erreur : il manque une commande
    conseil : les choix sont add, remove, list
    conseil : pour en savoir plus : carnet moderator --help
    --- exit 2
    ");
}

#[test]
fn missing_arguments_are_named() {
    assert_snapshot!(both("list show"), @"
    --- stderr
    error: <NAME> is missing
    hint: for example: carnet list show parents-cp
    hint: to learn more: carnet list show --help
    --- exit 2
    --- stderr
    erreur : il manque <NOM>
    conseil : par exemple : carnet list show parents-cp
    conseil : pour en savoir plus : carnet list show --help
    --- exit 2
    ");
    assert_snapshot!(both("list rename"), @"
    --- stderr
    error: <OLD>, <NEW> are missing
    hint: for example: carnet list rename parents-cp parents-ce1
    hint: to learn more: carnet list rename --help
    --- exit 2
    --- stderr
    erreur : il manque <ANCIEN>, <NOUVEAU>
    conseil : par exemple : carnet list rename parents-cp parents-ce1
    conseil : pour en savoir plus : carnet list rename --help
    --- exit 2
    ");
    assert_snapshot!(both("subscriber add cp"), @"
    --- stderr
    error: <ADDRESS> is missing
    hint: for example: carnet subscriber add parents-cp zoe.martin@example.org
    hint: to learn more: carnet subscriber add --help
    --- exit 2
    --- stderr
    erreur : il manque <ADRESSE>
    conseil : par exemple : carnet subscriber add parents-cp zoe.martin@example.org
    conseil : pour en savoir plus : carnet subscriber add --help
    --- exit 2
    ");
}

#[test]
fn a_missing_value_is_named_with_its_option() {
    assert_snapshot!(both("list create cp --owner"), @"
    --- stderr
    error: a value is missing for --owner <ADDRESS>
    hint: to learn more: carnet list create --help
    --- exit 2
    --- stderr
    erreur : il manque une valeur à --owner <ADRESSE>
    conseil : pour en savoir plus : carnet list create --help
    --- exit 2
    ");
    assert_snapshot!(both("list list --lang"), @"
    --- stderr
    error: a value is missing for --lang <LANG>
    hint: the choices are fr, en
    hint: to learn more: carnet list list --help
    --- exit 2
    --- stderr
    erreur : il manque une valeur à --lang <LANGUE>
    conseil : les choix sont fr, en
    conseil : pour en savoir plus : carnet list list --help
    --- exit 2
    ");
}

#[test]
fn a_value_that_is_no_choice_is_answered_with_the_choices() {
    assert_snapshot!(both("list export cp --format cvs"), @"
    --- stderr
    error: --format <FORMAT> cannot be “cvs”
    hint: the choices are csv, json, sympa, mailman
    hint: to learn more: carnet list export --help
    --- exit 2
    --- stderr
    erreur : --format <FORMAT> ne peut pas être « cvs »
    conseil : les choix sont csv, json, sympa, mailman
    conseil : pour en savoir plus : carnet list export --help
    --- exit 2
    ");
}

#[test]
fn a_value_that_is_refused_names_the_reason_and_the_command() {
    assert_snapshot!(both("list create Parents"), @"
    --- stderr
    error: <NAME> cannot be “Parents”: a list’s name has lower-case letters, digits, dot, hyphen and underscore only, not P
    hint: to learn more: carnet list create --help
    --- exit 2
    --- stderr
    erreur : <NOM> ne peut pas être « Parents » : le nom d’une liste n’a que des minuscules sans accent, des chiffres, le point, le tiret et le tiret bas, pas P
    conseil : pour en savoir plus : carnet list create --help
    --- exit 2
    ");
    assert_snapshot!(both("subscriber add cp nobody"), @"
    --- stderr
    error: <ADDRESS> cannot be “nobody”: it has no @
    hint: to learn more: carnet subscriber add --help
    --- exit 2
    --- stderr
    erreur : <ADRESSE> ne peut pas être « nobody » : il n’y a pas de @
    conseil : pour en savoir plus : carnet subscriber add --help
    --- exit 2
    ");
}

#[test]
fn a_value_that_is_refused_is_shown_in_part_and_on_one_line() {
    let long = format!("Sortie\nBcc: x@y.fr {}", "et encore ".repeat(50));
    let run = Env::new().run_fr(["send", "cp", "--subject", &long, "--text", "T"]);
    assert_snapshot!(run, @"
    --- stderr
    erreur : --subject <SUJET> ne peut pas être « Sortie Bcc: x@y.fr et encore et encore et encore et encore e… » : il faut une seule ligne, sans caractère de commande
    conseil : pour en savoir plus : carnet send --help
    --- exit 2
    ");
}

#[test]
fn options_that_exclude_each_other_are_both_named() {
    assert_snapshot!(both("list list --quiet --verbose"), @"
    --- stderr
    error: --quiet and --verbose do not go together: give one or the other
    hint: to learn more: carnet list list --help
    --- exit 2
    --- stderr
    erreur : --quiet et --verbose ne vont pas ensemble : donnez l’un ou l’autre
    conseil : pour en savoir plus : carnet list list --help
    --- exit 2
    ");
}

#[test]
fn a_repeated_option_is_named() {
    assert_snapshot!(both("list export cp --format csv --format json"), @"
    --- stderr
    error: --format <FORMAT> may be given only once
    hint: to learn more: carnet list export --help
    --- exit 2
    --- stderr
    erreur : --format <FORMAT> ne peut être donné qu’une fois
    conseil : pour en savoir plus : carnet list export --help
    --- exit 2
    ");
}

#[test]
fn a_flag_takes_no_value() {
    assert_snapshot!(both("list list --quiet=yes"), @"
    --- stderr
    error: --quiet does not take the value “yes”
    hint: to learn more: carnet list list --help
    --- exit 2
    --- stderr
    erreur : --quiet n’accepte pas la valeur « yes »
    conseil : pour en savoir plus : carnet list list --help
    --- exit 2
    ");
}

#[test]
fn what_follows_two_hyphens_is_no_option() {
    assert_snapshot!(both("list show -- --help"), @"
    --- stderr
    error: <NAME> cannot be “--help”: a list’s name starts with a letter or a digit
    hint: to learn more: carnet list show --help
    --- exit 2
    --- stderr
    erreur : <NOM> ne peut pas être « --help » : le nom d’une liste commence par une lettre ou un chiffre
    conseil : pour en savoir plus : carnet list show --help
    --- exit 2
    ");
    assert_snapshot!(both("-- list"), @"
    --- stderr
    error: one argument too many: list
    hint: to learn more: carnet --help
    --- exit 2
    --- stderr
    erreur : un argument de trop : list
    conseil : pour en savoir plus : carnet --help
    --- exit 2
    ");
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused() {
    use std::os::unix::ffi::OsStrExt as _;

    let env = Env::new();
    let arguments = [
        OsStr::new("list"),
        OsStr::new("show"),
        OsStr::from_bytes(b"caf\xe9"),
    ];
    assert_snapshot!(env.run(arguments), @"
    --- stderr
    error: an argument is not readable text (UTF-8)
    hint: to learn more: carnet list show --help
    --- exit 2
    ");
    assert_snapshot!(env.run_fr(arguments), @"
    --- stderr
    erreur : un argument n’est pas un texte lisible (UTF-8)
    conseil : pour en savoir plus : carnet list show --help
    --- exit 2
    ");
}

#[test]
fn help_of_the_program_is_said_in_both_languages() {
    assert_snapshot!(both("--help"), @r#"
    --- stdout
    Keep a school's mailing lists, and write to each parent individually

    Usage: carnet [OPTIONS] [COMMAND]

    Commands:
      setup        Set carnet up: the school, its mailbox, a first list
      config       Show and change settings
      account      Add, show, change and remove SMTP accounts
      list         Create, show, change and remove lists
      moderator    Say who may write to a list
      subscriber   Add, remove and find subscribers
      import       Put the people of a file onto lists
      send         Write to each subscriber of one or several lists
      draft        See to messages that are not sent yet
      queue        See to messages that are not finished
      archive      Look at messages that were sent
      store        Back everything up, and restore it, here or on another computer
      doctor       Look for what is wrong, and say what to do about it
      completions  Print the script that completes commands in a shell
      man          Print the manual page, or write those of all commands

    Global options:
          --home <DIR>    Keep configuration and data in this folder (or set CARNET_HOME)
          --json          Print the result as one JSON document
          --lang <LANG>   Speak this language (or set CARNET_LANG) [possible values: fr, en]
      -q, --quiet         Show errors only
      -v, --verbose       Show each step
          --color <WHEN>  Use colours [default: auto] [possible values: auto, always, never]
      -y, --yes           Answer yes to every question
      -h, --help          Print help
      -V, --version       Print the version

    Examples:
      carnet setup
      carnet import CSVExtraction.csv --by-class
      carnet send parents-cp --subject "Réunion" --body message.txt --dry-run
    --- exit 0
    --- stdout
    Tenir les listes de diffusion d’une école, et écrire à chaque parent individuellement

    Utilisation : carnet [OPTIONS] [COMMANDE]

    Commandes :
      setup        Mettre carnet en route : l’école, sa messagerie, une première liste
      config       Montrer et changer les réglages
      account      Ajouter, montrer, changer et retirer les comptes de messagerie
      list         Créer, montrer, changer et supprimer des listes
      moderator    Dire qui peut écrire à une liste
      subscriber   Ajouter, retirer et trouver des abonnés
      import       Mettre sur des listes les personnes d’un fichier
      send         Écrire à chaque abonné d’une ou plusieurs listes
      draft        S’occuper des messages qui ne sont pas encore envoyés
      queue        S’occuper des messages qui ne sont pas terminés
      archive      Regarder les messages envoyés
      store        Tout sauvegarder, et le restaurer, ici ou sur un autre ordinateur
      doctor       Chercher ce qui ne va pas, et dire comment y remédier
      completions  Afficher le script qui complète les commandes dans un interpréteur
      man          Afficher la page de manuel, ou écrire celles de toutes les commandes

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
      -V, --version         Afficher la version

    Exemples :
      carnet setup
      carnet import CSVExtraction.csv --by-class
      carnet send parents-cp --subject "Réunion" --body message.txt --dry-run
    --- exit 0
    "#);
}

#[test]
fn help_of_a_group_is_said_in_both_languages() {
    assert_snapshot!(both("list --help"), @r#"
    --- stdout
    Create, show, change and remove lists

    Usage: carnet list [OPTIONS] <COMMAND>

    Commands:
      create  Create a list
      list    Show all lists
      show    Show one list: its people, its texts, its counts
      edit    Change a list
      rename  Give a list another name
      delete  Delete a list and its subscriptions
      export  Write the subscribers of a list for another program

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
      carnet list create parents-cp --title "Parents de CP"
      carnet list show parents-cp
    --- exit 0
    --- stdout
    Créer, montrer, changer et supprimer des listes

    Utilisation : carnet list [OPTIONS] <COMMANDE>

    Commandes :
      create  Créer une liste
      list    Montrer toutes les listes
      show    Montrer une liste : ses gens, ses textes, ses nombres
      edit    Changer une liste
      rename  Donner un autre nom à une liste
      delete  Supprimer une liste et ses abonnements
      export  Écrire les abonnés d’une liste pour un autre programme

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
      carnet list create parents-cp --title "Parents de CP"
      carnet list show parents-cp
    --- exit 0
    "#);
}

#[test]
fn help_of_a_command_is_said_in_both_languages() {
    assert_snapshot!(both("list create --help"), @r#"
    --- stdout
    Create a list

    Usage: carnet list create [OPTIONS] <NAME>

    Arguments:
      <NAME>  The list's name: lower-case letters, digits, dot, hyphen, underscore

    Options:
          --owner <ADDRESS>            Who owns the list: a professional address [default: the default
                                       account's]
          --title <TITLE>              What people read instead of the name
          --description <DESCRIPTION>  What the list is for
          --subject-prefix <PREFIX>    Put this before every subject
          --footer <FILE>              Put the text of this file at the end of every message
          --language <LANG>            Write to the parents in this language [possible values: fr, en]

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
      carnet list create parents-cp --title "Parents de CP"
      carnet list create parents-cp --owner ce.0380000a@ac-grenoble.fr
      carnet list create ecole --subject-prefix "[École]" --footer pied.txt
    --- exit 0
    --- stdout
    Créer une liste

    Utilisation : carnet list create [OPTIONS] <NOM>

    Arguments :
      <NOM>  Le nom de la liste : minuscules sans accent, chiffres, point, tiret, tiret bas

    Options :
          --owner <ADRESSE>            Le propriétaire de la liste : une adresse professionnelle [par
                                       défaut : celle du compte par défaut]
          --title <TITRE>              Ce que les gens lisent à la place du nom
          --description <DESCRIPTION>  À quoi sert la liste
          --subject-prefix <PRÉFIXE>   Mettre ceci devant chaque sujet
          --footer <FICHIER>           Mettre le texte de ce fichier à la fin de chaque message
          --language <LANGUE>          Écrire aux parents dans cette langue [valeurs possibles : fr, en]

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
      carnet list create parents-cp --title "Parents de CP"
      carnet list create parents-cp --owner ce.0380000a@ac-grenoble.fr
      carnet list create ecole --subject-prefix "[École]" --footer pied.txt
    --- exit 0
    "#);
}

#[test]
fn short_help_is_help() {
    let env = Env::new();
    assert_eq!(
        env.run(["list", "create", "-h"]),
        env.run(["list", "create", "--help"])
    );
}

#[test]
fn the_version_is_told() {
    let version = env!("CARGO_PKG_VERSION");
    let env = Env::new();
    assert_eq!(env.ok(["--version"]), format!("carnet {version}\n"));
    assert_eq!(env.ok(["-V"]), format!("carnet {version}\n"));
}
