//! `carnet list`, `carnet moderator`, `carnet subscriber`.

use insta::assert_snapshot;

use crate::support::Env;

/// A world with a list `cp` of two subscribers.
fn with_list() -> Env {
    let env = Env::with_domain();
    env.ok([
        "list",
        "create",
        "cp",
        "--owner",
        "dir@ac-test.fr",
        "--title",
        "Parents de CP",
    ]);
    env.ok([
        "subscriber",
        "add",
        "cp",
        "zoe@example.org",
        "--name",
        "Zoé Durand",
    ]);
    env.ok(["subscriber", "add", "cp", "Ali@example.fr"]);
    env
}

#[test]
fn r1_only_a_professional_address_owns_a_list() {
    let env = Env::with_domain();
    let created = env.run(["list", "create", "cp", "--owner", "Dir@ac-test.fr"]);
    assert_snapshot!(created, @"
    --- stdout
    List cp created, owned by Dir@ac-test.fr
    --- exit 0
    ");
    let refused = env.run_fr(["list", "create", "ce1", "--owner", "dir@gmail.com"]);
    assert_snapshot!(refused, @"
    --- stderr
    erreur : dir@gmail.com ne peut pas être propriétaire d’une liste : ce n’est pas une adresse professionnelle (règle R1)
    conseil : une adresse professionnelle finit ici par @ac-test.fr
    --- exit 77
    ");
    assert!(!env.home().join("lists/ce1.json").exists());
    assert_eq!(
        env.run(["list", "edit", "cp", "--owner", "dir@gmail.com"])
            .code,
        77
    );
    assert!(
        env.read("lists/cp.json")
            .contains("\"owner\":\"Dir@ac-test.fr\"")
    );
}

#[test]
fn r1_without_any_professional_domain_nobody_owns_a_list() {
    let env = Env::new();
    assert_snapshot!(env.run_fr(["list", "create", "cp", "--owner", "dir@ac-test.fr"]), @"
    --- stderr
    erreur : dir@ac-test.fr ne peut pas être propriétaire d’une liste : ce n’est pas une adresse professionnelle (règle R1)
    conseil : réglez d’abord le domaine professionnel de l’école : carnet setup ; sans question : carnet setup --professional-domain DOMAINE
    --- exit 77
    ");
    assert_snapshot!(env.run(["list", "create", "cp"]), @"
    --- stderr
    error: there is no account yet: carnet does not know which address to write with
    hint: carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER
    --- exit 78
    ");
}

#[test]
fn r2_any_address_can_be_subscribed() {
    let env = with_list();
    let run = env.run_fr([
        "subscriber",
        "add",
        "cp",
        "maman@gmail.com",
        "père@école.fr",
        "ZOE@example.org",
    ]);
    assert_snapshot!(run, @"
    --- stdout
    maman@gmail.com ajoutée à cp
    père@école.fr ajoutée à cp
    ZOE@example.org était déjà sur cp.
    --- exit 0
    ");
}

#[test]
fn a_list_is_shown_with_its_people_and_counts() {
    let env = with_list();
    env.ok(["moderator", "add", "cp", "maitresse@ac-test.fr"]);
    assert_snapshot!(env.run(["list", "list"]), @"
    --- stdout
    List  Title          Subscribers  Moderators  Owner
    cp    Parents de CP            2           1  dir@ac-test.fr
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["list", "show", "cp"]), @"
    --- stdout
    Liste         cp
    Titre         Parents de CP
    Propriétaire  dir@ac-test.fr
    Modérateurs   maitresse@ac-test.fr
    Créée         aujourd’hui
    Abonnés       2 actifs
    --- exit 0
    ");
    assert_snapshot!(env.run(["list", "show", "cp"]), @"
    --- stdout
    List         cp
    Title        Parents de CP
    Owner        dir@ac-test.fr
    Moderators   maitresse@ac-test.fr
    Created      today
    Subscribers  2 active
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["subscriber", "list", "cp"]), @"
    --- stdout
    Adresse          Nom         Classes  Origine    État
    Ali@example.fr                        à la main  actif
    zoe@example.org  Zoé Durand           à la main  actif
    --- exit 0
    ");
    assert_snapshot!(env.run(["subscriber", "find", "ZOE@EXAMPLE.ORG"]), @"
    --- stdout
    List  Name        Classes  Origin   Status
    cp    Zoé Durand           by hand  active
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["subscriber", "find", "personne@example.org"]), @"
    --- stdout
    personne@example.org n’est sur aucune liste.
    --- exit 0
    ");
}

#[test]
fn json_has_plural_collections_even_when_empty() {
    let env = Env::with_domain();
    assert_snapshot!(env.json(["list", "list"]), @r#"{"lists":[]}"#);
    env.ok(["list", "create", "cp", "--owner", "dir@ac-test.fr"]);
    assert_snapshot!(env.json(["list", "list"]), @r#"{"lists":[{"active":0,"moderators":[],"name":"cp","owner":"dir@ac-test.fr","subscribers":0,"suspended":0,"title":null}]}"#);
    assert_snapshot!(env.json(["subscriber", "list", "cp"]), @r#"{"list":"cp","subscribers":[]}"#);
    assert_snapshot!(env.json(["subscriber", "find", "a@example.org"]), @r#"{"address":"a@example.org","subscriptions":[]}"#);
    assert_snapshot!(env.json(["moderator", "list", "cp"]), @r#"{"list":"cp","moderators":[],"owner":"dir@ac-test.fr"}"#);
}

#[test]
fn a_list_is_edited_renamed_and_deleted() {
    let env = with_list();
    env.write("pied.txt", "Cordialement,\r\nL’école\r\n");
    let edited = env.run_fr([
        "list",
        "edit",
        "cp",
        "--subject-prefix",
        "CP",
        "--footer",
        "pied.txt",
        "--title",
        "",
    ]);
    assert_snapshot!(edited, @"
    --- stdout
    Liste cp modifiée.
    --- exit 0
    ");
    assert_snapshot!(env.run(["list", "edit", "cp", "--subject-prefix", "CP"]), @"
    --- stdout
    List cp is like that already.
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["list", "edit", "cp"]), @"
    --- stderr
    erreur : la commande ne dit pas ce qui doit changer
    conseil : pour voir ce qui peut changer : carnet list edit --help
    --- exit 2
    ");
    assert_snapshot!(env.run(["list", "show", "cp"]), @"
    --- stdout
    List            cp
    Owner           dir@ac-test.fr
    Moderators      none: the owner writes
    Subject prefix  CP
    Footer          Cordialement,
                    L’école
    Created         today
    Subscribers     2 active
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["list", "rename", "cp", "parents-cp"]), @"
    --- stdout
    La liste cp s’appelle maintenant parents-cp
    --- exit 0
    ");
    env.ok(["list", "create", "ce1", "--owner", "dir@ac-test.fr"]);
    assert_snapshot!(env.run(["list", "rename", "ce1", "parents-cp"]), @"
    --- stderr
    error: a list named parents-cp exists already
    hint: choose another name; to see the one that exists: carnet list show parents-cp
    --- exit 1
    ");
    // Without a terminal, what cannot be undone wants an option.
    assert_snapshot!(env.run_fr(["list", "delete", "parents-cp"]), @"
    --- stderr
    erreur : il n’y a pas de terminal où demander « Supprimer la liste parents-cp et ses 2 abonnements ? »
    conseil : répondez d’avance avec --yes
    --- exit 2
    ");
    assert!(env.home().join("lists/parents-cp.json").exists());
    assert_snapshot!(env.run_fr(["list", "delete", "parents-cp", "--yes"]), @"
    --- stdout
    Liste parents-cp et ses 2 abonnements supprimés.
    --- exit 0
    ");
    assert!(!env.home().join("lists/parents-cp.json").exists());
}

#[test]
fn unknown_lists_moderators_and_subscribers_are_named_with_the_known_ones() {
    let env = with_list();
    assert_snapshot!(env.run_fr(["list", "show", "ce2"]), @"
    --- stderr
    erreur : aucune liste ne s’appelle ce2
    conseil : la seule liste est cp
    --- exit 1
    ");
    assert_snapshot!(env.run(["subscriber", "add", "ce2", "a@example.org"]), @"
    --- stderr
    error: no list is named ce2
    hint: the only list is cp
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["moderator", "remove", "cp", "dir@ac-test.fr"]), @"
    --- stderr
    erreur : dir@ac-test.fr n’est pas modérateur de cp
    conseil : la liste n’a pas de modérateur
    --- exit 1
    ");
    assert_snapshot!(env.run(["subscriber", "remove", "cp", "personne@example.org"]), @"
    --- stderr
    error: personne@example.org is not on cp
    hint: to see its subscribers: carnet subscriber list cp
    --- exit 1
    ");
    assert_snapshot!(env.run(["list", "delete", "ce2", "--yes"]), @"
    --- stderr
    error: no list is named ce2
    hint: the only list is cp
    --- exit 1
    ");
}

#[test]
fn whoever_is_named_twice_is_removed_and_one_unknown_address_removes_nobody() {
    let env = with_list();
    let (mistress, director) = ("maitresse@ac-test.fr", "dir@ac-test.fr");
    env.ok(["moderator", "add", "cp", mistress]);
    assert_snapshot!(env.run(["moderator", "remove", "cp", mistress, director]), @"
    --- stderr
    error: dir@ac-test.fr is not a moderator of cp
    hint: nobody was removed
    hint: the only moderator is maitresse@ac-test.fr
    --- exit 1
    ");
    assert_snapshot!(env.run(["moderator", "remove", "cp", mistress, "Maitresse@ac-test.fr"]), @"
    --- stdout
    maitresse@ac-test.fr no longer moderates cp
    --- stderr
    cp has no moderator any more; its owner writes: dir@ac-test.fr
    --- exit 0
    ");
    env.ok(["subscriber", "add", "cp", "b@example.org"]);
    assert_snapshot!(env.run_fr(["subscriber", "remove", "cp", "b@example.org", "c@example.org"]), @"
    --- stderr
    erreur : c@example.org n’est pas sur cp
    conseil : personne n’a été retiré
    conseil : pour voir ses abonnés : carnet subscriber list cp
    --- exit 1
    ");
    assert_snapshot!(env.run(["subscriber", "remove", "cp", "b@example.org", "B@Example.org"]), @"
    --- stdout
    b@example.org removed from cp; an import will not bring it back.
    --- exit 0
    ");
    let added = env.run(["subscriber", "add", "cp", "c@example.org", "C@Example.org"]);
    assert_snapshot!(added, @"
    --- stdout
    c@example.org added to cp
    C@example.org was on cp already.
    --- exit 0
    ");
}

#[test]
fn r8_whoever_is_removed_from_one_list_is_told_to_be_on_others_still() {
    let env = with_list();
    for list in ["ce1", "ce2"] {
        env.ok(["list", "create", list, "--owner", "dir@ac-test.fr"]);
        env.ok(["subscriber", "add", list, "ZOE@example.org"]);
    }
    let remove = |list| env.run_fr(["subscriber", "remove", list, "zoe@example.org"]);
    assert_snapshot!(remove("cp"), @"
    --- stdout
    zoe@example.org retirée de cp ; un import ne la fera pas revenir.
    --- stderr
    zoe@example.org est encore sur ce1, ce2. Pour la retirer de là aussi, liste par liste : carnet subscriber remove ce1 zoe@example.org
    --- exit 0
    ");
    assert_snapshot!(remove("ce1"), @"
    --- stdout
    zoe@example.org retirée de ce1 ; un import ne la fera pas revenir.
    --- stderr
    zoe@example.org est encore sur ce2. Pour la retirer de là aussi : carnet subscriber remove ce2 zoe@example.org
    --- exit 0
    ");
    assert_snapshot!(remove("ce2"), @"
    --- stdout
    zoe@example.org retirée de ce2 ; un import ne la fera pas revenir.
    --- exit 0
    ");
}

#[test]
fn whoever_is_removed_while_a_list_is_damaged_has_not_left_those_that_can_be_read() {
    let env = with_list();
    for list in ["ce1", "ce2", "cm1"] {
        env.ok(["list", "create", list, "--owner", "dir@ac-test.fr"]);
    }
    env.ok(["subscriber", "add", "ce2", "zoe@example.org"]);
    env.write("home/lists/ce1.json", "{");
    let run = env.run(["subscriber", "remove", "cp", "zoe@example.org"]);
    assert!(run.stderr.contains("still on ce2"), "{run}");
    env.write("zoe.txt", "zoe@example.org");
    env.ok(["import", "zoe.txt", "--list", "cm1"]);
    assert!(env.read("lists/cm1.json").contains("zoe"));
}

#[test]
fn r8_the_address_of_whoever_is_removed_is_nowhere_even_where_a_kill_left_it() {
    let env = with_list();
    let left = ["lists/.carnet-a", ".carnet-b/cp.json"];
    for file in left {
        env.write(&format!("home/{file}"), "zoe@example.org");
    }
    // Settings, perhaps, that another process is about to put in their place.
    env.write("home/.carnet-c", "settings");
    env.ok(["subscriber", "remove", "cp", "zoe@example.org"]);
    assert!(!env.read("lists/cp.json").contains("zoe"));
    for file in left {
        assert!(!env.home().join(file).exists(), "{file}");
    }
    assert_eq!(env.read(".carnet-c"), "settings");
}

#[test]
fn a_line_break_or_control_character_is_refused_in_every_text() {
    let env = with_list();
    assert_snapshot!(env.run_fr(["list", "edit", "cp", "--title", "Parents\r\nBcc: a@example.org"]), @"
    --- stderr
    erreur : --title <TITRE> ne peut pas être « Parents  Bcc: a@example.org » : il faut une seule ligne, sans caractère de commande
    conseil : pour en savoir plus : carnet list edit --help
    --- exit 2
    ");
    assert_eq!(
        env.run(["subscriber", "add", "cp", "b@example.org", "--name", "B\nC"])
            .code,
        2
    );
    assert_eq!(
        env.run([
            "subscriber",
            "add",
            "cp",
            "b@example.org\nRCPT TO:<c@example.org>"
        ])
        .code,
        2
    );
    assert!(!env.read("lists/cp.json").contains("b@example.org"));
}

#[test]
fn r4_a_moderator_has_a_professional_address() {
    let env = with_list();
    assert_snapshot!(env.run_fr(["moderator", "add", "cp", "maitresse@gmail.com"]), @"
    --- stderr
    erreur : maitresse@gmail.com ne peut pas modérer une liste : ce n’est pas une adresse professionnelle (règle R4)
    conseil : une adresse professionnelle finit ici par @ac-test.fr
    --- exit 77
    ");
    assert_snapshot!(env.run_fr(["moderator", "add", "cp", "maitresse@ac-test.fr", "dir@ac-test.fr"]), @"
    --- stdout
    maitresse@ac-test.fr peut maintenant écrire à cp
    dir@ac-test.fr peut maintenant écrire à cp
    --- exit 0
    ");
    assert_snapshot!(env.run(["moderator", "add", "cp", "Dir@AC-test.fr"]), @"
    --- stdout
    Dir@ac-test.fr was a moderator of cp already.
    --- exit 0
    ");
    assert_snapshot!(env.run(["moderator", "list", "cp"]), @"
    --- stdout
    dir@ac-test.fr
    maitresse@ac-test.fr
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["moderator", "remove", "cp", "maitresse@ac-test.fr", "dir@ac-test.fr"]), @"
    --- stdout
    maitresse@ac-test.fr ne modère plus cp
    dir@ac-test.fr ne modère plus cp
    --- stderr
    cp n’a plus de modérateur ; son propriétaire écrit : dir@ac-test.fr
    --- exit 0
    ");
}

#[test]
fn r8_an_address_removed_on_request_is_in_clear_nowhere() {
    let env = with_list();
    assert_snapshot!(env.run_fr(["subscriber", "remove", "cp", "Zoe@example.org"]), @"
    --- stdout
    Zoe@example.org retirée de cp ; un import ne la fera pas revenir.
    --- exit 0
    ");
    let mut files = vec![env.home()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).to_lowercase();
            assert!(!text.contains("zoe@"), "{}", path.display());
        }
    }
    // By hand, on purpose, she may come back.
    env.ok(["subscriber", "add", "cp", "zoe@example.org"]);
    assert!(env.read("lists/cp.json").contains("zoe@example.org"));
}

#[test]
fn a_list_is_exported_for_other_programs() {
    let env = with_list();
    assert_snapshot!(env.run(["list", "export", "cp"]), @"
    --- stdout
    ﻿email;name;classes;origin;status;added
    Ali@example.fr;;;manual;active;2026-11-23T08:00:00Z
    zoe@example.org;Zoé Durand;;manual;active;2026-11-23T08:00:00Z
    --- exit 0
    ");
    assert_snapshot!(env.run(["list", "export", "cp", "--format", "sympa"]), @"
    --- stdout
    Ali@example.fr
    zoe@example.org Zoé Durand
    --- exit 0
    ");
    assert_snapshot!(env.run(["list", "export", "cp", "--format", "mailman"]), @r#"
    --- stdout
    Ali@example.fr
    "Zoé Durand" <zoe@example.org>
    --- exit 0
    "#);
    let json = env.json(["list", "export", "cp"]);
    assert_eq!(json["subscribers"][1]["address"], "zoe@example.org");
}

#[test]
fn a_damaged_or_newer_list_is_named_and_left_alone() {
    let env = with_list();
    for content in [
        r#"{"format":2,"future":true}"#,
        r#"{"format":1,"#,
        "",
        "\0\0",
    ] {
        std::fs::write(env.home().join("lists/cp.json"), content).unwrap();
        let run = env.run(["subscriber", "add", "cp", "b@example.org"]);
        assert_eq!(
            run.code,
            if content.contains('2') { 78 } else { 1 },
            "{run}"
        );
        assert!(run.stderr.contains("lists/cp.json"), "{run}");
        assert_eq!(env.read("lists/cp.json"), content);
    }
    assert_snapshot!(env.run_fr(["list", "show", "cp"]), @"
    --- stderr
    erreur : $HOME/home/lists/cp.json est abîmé (ligne 1, colonne 1)
    conseil : pour savoir que faire : carnet doctor
    --- exit 1
    ");
    std::fs::write(env.home().join("lists/cp.json"), r#"{"format":2}"#).unwrap();
    assert_snapshot!(env.run_fr(["list", "list"]), @"
    --- stderr
    erreur : $HOME/home/lists/cp.json a été écrit par une version plus récente de carnet (format 2 ; celle-ci connaît le format 1)
    conseil : mettez carnet à jour sur cet ordinateur ; rien n’a été changé
    --- exit 78
    ");
}

#[test]
fn eight_processes_changing_lists_at_once_lose_nothing() {
    let env = Env::with_domain();
    env.ok(["list", "create", "cp", "--owner", "dir@ac-test.fr"]);
    std::thread::scope(|scope| {
        for process in 0..8 {
            let env = &env;
            scope.spawn(move || {
                for change in 0..50 {
                    let address = format!("p{process}-{change}@example.org");
                    let run = env.run(["subscriber", "add", "cp", &address]);
                    assert_eq!(run.code, 0, "{run}");
                }
            });
        }
    });
    let list = env.json(["subscriber", "list", "cp"]);
    assert_eq!(list["subscribers"].as_array().unwrap().len(), 400);
    assert_eq!(env.json(["list", "list"])["lists"][0]["subscribers"], 400);
}

#[cfg(unix)]
#[test]
fn files_and_folders_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let env = Env::new();
    let home = env.root().join("deep/home");
    std::fs::create_dir(env.root().join("deep")).unwrap();
    let home = home.to_str().unwrap();
    assert_eq!(env.run(["--home", home, "list", "list"]).code, 0);
    assert!(
        !env.root().join("deep/home").exists(),
        "looking creates nothing"
    );
    env.ok([
        "--home",
        home,
        "setup",
        "--professional-domain",
        "ac-test.fr",
    ]);
    env.ok([
        "--home",
        home,
        "list",
        "create",
        "cp",
        "--owner",
        "dir@ac-test.fr",
    ]);
    let mode = |path: &str| {
        let path = env.root().join("deep/home").join(path);
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    assert_eq!([mode(""), mode("lists")], [0o700, 0o700]);
    assert_eq!(
        [mode("config.json"), mode("lists/cp.json"), mode("lock")],
        [0o600, 0o600, 0o600]
    );
}
