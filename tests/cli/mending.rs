//! `carnet doctor --fix`: what is mended, what is left to a person, and that the
//! doctor alone changes nothing.

use std::{collections::BTreeMap, fs, path::Path, time::SystemTime};

use insta::assert_snapshot;

use crate::support::Env;

const ID: &str = "20261123-080000-bcdf";

/// What `message.json` says of the message, which is to two people.
fn message(state: &str, counts: [u32; 2]) -> String {
    let [accepted, pending] = counts;
    format!(
        r#"{{"format":1,"id":"{ID}","state":"{state}","from":"dir@ac-test.fr","subject":"Sortie","lists":[],"size":3,"created":"2026-11-23T08:00:00Z","excluded":0,"counts":{{"accepted":{accepted},"refused":0,"deferred":0,"uncertain":0,"pending":{pending},"skipped":0}}}}"#
    )
}

/// What the journal says when the first of two was accepted.
const JOURNAL: &str = "{\"event\":\"trying\",\"recipient\":0}\n\
    {\"event\":\"accepted\",\"recipient\":0,\"at\":\"2026-11-23T08:00:00Z\",\"reply\":\"250 ok\"}\n";

/// A school with a list of two, and a message to them.
fn world() -> Env {
    let env = Env::with_domain();
    let account = [
        "account",
        "add",
        "dir@ac-test.fr",
        "--host",
        "localhost",
        "--security",
        "none",
    ];
    env.ok(account);
    env.ok(["list", "create", "cp"]);
    env.ok(["subscriber", "add", "cp", "a@x.fr", "b@x.fr"]);
    let folder = format!("home/messages/{ID}");
    let recipients =
        ["a", "b"].map(|who| format!("{{\"address\":\"{who}@x.fr\",\"list\":\"cp\"}}\n"));
    for (name, content) in [
        ("message.json", message("queued", [1, 1])),
        ("content.eml", "x\r\n".to_owned()),
        ("recipients.jsonl", recipients.concat()),
        ("exclusions.jsonl", String::new()),
        ("journal.jsonl", JOURNAL.to_owned()),
    ] {
        env.write(&format!("{folder}/{name}"), content);
    }
    restrict(&env);
    env
}

/// Takes the access of others away, as carnet does for what it writes itself.
fn restrict(env: &Env) {
    #[cfg(unix)]
    for path in tree(&env.home()).into_keys() {
        let path = env.home().join(path);
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        set_mode(&path, mode);
    }
    let _ = env;
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// What can be seen of a file or a folder from outside.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    content: Option<Vec<u8>>,
    modified: SystemTime,
    readonly: bool,
    #[cfg(unix)]
    mode: u32,
}

/// Returns everything below a folder, the folder itself under an empty name.
fn tree(folder: &Path) -> BTreeMap<String, Seen> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        let metadata = fs::symlink_metadata(&path).unwrap();
        if metadata.is_dir() {
            let entries = fs::read_dir(&path).unwrap();
            left.extend(entries.map(|entry| entry.unwrap().path()));
        }
        let seen = Seen {
            content: metadata.is_file().then(|| fs::read(&path).unwrap()),
            modified: metadata.modified().unwrap(),
            readonly: metadata.permissions().readonly(),
            #[cfg(unix)]
            mode: std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()),
        };
        let name = path.strip_prefix(folder).unwrap();
        found.insert(name.to_str().unwrap().to_owned(), seen);
    }
    found
}

/// Plants all that can be mended.
fn plant(env: &Env) {
    let folder = format!("home/messages/{ID}");
    env.write(
        &format!("{folder}/journal.jsonl"),
        format!("{JOURNAL}{{\"event\":\"acc"),
    );
    env.write(&format!("{folder}/message.json"), message("queued", [0, 2]));
    env.write(&format!("{folder}/.carnet-a"), "half a file");
    env.write("home/messages/.carnet-b/content.eml", "half a message");
    env.write("home/lists/.carnet-c", "half a list");
    env.write("home/.carnet-d/ce1.json", "half a change");
    let cp = env.read("lists/cp.json");
    env.write(
        "home/lists/cp.json",
        cp.replace("\"active\":2", "\"active\":7"),
    );
    env.write(
        "home/lists.next/ce1.json",
        cp.replace("localhost", "elsewhere"),
    );
    env.write("home/pace/dir@ac-test.fr", [0_u8; 11]);
    restrict(env);
    #[cfg(unix)]
    {
        set_mode(&env.home().join("config.json"), 0o644);
        set_mode(&env.home().join("lists"), 0o755);
        set_mode(&env.home(), 0o711);
    }
}

#[test]
#[cfg(unix)]
fn what_is_safe_to_mend_is_mended_and_told() {
    let env = world();
    plant(&env);
    assert_snapshot!(env.run(["doctor", "--fix"]), @"
    --- stdout
    mended: nobody but you can get at $HOME/home any more
    mended: nobody but you can get at $HOME/home/config.json any more
    mended: nobody but you can get at $HOME/home/lists any more
    mended: $HOME/home/.carnet-d is removed
    mended: $HOME/home/lists/.carnet-c is removed
    mended: $HOME/home/messages/.carnet-b is removed
    mended: $HOME/home/messages/20261123-080000-bcdf/.carnet-a is removed
    mended: the change of several lists is completed
    mended: $HOME/home/pace/dir@ac-test.fr ends on a whole record
    mended: list cp has the counts of its subscribers
    mended: the journal of message 20261123-080000-bcdf ends on a whole line
    mended: message 20261123-080000-bcdf has the counts of its journal

    warning: message 20261123-080000-bcdf is not finished: “Sortie”
      hint: to finish it: carnet queue resume 20261123-080000-bcdf

    One finding needs you.
    --- exit 1
    ");
    assert_snapshot!(env.run(["doctor", "--fix"]), @"
    --- stdout
    warning: message 20261123-080000-bcdf is not finished: “Sortie”
      hint: to finish it: carnet queue resume 20261123-080000-bcdf

    One finding needs you.
    --- exit 1
    ");
    let left = tree(&env.home());
    let names: Vec<&str> = left.keys().map(String::as_str).collect();
    assert!(
        !names.iter().any(|name| name.contains(".carnet-")),
        "{names:?}"
    );
    assert_eq!(env.read(&format!("messages/{ID}/journal.jsonl")), JOURNAL);
    assert_eq!(env.json(["list", "list"])["lists"][1]["subscribers"], 2);
    assert!(names.contains(&"lists/ce1.json") && !names.contains(&"lists.next"));
    assert_eq!(
        left["pace/dir@ac-test.fr"].content.as_deref(),
        Some(&[0; 8][..])
    );
}

#[test]
#[cfg(unix)]
fn what_is_mended_is_told_in_french_and_to_scripts() {
    let env = world();
    plant(&env);
    assert_snapshot!(env.run_fr(["doctor", "--fix"]), @"
    --- stdout
    réparé : personne d’autre que vous n’a plus accès à $HOME/home
    réparé : personne d’autre que vous n’a plus accès à $HOME/home/config.json
    réparé : personne d’autre que vous n’a plus accès à $HOME/home/lists
    réparé : $HOME/home/.carnet-d est supprimé
    réparé : $HOME/home/lists/.carnet-c est supprimé
    réparé : $HOME/home/messages/.carnet-b est supprimé
    réparé : $HOME/home/messages/20261123-080000-bcdf/.carnet-a est supprimé
    réparé : le changement de plusieurs listes est achevé
    réparé : $HOME/home/pace/dir@ac-test.fr finit sur un enregistrement entier
    réparé : la liste cp a les nombres de ses abonnés
    réparé : le journal du message 20261123-080000-bcdf finit sur une ligne entière
    réparé : le message 20261123-080000-bcdf a les nombres de son journal

    attention : le message 20261123-080000-bcdf n’est pas terminé : « Sortie »
      conseil : pour le terminer : carnet queue resume 20261123-080000-bcdf

    Un point demande votre attention.
    --- exit 1
    ");
    set_mode(&env.home().join("config.json"), 0o644);
    let report = env.json(["doctor", "--fix"]);
    assert_eq!(report["fixed"][0]["kind"], "file-exposed");
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn the_doctor_alone_changes_not_one_byte() {
    let env = world();
    plant(&env);
    let before = tree(&env.home());
    for options in [
        &["doctor"][..],
        &["doctor", "--json"],
        &["doctor", "--connect", "--yes"],
    ] {
        assert_eq!(env.run(options).code, 1);
    }
    assert_eq!(tree(&env.home()), before);
}

#[test]
fn nothing_is_mended_while_another_carnet_is_at_work() {
    let env = world();
    plant(&env);
    let lock = fs::File::create(env.home().join("lock")).unwrap();
    lock.lock().unwrap();
    let before = tree(&env.home());
    let run = env.run(["doctor", "--fix", "--quiet"]);
    assert_eq!(run.code, 75, "{run}");
    assert_eq!(tree(&env.home()), before);
    drop(lock);
    // A message that is being frozen, and one that is being sent, are left alone.
    let sending = fs::File::create(env.home().join(format!("messages/{ID}/lock"))).unwrap();
    sending.lock().unwrap();
    let freezing = fs::File::create(env.home().join("messages/.carnet-b/lock")).unwrap();
    freezing.lock().unwrap();
    let run = env.run(["doctor", "--fix"]);
    assert_eq!(run.code, 1, "{run}");
    let left = tree(&env.home());
    for name in [
        "messages/.carnet-b/content.eml",
        &format!("messages/{ID}/.carnet-a"),
    ] {
        assert!(left.contains_key(name), "{run}");
    }
    assert!(!left.contains_key("lists/.carnet-c"), "{run}");
}

#[test]
fn what_a_person_must_decide_is_left_as_it_is() {
    let env = world();
    let folder = format!("home/messages/{ID}");
    let cases = [
        (
            "home/suppressions.json",
            r#"{"format":1,"entries":{}}"#.to_owned(),
        ),
        (
            "home/suppressions.json",
            format!(
                r#"{{"format":1,"key":"{}","entries":{{}}}}"#,
                "0".repeat(63)
            ),
        ),
        ("home/lists/cp.json", r#"{"format":1,"#.to_owned()),
        ("home/lists/cp.json", r#"{"format":9}"#.to_owned()),
        ("home/secrets/nobody@ac-test.fr", "hunter2".to_owned()),
        (&format!("{folder}/content.eml"), "x".to_owned()),
        (&format!("{folder}/recipients.jsonl"), "{}".to_owned()),
        (
            &format!("{folder}/journal.jsonl"),
            "{\"event\":\"later\"}\n".to_owned(),
        ),
        (&format!("{folder}/journal.jsonl"), String::new()),
        (
            &format!("{folder}/message.json"),
            message("queued", [1, 1]).replace("bcdf", "zzzz"),
        ),
        (
            &format!("{folder}/message.json"),
            message("queued", [1, 1]).replace("\"format\":1", "\"format\":2"),
        ),
    ];
    for (name, content) in cases {
        let before = fs::read(env.root().join(name)).ok();
        let path = env.write(name, &content);
        restrict(&env);
        let run = env.run(["doctor", "--fix"]);
        assert_eq!(run.code, 1, "{name} {content}: {run}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content, "{run}");
        let kinds = env.json(["doctor"])["findings"].clone();
        let told = kinds.as_array().unwrap().iter();
        assert!(
            told.clone()
                .any(|one| one["fixable"] == false && one["severity"] != "remark"),
            "{kinds}"
        );
        match before {
            Some(before) => fs::write(&path, before).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
}

#[test]
fn what_does_not_fit_together_is_explained() {
    let env = world();
    env.write("home/messages/notes.txt", "x");
    let folder = format!("home/messages/{ID}");
    let future = message("queued", [1, 1]).replace("2026-11-23T08", "2027-11-23T08");
    env.write(
        &format!("{folder}/message.json"),
        future.replace("dir@", "gone@"),
    );
    env.write(
        &format!("home/messages/{}/message.json", "20261123-080000-copy"),
        message("finished", [2, 0]),
    );
    env.write("home/suppressions.json", r#"{"format":1,"entries":{}}"#);
    restrict(&env);
    let lock = fs::File::create(env.home().join("lock")).unwrap();
    restrict(&env);
    lock.lock().unwrap();
    assert_snapshot!(env.run(["doctor"]), @"
    --- stdout
    error: $HOME/home/suppressions.json is damaged (without the key of its hashes)
      hint: take it from a copy of this folder, if you have one; otherwise move it elsewhere, but then an import brings back whoever had asked to leave: they must be removed again
    error: the folder of message 20261123-080000-copy holds message 20261123-080000-bcdf
      hint: give the folder its name again, or move it elsewhere
    warning: the clock of this computer shows 2026-11-23 08:00, and message 20261123-080000-bcdf was written at 2027-11-23 08:00: it is wrong, or was
      hint: set the date and time of this computer right
    warning: message 20261123-080000-bcdf is not finished, and there is no account gone@ac-test.fr any more
      hint: put this account back, or give the message up: carnet setup --address gone@ac-test.fr, or carnet queue cancel 20261123-080000-bcdf
    remark: another carnet is changing lists or settings at this moment
      hint: wait until it has ended
    remark: $HOME/home/messages/notes.txt is not a message, whatever it holds
      hint: move it away, unless you know what it is for

    4 findings need you.
    --- exit 1
    ");
    assert_snapshot!(env.run_fr(["doctor"]), @"
    --- stdout
    erreur : $HOME/home/suppressions.json est abîmé (sans la clé des empreintes)
      conseil : reprenez-le dans une copie de ce dossier, si vous en avez une ; sinon, déplacez-le ailleurs, mais alors un import fait revenir les adresses dont la suppression avait été demandée : il faudra les retirer de nouveau
    erreur : le dossier du message 20261123-080000-copy contient le message 20261123-080000-bcdf
      conseil : redonnez son nom au dossier, ou déplacez-le ailleurs
    attention : l’horloge de cet ordinateur indique 2026-11-23 08:00, et le message 20261123-080000-bcdf a été écrit à 2027-11-23 08:00 : elle est fausse, ou l’a été
      conseil : mettez cet ordinateur à l’heure
    attention : le message 20261123-080000-bcdf n’est pas terminé, et le compte gone@ac-test.fr n’existe plus
      conseil : remettez ce compte, ou renoncez au message : carnet setup --address gone@ac-test.fr, ou carnet queue cancel 20261123-080000-bcdf
    remarque : un autre carnet change des listes ou des réglages en ce moment
      conseil : attendez qu’il ait fini
    remarque : $HOME/home/messages/notes.txt n’est pas un message, quoi qu’il contienne
      conseil : déplacez-le, sauf si vous savez à quoi il sert

    4 points demandent votre attention.
    --- exit 1
    ");
}

#[test]
fn a_message_for_later_needs_nobody_until_it_is_due() {
    let env = world();
    let due = |due: &str| {
        let schedule =
            format!(r#""schedule":{{"due":"{due}","expires":"2026-12-02T08:00:00Z"}},"size":3"#);
        let message = message("queued", [0, 2]).replace("\"size\":3", &schedule);
        env.write(&format!("home/messages/{ID}/message.json"), message);
        env.write(&format!("home/messages/{ID}/journal.jsonl"), "");
        restrict(&env);
        env.run(["doctor"])
    };
    assert_snapshot!(due("2026-12-01T08:00:00Z"), @"
    --- stdout
    Nothing is wrong.
    --- exit 0
    ");
    assert_snapshot!(due("2026-11-23T07:59:00Z"), @"
    --- stdout
    warning: message 20261123-080000-bcdf is not finished: “Sortie”
      hint: to finish it: carnet queue resume 20261123-080000-bcdf

    One finding needs you.
    --- exit 1
    ");
}
