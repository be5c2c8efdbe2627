//! `--json` on every command, and the schemas that document it.
//!
//! All tests of the program hold what it prints with `--json` against its
//! schema; this one sees to it that no command and no key goes without.

use std::collections::BTreeSet;

use carnet::texts::Language;
use serde_json::Value;

use crate::support::{
    schema,
    school::School,
    smtp::{Script, SmtpServer},
};

/// Every command, in an order in which each has something to tell.
const LINES: [&str; 56] = [
    "--verbose",
    "setup --school École --professional-domain ac-test.fr",
    "config path",
    "config list",
    "config get school",
    "config get default_account",
    "config set attachments_limit_mib 10",
    "config set professional_domains ac-test.fr",
    "account list",
    "account show dir@ac-test.fr",
    "account test dir@ac-test.fr",
    "account add b@ac-test.fr --host localhost --security none --limit 400/min",
    "account edit b@ac-test.fr --password-command x --login b",
    "account remove b@ac-test.fr",
    "list create cp --owner dir@ac-test.fr",
    "list edit cp --title Parents",
    "list create other --owner dir@ac-test.fr --title Autre",
    "list rename other ce1",
    "list list",
    "moderator add cp m@ac-test.fr dir@ac-test.fr",
    "moderator list cp",
    "moderator remove cp m@ac-test.fr",
    "subscriber add cp a@x.fr b@x.fr refused@x.fr --name Zoé",
    "subscriber add ce1 a@x.fr",
    "subscriber remove cp b@x.fr",
    "subscriber list cp",
    "subscriber find a@x.fr",
    "import export.csv --by-class --owner dir@ac-test.fr --dry-run",
    "import export.csv --by-class --owner dir@ac-test.fr",
    "import addresses.txt --list cp",
    "list show cp",
    "list export cp",
    "send cp ce1 --subject S --text T --dry-run",
    "send cp --subject S --text T --test",
    "send cp --subject S --text T --outbox maildir",
    "send cp ce1 --subject S --text T",
    "send cp --subject S --text T --attach addresses.txt --at 2026-12-01T08:00",
    "queue list",
    "queue show QUEUED",
    "queue resume SENT",
    "queue run",
    "queue cancel QUEUED",
    "archive list",
    "archive show SENT",
    "archive deliveries SENT",
    "draft list",
    "draft show DRAFT",
    "draft remove DRAFT",
    "list delete ce1",
    "store backup carnet.tar.zst",
    "--home new store restore carnet.tar.zst",
    "doctor",
    "--home nowhere doctor",
    "completions bash",
    "man",
    "man pages",
];

/// Returns the words of every command that has none below it.
fn leaves(command: &clap::Command, above: &str, found: &mut BTreeSet<String>) {
    for child in command.get_subcommands() {
        let words = format!("{above} {}", child.get_name());
        if child.has_subcommands() {
            leaves(child, &words, found);
        } else {
            found.insert(words.trim_start().to_owned());
        }
    }
}

#[test]
fn every_command_prints_one_document_that_a_schema_describes() {
    let server = SmtpServer::start(Script::new().reply_to_rcpt("refused@x.fr", "550 5.1.1 no"));
    let school = School::on(&server);
    school.write(
        "export.csv",
        include_bytes!("../../examples/onde/CSVExtraction.csv"),
    );
    school.write(
        "addresses.txt",
        include_bytes!("../../examples/addresses.txt"),
    );
    let first_of = |group: &str, items: &str| {
        let document = school.json([group, "list"]);
        let id = document[items][0]["id"].as_str();
        id.unwrap_or_default().to_owned()
    };
    // What a sender without the right to write leaves.
    let leave_draft = || {
        let text = ["send", "cp", "--from", "m@ac-test.fr", "--subject", "S"];
        let run = school.run(text.iter().chain(&["--text", "T", "--yes"]));
        assert_eq!(run.code, 77, "{run}");
    };
    for line in LINES {
        if line == "draft list" {
            leave_draft();
        }
        let words = line.split(' ').map(|word| match word {
            "QUEUED" => first_of("queue", "messages"),
            "SENT" => first_of("archive", "messages"),
            "DRAFT" => first_of("draft", "drafts"),
            _ => word.to_owned(),
        });
        let words: Vec<String> = words
            .chain(["--json", "--yes"].map(str::to_owned))
            .collect();
        let run = school.run(&words);
        assert!([0, 1, 3].contains(&run.code), "{line}: {run}");
        assert!(run.stdout.starts_with('{'), "{line}: {run}");
    }
    let mut all = BTreeSet::new();
    leaves(&carnet::cli::command(Language::English), "", &mut all);
    all.remove("help");
    all.insert("carnet".to_owned());
    assert_eq!(
        schema::commands_of(LINES),
        all,
        "commands tried, commands there are"
    );
    let described: BTreeSet<String> = schema::files().into_keys().collect();
    assert_eq!(described, all, "files of examples/json, commands there are");
}

/// Reports objects that allow undescribed keys, and keys without a description.
fn examine(schema: &Value, place: &str, faults: &mut Vec<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get("properties") {
                if fields.get("additionalProperties") != Some(&Value::Bool(false)) {
                    faults.push(format!("{place}: other keys are allowed"));
                }
                for (key, property) in properties {
                    if property
                        .get("description")
                        .or(property.get("$ref"))
                        .is_none()
                    {
                        faults.push(format!("{place}/{key}: no description"));
                    }
                }
            }
            for (key, value) in fields {
                examine(value, &format!("{place}/{key}"), faults);
            }
        }
        Value::Array(items) => {
            for item in items {
                examine(item, place, faults);
            }
        }
        _ => {}
    }
}

#[test]
fn a_schema_describes_every_key_and_allows_no_other() {
    let mut faults = Vec::new();
    for (command, schema) in schema::files() {
        let words = format!("carnet {command} --json").replace("carnet carnet", "carnet");
        assert_eq!(schema["title"], words);
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        assert!(schema["description"].is_string(), "{command}");
        examine(&schema, &command, &mut faults);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
