//! The files that an import names, and how it says they are to be read.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::Context as _;

use crate::{
    formats::{self, ReadOptions, contacts::Field, people::Kind},
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
            "email" => Field::Email,
            "name" => Field::Name,
            "first-name" => Field::FirstName,
            "class" => Field::Class,
            _ => return Err(text!("column-unknown-field")),
        };
        Ok(Self {
            field,
            heading: heading.to_owned(),
        })
    }
}

/// Reads every file, or fails on the first one that cannot be.
pub fn read(paths: &[PathBuf], options: &ReadOptions) -> anyhow::Result<Vec<Source>> {
    paths.iter().map(|path| read_one(path, options)).collect()
}

fn read_one(path: &Path, options: &ReadOptions) -> anyhow::Result<Source> {
    let standard_input = path == Path::new(STANDARD_INPUT);
    let name = if standard_input {
        text!("standard-input").to_string()
    } else {
        path.display().to_string()
    };
    let bytes = if standard_input {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else if path.is_dir() {
        return Err(
            anyhow::Error::new(text!("file-folder")).context(text!("cannot-import", file = name))
        );
    } else {
        std::fs::read(path)
    }
    .with_context(|| text!("cannot-read", path = &name))?;
    let people = formats::read_people(&bytes, options)
        .with_context(|| text!("cannot-import", file = &name))?;
    Ok(Source { name, people })
}
