//! The help of every command, as people read it.

use carnet::texts::Language;
use clap::Command;
use insta::assert_snapshot;

use crate::support::Env;

/// Returns the words of every command, groups before what is in them.
fn commands(command: &Command, path: &[String], found: &mut Vec<Vec<String>>) {
    found.push(path.to_vec());
    for child in command.get_subcommands() {
        let mut path = path.to_vec();
        path.push(child.get_name().to_owned());
        commands(child, &path, found);
    }
}

/// Returns the words of every command there is.
pub fn all_commands() -> Vec<Vec<String>> {
    let mut found = Vec::new();
    commands(&carnet::cli::command(Language::English), &[], &mut found);
    found
}

/// Returns the help of all commands in a language; what all have in common once.
fn help_of_all(language: &str, common: &str) -> String {
    let env = Env::new();
    let mut pages = Vec::new();
    for path in all_commands() {
        let words = path.iter().map(String::as_str);
        let help = env.ok(["--lang", language]
            .into_iter()
            .chain(words)
            .chain(["--help"]));
        let page = match help.split_once(common) {
            Some((own, rest)) if !path.is_empty() => {
                let examples = rest.split_once("\n\n").map(|(_, examples)| examples);
                format!("{own}{}", examples.unwrap_or_default())
            }
            _ => help,
        };
        pages.push(format!(
            "$ carnet {} --help\n{}",
            path.join(" "),
            page.trim_end()
        ));
    }
    pages.join("\n\n\n")
}

#[test]
fn the_help_of_every_command_in_english() {
    assert_snapshot!("help-en", help_of_all("en", "Global options:\n"));
}

#[test]
fn the_help_of_every_command_in_french() {
    assert_snapshot!("help-fr", help_of_all("fr", "Options générales\u{a0}:\n"));
}
