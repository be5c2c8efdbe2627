//! Where output goes and how it looks: colours, silence, closed pipes, full disks, terminals.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{
    Env,
    school::School,
    smtp::{Script, SmtpServer},
};

fn with_list() -> Env {
    let env = Env::with_domain();
    let _created = env.ok(["list", "create", "cp", "--owner", "dir@ac-test.fr"]);
    env
}

/// Tells whether a run with these variables prints escape sequences, on stdout and on stderr.
fn is_coloured(variables: &[(&str, &str)], options: &[&str]) -> (bool, bool) {
    let env = with_list();
    let run = |arguments: &[&str]| {
        let output = env
            .command()
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .args(options)
            .args(arguments)
            .output()
            .unwrap();
        let has_escape = |bytes: &[u8]| bytes.contains(&0x1b);
        (has_escape(&output.stdout), has_escape(&output.stderr))
    };
    (run(&["list", "list"]).0, run(&["list", "show", "none"]).1)
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    assert_eq!(is_coloured(&[], &[]), (false, false));
    assert_eq!(is_coloured(&[], &["--color", "always"]), (true, true));
    assert_eq!(is_coloured(&[], &["--color", "never"]), (false, false));
    assert_eq!(is_coloured(&[("CLICOLOR_FORCE", "1")], &[]), (true, true));
    assert_eq!(
        is_coloured(&[("CLICOLOR_FORCE", "1")], &["--color=never"]),
        (false, false)
    );
    assert_eq!(
        is_coloured(&[("NO_COLOR", "1")], &["--color=always"]),
        (true, true)
    );
}

#[test]
fn help_and_errors_of_usage_are_coloured_as_the_option_says() {
    let env = Env::new();
    let escapes = |arguments: &[&str]| {
        let output = env.command().args(arguments).output().unwrap();
        output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b)
    };
    assert!(escapes(&["--color", "always", "--help"]));
    assert!(escapes(&["list", "--help", "--color=always"]));
    assert!(escapes(&["--color", "always", "lsit"]));
    assert!(!escapes(&["--help"]));
    assert!(!escapes(&["--color", "never", "--help"]));
}

#[test]
fn quiet_keeps_results_and_errors_and_drops_the_rest() {
    let env = Env::with_domain();
    let created = env.run(["-q", "list", "create", "cp", "--owner", "dir@ac-test.fr"]);
    assert_snapshot!(created, @"--- exit 0");
    assert_snapshot!(env.run(["-q", "list", "list"]), @"
    --- stdout
    List  Title  Subscribers  Moderators  Owner
    cp                     0           0  dir@ac-test.fr
    --- exit 0
    ");
    assert_snapshot!(env.run(["-q", "list", "show", "ce1"]), @"
    --- stderr
    error: no list is named ce1
    hint: the only list is cp
    --- exit 1
    ");
    let created = [
        "-q",
        "--json",
        "list",
        "create",
        "ce1",
        "--owner",
        "dir@ac-test.fr",
    ];
    assert_snapshot!(env.run(created), @r#"
    --- stdout
    {
      "name": "ce1",
      "title": null,
      "owner": "dir@ac-test.fr"
    }
    --- exit 0
    "#);
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let env = with_list();
    for arguments in [
        vec!["list", "list"],
        vec!["--json", "list", "list"],
        vec!["--help"],
        vec!["completions", "bash"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = env
            .command()
            .args(&arguments)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_message_that_nobody_reads_is_no_failure() {
    let env = with_list();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = env
        .command()
        .args(["list", "show", "none"])
        .stdout(Stdio::null())
        .stderr(writer)
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let env = with_list();
    for (language, arguments) in [("en", ["list", "list"]), ("fr", ["completions", "bash"])] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = env
            .command()
            .args(["--lang", language])
            .args(arguments)
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let expected = match language {
            "fr" => "erreur\u{a0}: impossible d’écrire le résultat\n  cause\u{a0}: ",
            _ => "error: cannot write the result\n  caused by: ",
        };
        assert!(said.starts_with(expected), "{said}");
        let reason = match language {
            "fr" => "le disque est plein",
            _ => "the disk is full",
        };
        assert!(said.contains(reason), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_sent_a_message_and_cannot_be_told_is_not_told_to_try_again() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let message = ["send", "cp", "--subject", "Sortie", "--text", "Demain"];
    let output = school
        .command()
        .args(message)
        .args(["--yes", "--lang", "fr"])
        .stdout(full)
        .output()
        .unwrap();
    let messages = school.json(["archive", "list"]);
    let id = messages["messages"][0]["id"].as_str().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let hints: Vec<&str> = said
        .lines()
        .filter_map(|line| line.strip_prefix("conseil\u{a0}: "))
        .collect();
    assert_eq!(
        hints,
        [
            "ce que la commande devait faire est peut-être fait\u{a0}: regardez avant de la relancer",
            &format!("pour voir où en est le message\u{a0}: carnet queue show {id}"),
        ],
        "{said}"
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(server.mail_count(), 1);
}
