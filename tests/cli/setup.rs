//! `carnet setup`.

use insta::assert_snapshot;

use crate::support::Env;

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
    carnet account add ADRESSE --host SERVEUR
    carnet import FICHIER --by-class
    carnet list create NOM
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
    carnet account add ADRESSE --host SERVEUR
    carnet import FICHIER --by-class
    carnet list create NOM
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
    "accounts":[]}
    "#);
}

#[test]
fn without_terminal_and_without_options_nothing_is_asked() {
    let env = Env::new();
    assert_snapshot!(env.run(["setup"]), @"
    --- stderr
    error: there is nothing to set, and no terminal to ask in
    hint: carnet setup --school NAME --professional-domain DOMAIN --lang en
    --- exit 2
    ");
    assert_snapshot!(env.run_fr(["setup"]), @"
    --- stderr
    erreur : il n’y a rien à régler, et pas de terminal où poser des questions
    conseil : carnet setup --school NOM --professional-domain DOMAINE --lang fr
    --- exit 2
    ");
    assert!(!env.home().exists());
}

#[test]
fn what_cannot_be_set_is_refused_before_anything_is_written() {
    let env = Env::new();
    let domain = env.run(["setup", "--professional-domain", "grenoble"]);
    assert_snapshot!(domain, @"
    --- stderr
    error: --professional-domain <DOMAIN> cannot be “grenoble”: the domain is not complete, as example.org is
    hint: carnet setup --help
    --- exit 2
    ");
    let school = env.run_fr(["setup", "--school", "École\nJules-Ferry"]);
    assert_snapshot!(school, @"
    --- stderr
    erreur : --school <NOM> ne peut pas être « École Jules-Ferry » : il faut une seule ligne, sans caractère de commande
    conseil : carnet setup --help
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
    Dire comment s’appelle l’école, et quelles adresses sont professionnelles

    Utilisation : carnet setup [OPTIONS]

    Options :
          --school <NOM>                   Le nom de l’école, tel que les parents le connaissent
          --professional-domain <DOMAINE>  Un domaine d’adresses professionnelles ; à répéter s’il y en
                                           a plusieurs ; remplace ceux qui sont connus

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
    --- exit 0
    "#);
    assert_snapshot!(env.run(["config", "set", "--help"]), @"
    --- stdout
    Change one setting

    Usage: carnet config set [OPTIONS] <KEY> <VALUE>

    Arguments:
      <KEY>    The setting [possible values: school, professional_domains, language, default_account,
               attachments_limit_mib]
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
                attachments_limit_mib]
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

#[cfg(target_os = "linux")]
mod in_a_terminal {
    use insta::assert_snapshot;

    use crate::support::{End, Env, Terminal};

    fn setup(env: &Env) -> Terminal {
        let mut command = env.command();
        command.env("CARNET_LANG", "fr").arg("setup");
        Terminal::start(&command)
    }

    #[test]
    fn it_asks_for_what_is_missing_and_again_for_what_cannot_be() {
        let env = Env::new();
        let mut terminal = setup(&env);
        terminal.expect("Nom de l’école");
        terminal.type_in("École Jules-Ferry\r");
        terminal.expect("adresses professionnelles");
        terminal.type_in("grenoble\r");
        terminal.expect("le domaine n’est pas complet");
        terminal.expect("adresses professionnelles");
        terminal.type_in("ac-grenoble.fr\r");
        terminal.expect("Langue");
        terminal.type_in("\r");
        terminal.expect("carnet doctor");
        let (end, shown) = terminal.finish();
        assert_eq!(end, End::Exit(0), "{shown}");
        assert_snapshot!(env.read("config.json"), @r#"
        {
        "format":1,
        "school":"École Jules-Ferry",
        "professional_domains":[
        "ac-grenoble.fr"],
        "language":"fr",
        "default_account":null,
        "attachments_limit_mib":20,
        "accounts":[]}
        "#);
        // Everything is known now: nothing is asked.
        let (end, shown) = setup(&env).finish();
        assert_eq!(end, End::Exit(0));
        assert_snapshot!(shown, @"
        École                    École Jules-Ferry
        Domaines professionnels  ac-grenoble.fr
        Langue                   fr

        La suite :
        carnet account add ADRESSE --host SERVEUR
        carnet import FICHIER --by-class
        carnet list create NOM
        carnet doctor
        ");
    }

    #[test]
    fn ctrl_c_at_a_question_changes_nothing_and_leaves_the_terminal_as_it_was() {
        let env = Env::new();
        let mut terminal = setup(&env);
        terminal.expect("Nom de l’école");
        terminal.type_in("École\r");
        terminal.expect("adresses professionnelles");
        terminal.type_in("ac-gre\x03");
        let (end, shown) = terminal.finish();
        // SIGINT, so that a script that runs the program stops too.
        assert_eq!(end, End::Signal(2));
        // Whoever hides the cursor shows it again.
        assert_eq!(
            shown.matches("\x1b[?25l").count(),
            shown.matches("\x1b[?25h").count(),
            "{shown:?}"
        );
        assert!(!env.home().join("config.json").exists());
    }
}
