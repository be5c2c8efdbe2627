//! What `--json` prints, held against the schemas of `examples/json/`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::Value;

static DOCUMENTED: LazyLock<Documented> = LazyLock::new(Documented::read);

/// The schemas, by the words of the command.
struct Documented {
    schemas: Schemas,
    commands: BTreeMap<String, SchemaIndex>,
}

impl Documented {
    fn read() -> Self {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        let files = files();
        for (command, schema) in &files {
            compiler
                .add_resource(&url(command), schema.clone())
                .unwrap();
        }
        let mut schemas = Schemas::new();
        let commands = files.into_keys().map(|command| {
            let schema = compiler.compile(&url(&command), &mut schemas);
            let schema = schema.unwrap_or_else(|error| panic!("{command}: {error}"));
            (command, schema)
        });
        let commands = commands.collect();
        Self { schemas, commands }
    }
}

fn url(command: &str) -> String {
    format!("file:///{}.json", command.replace(' ', "-"))
}

/// Returns every schema, by the words of its command.
pub fn files() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/json");
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let schema = serde_json::from_slice(&std::fs::read(&path).unwrap());
            let schema = schema.unwrap_or_else(|error| panic!("{name}: {error}"));
            (name.replace('-', " "), schema)
        })
        .collect()
}

/// Returns the command that arguments name, options left out.
fn command_of(words: &[impl AsRef<str>]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let singles = words.iter().map(|&word| word.to_owned());
    // A group has no schema, so that the first word found is the command.
    let commands = &DOCUMENTED.commands;
    pairs
        .chain(singles)
        .find(|words| commands.contains_key(words))
        .or_else(|| {
            let is_alone = words.iter().all(|word| word.starts_with('-'));
            is_alone.then(|| "carnet".to_owned())
        })
}

/// Checks what a command printed with `--json`; a failure prints nothing.
pub fn check(arguments: &[impl AsRef<str>], stdout: &str) {
    let words: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
    if stdout.is_empty() || !words.contains(&"--json") || words.contains(&"--help") {
        return;
    }
    let line = words.join(" ");
    let Some(command) = command_of(arguments) else {
        panic!("no schema in examples/json for: carnet {line}");
    };
    let document: Value =
        serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"));
    let schema = DOCUMENTED.commands[&command];
    if let Err(error) = DOCUMENTED.schemas.validate(&document, schema) {
        panic!("carnet {line} is not as examples/json says: {error:#}\n{stdout}");
    }
}

/// Returns the commands that lines are about.
pub fn commands_of<'l>(lines: impl IntoIterator<Item = &'l str>) -> BTreeSet<String> {
    lines
        .into_iter()
        .filter_map(|line| command_of(&line.split(' ').collect::<Vec<_>>()))
        .collect()
}
