//! Which language carnet speaks: option, variable, settings, locale, in this order.

use insta::assert_snapshot;

use crate::support::Env;

/// Asks for the lists of an empty world and tells the language of the answer.
fn language_of(env: &Env, options: &[&str]) -> &'static str {
    let run = env.run(options.iter().copied().chain(["list", "list"]));
    assert_eq!(run.code, 0, "{run}");
    if run.stdout.starts_with("Aucune liste") {
        "fr"
    } else {
        assert!(run.stdout.starts_with("No list yet"), "{run}");
        "en"
    }
}

fn with_settings(content: &str) -> Env {
    let env = Env::new();
    std::fs::create_dir_all(env.home()).unwrap();
    std::fs::write(env.home().join("config.json"), content).unwrap();
    env
}

#[test]
fn without_any_sign_it_is_english() {
    assert_eq!(language_of(&Env::new(), &[]), "en");
}

#[test]
fn the_locale_decides_and_any_other_language_is_answered_in_english() {
    for (locale, language) in [
        ("fr_FR.UTF-8", "fr"),
        ("fr_CH.UTF-8", "fr"),
        ("fr", "fr"),
        ("fr@euro", "fr"),
        ("en_GB.UTF-8", "en"),
        ("de_DE.UTF-8", "en"),
        ("frr_DE", "en"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
    ] {
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            let mut env = Env::new();
            env.set(variable, locale);
            assert_eq!(language_of(&env, &[]), language, "{variable}={locale}");
        }
    }
}

#[test]
fn lc_all_goes_before_lc_messages_and_this_before_lang() {
    let mut env = Env::new();
    env.set("LANG", "fr_FR.UTF-8");
    assert_eq!(language_of(&env, &[]), "fr");
    env.set("LC_MESSAGES", "de_DE.UTF-8");
    assert_eq!(language_of(&env, &[]), "en");
    env.set("LC_ALL", "fr_BE.UTF-8");
    assert_eq!(language_of(&env, &[]), "fr");
    env.set("LC_ALL", "");
    assert_eq!(language_of(&env, &[]), "en");
}

#[test]
fn settings_go_before_the_locale_the_variable_before_settings_the_option_before_all() {
    let mut env = with_settings(r#"{"format":1,"language":"fr"}"#);
    env.set("LC_ALL", "en_GB.UTF-8");
    assert_eq!(language_of(&env, &[]), "fr");
    env.set("CARNET_LANG", "en");
    assert_eq!(language_of(&env, &[]), "en");
    assert_eq!(language_of(&env, &["--lang", "fr"]), "fr");
    assert_eq!(language_of(&env, &["--lang=fr"]), "fr");
    env.set("CARNET_LANG", "");
    assert_eq!(language_of(&env, &[]), "fr");
}

#[test]
fn the_settings_of_the_folder_that_an_option_names_decide() {
    let env = Env::new();
    env.write("other/config.json", r#"{"format":1,"language":"fr"}"#);
    assert_eq!(language_of(&env, &["--home", "other"]), "fr");
    assert_eq!(language_of(&env, &["--home=other"]), "fr");
    assert_eq!(language_of(&env, &[]), "en");
}

#[test]
fn a_variable_that_names_no_language_decides_nothing() {
    let mut env = Env::new();
    env.set("CARNET_LANG", "xx");
    env.set("LANG", "fr_FR.UTF-8");
    assert_eq!(language_of(&env, &[]), "fr");
}

#[test]
fn the_language_of_broken_settings_is_still_spoken() {
    let env = with_settings(r#"{"format":1,"language":"fr","scool":"x"}"#);
    let run = env.run(["list", "create", "cp", "--owner", "dir@ac-test.fr"]);
    assert_snapshot!(run, @"
    --- stderr
    erreur : $HOME/home/config.json est abîmé (ligne 1, colonne 35 : nom inconnu, scool)
    conseil : pour savoir que faire : carnet doctor
    --- exit 78
    ");
}

#[test]
fn a_language_that_carnet_does_not_speak_is_refused() {
    let env = Env::new();
    assert_snapshot!(env.run(["--lang", "de", "list", "list"]), @"
    --- stderr
    error: --lang <LANG> cannot be “de”
    hint: the choices are fr, en
    hint: to learn more: carnet list list --help
    --- exit 2
    ");
    assert_snapshot!(env.run_fr(["--lang", "de", "list", "list"]), @"
    --- stderr
    erreur : --lang <LANGUE> ne peut pas être « de »
    conseil : les choix sont fr, en
    conseil : pour en savoir plus : carnet list list --help
    --- exit 2
    ");
}
