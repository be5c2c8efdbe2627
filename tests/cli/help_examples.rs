//! Every example of every help page is played as it stands, by a shell in a terminal.

#![cfg(target_os = "linux")]

use std::{
    fs::Permissions,
    os::unix::fs::{PermissionsExt as _, symlink},
    process::Command,
    thread,
};

use carnet::texts::{Language, help::examples};

use crate::{
    help,
    support::{
        End, Env, Terminal,
        smtp::{Script, SmtpServer},
    },
};

const DIRECTOR: &str = "ce.0380000a@ac-grenoble.fr";
/// When the scheduled message of the queue is due.
const LATER: &str = "2026-12-01T08:05:00Z";
const YES: (&str, &str) = ("[o/N]", "o\r");

/// A school with an account and a few lists, and the files and programs that examples name.
fn school(server: &SmtpServer) -> Env {
    let mut env = Env::new();
    let settings = serde_json::json!({
        "format": 1,
        "school": "École Jules-Ferry",
        "language": "fr",
        "professional_domains": ["ac-grenoble.fr", "ac-lyon.fr"],
        "default_account": DIRECTOR,
        "accounts": [{
            "address": DIRECTOR, "host": "127.0.0.1", "port": server.port(), "security": "none",
        }],
    });
    let settings = env.write("home/config.json", settings.to_string());
    for (path, mode) in [(env.home(), 0o700), (settings, 0o600)] {
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    for name in ["message.txt", "sortie.txt", "pied.txt"] {
        env.write(name, "Bonjour");
    }
    // The headings and one family, of which nothing is refused.
    let export = include_bytes!("../../examples/onde/CSVExtraction.csv");
    let export: Vec<&[u8]> = export.split_inclusive(|byte| *byte == b'\n').collect();
    env.write("CSVExtraction.csv", export[..2].concat());
    std::fs::create_dir_all(env.root().join(".config/fish/completions")).unwrap();
    let writes = "#!/bin/sh\nfor file; do :; done; echo Bonjour >> \"$file\"\n";
    for (name, program) in [
        ("editor", writes),
        ("man", "#!/bin/sh\ncat >/dev/null\n"),
        ("ssh", "#!/bin/sh\neval \"$2\"\n"),
    ] {
        let path = env.write(&format!("bin/{name}"), program);
        std::fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }
    symlink(env!("CARGO_BIN_EXE_carnet"), env.root().join("bin/carnet")).unwrap();
    let path = format!("{}/bin:/usr/bin:/bin", env.root().display());
    env.set("PATH", &path);
    env.set("CARNET_LANG", "fr");
    env
}

/// Runs what an example needs to have been done before.
fn given(env: &Env, lines: &[&str]) {
    for line in lines {
        let words = crate::support::shell::shell_words(line);
        let run = env.run(words.iter().map(String::as_str).chain(["-q", "-y"]));
        // What a rule refuses leaves a draft.
        assert!([0, 77].contains(&run.code), "{line}: {run}");
    }
}

const LISTS: &[&str] = &[
    "list create parents-cp",
    "list create cp",
    "subscriber add cp ana.roy@example.org",
    "subscriber add parents-cp leo.petit@example.org",
];
const SENT: &str = "send parents-cp --subject Sortie --text Bonjour";
const QUEUED: &str = "send cp --subject Sortie --text Bonjour --at '2026-12-01 08:00'";
const DRAFT: &[&str] = &[
    "moderator add parents-cp prof@ac-lyon.fr",
    SENT,
    "moderator remove parents-cp prof@ac-lyon.fr",
];

/// Prepares the world for an example; returns what it asks, with the answers.
fn prepare(env: &mut Env, line: &str) -> Vec<(&'static str, &'static str)> {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|one| line.starts_with(one));
    let password = ("Mot de passe", "secret\r");
    let without_lists = ["setup", "config", "account", "import", "store", "doctor"];
    let group = line.split(' ').nth(1).unwrap();
    if !without_lists.contains(&group) && !begins(&["carnet list create"]) {
        given(env, LISTS);
    }
    if begins(&["carnet send parents-cp parents-ce1"]) {
        given(env, &["list create parents-ce1"]);
    }
    if begins(&["carnet subscriber remove", "carnet subscriber find"]) {
        given(env, &["subscriber add parents-cp zoe.martin@example.org"]);
    }
    if begins(&["carnet moderator remove"]) {
        given(env, &[&format!("moderator add parents-cp {DIRECTOR}")]);
    }
    if begins(&["carnet archive", "carnet send parents-cp --again"]) {
        given(env, &[SENT]);
    }
    if begins(&["carnet draft", "carnet send --draft"]) {
        given(env, DRAFT);
    }
    if begins(&["carnet queue"]) {
        given(env, &[QUEUED]);
    }
    if begins(&["carnet queue run"]) {
        env.set("CARNET_CLOCK", LATER);
    }
    if line.ends_with("--password-stdin") {
        let login = format!("account edit {DIRECTOR} --login ce --password-command true");
        given(env, &[&login]);
    }
    if begins(&["carnet account add ce."]) {
        given(env, &[&format!("account remove {DIRECTOR}")]);
    }
    if begins(&["carnet store restore"]) {
        given(env, &["store backup carnet.tar.zst"]);
        std::fs::remove_dir_all(env.home()).unwrap();
    }
    match line {
        "carnet setup" => vec![("Que faut-il changer", "\r")],
        "carnet send parents-cp" => vec![("Sujet", "Sortie\r"), YES],
        "carnet queue run --watch" => vec![("1 accepté", "\x03")],
        _ if begins(&["carnet account add"]) || line.ends_with("--password-stdin") => {
            vec![password]
        }
        _ if line.contains("--dry-run") || line.contains("--test") => Vec::new(),
        _ if begins(&[
            "carnet send",
            "carnet account remove",
            "carnet list delete",
            "carnet draft remove",
            "carnet queue resume",
            "carnet queue cancel",
        ]) =>
        {
            vec![YES]
        }
        _ => Vec::new(),
    }
}

/// Plays one example, and expects it to succeed.
fn play(line: &str) {
    let server = SmtpServer::start(Script::new());
    let mut env = school(&server);
    let answers = prepare(&mut env, line);
    // Nothing outside the world of the test is touched.
    let here = line.replace("/media/usb", env.root().to_str().unwrap());
    // Ctrl-C is for the program, not for the shell.
    let here = if line.contains('|') {
        here
    } else {
        format!("exec {here}")
    };
    let program = env.command();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &here])
        .current_dir(env.root())
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("EDITOR", "editor");
    let mut terminal = Terminal::start(&shell);
    for (question, answer) in answers {
        terminal.expect(question);
        terminal.type_in(answer);
    }
    let (end, shown) = terminal.finish();
    assert_eq!(end, End::Exit(0), "{line}\n{shown}");
}

#[test]
fn every_command_has_examples_and_each_does_what_it_says() {
    let mut lines = Vec::new();
    for path in help::all_commands() {
        let id = ["help"].into_iter().chain(path.iter().map(String::as_str));
        let id = id.collect::<Vec<_>>().join("-");
        for language in [Language::French, Language::English] {
            assert!(examples(language, &id).is_some(), "{id}");
        }
        // They are the same in both languages.
        let examples = examples(Language::French, &id).unwrap();
        lines.extend(examples.lines().map(str::to_owned));
    }
    // Each waits for the disk more than it computes.
    thread::scope(|scope| {
        for some in lines.chunks(lines.len().div_ceil(8)) {
            scope.spawn(|| some.iter().for_each(|line| play(line)));
        }
    });
}
