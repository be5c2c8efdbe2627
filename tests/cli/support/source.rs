//! The program's own source, read by the tests of its order.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Reads a file of the project.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads every Rust file of a folder, by its path from the project's.
pub fn rust_files(folder: &str) -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name == "tests.rs") {
                // The tests of a folder's module, as `#[cfg(test)]` has it.
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// Splits what stands between an opening bracket, just read, and its closing one, at its commas.
pub fn arguments(code: &str) -> Option<Vec<String>> {
    let mut arguments = vec![String::new()];
    let mut depth = 0_usize;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let last = arguments.last_mut()?;
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => {
                let trimmed = arguments.iter().map(|argument| argument.trim().to_owned());
                return Some(trimmed.filter(|argument| !argument.is_empty()).collect());
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                arguments.push(String::new());
                continue;
            }
            '"' => {
                last.push(c);
                while let Some(c) = chars.next() {
                    last.push(c);
                    match c {
                        '\\' => last.extend(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                continue;
            }
            _ => {}
        }
        last.push(c);
    }
    None
}
