//! A text that someone wrote in a file: a message, a footer.

use std::path::Path;

use anyhow::Context as _;

use crate::{
    context::Context,
    error::CommandError,
    formats::text::{NotText, decode},
    text,
};

/// Reads a text in any usual encoding; `-` is standard input.
pub fn read_text(path: &Path, cx: &Context) -> Result<String, CommandError> {
    let is_input = path.as_os_str() == "-";
    let name = if is_input {
        text!("standard-input").to_string()
    } else {
        path.display().to_string()
    };
    let cannot_read = || text!("cannot-read", path = &name);
    let bytes = if is_input {
        cx.ui.read_input()
    } else {
        std::fs::read(path)
    }
    .with_context(cannot_read)?;
    match decode(&bytes) {
        Ok((text, _)) => Ok(text.into_owned()),
        Err(NotText::Empty) => Ok(String::new()),
        Err(other) => {
            let error = anyhow::Error::new(other.text()).context(cannot_read());
            Err(CommandError::from(error).hint(text!("hint-body-text", path = name.as_str())))
        }
    }
}
