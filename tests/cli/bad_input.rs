//! What goes wrong gets one clear error, and loses nothing: a full disk, damaged messages, a server that cannot be used.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use insta::assert_snapshot;

use crate::support::{
    Env, Run,
    school::{DIRECTOR, School},
    smtp::{Script, SmtpServer},
};

const SEND: [&str; 7] = [
    "send",
    "tous",
    "--subject",
    "Sortie",
    "--text",
    "Bonjour",
    "--yes",
];

/// Reads every file below a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Returns the identifier of the only message, if there is one.
fn only_message(school: &School) -> Option<String> {
    let entries = std::fs::read_dir(school.home().join("messages")).ok()?;
    let names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.len() <= 1, "{names:?}");
    names.into_iter().next()
}

fn copies(server: &SmtpServer) -> BTreeMap<String, usize> {
    let mut copies = BTreeMap::new();
    for mail in server.mails() {
        *copies.entry(mail.recipients[0].clone()).or_default() += 1;
    }
    copies
}

/// Returns the state of each delivery of a message.
fn states(school: &School, id: &str) -> BTreeMap<String, String> {
    let shown = school.json(["archive", "deliveries", id]);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let deliveries = shown["deliveries"].as_array().unwrap().iter();
    deliveries
        .map(|one| (text(&one["address"]), text(&one["state"])))
        .collect()
}

/// Shows a run with what differs from one to the next in words: the port, the message's identifier.
fn stable(run: &Run, server: &SmtpServer, id: &str) -> String {
    run.to_string()
        .replace(&format!(":{}", server.port()), ":PORT")
        .replace(id, "ID")
}

#[cfg(unix)]
#[test]
fn a_full_disk_changes_no_list_and_leaves_no_half_of_one() {
    let env = Env::with_domain();
    let export = std::fs::read("examples/onde/CSVExtraction.csv").unwrap();
    env.write("CSVExtraction.csv", export);
    env.ok(["list", "create", "cp", "--owner", DIRECTOR]);
    env.ok(["subscriber", "add", "cp", "a@example.org"]);
    let before = contents(&env.home());
    for arguments in [
        "list create ce1 --owner dir@ac-test.fr",
        "list edit cp --title CP",
        "subscriber add cp b@example.org",
        "subscriber remove cp a@example.org",
        "moderator add cp dir@ac-test.fr",
        "import CSVExtraction.csv --list cp",
        "import CSVExtraction.csv --by-class --owner dir@ac-test.fr",
        "config set school b",
    ] {
        let run = env.run_on_full_disk(0, arguments.split(' '));
        assert_eq!(run.code, 1, "{arguments}: {run}");
        assert!(run.stderr.starts_with("erreur\u{a0}: impossible d’écrire "));
        assert_eq!(contents(&env.home()), before, "{arguments}");
    }
    assert_snapshot!(env.run_on_full_disk(0, ["list", "create", "ce1", "--owner", DIRECTOR]), @"
    --- stderr
    erreur : impossible d’écrire $HOME/home/lists/ce1.json
      cause : le système ne laisse pas le fichier grandir davantage
    conseil : faites de la place sur le disque et réessayez ; ce qui était déjà écrit est intact
    --- exit 1
    ");
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_during_a_send_loses_nobody_and_writes_to_nobody_twice() {
    let (mut frozen, mut stopped) = (0, 0);
    for blocks in [0, 1, 6, 10, 11, 12, 14, 17, 22, 30, 40, 200] {
        let server = SmtpServer::start(Script::new());
        let school = School::on(&server);
        let parents: BTreeSet<String> = school.crowd("tous", 150).into_iter().collect();
        let run = school.run_on_full_disk(blocks, SEND);
        let Some(id) = only_message(&school) else {
            assert_eq!(run.code, 1, "{blocks}: {run}");
            assert!(server.mails().is_empty(), "{blocks}: {run}");
            continue;
        };
        frozen += 1;
        if run.code != 0 {
            stopped += 1;
            assert_eq!(run.code, 1, "{blocks}: {run}");
            assert!(run.stderr.contains("le système ne laisse pas"), "{run}");
            assert!(run.stderr.contains(&format!("carnet queue resume {id}")));
        }
        // Whoever has it is known to have it, or known to be uncertain.
        let received = copies(&server);
        for (address, state) in states(&school, &id) {
            match (received.get(&address), state.as_str()) {
                (Some(1), "accepted" | "uncertain") | (None, "pending" | "uncertain") => {}
                other => panic!("{blocks}: {address}: {other:?}"),
            }
        }
        let resumed = school.run(["queue", "resume", &id]);
        assert!([0, 3].contains(&resumed.code), "{blocks}: {resumed}");
        let received = copies(&server);
        assert!(received.values().all(|&count| count == 1), "{blocks}");
        for (address, state) in states(&school, &id) {
            assert!(parents.contains(&address));
            match state.as_str() {
                "accepted" => assert!(received.contains_key(&address), "{blocks}: {address}"),
                "uncertain" => {}
                _ => panic!("{blocks}: {address} is {state}"),
            }
        }
    }
    // Some limits stop the freeze, some the run, and the last ones nothing.
    assert!(
        frozen < 12 && stopped > 2 && stopped < frozen,
        "{frozen}, {stopped}"
    );
}

#[test]
fn a_message_that_lost_lines_is_told_and_never_sent_from_again() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.crowd("tous", 3);
    school.ok(SEND.iter().chain(&["--quiet"]));
    let id = only_message(&school).unwrap();
    let folder = school.home().join("messages").join(&id);
    let line = "{\"event\":\"trying\",\"recipient\":0}\n";
    for (name, content) in [
        ("journal.jsonl", Some("")),
        ("journal.jsonl", Some("\0\0\0\0")),
        ("journal.jsonl", Some("x")),
        ("journal.jsonl", Some(line)),
        (
            "journal.jsonl",
            Some("{\"event\":\"of a later version\"}\n"),
        ),
        ("journal.jsonl", None),
        ("recipients.jsonl", Some("")),
        ("recipients.jsonl", Some("{}\n")),
        ("recipients.jsonl", None),
        ("exclusions.jsonl", Some("{}\n")),
        ("exclusions.jsonl", None),
    ] {
        let path = folder.join(name);
        let whole = std::fs::read(&path).unwrap();
        match content {
            Some(content) => std::fs::write(&path, content).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let before = contents(&folder);
        for command in ["queue resume", "archive show", "archive deliveries"] {
            let run = school.run(command.split(' ').chain([id.as_str()]));
            assert_eq!(run.code, 1, "{name}, {content:?}: {run}");
            assert!(run.stderr.contains(name), "{name}, {content:?}: {run}");
            assert!(run.stderr.ends_with("carnet doctor\n"), "{run}");
        }
        let doctor = school.run(["doctor"]);
        assert_eq!(doctor.code, 1, "{name}, {content:?}: {doctor}");
        assert!(
            doctor.stdout.contains(name),
            "{name}, {content:?}: {doctor}"
        );
        assert_eq!(contents(&folder), before);
        std::fs::write(&path, whole).unwrap();
    }
    assert_eq!(server.mails().len(), 3);

    std::fs::write(folder.join("journal.jsonl"), "").unwrap();
    let run = school.run_fr(["queue", "resume", &id]);
    assert_snapshot!(stable(&run, &server, &id), @"
    --- stderr
    erreur : $HOME/home/messages/ID/journal.jsonl est abîmé (remises acceptées : 0 ; selon message.json : 3)
    conseil : pour savoir que faire : carnet doctor
    --- exit 1
    ");
}

#[test]
fn a_send_that_cannot_begin_names_its_account_and_its_server() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.crowd("tous", 2);
    let edit = ["account", "edit", DIRECTOR, "--login", DIRECTOR];
    let options = ["--security", "starttls", "--password-stdin"];
    let run = school.run_with_input(edit.iter().chain(&options), b"secret\n");
    assert_eq!(run.code, 0, "{run}");

    let run = school.run_fr(SEND);
    let id = only_message(&school).unwrap();
    assert_snapshot!(stable(&run, &server, &id), @"
    --- stdout
    Message ID : 2 en attente.
    en attente  ..............................  2  100 %
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur ne propose pas de chiffrement (STARTTLS)
    conseil : carnet n’envoie jamais un mot de passe en clair ; essayez l’autre protection : carnet account edit dir@ac-test.fr --security tls --port 465
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume ID
    --- exit 78
    ");
    let test = ["send", "tous", "--subject", "S", "--text", "T", "--test"];
    assert_snapshot!(stable(&school.run(test), &server, &id), @"
    --- stderr
    error: cannot write as dir@ac-test.fr through 127.0.0.1:PORT
      caused by: the server does not offer encryption (STARTTLS)
    hint: carnet never sends a password in clear; try the other protection: carnet account edit dir@ac-test.fr --security tls --port 465
    --- exit 78
    ");
    assert!(server.mails().is_empty());
}

#[test]
fn a_file_of_text_that_cannot_be_read_is_named_with_what_to_do() {
    let env = Env::with_domain();
    env.ok(["list", "create", "cp", "--owner", DIRECTOR]);
    assert_snapshot!(env.run_fr(["list", "edit", "cp", "--footer", "absent.txt"]), @"
    --- stderr
    erreur : impossible de lire absent.txt
      cause : ce fichier ou ce dossier n’existe pas
    conseil : vérifiez le nom du fichier et son dossier
    --- exit 1
    ");
    assert_snapshot!(env.run(["send", "cp", "--subject", "S", "--body", "."]), @"
    --- stderr
    error: cannot read .
      caused by: it is a folder
    hint: check the name of the file and its folder
    --- exit 1
    ");
}
