//! `carnet config`, and settings that cannot be read or written.

use insta::assert_snapshot;

use crate::support::Env;

#[test]
fn a_setting_is_shown_changed_and_taken_away() {
    let env = Env::with_domain();
    assert_snapshot!(env.run(["config", "list"]), @"
    --- stdout
    attachments_limit_mib = 20
    confirm_above = 100
    default_account =
    language =
    professional_domains = ac-test.fr
    school = École des Tests
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "get", "school"]), @"
    --- stdout
    École des Tests
    --- exit 0
    ");
    let set = env.run([
        "config",
        "set",
        "professional_domains",
        "ac-x.fr, ac-test.fr",
    ]);
    assert_snapshot!(set, @"
    --- stdout
    professional_domains is now ac-test.fr,ac-x.fr
    --- exit 0
    ");
    let again = env.run_fr([
        "config",
        "set",
        "professional_domains",
        "ac-test.fr,AC-X.fr",
    ]);
    assert_snapshot!(again, @"
    --- stdout
    professional_domains était déjà ainsi.
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "set", "school", ""]), @"
    --- stdout
    school is no longer set.
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "set", "attachments_limit_mib", "12"]), @"
    --- stdout
    attachments_limit_mib is now 12
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "set", "language", "fr"]), @"
    --- stdout
    language is now fr
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "list", "--json"]), @r#"
    --- stdout
    {
      "attachments_limit_mib": 12,
      "confirm_above": 100,
      "default_account": null,
      "language": "fr",
      "professional_domains": [
        "ac-test.fr",
        "ac-x.fr"
      ],
      "school": null
    }
    --- exit 0
    "#);
    assert_snapshot!(env.read("config.json"), @r#"
    {
    "format":1,
    "school":null,
    "professional_domains":[
    "ac-test.fr",
    "ac-x.fr"],
    "language":"fr",
    "default_account":null,
    "attachments_limit_mib":12,
    "confirm_above":100,
    "accounts":[]}
    "#);
    // Without a value of its own, the limit is the usual one.
    assert_snapshot!(env.run(["config", "set", "attachments_limit_mib", ""]), @"
    --- stdout
    attachments_limit_mib est maintenant 20
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "get", "attachments_limit_mib", "--json"]), @r#"
    --- stdout
    {
      "key": "attachments_limit_mib",
      "value": 20
    }
    --- exit 0
    "#);
}

#[test]
fn what_is_no_setting_is_refused_and_nothing_is_written() {
    let env = Env::with_domain();
    let before = env.read("config.json");
    assert_snapshot!(env.run(["config", "get", "scool"]), @"
    --- stderr
    error: <KEY> cannot be “scool”
    hint: did you mean school?
    hint: the choices are school, professional_domains, language, default_account, attachments_limit_mib, confirm_above
    hint: to learn more: carnet config get --help
    --- exit 2
    ");
    assert_snapshot!(env.run_fr(["config", "set", "langue", "fr"]), @"
    --- stderr
    erreur : <CLÉ> ne peut pas être « langue »
    conseil : vouliez-vous dire language ?
    conseil : les choix sont school, professional_domains, language, default_account, attachments_limit_mib, confirm_above
    conseil : pour en savoir plus : carnet config set --help
    --- exit 2
    ");
    assert_snapshot!(env.run(["config", "set", "language", "de"]), @"
    --- stderr
    error: language cannot be “de”: it is fr or en
    --- exit 2
    ");
    assert_snapshot!(env.run_fr(["config", "set", "attachments_limit_mib", "0"]), @"
    --- stderr
    erreur : attachments_limit_mib ne peut pas être « 0 » : il faut un nombre de 1 à 1024
    --- exit 2
    ");
    assert_snapshot!(env.run(["config", "set", "professional_domains", "ac-x.fr,x"]), @"
    --- stderr
    error: professional_domains cannot be “ac-x.fr,x”: the domain is not complete, as example.org is
    --- exit 2
    ");
    assert_snapshot!(env.run(["config", "set", "default_account", "dir@ac-test.fr"]), @"
    --- stderr
    error: no account has the address dir@ac-test.fr
    hint: carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER
    --- exit 1
    ");
    assert_eq!(env.read("config.json"), before);
    assert!(!env.home().join("lock").exists());
}

#[test]
fn the_path_of_the_settings_can_be_copied() {
    let env = Env::new();
    assert_snapshot!(env.run(["config", "path"]), @"
    --- stdout
    $HOME/home/config.json
    --- exit 0
    ");
    assert_snapshot!(env.run(["config", "path", "--json"]), @r#"
    --- stdout
    {
      "config_file": "$HOME/home/config.json",
      "data_folder": "$HOME/home"
    }
    --- exit 0
    "#);
}

#[test]
fn settings_that_are_damaged_or_newer_are_told_and_left_alone() {
    let env = Env::new();
    for (content, language) in [
        ("{\"format\":1,\"school\":\"Éc", "en"),
        ("{\"format\":1,\"scool\":\"x\",\"language\":\"fr\"}", ""),
        ("{\"format\":2,\"school\":\"x\",\"new\":[]}", "fr"),
        ("{\"format\":2,\"school\":\"x\",\"new\":[]}", "en"),
    ] {
        env.write("home/config.json", content);
        for arguments in [
            vec!["config", "set", "school", "y"],
            vec!["setup", "--school", "y"],
            vec!["account", "list"],
        ] {
            let mut command = env.command();
            if !language.is_empty() {
                command.env("CARNET_LANG", language);
            }
            let output = command.args(&arguments).output().unwrap();
            assert_eq!(output.status.code(), Some(78), "{arguments:?}");
            assert_eq!(env.read("config.json"), content);
        }
    }
    assert_snapshot!(env.run(["config", "set", "school", "y"]), @"
    --- stderr
    error: $HOME/home/config.json was written by a later version of carnet (format 2, this one knows 1)
    hint: update carnet on this computer; nothing was changed
    --- exit 78
    ");
    assert_snapshot!(env.run_fr(["config", "list"]), @"
    --- stderr
    erreur : $HOME/home/config.json a été écrit par une version plus récente de carnet (format 2 ; celle-ci connaît le format 1)
    conseil : mettez carnet à jour sur cet ordinateur ; rien n’a été changé
    --- exit 78
    ");
    env.write("home/config.json", "{\"format\":1,\"school\":\"Éc");
    assert_snapshot!(env.run(["config", "list"]), @"
    --- stderr
    error: $HOME/home/config.json is damaged (it stops before its end)
    hint: to know what to do: carnet doctor
    --- exit 78
    ");
    assert_snapshot!(env.run_fr(["setup", "--school", "y"]), @"
    --- stderr
    erreur : $HOME/home/config.json est abîmé (il s’arrête avant la fin)
    conseil : pour savoir que faire : carnet doctor
    --- exit 78
    ");
}

#[test]
fn a_store_that_another_process_holds_is_waited_for_then_left_alone() {
    let env = Env::with_domain();
    let before = env.read("config.json");
    let lock = std::fs::File::create(env.home().join("lock")).unwrap();
    lock.lock().unwrap();
    let run = env.run_fr(["config", "set", "school", "y"]);
    assert_snapshot!(run, @"
    --- stderr
    Un autre carnet travaille ; j’attends qu’il ait fini.
    erreur : un autre carnet est en train de changer des listes ou des réglages, et tient $HOME/home/lock
    conseil : réessayez quand il aura fini
    --- exit 75
    ");
    assert_eq!(env.read("config.json"), before);
}

#[test]
fn a_home_inside_a_file_is_named() {
    let env = Env::new();
    let file = env.write("file", "no folder");
    let run = env.run([
        "--home",
        file.join("home").to_str().unwrap(),
        "setup",
        "--school",
        "y",
    ]);
    assert_snapshot!(run, @"
    --- stderr
    error: cannot read $HOME/file/home/config.json
      caused by: a part of the path is a file, not a folder
    hint: choose another place
    --- exit 1
    ");
}

#[test]
#[cfg(unix)]
fn a_read_only_home_is_named_and_left_alone() {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    let env = Env::with_domain();
    let before = env.read("config.json");
    fs::set_permissions(env.home(), fs::Permissions::from_mode(0o500)).unwrap();
    // Permissions stop nobody who is root.
    if fs::write(env.home().join("probe"), "").is_err() {
        let run = env.run(["setup", "--school", "y"]);
        assert_snapshot!(run, @"
        --- stderr
        error: cannot lock $HOME/home/lock
          caused by: Permission denied (os error 13)
        hint: see to it that you may write there, or choose another folder with --home
        --- exit 1
        ");
    }
    fs::set_permissions(env.home(), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(env.read("config.json"), before);
}
