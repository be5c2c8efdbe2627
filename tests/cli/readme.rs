//! The README: what it says is so, and what it shows can be typed.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use carnet::{
    error::{ErrorKind, Outcome},
    texts::Language,
};

use crate::support::{
    Env,
    shell::shell_words,
    smtp::{Script, SmtpServer},
};

const DIRECTOR: &str = "ce.0380000a@ac-grenoble.fr";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).unwrap()
}

/// Returns the blocks of a language, such as `sh`.
fn blocks(language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    readme()
        .split(&opening)
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

/// Returns the five commands of the first list: in English, then in French.
fn first_lists() -> [Vec<String>; 2] {
    let of_carnet = |block: String| -> Option<Vec<String>> {
        let lines: Vec<String> = block.lines().map(str::to_owned).collect();
        let begins = lines.first()?.starts_with("carnet setup ");
        let of_carnet = lines.iter().all(|line| line.starts_with("carnet "));
        (begins && of_carnet).then_some(lines)
    };
    let lists: Vec<_> = blocks("sh").into_iter().filter_map(of_carnet).collect();
    lists.try_into().unwrap()
}

#[test]
fn every_command_can_be_typed() {
    let readme = readme();
    let in_text = readme.split('`').filter(|text| !text.contains('\n'));
    let in_blocks = readme.lines().map(|line| match line.find("carnet ") {
        Some(at) if line.starts_with("*/5 * * * *") => line.get(at..).unwrap(),
        _ => line,
    });
    let commands: BTreeSet<&str> = in_text
        .chain(in_blocks)
        .filter(|text| text.starts_with("carnet ") && !text.starts_with("carnet keeps"))
        .filter(|text| !text.starts_with("carnet tient"))
        .collect();
    assert!(commands.len() > 12, "{commands:?}");
    for command in commands {
        let parsed =
            carnet::cli::command(Language::English).try_get_matches_from(shell_words(command));
        if let Err(error) = parsed {
            let help = clap::error::ErrorKind::DisplayHelp;
            assert_eq!(error.kind(), help, "{command}\n{error}");
        }
    }
}

#[test]
fn the_french_first_list_is_the_english_one_in_french() {
    let [english, french] = first_lists();
    assert_eq!(english.len(), 5);
    assert_eq!(
        french.join("\n"),
        english
            .join("\n")
            .replacen("carnet setup", "carnet setup --lang fr", 1)
    );
}

/// A folder with the export and the message, as the README wants it, and a server in the place of the académie's.
fn evening(server: &SmtpServer, commands: &[String]) -> Env {
    let env = Env::new();
    let export = std::fs::read(root().join("examples/onde/CSVExtraction.csv")).unwrap();
    env.write("CSVExtraction.csv", export);
    env.write("sortie.txt", "Bonjour,\n\nNous irons au musée.\n");
    let local = format!(
        "--host 127.0.0.1 --port {} --security none --login {DIRECTOR} --password-stdin",
        server.port()
    );
    for command in commands {
        let command = command.replace("--host smtp.ac-grenoble.fr", &local);
        let run = env.run_with_input(&shell_words(&command)[1..], b"motdepasse\n");
        // The import of this export has rows to tell about.
        let expected = if command.starts_with("carnet import") {
            3
        } else {
            0
        };
        assert_eq!(run.code, expected, "{command}\n{run}");
    }
    env
}

#[test]
fn the_first_list_is_made_by_five_commands_and_sent_by_the_last_without_its_last_word() {
    for commands in first_lists() {
        let server = SmtpServer::start(Script::new().login(DIRECTOR, "motdepasse"));
        let env = evening(&server, &commands);
        assert_eq!(server.connections(), 0);
        let send = commands.last().unwrap();
        let send = send.strip_suffix(" --dry-run").unwrap();
        let run = env.run(&shell_words(&format!("{send} --yes"))[1..]);
        assert_eq!(run.code, 0, "{run}");
        assert_eq!(server.mails().len(), 36);
        let foot = "votre enfant (=C3=89cole des Tilleuls)";
        for mail in server.mails() {
            let text = String::from_utf8(mail.content).unwrap();
            assert!(text.replace("=\r\n", "").contains(foot), "{text}");
        }
    }
}

#[test]
fn a_first_message_to_a_class_is_sent_as_the_french_steps_say() {
    let readme = readme();
    let (_, steps) = readme.split_once("### Un premier message").unwrap();
    let (steps, _) = steps.split_once("\nChaque parent reçoit").unwrap();
    let commands: Vec<String> = steps
        .split(['`', '\n'])
        .filter(|text| text.starts_with("carnet ") && !text.starts_with("carnet setup"))
        .filter(|text| !text.contains("install"))
        .map(str::to_owned)
        .collect();
    assert_eq!(commands.len(), 5, "{commands:?}");
    let (last, before) = commands.split_last().unwrap();

    let server = SmtpServer::start(Script::new().login(DIRECTOR, "motdepasse"));
    // The wizard's answers, as options.
    let setup = format!(
        "carnet setup --lang fr --school École --address {DIRECTOR} --host smtp.ac-grenoble.fr"
    );
    let evening = evening(&server, &[&[setup], before].concat());
    let tried = server.mails().len();
    assert_eq!(tried, 1, "one to herself");
    let run = evening.run_fr(&shell_words(&format!("{last} --yes"))[1..]);
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(server.mails().len() - tried, 17, "{run}");
}

/// Returns the files below a folder, by their path from it.
fn files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    found
}

#[test]
fn the_files_are_those_that_sending_leaves() {
    let server = SmtpServer::start(Script::new().login(DIRECTOR, "motdepasse"));
    let [commands, _] = first_lists();
    let env = evening(&server, &commands);
    env.ok(["account", "edit", DIRECTOR, "--limit", "4000/min"]);
    env.ok(["subscriber", "remove", "parents", "ana.ferreira@example.fr"]);
    let send = ["--subject", "S", "--text", "T", "--yes", "--quiet"];
    // Due at once, with an audience that is chosen then: it leaves every file that there is.
    let late = ["--at", "2026-11-23 08:00", "--late-audience"];
    env.ok(["send", "parents"].iter().chain(&send).chain(&late));
    env.ok(["queue", "run"]);

    let id = &env.json(["archive", "list"])["messages"][0]["id"];
    let id = id.as_str().unwrap();
    env.write("menu.txt", "soupe");
    let refused = ["--from", "autre@ac-grenoble.fr", "--attach", "menu.txt"];
    let run = env.run(["send", "parents"].iter().chain(&send).chain(&refused));
    assert_eq!(run.code, 77, "{run}");
    let draft = &env.json(["draft", "list"])["drafts"][0];
    let block = blocks("text").remove(0);
    let mut told = BTreeSet::new();
    for line in block.lines() {
        let (names, _) = line.split_once("  ").unwrap_or((line, ""));
        let mut folder = "";
        for name in names.split(", ") {
            // A name after the first stands in the folder of the first, unless it has its own.
            let path = match name.rsplit_once('/') {
                Some((first, _)) => {
                    folder = first;
                    name.to_owned()
                }
                None if folder.is_empty() => name.to_owned(),
                None => format!("{folder}/{name}"),
            };
            let path = path
                .replace("secrets/ADDRESS", &format!("secrets/{DIRECTOR}"))
                .replace("pace/ADDRESS", &format!("pace/{DIRECTOR}"))
                .replace("NAME", "parents")
                .replace(
                    "drafts/ID",
                    &format!("drafts/{}", draft["id"].as_str().unwrap()),
                )
                .replace(
                    "SHA256",
                    draft["attachments"][0]["sha256"].as_str().unwrap(),
                )
                .replace("ID", id);
            told.insert(PathBuf::from(path));
        }
    }
    assert_eq!(told, files(&env.home()));
}

#[test]
fn the_exit_codes_are_those_of_the_program() {
    let readme = readme();
    let rows: BTreeMap<u8, &str> = readme
        .lines()
        .filter_map(|line| {
            line.strip_prefix("| ")?
                .strip_suffix(" |")?
                .split_once(" | ")
        })
        .filter_map(|(code, meaning)| Some((code.parse().ok()?, meaning)))
        .collect();
    let kinds = [
        ErrorKind::Failed,
        ErrorKind::Usage,
        ErrorKind::TryAgain,
        ErrorKind::NotAllowed,
        ErrorKind::Config,
    ];
    let outcomes = [
        Outcome::Done,
        Outcome::Incomplete,
        Outcome::NeedsSomeone,
        Outcome::Deferred,
    ];
    let codes: BTreeSet<u8> = kinds
        .map(ErrorKind::code)
        .into_iter()
        .chain(outcomes.map(Outcome::code))
        .collect();
    assert_eq!(rows.keys().copied().collect::<BTreeSet<_>>(), codes);
    assert!(rows[&Outcome::Done.code()].starts_with("done"));
    assert!(rows[&Outcome::Incomplete.code()].contains("refused"));
    assert!(rows[&ErrorKind::TryAgain.code()].contains("later"));
    assert!(rows[&ErrorKind::NotAllowed.code()].contains("not allowed"));
    assert!(rows[&ErrorKind::Config.code()].contains("configuration"));
}

#[test]
fn the_rules_are_all_there() {
    let readme = readme();
    for rule in 1..=9 {
        assert!(readme.contains(&format!("| R{rule} | ")), "R{rule}");
    }
}
