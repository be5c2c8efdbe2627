//! What stands in `examples/`: the tour runs, and no file is there for nothing.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::support::source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the tour, which `cargo test` builds beside the program; built here when only these tests were.
fn tour() -> PathBuf {
    let beside = Path::new(env!("CARGO_BIN_EXE_carnet")).parent().unwrap();
    let path = beside
        .join("examples")
        .join(format!("tour{}", std::env::consts::EXE_SUFFIX));
    if !path.exists() {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--example", "tour", "--target-dir"])
            .arg(beside.parent().unwrap())
            .current_dir(root())
            .status()
            .unwrap();
        assert!(built.success());
    }
    path
}

/// Plays the tour in a folder of its own, and expects nothing to be left there.
fn play(language: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output: Output = Command::new(tour())
        .arg(language)
        .env_clear()
        .env("HOME", folder.path())
        .env("TMPDIR", folder.path())
        .env("TZ", "UTC")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    // One refusal is part of the story, and nothing else goes wrong.
    let word = if language == "en" { "error" } else { "erreur" };
    let errors: Vec<&str> = stderr
        .lines()
        .filter(|line| line.starts_with(word))
        .collect();
    assert_eq!(errors.len(), 1, "{stderr}");
    assert!(errors[0].contains("R3"), "{stderr}");
    stdout
}

/// Returns the commands that the tour showed, without what differs from one run to the next.
fn commands(stdout: &str) -> Vec<&str> {
    let shown = stdout
        .lines()
        .filter_map(|line| line.strip_prefix("$ carnet "));
    shown
        .map(|line| line.split(" --port").next().unwrap())
        .map(|line| line.split(" resume ").next().unwrap())
        .collect()
}

#[test]
fn the_tour_plays_in_both_languages_and_leaves_nothing_behind() {
    let (french, english) = (play("fr"), play("en"));
    assert!(french.contains("Sortie au musée"));
    assert_eq!(
        commands(&french).len(),
        commands(&english).len(),
        "{french}{english}"
    );
    for stdout in [&french, &english] {
        let commands = commands(stdout);
        for expected in [
            "setup",
            "account add",
            "import",
            "moderator add",
            "send",
            "queue",
            "archive show",
        ] {
            assert!(
                commands.iter().any(|command| command.starts_with(expected)),
                "{expected}: {commands:?}"
            );
        }
        // The message received is shown in full, and is one person's alone.
        assert!(stdout.contains("List-Id: "), "{stdout}");
        assert_eq!(
            stdout
                .lines()
                .filter(|line| line.starts_with("To: "))
                .count(),
            1
        );
    }
}

#[test]
fn every_example_is_used_by_a_test_or_by_the_tour() {
    let mut folders = vec![root().join("examples")];
    let sources = source::rust_files("tests");
    let tour = std::fs::read_to_string(root().join("examples/tour.rs")).unwrap();
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap();
            // How git keeps the files; the schemas, all of which `support/schema.rs` reads.
            if name.ends_with(".gitattributes") || name.starts_with("examples/json/") {
                continue;
            }
            let used = sources
                .values()
                .chain([&tour])
                .any(|text| text.contains(name));
            assert!(used, "{name}");
            count += 1;
        }
    }
    assert!(count >= 4, "{count}");
}
