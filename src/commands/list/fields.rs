//! What `list create` and `list edit` may both set.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::{domain::list::List, error::CommandError, text, texts::Language};

/// The longest title or prefix, in characters; a subject must stay readable.
const LINE_LIMIT: usize = 200;

#[derive(Debug, Default, clap::Args)]
pub struct FieldArgs {
    /// What people read instead of the name
    #[arg(long, value_parser = one_line)]
    pub title: Option<String>,
    /// What the list is for
    #[arg(long, value_parser = one_line)]
    pub description: Option<String>,
    /// Put this before every subject
    #[arg(long, value_name = "PREFIX", value_parser = one_line)]
    pub subject_prefix: Option<String>,
    /// Put the text of this file at the end of every message
    #[arg(long, value_name = "FILE")]
    pub footer: Option<PathBuf>,
    /// Write to the parents in this language
    #[arg(long, value_name = "LANG")]
    pub language: Option<ListLanguage>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ListLanguage {
    Fr,
    En,
}

impl FieldArgs {
    /// Tells whether there is anything to set.
    pub const fn is_empty(&self) -> bool {
        self.title.is_none()
            && self.description.is_none()
            && self.subject_prefix.is_none()
            && self.footer.is_none()
            && self.language.is_none()
    }

    /// Sets what was given; an empty text takes the field away.
    pub fn apply(&self, list: &mut List) -> Result<(), CommandError> {
        let set = |field: &mut Option<String>, value: &Option<String>| {
            if let Some(value) = value {
                *field = Some(value.clone()).filter(|value| !value.is_empty());
            }
        };
        set(&mut list.title, &self.title);
        set(&mut list.description, &self.description);
        set(&mut list.subject_prefix, &self.subject_prefix);
        if let Some(path) = &self.footer {
            list.footer = Some(read_footer(path)?).filter(|text| !text.is_empty());
        }
        if let Some(language) = self.language {
            list.language = match language {
                ListLanguage::Fr => Language::French,
                ListLanguage::En => Language::English,
            };
        }
        Ok(())
    }
}

/// Accepts a text of one line, without its surrounding blanks.
pub fn one_line(input: &str) -> Result<String, crate::texts::Text> {
    let trimmed = input.trim();
    if trimmed.chars().any(char::is_control) {
        return Err(text!("text-line-break"));
    }
    if trimmed.chars().count() > LINE_LIMIT {
        return Err(text!("text-too-long", limit = LINE_LIMIT));
    }
    Ok(trimmed.to_owned())
}

fn read_footer(path: &Path) -> Result<String, CommandError> {
    let cannot = || text!("cannot-read", path = path.display().to_string());
    let bytes = std::fs::read(path)
        .with_context(cannot)
        .map_err(|error| CommandError::from(error).hint(text!("hint-check-file")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow::Error::new(text!("not-utf8")))
        .with_context(cannot)?;
    Ok(text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .trim_end()
        .to_owned())
}
