//! `carnet completions` and `carnet man`: they need no configuration, and describe every command.

use std::{path::Path, process::Command};

use insta::assert_snapshot;

use crate::support::{
    Env,
    shell::shell_words,
    smtp::{Script, SmtpServer},
    source,
};

/// The shells, and the files of `completions/`, named as each shell looks for them.
const FILES: [(&str, &str); 5] = [
    ("bash", "carnet.bash"),
    ("zsh", "_carnet"),
    ("fish", "carnet.fish"),
    ("powershell", "_carnet.ps1"),
    ("elvish", "carnet.elv"),
];

#[expect(
    clippy::disallowed_methods,
    reason = "it asks to write the files again"
)]
#[test]
fn the_files_of_completions_are_those_that_the_program_makes() {
    let env = Env::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = std::env::var_os("UPDATE_COMPLETIONS").is_some();
    for (shell, file) in FILES {
        let script = env.ok(["completions", shell]);
        let file = format!("completions/{file}");
        if update {
            std::fs::write(root.join(file), script).unwrap();
        } else {
            assert!(
                source::read(&file).replace("\r\n", "\n") == script,
                "{file} is not what the program makes; write it again with\n  \
                 UPDATE_COMPLETIONS=1 cargo test --test cli completions"
            );
        }
    }
}

/// A school with two lists, of which one has a title, a moderator and a class, and a message.
fn school() -> Env {
    let env = Env::with_domain();
    let server = SmtpServer::start(Script::new());
    let port = server.port().to_string();
    let words = |line: &str| shell_words(line);
    for line in [
        &format!("account add dir@ac-test.fr --host 127.0.0.1 --security none --port {port}"),
        "list create parents-cm1 --title \"Parents de CM1\"",
        "list create parents-cp",
    ] {
        env.ok(words(line));
    }
    env.write(
        "cm1.csv",
        "adresse;classe\nzoe.martin@example.org;CM1 A\nluc@example.org;CM1-B\n",
    );
    let import = "import cm1.csv --list parents-cm1 --format csv --column email=adresse --column class=classe";
    let imported = env.run(words(import));
    assert_eq!(imported.code, 0, "{imported}");
    let sent = env.run(words("send parents-cm1 --subject Sortie --text T --yes"));
    assert_eq!(sent.code, 0, "{sent}");
    env.ok(words("moderator add parents-cm1 adjointe@ac-test.fr"));
    env
}

/// Completes a command line in a shell that is run for real; nothing where there is no such shell.
#[cfg(unix)]
fn complete_in(shell: &str, program: &str, env: &Env, line: &str) -> Option<Vec<String>> {
    let script = env.write("script", env.ok(["completions", shell]));
    let program = program.replace("SCRIPT", script.to_str().unwrap());
    let carnet = Path::new(env!("CARGO_BIN_EXE_carnet")).parent().unwrap();
    let base = env.command();
    let path = base
        .get_envs()
        .find(|(name, _)| *name == "PATH")
        .unwrap()
        .1
        .unwrap();
    let path = format!("{}:{}", carnet.display(), path.to_str().unwrap());
    let output = Command::new(shell)
        .args(if shell == "bash" {
            &["--norc"][..]
        } else {
            &[]
        })
        .args(["-c", &program])
        .current_dir(env.root())
        .env_clear()
        .envs(
            base.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("PATH", path)
        .env("LINE", line)
        .output()
        .ok()?;
    assert!(output.stderr.is_empty(), "{output:?}");
    let words = String::from_utf8(output.stdout).unwrap();
    Some(
        words
            .lines()
            .map(|word| word.trim_end().to_owned())
            .collect(),
    )
}

/// Calls the function that the script registers, as bash does for the words it has read.
#[cfg(unix)]
fn in_bash(env: &Env, line: &str) -> Option<Vec<String>> {
    let program = r#"
        source SCRIPT
        eval "COMP_WORDS=($LINE)"; [[ $LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_TYPE=9
        registered=$(complete -p carnet); registered=${registered##*-F }
        ${registered%% *} carnet "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}""#;
    complete_in("bash", program, env, line)
}

/// Keeps what is no option: those of every command are offered everywhere.
#[cfg(unix)]
fn values(candidates: Option<Vec<String>>) -> Vec<String> {
    let candidates = candidates.unwrap_or_default();
    candidates
        .into_iter()
        .filter(|word| !word.starts_with('-') && !word.is_empty())
        .collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_choices() {
    let env = Env::new();
    // Without bash there is nothing to complete in.
    let Some(groups) = in_bash(&env, "carnet l") else {
        return;
    };
    assert_eq!(groups, ["list"]);
    let complete = |line| in_bash(&env, line).unwrap();
    assert_eq!(complete("carnet list cr"), ["create"]);
    assert_eq!(complete("carnet list create --ow"), ["--owner"]);
    assert_eq!(
        complete("carnet list export parents-cp --format "),
        ["csv", "json", "sympa", "mailman"]
    );
    assert_eq!(complete("carnet import scr"), ["script"]);
    assert!(!env.home().exists());
}

#[cfg(unix)]
#[test]
fn bash_completes_what_the_store_knows_and_never_a_subscriber() {
    let env = school();
    if in_bash(&env, "carnet l").is_none() {
        return;
    }
    let id = env.json(["archive", "list"])["messages"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let refused = env.run(shell_words(
        "send parents-cm1 --subject S --text T --yes --quiet",
    ));
    assert_eq!(refused.code, 77, "{refused}");
    let draft = env.json(["draft", "list"])["drafts"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let dir = vec!["dir@ac-test.fr"];
    for (line, expected) in [
        ("carnet list show ", vec!["parents-cm1", "parents-cp"]),
        ("carnet send parents-cm1 pa", vec!["parents-cp"]),
        (
            "carnet import cm1.csv --list parents-c",
            vec!["parents-cm1", "parents-cp"],
        ),
        ("carnet list create pa", vec![]),
        ("carnet account test ", dir.clone()),
        ("carnet send parents-cp --from d", dir.clone()),
        ("carnet list edit parents-cp --owner ", dir),
        ("carnet send parents-cm1 --class ", vec!["CM1\\ A", "CM1-B"]),
        ("carnet send parents-cp --class ", vec![]),
        (
            "carnet moderator remove parents-cm1 ",
            vec!["adjointe@ac-test.fr"],
        ),
        ("carnet moderator remove parents-cp ", vec![]),
        (
            "carnet moderator add parents-cp ",
            vec!["adjointe@ac-test.fr", "dir@ac-test.fr"],
        ),
        ("carnet archive show ", vec![id.as_str()]),
        ("carnet send --draft ", vec![draft.as_str()]),
        ("carnet draft remove ", vec![draft.as_str()]),
        ("carnet queue resume ", vec![]),
        ("carnet subscriber remove parents-cm1 ", vec![]),
        ("carnet subscriber find ", vec![]),
    ] {
        assert_eq!(values(in_bash(&env, line)), expected, "{line}");
    }
    // The folder that the line itself names is the one that counts.
    assert!(values(in_bash(&env, "carnet --home elsewhere list show ")).is_empty());
}

#[cfg(unix)]
#[test]
fn zsh_and_fish_complete_from_the_store_with_titles() {
    let env = school();
    let in_fish = "source SCRIPT; complete -C \"$LINE\"";
    if let Some(found) = complete_in("fish", in_fish, &env, "carnet list show parents-") {
        assert_eq!(found, ["parents-cm1\tParents de CM1", "parents-cp"]);
    }
    // compsys wants a terminal: what it would describe is printed instead.
    let in_zsh = r"
        compdef() { registered=$1 }
        _describe() { print -l -- ${(P)argv[-1]} }
        source SCRIPT
        words=(${(z)LINE}) CURRENT=${#words}
        $registered";
    if let Some(found) = complete_in("zsh", in_zsh, &env, "carnet list show parents-") {
        assert_eq!(found, ["parents-cm1:Parents de CM1", "parents-cp"]);
    }
}

/// Types the beginning of a word in a shell for real, and returns what a program is given of it.
#[cfg(target_os = "linux")]
fn completed_in(shell: &str, env: &Env, typed: &str) -> Option<String> {
    use crate::support::Terminal;

    let script = env.write("script", env.ok(["completions", shell]));
    let script = script.display();
    let (options, begin) = match shell {
        "bash" => (&["--norc", "-i"][..], format!("source {script}")),
        "zsh" => (
            &["-f", "-i"][..],
            format!("autoload -Uz compinit; compinit -D -u; source {script}"),
        ),
        _ => (&["--no-config", "-i"][..], format!("source {script}")),
    };
    Command::new(shell).arg("--version").output().ok()?;
    let carnet = Path::new(env!("CARGO_BIN_EXE_carnet")).parent().unwrap();
    let mut command = Command::new(shell);
    command
        .args(options)
        .current_dir(env.root())
        .envs(
            env.command()
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("PATH", format!("{}:/usr/bin:/bin", carnet.display()))
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm");
    let mut terminal = Terminal::start(&command);
    terminal.type_in(&format!("{begin}; echo re'a'dy\r"));
    terminal.expect("ready\r\n");
    // The line becomes a test of its own last word.
    terminal.type_in(typed);
    terminal.type_in("\t\x01printf '<%s>' \x05\r");
    terminal.expect("<carnet>");
    terminal.type_in("exit\r");
    let (_, shown) = terminal.finish();
    let (_, words) = shown.rsplit_once("<carnet>").unwrap();
    let (_, last) = words.rsplit_once('<').unwrap();
    Some(last.split_once('>').unwrap().0.to_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_word_is_completed_as_it_was_begun_whatever_is_in_it() {
    const CLASS: &str = r#"CE1-CE2 : d'Aubigné, d’Été "B" $HOME"#;
    let env = school();
    let class = CLASS.replace('"', "\"\"");
    env.write(
        "ce1.csv",
        format!("adresse;classe\na@example.org;\"{class}\"\n"),
    );
    let import = "import ce1.csv --list parents-cp --format csv --column email=adresse --column class=classe";
    assert_eq!(env.run(shell_words(import)).code, 0);
    env.write("Mes documents/d'été.csv", "");
    for shell in ["bash", "zsh", "fish"] {
        for (typed, expected) in [
            ("carnet send parents-cp --class ", CLASS),
            ("carnet send parents-cp --class CE1-CE2\\ ", CLASS),
            ("carnet send parents-cp --class 'CE1-CE2 ", CLASS),
            ("carnet send parents-cp --class \"CE", CLASS),
            ("carnet import Mes\\ documents/d", "Mes documents/d'été.csv"),
        ] {
            // Without the shell there is nothing to complete in.
            let Some(word) = completed_in(shell, &env, typed) else {
                break;
            };
            assert_eq!(word, expected, "{shell}: {typed}");
        }
    }
}

#[cfg(unix)]
#[test]
fn with_a_broken_configuration_commands_are_completed_and_nothing_is_said() {
    let env = school();
    if in_bash(&env, "carnet l").is_none() {
        return;
    }
    env.write("home/config.json", "{");
    env.write("home/lists/parents-cp.json", "{");
    assert_eq!(values(in_bash(&env, "carnet list sh")), ["show"]);
    assert!(values(in_bash(&env, "carnet account test ")).is_empty());
    let lists = values(in_bash(&env, "carnet list show "));
    assert_eq!(lists, ["parents-cm1", "parents-cp"]);
}

#[test]
fn scripts_help_version_and_pages_need_no_configuration_and_create_none() {
    let broken = Env::new();
    std::fs::create_dir_all(broken.home()).unwrap();
    std::fs::write(broken.home().join("config.json"), "{").unwrap();
    let missing = Env::new();
    for command in [
        "completions bash",
        "completions zsh",
        "man",
        "--help",
        "list --help",
        "--version",
    ] {
        let words = || command.split(' ');
        assert_eq!(broken.ok(words()), missing.ok(words()), "{command}");
    }
    assert!(!missing.home().exists());
    assert_eq!(std::fs::read_dir(broken.home()).unwrap().count(), 1);
}

#[test]
fn a_page_is_written_for_every_command() {
    let env = Env::new();
    let said = env.ok(["man", "pages"]);
    let mut pages: Vec<String> = std::fs::read_dir(env.root().join("pages"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    pages.sort();
    assert_eq!(said, format!("{} pages written to pages\n", pages.len()));
    assert!(pages.contains(&"carnet.1".to_owned()));
    assert!(pages.contains(&"carnet-list-create.1".to_owned()));
    assert!(!env.home().exists());
    let written = env.json(["man", "pages"]);
    assert_eq!(written["pages"].as_array().unwrap().len(), pages.len());
}

#[test]
fn a_page_is_in_the_language_of_the_reader() {
    let env = Env::new();
    assert!(
        env.run_fr(["man", "pages"])
            .stdout
            .ends_with("pages écrites dans pages\n")
    );
    let page = std::fs::read_to_string(env.root().join("pages/carnet-list-export.1")).unwrap();
    assert_snapshot!(page, @r#"
    .ie \n(.g .ds Aq \(aq
    .el .ds Aq '
    .TH CARNET-LIST-EXPORT 1 " " "carnet 0.1.0" "Manuel de carnet"
    .SH NOM
    carnet\-list\-export \- Écrire les abonnés d’une liste pour un autre programme
    .SH SYNOPSIS
    .B carnet list export [OPTIONS] <NOM>
    .SH DESCRIPTION
    Écrire les abonnés d’une liste pour un autre programme
    .SH ARGUMENTS
    .TP
    <\fINOM\fR>
    La liste
    .SH OPTIONS
    .TP
    \fB\-\-format\fR \fI<FORMAT>\fR
    Comment écrire les abonnés : csv s’ouvre dans un tableur, et carnet import sait le relire [par défaut : csv] [valeurs possibles : csv, json, sympa, mailman]
    .SH "OPTIONS GÉNÉRALES"
    .TP
    \fB\-\-home\fR \fI<DOSSIER>\fR
    Garder configuration et données dans ce dossier (ou la variable CARNET_HOME)
    .TP
    \fB\-\-json\fR
    Afficher le résultat comme un document JSON
    .TP
    \fB\-\-lang\fR \fI<LANGUE>\fR
    Parler cette langue (ou la variable CARNET_LANG) [valeurs possibles : fr, en]
    .TP
    \fB\-q\fR, \fB\-\-quiet\fR
    N’afficher que les erreurs
    .TP
    \fB\-v\fR, \fB\-\-verbose\fR
    Afficher chaque étape
    .TP
    \fB\-\-color\fR \fI<QUAND>\fR
    Utiliser des couleurs [par défaut : auto] [valeurs possibles : auto, always, never]
    .TP
    \fB\-y\fR, \fB\-\-yes\fR
    Répondre oui à toutes les questions
    .TP
    \fB\-h\fR, \fB\-\-help\fR
    Afficher l’aide
    .SH EXEMPLES
    .nf
    \&carnet list export parents\-cp > parents\-cp.csv
    \&carnet list export parents\-cp \-\-format sympa
    .fi
    .SH "VOIR AUSSI"
    \fBcarnet\-list\fR(1), \fBcarnet\fR(1)
    "#);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let env = Env::new();
    env.write("pages", "a file");
    assert_snapshot!(env.run(["man", "pages"]), @"
    --- stderr
    error: cannot write pages
      caused by: there is one already
    hint: choose another place
    --- exit 1
    ");
}

#[cfg(unix)]
#[test]
fn the_formatter_of_pages_has_nothing_to_say_against_them() {
    let env = Env::new();
    for language in ["en", "fr"] {
        let _written = env.ok(["--lang", language, "--quiet", "man", language]);
        for page in std::fs::read_dir(env.root().join(language)).unwrap() {
            let path = page.unwrap().path();
            let groff = Command::new("groff")
                .args(["-man", "-Tutf8", "-K", "utf8", "-ww", "-z"])
                .arg(&path)
                .output();
            // Without groff there is nobody to ask.
            let Ok(said) = groff else { return };
            let said = String::from_utf8_lossy(&said.stderr).into_owned();
            assert!(said.is_empty(), "{}: {said}", path.display());
        }
    }
}
