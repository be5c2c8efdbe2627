//! The files that an import names, and how it says they are to be read.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::Context as _;
use jiff::Timestamp;

use crate::{
    formats::{
        self, ReadOptions,
        contacts::Field,
        people::{Kind, ReadError},
    },
    ops::import::Source,
    text,
    texts::Text,
};

/// The path that means standard input.
const STANDARD_INPUT: &str = "-";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum FormatArg {
    Auto,
    Onde,
    Csv,
    Addresses,
}

impl FormatArg {
    /// Returns the kind, unless the content decides.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Auto => None,
            Self::Onde => Some(Kind::Onde),
            Self::Csv => Some(Kind::Csv),
            Self::Addresses => Some(Kind::Addresses),
        }
    }
}

/// `FIELD=HEADER`.
#[derive(Clone, Debug)]
pub struct ColumnArg {
    field: Field,
    heading: String,
}

impl ColumnArg {
    pub fn to_pair(&self) -> (Field, String) {
        (self.field, self.heading.clone())
    }
}

impl FromStr for ColumnArg {
    type Err = Text;

    fn from_str(input: &str) -> Result<Self, Text> {
        let (field, heading) = input
            .split_once('=')
            .ok_or_else(|| text!("column-needs-equals"))?;
        let field = match field {
            "email" | "courriel" => Field::Email,
            "name" | "nom" => Field::Name,
            "first-name" | "prénom" | "prenom" => Field::FirstName,
            "class" | "classe" => Field::Class,
            _ => return Err(text!("column-unknown-field")),
        };
        Ok(Self {
            field,
            heading: heading.to_owned(),
        })
    }
}

/// Reads every file, or fails on the first one that cannot be.
pub fn read(
    paths: &[PathBuf],
    options: &ReadOptions,
    now: Timestamp,
) -> anyhow::Result<Vec<Source>> {
    paths
        .iter()
        .map(|path| read_one(path, options, now))
        .collect()
}

fn read_one(path: &Path, options: &ReadOptions, now: Timestamp) -> anyhow::Result<Source> {
    let standard_input = path == Path::new(STANDARD_INPUT);
    let name = if standard_input {
        text!("standard-input").to_string()
    } else {
        path.display().to_string()
    };
    let cannot = || text!("cannot-import", file = &name);
    let bytes = if standard_input {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = match bytes {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ReadError::Missing).with_context(cannot);
        }
        // A system that reads no folder may say anything.
        Err(_) if path.is_dir() => return Err(ReadError::Folder).with_context(cannot),
        bytes => bytes.with_context(|| text!("cannot-read", path = &name))?,
    };
    let people = formats::read_people(&bytes, options).with_context(cannot)?;
    let modified = (!standard_input).then(|| modified(path, now)).flatten();
    Ok(Source {
        name,
        people,
        modified,
    })
}

/// Returns when a file was written, in whole seconds; none when nobody can have written it then.
fn modified(path: &Path, now: Timestamp) -> Option<Timestamp> {
    let modified = Timestamp::try_from(std::fs::metadata(path).ok()?.modified().ok()?).ok()?;
    let modified = Timestamp::from_second(modified.as_second()).ok()?;
    // A clock that was wrong would make every later file look old.
    (modified <= now).then_some(modified)
}
