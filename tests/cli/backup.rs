//! `carnet store`: a backup is whole, consistent while others work, and sends nothing twice.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use carnet::{
    domain::{event::Event, list_name::ListName},
    ops::sending::deliveries,
    store::{Store, boot_id},
};
use insta::assert_snapshot;

use crate::support::{
    Env,
    school::School,
    smtp::{Gate, Reply, Script, SmtpServer},
};

/// Returns the files below a folder with their content, locks left out.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(current).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "lock"
                && path.extension().is_none_or(|end| end != "lock")
            {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// A school with lists, a password, an address not to be added again, and a message sent.
fn school() -> School {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@x.fr", "b@x.fr"]);
    school.list("ce1", &["c@x.fr"]);
    let added = school.run_with_input(
        [
            "account",
            "add",
            "b@ac-test.fr",
            "--host",
            "localhost",
            "--password-stdin",
            "--limit",
            "400/min",
        ],
        b"hunter2",
    );
    assert_eq!(added.code, 0, "{added}");
    let send = [
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "Demain.",
        "--yes",
    ];
    assert_eq!(school.run(send).code, 0);
    let store = Store::new(school.home());
    let list = store.list(&ListName::parse("cp").unwrap()).unwrap();
    let mut suppressions = store.suppressions().unwrap();
    let gone = "gone@x.fr".parse().unwrap();
    suppressions.suppress(&list.id, &gone, jiff::Timestamp::UNIX_EPOCH);
    let locked = store.lock(|| ()).unwrap();
    locked.save_suppressions(&suppressions).unwrap();
    school
}

#[test]
fn what_is_restored_is_what_was_backed_up_but_for_the_passwords() {
    let school = school();
    assert_snapshot!(school.run(["store", "backup", "carnet.tar.zst"]), @"
    --- stdout
    2 lists and one message written to carnet.tar.zst
    The passwords are not in it: they have to be given again after a restore.
    --- exit 0
    ");
    assert_snapshot!(school.run(["--home", "new", "store", "restore", "carnet.tar.zst"]), @"
    --- stdout
    2 lists and one message restored, as they were on 2026-11-23 08:00.
    The password of b@ac-test.fr was not in the backup.
        to give it again: carnet account edit b@ac-test.fr --password-stdin
    --- exit 0
    ");
    let mut expected = files(&school.home());
    assert!(expected.remove(Path::new("secrets/b@ac-test.fr")).is_some());
    let new = school.root().join("new");
    assert_eq!(files(&new), expected);
    // R8: the address that must not be added again is still known.
    school.write("addresses.txt", "gone@x.fr\nnew@x.fr\n");
    let imported = school.json(["--home", "new", "import", "--list", "cp", "addresses.txt"]);
    assert_eq!(
        imported["suppressed"][0]["address"], "gone@x.fr",
        "{imported}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&school.root().join("carnet.tar.zst")), 0o600);
        for name in files(&new).keys() {
            let path = new.join(name);
            assert_eq!(
                (mode(&path), mode(path.parent().unwrap())),
                (0o600, 0o700),
                "{path:?}"
            );
        }
    }
}

#[test]
fn it_is_said_in_french_and_as_json_too() {
    let school = school();
    assert_snapshot!(school.run_fr(["store", "backup", "carnet.tar.zst"]), @"
    --- stdout
    2 listes et 1 message sauvegardés dans carnet.tar.zst
    Les mots de passe n’y sont pas : il faudra les redonner après une restauration.
    --- exit 0
    ");
    assert_snapshot!(school.run_fr(["--home", "new", "store", "restore", "carnet.tar.zst"]), @"
    --- stdout
    2 listes et 1 message restaurés, tels qu’au 2026-11-23 08:00.
    Le mot de passe de b@ac-test.fr n’était pas dans la sauvegarde.
        pour le redonner : carnet account edit b@ac-test.fr --password-stdin
    --- exit 0
    ");
    let backup = school.json(["store", "backup", "carnet.tar.zst"]);
    let size = fs::metadata(school.root().join("carnet.tar.zst"))
        .unwrap()
        .len();
    assert_eq!(backup["size"], size);
    assert_eq!(backup["passwords"], serde_json::json!(["b@ac-test.fr"]));
    let restored = school.json(["--home", "newer", "store", "restore", "carnet.tar.zst"]);
    assert_snapshot!(serde_json::to_string(&restored).unwrap(), @r#"{"created":"2026-11-23T08:00:00Z","damaged":[],"lists":2,"messages":1,"passwords":["b@ac-test.fr"],"uncertain":[]}"#);
}

#[test]
fn a_backup_goes_through_a_pipe() {
    let school = school();
    let output = school
        .command()
        .args(["store", "backup", "-"])
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    let restored =
        school.run_with_input(["--home", "new", "store", "restore", "-"], &output.stdout);
    assert_eq!(restored.code, 0, "{restored}");
    assert!(school.root().join("new/lists/cp.json").exists());
    // What it was made of on the way is gone.
    let names = fs::read_dir(school.home())
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    assert!(
        names
            .into_iter()
            .all(|name| !name.to_string_lossy().starts_with(".carnet"))
    );
}

#[test]
fn a_store_that_holds_something_is_never_overwritten() {
    let school = school();
    school.ok(["store", "backup", "carnet.tar.zst"]);
    let before = files(&school.home());
    assert_snapshot!(school.run(["store", "restore", "carnet.tar.zst"]), @"
    --- stderr
    error: there is something already in $HOME/home/suppressions.json
    hint: restore beside it: carnet --home FOLDER store restore FILE; or move it away first
    --- exit 1
    ");
    assert_eq!(files(&school.home()), before);
    for name in [
        "config.json",
        "suppressions.json",
        "lists/x.json",
        "messages/1/message.json",
    ] {
        let home = format!("with-{}", name.replace('/', "-"));
        school.write(&format!("{home}/{name}"), "{}");
        let run = school.run_fr(["--home", &home, "store", "restore", "carnet.tar.zst"]);
        assert_eq!(run.code, 1, "{run}");
        assert!(run.stderr.contains("il y a déjà quelque chose"), "{run}");
        assert_eq!(files(&school.root().join(&home)).len(), 1);
    }
}

#[test]
fn a_backup_that_is_cut_short_or_altered_restores_nothing() {
    let school = school();
    school.ok(["store", "backup", "carnet.tar.zst"]);
    let whole = fs::read(school.root().join("carnet.tar.zst")).unwrap();
    let try_it = |bytes: &[u8], what: &str| {
        school.write("other.tar.zst", bytes);
        let run = school.run(["--home", "new", "store", "restore", "other.tar.zst"]);
        assert_eq!(run.code, 1, "{what}: {run}");
        assert!(files(&school.root().join("new")).is_empty(), "{what}");
        run
    };
    for length in (0..whole.len()).step_by(101).chain([whole.len() - 1]) {
        let _run = try_it(&whole[..length], &format!("{length} bytes"));
    }
    school.ok(["--home", "as-it-was", "store", "restore", "carnet.tar.zst"]);
    let as_it_was = files(&school.root().join("as-it-was"));
    let places = (0..whole.len()).step_by(211).map(Some);
    for place in places.chain([None]) {
        let mut altered = whole.clone();
        if let Some(place) = place {
            altered[place] ^= 0x20;
        }
        school.write("other.tar.zst", &altered);
        let run = school.run(["--home", "new", "store", "restore", "other.tar.zst"]);
        let new = school.root().join("new");
        // A bit that nothing depends on alters nothing.
        if run.code == 0 {
            assert_eq!(files(&new), as_it_was, "byte {place:?}");
            fs::remove_dir_all(new).unwrap();
        } else {
            assert_eq!(run.code, 1, "byte {place:?}: {run}");
            assert!(files(&new).is_empty(), "byte {place:?}");
        }
    }
    assert_snapshot!(try_it(&whole[..whole.len() - 1], "cut"), @"
    --- stderr
    error: other.tar.zst is cut short or damaged
    hint: take another copy of the backup; nothing was changed
    --- exit 1
    ");
    assert_snapshot!(try_it(b"Courriel\na@x.fr\n", "a table"), @"
    --- stderr
    error: other.tar.zst is not a backup of carnet
    hint: a backup is what this command wrote: carnet store backup FILE
    --- exit 1
    ");
    assert_snapshot!(school.run_fr(["--home", "new", "store", "restore", "other.tar.zst"]), @"
    --- stderr
    erreur : other.tar.zst n’est pas une sauvegarde de carnet
    conseil : une sauvegarde est ce que cette commande a écrit : carnet store backup FICHIER
    --- exit 1
    ");
    assert_snapshot!(school.run(["--home", "new", "store", "restore", "nowhere.tar.zst"]), @"
    --- stderr
    error: cannot read nowhere.tar.zst
      caused by: there is no such file or folder
    hint: check the name of the file and its folder
    --- exit 1
    ");
}

/// Makes an archive of files, after a manifest.
fn archive(manifest: &str, add: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    append(&mut tar, "backup.json", manifest);
    add(&mut tar);
    zstd::encode_all(tar.into_inner().unwrap().as_slice(), 0).unwrap()
}

fn append(tar: &mut tar::Builder<Vec<u8>>, name: &str, content: &str) {
    let mut header = tar::Header::new_ustar();
    // Written by hand: the library refuses to write a path that leads outside.
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    tar.append(&header, content.as_bytes()).unwrap();
}

const MANIFEST: &str = r#"{"format":1,"created":"2026-11-23T08:00:00Z"}"#;

#[test]
fn what_no_backup_holds_is_refused_and_written_nowhere() {
    let env = Env::new();
    let refused = |bytes: Vec<u8>| {
        env.write("x.tar.zst", bytes);
        let run = env.run(["store", "restore", "x.tar.zst"]);
        assert!(files(&env.home()).is_empty(), "{run}");
        assert!(!env.root().join("evil").exists());
        run
    };
    for name in [
        "../evil",
        "lists/../../evil",
        "/tmp/evil",
        "secrets/a@x.fr",
        "evil",
        "lists/a/b",
        "messages/x",
        "messages/../x/y",
        "lists/.carnet-x/y",
        "backup.json",
    ] {
        let run = refused(archive(MANIFEST, |tar| append(tar, name, "x")));
        assert_eq!(run.code, 1, "{name}: {run}");
        assert!(
            run.stderr.contains("which is not of a backup"),
            "{name}: {run}"
        );
    }
    for kind in [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Fifo,
    ] {
        let run = refused(archive(MANIFEST, |tar| {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(0);
            tar.append_link(&mut header, "lists/cp.json", "/etc/passwd")
                .unwrap();
        }));
        assert_eq!(run.code, 1, "{kind:?}: {run}");
    }
    let foreign = archive(MANIFEST, |tar| append(tar, "../evil", "x"));
    assert_snapshot!(refused(foreign), @"
    --- stderr
    error: x.tar.zst holds ../evil, which is not of a backup
    hint: take another copy of the backup; nothing was changed
    --- exit 1
    ");
    let newer = archive(&MANIFEST.replace(":1", ":7"), |_| ());
    assert_snapshot!(refused(newer), @"
    --- stderr
    error: x.tar.zst was written by a later version of carnet (format 7, this one knows 1)
    hint: update carnet on this computer; nothing was changed
    --- exit 78
    ");
    let newer = archive(MANIFEST, |tar| {
        append(tar, "lists/cp.json", r#"{"format":7}"#);
    });
    assert_snapshot!(refused(newer), @"
    --- stderr
    error: lists/cp.json was written by a later version of carnet (format 7, this one knows 1)
    hint: update carnet on this computer; nothing was changed
    --- exit 78
    ");
}

#[test]
fn what_was_damaged_already_is_restored_as_it_was_and_told() {
    let env = Env::with_domain();
    env.ok(["list", "create", "cp", "--owner", "dir@ac-test.fr"]);
    env.write("home/lists/cp.json", "{\"format\":1,\"id\":");
    assert_eq!(env.run(["store", "backup", "b"]).code, 0);
    assert_snapshot!(env.run(["--home", "new", "store", "restore", "b"]), @"
    --- stdout
    One list and 0 messages restored, as they were on 2026-11-23 08:00.
    Damaged when it was backed up, and restored as it was: lists/cp.json is damaged (it stops before its end)
    --- exit 3
    ");
    assert_eq!(
        fs::read_to_string(env.root().join("new/lists/cp.json")).unwrap(),
        "{\"format\":1,\"id\":"
    );
}

#[test]
fn a_message_backed_up_while_it_was_sent_is_not_sent_twice_after_a_restore() {
    let gate = Gate::default();
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    let parents = school.crowd("tous", 12);
    // The server makes all but two of them wait.
    let wait =
        |script: Script, parent: &String| script.reply_to_rcpt(parent, Reply::Held(gate.clone()));
    server.follow(parents.iter().skip(2).fold(Script::new(), wait));
    let child = school
        .command()
        .args(["send", "tous", "--subject", "S", "--text", "T", "--yes"])
        .stdout(std::process::Stdio::null())
        .spawn();
    let mut child = child.unwrap();
    server.await_mails(2, &mut child);
    school.ok(["store", "backup", "b"]);
    gate.open();
    assert!(child.wait().unwrap().success());
    assert_eq!(server.mails().len(), 12);

    let restored = school.run_fr(["--home", "new", "store", "restore", "b"]);
    assert_eq!(restored.code, 3, "{restored}");
    let on_new = |arguments: &[&str]| school.json(["--home", "new"].iter().chain(arguments));
    let messages = on_new(&["archive", "list"]);
    let counts = &messages["messages"][0]["counts"];
    let count = |state: &str| counts[state].as_u64().unwrap();
    assert_eq!(count("accepted") + count("uncertain"), 12, "{messages}");
    assert!(count("uncertain") >= 10, "{messages}");
    assert_eq!(
        on_new(&["queue", "list"])["messages"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let id = messages["messages"][0]["id"].as_str().unwrap();
    let text = restored
        .to_string()
        .replace(id, "ID")
        .replace(&count("uncertain").to_string(), "N");
    assert_snapshot!(text, @"
    --- stdout
    1 liste et 1 message restaurés, tels qu’au 2026-11-23 08:00.
    Le message ID n’était pas terminé (« S ») : N personnes l’ont peut-être reçu depuis.
        pour le leur envoyer, si vous savez qu’elles ne l’ont pas : carnet queue resume ID --resend-uncertain
    --- exit 3
    ");

    let _resumed = school.run(["--home", "new", "queue", "resume", id]);
    assert_eq!(server.mails().len(), 12);
    let resumed = school.run(["--home", "new", "queue", "resume", id, "--resend-uncertain"]);
    assert_eq!(resumed.code, 0, "{resumed}");
    assert_eq!(
        server.mails().len(),
        12 + usize::try_from(count("uncertain")).unwrap()
    );
}

#[test]
fn a_backup_is_of_one_moment_while_others_change_lists_and_send() {
    let school = school();
    let store = Store::new(school.home());
    let names = ["cp", "ce1"].map(|name| ListName::parse(name).unwrap());
    let id = store.message_ids().unwrap().remove(0);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let lists = names.each_ref().map(|name| store.list(name).unwrap());
            let lock = store.lock_message(&id).unwrap();
            let journal = lock.journal().unwrap();
            let mut message = store.message(&id).unwrap();
            for round in 0_u32.. {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let changed = lists.iter().map(|list| {
                    let mut list = list.clone();
                    list.title = Some(round.to_string());
                    list
                });
                let locked = store.lock(|| ()).unwrap();
                locked.save_lists(names.iter().zip(changed)).unwrap();
                drop(locked);
                let started = Event::Started {
                    at: message.created,
                    boot: boot_id(),
                };
                journal
                    .append(&[started, Event::Trying { recipient: 0 }])
                    .unwrap();
                message.subject = round.to_string();
                lock.save(&message).unwrap();
            }
        });
        for round in 0..12 {
            let file = format!("b{round}");
            let home = format!("new{round}");
            let run = school.run(["store", "backup", &file]);
            assert_eq!(run.code, 0, "{run}");
            let run = school.run(["--home", &home, "store", "restore", &file]);
            assert_eq!(run.code, 0, "{run}");
            let restored = Store::new(school.root().join(&home));
            let [cp, ce1] = names
                .each_ref()
                .map(|name| restored.list(name).unwrap().title);
            assert_eq!(cp, ce1);
            let message = restored.message(&id).unwrap();
            assert_eq!(deliveries(&restored, &message).unwrap().len(), 2);
        }
        stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_backup_waits_for_whoever_changes_the_store_and_gives_up_in_the_end() {
    let env = Env::with_domain();
    let lock = fs::File::create(env.home().join("lock")).unwrap();
    lock.lock().unwrap();
    let run = env.run(["store", "backup", "b"]);
    assert_eq!(run.code, 75, "{run}");
    assert!(!env.root().join("b").exists());
    drop(lock);
    let mut old = fs::File::create(env.root().join("b")).unwrap();
    old.write_all(b"old").unwrap();
    env.ok(["store", "backup", "b"]);
    assert_ne!(fs::read(env.root().join("b")).unwrap(), b"old");
    let run = env.run(["store", "backup", "no/such/folder/b"]);
    assert_eq!(run.code, 1, "{run}");
}
