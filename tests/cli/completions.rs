//! `carnet completions` and `carnet man`: they need no configuration, and describe every command.

use std::{path::Path, process::Command};

use insta::assert_snapshot;

use crate::support::{Env, source};

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

/// Completes the last word of a command line in bash.
#[cfg(unix)]
fn complete_in_bash(script: &Path, line: &str) -> Option<Vec<String>> {
    let script = script.display();
    let program = format!(
        "source '{script}'
        COMP_WORDS=({line}); [[ '{line}' == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _carnet carnet \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"
        printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = Command::new("bash")
        .args(["--norc", "-c", &program])
        .output();
    let output = output.ok()?;
    assert!(output.stderr.is_empty(), "{output:?}");
    let words = String::from_utf8(output.stdout).unwrap();
    Some(words.lines().map(str::to_owned).collect())
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_choices() {
    let env = Env::new();
    let script = env.write("carnet.bash", env.ok(["completions", "bash"]));
    // Without bash there is nothing to complete in.
    let Some(groups) = complete_in_bash(&script, "carnet l") else {
        return;
    };
    assert_eq!(groups, ["list"]);
    let complete = |line| complete_in_bash(&script, line).unwrap();
    assert_eq!(complete("carnet list cr"), ["create"]);
    assert_eq!(complete("carnet list create --ow"), ["--owner"]);
    assert_eq!(
        complete("carnet list export parents-cp --format "),
        ["csv", "json", "sympa", "mailman"]
    );
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
    \fBcarnet list export\fR [\fB\-\-format\fR] [\fB\-\-home\fR] [\fB\-\-json\fR] [\fB\-\-lang\fR] [\fB\-q\fR|\fB\-\-quiet\fR] [\fB\-v\fR|\fB\-\-verbose\fR] [\fB\-\-color\fR] [\fB\-y\fR|\fB\-\-yes\fR] [\fB\-h\fR|\fB\-\-help\fR] <\fINOM\fR> 
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
