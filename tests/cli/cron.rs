//! carnet where nobody watches: its habits under cron, and the files of `examples/cron` and `examples/systemd`.

#![cfg(unix)]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use crate::support::{
    shell::shell_words,
    smtp::{Script, SmtpServer},
};

const DIRECTOR: &str = "ce.0380000a@ac-grenoble.fr";

/// What cron gives to a command: a home, and hardly anything else.
struct Cron {
    home: tempfile::TempDir,
}

impl Cron {
    /// Makes a home where the program is installed, and a school is set up.
    fn with_school(server: &SmtpServer) -> Self {
        let home = tempfile::tempdir().unwrap();
        let cron = Self { home };
        let bin = cron.path(".cargo/bin");
        std::fs::create_dir_all(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_carnet"), bin.join("carnet")).unwrap();
        let port = server.port().to_string();
        let account = ["--host", "127.0.0.1", "--port", &port, "--security", "none"];
        cron.ok(&[
            "setup",
            "--school",
            "École",
            "--professional-domain",
            "ac-grenoble.fr",
        ]);
        cron.ok(&[&["account", "add", DIRECTOR], &account[..]].concat());
        cron
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Returns a command with HOME in its environment, and nothing else.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.home.path())
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    fn carnet(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_carnet"));
        command.args(arguments).output().unwrap()
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.carnet(arguments);
        assert_silent_success(&output, &arguments.join(" "));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a line of a crontab as cron does, at an instant.
    fn run_line(&self, line: &str, clock: &str) -> Output {
        let mut command = self.command("/bin/sh");
        command.args(["-c", line]).env("CARNET_CLOCK", clock);
        command.env("PATH", "/usr/bin:/bin").output().unwrap()
    }

    fn schedule(&self, time: &str) {
        let message = ["send", "parents", "--subject", "S", "--text", "T", "--yes"];
        let mut command = self.command(env!("CARGO_BIN_EXE_carnet"));
        command
            .env("CARNET_CLOCK", "2026-11-23T08:00:00Z")
            .args(message);
        let output = command.args(["--at", time]).env("TZ", "UTC").output();
        assert_silent_success(&output.unwrap(), time);
    }
}

/// Expects that nobody is told of anything.
fn assert_silent_success(output: &Output, what: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*stderr), (Some(0), ""), "{what}");
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Returns the commands of the crontab, each with its five fields of time.
fn crontab() -> Vec<(Vec<String>, String)> {
    let text = std::fs::read_to_string(example("examples/cron/crontab")).unwrap();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("MAILTO="))
        .map(|line| {
            let (when, command) = line.split_once("  ").unwrap();
            let when: Vec<String> = when.split(' ').map(str::to_owned).collect();
            assert_eq!(when.len(), 5, "{line}");
            (when, command.to_owned())
        })
        .collect()
}

#[test]
fn with_a_home_and_nothing_else_everything_works_and_only_results_are_printed() {
    let server = SmtpServer::start(Script::new());
    let cron = Cron::with_school(&server);
    cron.ok(&["list", "create", "parents"]);
    cron.ok(&[
        "subscriber",
        "add",
        "parents",
        "zoe@example.org",
        "--name",
        "Zoé",
    ]);
    let sent = cron.ok(&[
        "send",
        "parents",
        "--subject",
        "Été",
        "--text",
        "À demain",
        "--yes",
    ]);
    assert!(sent.contains("1 accepted"), "{sent}");
    assert_eq!(cron.ok(&["queue", "run"]), "");
    for command in [
        "list list",
        "queue list",
        "archive list",
        "account list",
        "doctor",
    ] {
        let shown = cron.ok(&command.split(' ').collect::<Vec<_>>());
        assert!(!shown.contains('\u{1b}'), "{command}: {shown}");
    }
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn in_locale_c_the_program_speaks_english_and_loses_no_accent() {
    let server = SmtpServer::start(Script::new());
    let cron = Cron::with_school(&server);
    cron.ok(&["list", "create", "parents", "--title", "Élèves « CE2 »"]);
    let mut command = cron.command(env!("CARGO_BIN_EXE_carnet"));
    let output = command
        .env("LC_ALL", "C")
        .args(["list", "show", "parents"])
        .output();
    let output = output.unwrap();
    assert_silent_success(&output, "list show");
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        shown.contains("Élèves « CE2 »") && shown.contains("Owner"),
        "{shown}"
    );
}

#[test]
fn a_question_that_would_be_asked_is_an_error_that_names_the_option() {
    let server = SmtpServer::start(Script::new());
    let cron = Cron::with_school(&server);
    cron.ok(&["list", "create", "parents"]);
    cron.ok(&["subscriber", "add", "parents", "zoe@example.org"]);
    cron.schedule("2026-12-01 08:00");
    let queue: serde_json::Value =
        serde_json::from_str(&cron.ok(&["--json", "queue", "list"])).unwrap();
    let id = queue["messages"][0]["id"].as_str().unwrap();
    for (command, option) in [
        ("send parents --subject S --text T", "--yes"),
        (
            "send parents --subject S --text T --at 2999-12-01T08:00",
            "--yes",
        ),
        (&format!("queue cancel {id}"), "--yes"),
        (&format!("queue resume {id}"), "--yes"),
        ("list delete parents", "--yes"),
        ("account remove ce.0380000a@ac-grenoble.fr", "--yes"),
        (
            "account edit ce.0380000a@ac-grenoble.fr --login x --security tls",
            "--password-stdin",
        ),
        ("setup", "--school"),
    ] {
        let output = cron.carnet(&command.split(' ').collect::<Vec<_>>());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains(option), "{command}: {said}");
        assert!(output.stdout.is_empty(), "{command}");
    }
    assert!(server.mails().is_empty());
}

#[test]
fn the_crontab_sends_what_is_due_and_says_so_in_a_line() {
    let server = SmtpServer::start(Script::new());
    let cron = Cron::with_school(&server);
    cron.ok(&["list", "create", "parents"]);
    cron.ok(&["subscriber", "add", "parents", "zoe@example.org"]);
    cron.schedule("2026-12-01 08:00");
    let crontab = crontab();
    let (when, line) = &crontab[0];
    assert_eq!(when.join(" "), "*/5 * * * *");
    let early = cron.run_line(line, "2026-12-01T07:55:00Z");
    assert_silent_success(&early, line);
    assert!(early.stdout.is_empty());
    let due = cron.run_line(line, "2026-12-01T08:00:00Z");
    assert_silent_success(&due, line);
    let said = String::from_utf8(due.stdout).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(server.mails().len(), 1);
}

#[test]
fn the_nightly_import_takes_a_new_export_stops_on_the_guard_and_sends_nothing() {
    let server = SmtpServer::start(Script::new());
    let cron = Cron::with_school(&server);
    std::fs::create_dir_all(cron.path("onde")).unwrap();
    std::fs::create_dir_all(cron.path("carnet")).unwrap();
    let script = example("examples/cron/nightly-import");
    std::fs::copy(script, cron.path("carnet/nightly-import")).unwrap();
    let crontab = crontab();
    let (_, line) = &crontab[1];
    let night = |clock| cron.run_line(line, clock);
    assert_silent_success(&night("2026-11-23T02:30:00Z"), "no export yet");

    let export = std::fs::read(example("examples/onde/CSVExtraction.csv")).unwrap();
    std::fs::write(cron.path("onde/CSVExtraction.csv"), &export).unwrap();
    let imported = night("2026-11-24T02:30:00Z");
    // This export has rows to tell about, once.
    assert_eq!(imported.status.code(), Some(3), "{imported:?}");
    assert_eq!(String::from_utf8_lossy(&imported.stderr).lines().count(), 1);
    let lists = cron.ok(&["--json", "list", "list"]);
    assert!(lists.contains("parents-"), "{lists}");
    assert_silent_success(&night("2026-11-25T02:30:00Z"), "the same export");

    // An export of one pupil: nearly everybody would leave.
    let rows: Vec<&[u8]> = export.split_inclusive(|&byte| byte == b'\n').collect();
    let cut = rows.iter().take(3).copied().collect::<Vec<_>>().concat();
    let newer = cron.path("onde/CSVExtraction.csv");
    std::fs::write(&newer, cut).unwrap();
    let far = std::time::UNIX_EPOCH + std::time::Duration::from_hours(500_000);
    std::fs::File::options()
        .write(true)
        .open(&newer)
        .unwrap()
        .set_modified(far)
        .unwrap();
    for _ in 0..2 {
        let stopped = night("2026-11-26T02:30:00Z");
        let said = String::from_utf8(stopped.stderr).unwrap();
        assert_eq!(stopped.status.code(), Some(1), "{said}");
        assert!(said.contains("--allow-mass-removal"), "{said}");
    }
    assert_eq!(cron.ok(&["--json", "list", "list"]), lists);
    assert_eq!(server.connections(), 0);
}

#[test]
fn the_units_of_systemd_are_sound_and_run_what_they_should() {
    let server = SmtpServer::start(Script::new());
    let cron = Cron::with_school(&server);
    let units = [
        "examples/systemd/carnet-queue.service",
        "examples/systemd/carnet-queue.timer",
        "examples/systemd/carnet-watch.service",
    ]
    .map(example);
    let mut commands = Vec::new();
    for unit in &units {
        let text = std::fs::read_to_string(unit).unwrap();
        let command = text
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart="));
        commands.extend(command.map(str::to_owned));
    }
    assert_eq!(commands.len(), 2);
    for command in &commands {
        let words = shell_words(command.strip_prefix("%h/.cargo/bin/").unwrap());
        let tree = carnet::cli::command(carnet::texts::Language::English);
        tree.try_get_matches_from(words).unwrap();
    }
    let once = commands[0].replace("%h", cron.home.path().to_str().unwrap());
    assert_silent_success(&cron.run_line(&once, "2026-12-01T08:00:00Z"), &once);
    let mut verify = cron.command("systemd-analyze");
    verify.args(["--user", "--man=no", "verify"]).args(&units);
    verify.env("XDG_RUNTIME_DIR", cron.home.path());
    // Only where systemd is.
    if let Ok(output) = verify.env("PATH", "/usr/bin:/bin").output() {
        assert_silent_success(&output, "systemd-analyze verify");
    }
}
