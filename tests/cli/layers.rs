//! The order of the program: who may import whom, which library stays where, how long a file may be.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::support::source;

/// What each module may import of the program, from the top down as in the map of `src/lib.rs`.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "commands", "context", "error", "config", "ui", "clock", "texts",
        ],
    ),
    (
        "commands",
        &[
            "context", "error", "ops", "mail", "formats", "config", "store", "domain", "ui",
            "clock", "texts",
        ],
    ),
    ("context", &["config", "store", "ui", "clock", "texts"]),
    (
        "error",
        &[
            "ops", "mail", "formats", "config", "store", "domain", "ui", "texts",
        ],
    ),
    (
        "ops",
        &[
            "mail", "formats", "config", "store", "domain", "clock", "texts",
        ],
    ),
    ("mail", &["config", "domain", "texts"]),
    ("formats", &["domain", "texts"]),
    ("config", &["store", "domain", "texts"]),
    ("store", &["domain", "texts"]),
    ("domain", &["texts"]),
    ("ui", &["texts"]),
    ("clock", &[]),
    ("texts", &[]),
];

/// What `src/lib.rs` itself may import.
const ROOT: &[&str] = &["cli", "commands", "config", "error", "texts", "ui"];

/// Where a library may be named; a file, or a folder with everything in it.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("lettre", &["src/mail", "src/domain/address.rs"]),
    ("rustls", &["src/mail/tls.rs", "src/mail/words.rs"]),
    ("rustls_native_certs", &["src/mail/tls.rs"]),
    ("base64", &["src/mail"]),
    ("csv", &["src/formats"]),
    ("comfy_table", &["src/ui"]),
    ("dialoguer", &["src/ui"]),
    ("indicatif", &["src/ui"]),
    ("console", &["src/ui"]),
    ("directories", &["src/config/dirs.rs"]),
    ("fluent_bundle", &["src/texts"]),
    ("strsim", &["src/domain/list_name.rs"]),
    (
        "clap",
        &[
            "src/cli",
            "src/commands",
            "src/texts/help.rs",
            "src/ui/mod.rs",
        ],
    ),
    ("clap_complete", &["src/commands/completions"]),
    ("clap_mangen", &["src/commands/man.rs"]),
];

const COMMAND_LINES: usize = 300;
const FILE_LINES: usize = 500;

/// Files that may be longer, each with its reason.
const LONGER: &[(&str, &str)] = &[];

/// A path that starts at the root of the program, as `crate::store::file`.
struct Import {
    place: String,
    module: String,
}

/// Finds the modules that a file imports, by `use` or in place.
fn imports(path: &Path, code: &str) -> Vec<Import> {
    let mut found = Vec::new();
    let mut offset = 0;
    for (number, line) in code.lines().enumerate() {
        let comment = line.find("//").unwrap_or(line.len());
        for (start, _) in line.match_indices("crate::") {
            let before = line.get(..start).unwrap();
            let is_macro = before.ends_with('$');
            let is_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            if start > comment || is_macro || is_word {
                continue;
            }
            let rest = code.get(offset + start + "crate::".len()..).unwrap();
            for module in first_names(rest) {
                found.push(Import {
                    place: format!("{}:{}", path.display(), number + 1),
                    module,
                });
            }
        }
        offset += line.len() + 1;
    }
    found
}

/// Returns the first name of each path: `a` of `a::b`, and `a`, `b` of `{a::{b, c}, b}`.
fn first_names(paths: &str) -> Vec<String> {
    let name = |path: &str| -> String {
        path.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    match paths.strip_prefix('{') {
        Some(inside) => source::arguments(inside)
            .unwrap_or_default()
            .iter()
            .map(|path| name(path))
            .collect(),
        None => vec![name(paths)],
    }
}

/// Returns the module that a file belongs to; none for the root.
fn module_of(path: &Path) -> Option<String> {
    let name = path.strip_prefix("src").ok()?.iter().next()?.to_str()?;
    let name = name.trim_end_matches(".rs");
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n  {}\n", faults.join("\n  "));
}

#[test]
fn each_module_imports_only_what_stands_below_it() {
    let modules: BTreeSet<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    let mut faults = Vec::new();
    for (path, code) in source::rust_files("src") {
        let module = module_of(&path);
        let allowed = match &module {
            None => ROOT,
            Some(module) => LAYERS.iter().find(|(name, _)| name == module).map_or_else(
                || panic!("{} is in no layer", path.display()),
                |(_, one)| *one,
            ),
        };
        for import in imports(&path, &code) {
            // What is no module is the macro `text!`, which is of `texts`.
            let imported = import.module.as_str();
            if !modules.contains(imported) {
                assert_eq!(imported, "text", "{}", import.place);
                continue;
            }
            if module.as_deref() != Some(imported) && !allowed.contains(&imported) {
                let module = module.as_deref().unwrap_or("the root");
                faults.push(format!(
                    "{}: {module} may not import {imported}",
                    import.place
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_layers_stand_in_the_order_of_the_map() {
    let map: Vec<String> = source::read("src/lib.rs")
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .flat_map(|line| line.split("[`").skip(1))
        .filter_map(|link| link.split_once("`]"))
        .map(|(module, _)| module.to_owned())
        .collect();
    let layers: Vec<&str> = LAYERS.iter().map(|(module, _)| *module).collect();
    assert_eq!(map, layers);
    for (index, (module, allowed)) in LAYERS.iter().enumerate() {
        for below in *allowed {
            let place = layers.iter().position(|layer| layer == below);
            assert!(place > Some(index), "{module} imports {below} above it");
        }
    }
}

#[test]
fn each_library_stays_behind_its_module() {
    let mut faults = Vec::new();
    for (path, code) in source::rust_files("src") {
        for (library, places) in LIBRARIES {
            if places.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            for (number, line) in code.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                if names_library(code, library) {
                    let path = path.display();
                    faults.push(format!(
                        "{path}:{}: {library} stays in {places:?}",
                        number + 1
                    ));
                }
            }
        }
    }
    assert_none(&faults);
}

/// Tells whether a line has a path that starts with a library, as `csv::Writer` does, not `x::csv::y`.
fn names_library(code: &str, library: &str) -> bool {
    let imported = [format!("use {library};"), format!("use {library} as ")];
    code.match_indices(&format!("{library}::"))
        .any(|(start, _)| {
            let before = code.get(..start).unwrap_or_default();
            !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
        })
        || imported.iter().any(|import| code.contains(import))
}

#[test]
fn imports_are_explicit_outside_tests() {
    let mut faults = Vec::new();
    for (path, code) in source::rust_files("src") {
        let code = code
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("use ") && line.contains("::*") {
                faults.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn a_file_has_one_responsibility_and_few_lines() {
    let mut longer: BTreeSet<PathBuf> = LONGER.iter().map(|(path, _)| path.into()).collect();
    let mut faults = Vec::new();
    for (path, code) in source::rust_files("src") {
        let limit = if path.starts_with("src/commands") {
            COMMAND_LINES
        } else {
            FILE_LINES
        };
        // The tests of a file are read beside its rules, and counted for themselves.
        let code = code
            .split("#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or_default();
        let lines = code.lines().count();
        if lines > limit && !longer.remove(&path) {
            faults.push(format!(
                "{} has {lines} lines: look for two responsibilities, or add it to LONGER",
                path.display()
            ));
        }
    }
    faults.extend(
        longer
            .iter()
            .map(|path| format!("{} need not be in LONGER", path.display())),
    );
    assert_none(&faults);
}

#[test]
fn a_nested_import_is_read_whole() {
    let code = "use crate::{\n    store::{self, file},\n    ui::Ui,\n};\nlet x = crate::mail::Y; // crate::cli\n$crate::texts::Text;\n";
    let found: Vec<(String, String)> = imports(Path::new("a.rs"), code)
        .into_iter()
        .map(|import| (import.place, import.module))
        .collect();
    let expected = [("a.rs:1", "store"), ("a.rs:1", "ui"), ("a.rs:5", "mail")];
    assert_eq!(found, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn a_library_is_known_by_its_paths() {
    assert!(names_library("let w = csv::Writer::new();", "csv"));
    assert!(!names_library("use crate::formats::csv::X;", "csv"));
    assert!(!names_library("my_csv::X", "csv"));
}
