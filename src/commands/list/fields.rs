//! What `list create` and `list edit` may both set.

use std::path::PathBuf;

use crate::{
    commands::text_file::read_text, context::Context, domain::list::List, error::CommandError,
    text, texts::Language,
};

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

    /// Reads the file of the footer, if one was given.
    pub fn read_footer(&self, cx: &Context) -> Result<Option<String>, CommandError> {
        let Some(path) = &self.footer else {
            return Ok(None);
        };
        let text = read_text(path, cx)?;
        Ok(Some(text.replace("\r\n", "\n").trim_end().to_owned()))
    }

    /// Sets what was given, the footer as it was read; an empty text takes the field away.
    pub fn apply(&self, footer: Option<String>, list: &mut List) {
        let set = |field: &mut Option<String>, value: &Option<String>| {
            if let Some(value) = value {
                *field = Some(value.clone()).filter(|value| !value.is_empty());
            }
        };
        set(&mut list.title, &self.title);
        set(&mut list.description, &self.description);
        set(&mut list.subject_prefix, &self.subject_prefix);
        if let Some(footer) = footer {
            list.footer = Some(footer).filter(|text| !text.is_empty());
        }
        if let Some(language) = self.language {
            list.language = match language {
                ListLanguage::Fr => Language::French,
                ListLanguage::En => Language::English,
            };
        }
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
