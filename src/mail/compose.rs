//! Composing a message: what is common to all its copies, encoded once.
//!
//! A copy is the headers of its recipient, then these bytes.

use std::{fmt, io, path::PathBuf};

use jiff::ZonedDateTime;
use lettre::message::{MultiPart, SinglePart};
use memchr::memmem;
use ring::digest::{Context, SHA256};

use super::headers::from_header;
pub use super::{
    attachment::Attachment,
    headers::{Addressed, RecipientHeaders},
};
use crate::{
    domain::{address::Address, hex::to_hex},
    text,
    texts::Text,
};

/// What is composed into a message.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Who writes (R4).
    pub from: &'a Address,
    /// The sender's name, as the parents see it.
    pub from_name: Option<&'a str>,
    /// What the director wrote; any line ends.
    pub text: &'a str,
    /// What stands at the end; the same footer of several lists stands there once.
    pub footers: &'a [String],
    /// The files sent with it.
    pub attachments: &'a [Attachment],
    /// When it leaves, in the director's time zone.
    pub date: &'a ZonedDateTime,
}

impl Draft<'_> {
    /// Returns text and footers with LF line ends, without control characters.
    pub fn full_text(&self) -> String {
        let mut text = plain_lines(self.text);
        let mut footers: Vec<String> = Vec::new();
        for footer in self.footers.iter().map(|footer| plain_lines(footer)) {
            if !footer.trim().is_empty() && !footers.contains(&footer) {
                footers.push(footer);
            }
        }
        if !footers.is_empty() {
            // Mail programs leave what follows this line out of answers (RFC 3676, section 4.3).
            text.push_str("\n\n-- \n");
            text.push_str(&footers.join("\n\n"));
        }
        text
    }
}

/// Composes the part of a message that is common to all: headers, blank line, body.
///
/// The same draft gives the same bytes: ASCII, lines of at most 998 bytes that
/// end with CRLF. What differs by recipient is not there: To, Subject,
/// Message-ID, Reply-To and the headers of the list.
pub fn compose(draft: &Draft<'_>) -> Result<Vec<u8>, ComposeError> {
    if draft.from.needs_smtputf8() {
        let address = draft.from.clone();
        return Err(ComposeError::Sender { address });
    }
    let mut content = from_header(draft.from, draft.from_name).into_bytes();
    content.extend(date_header(draft.date).bytes());
    content.extend(b"MIME-Version: 1.0\r\nPrecedence: list\r\nList-Post: NO\r\n");
    let text = SinglePart::plain(draft.full_text());
    if draft.attachments.is_empty() {
        content.extend(text.formatted());
    } else {
        let parts = MultiPart::mixed()
            .boundary(boundary(draft))
            .singlepart(text);
        let parts = draft.attachments.iter().fold(parts, |parts, attachment| {
            parts.singlepart(attachment.to_part())
        });
        content.extend(parts.formatted());
    }
    Ok(content)
}

/// Gives a composed message another date, in as many bytes; tells whether it had another one.
pub fn redate(content: &mut [u8], date: &ZonedDateTime) -> bool {
    let header = date_header(date);
    // It stands behind another one.
    let line_end = memmem::find(content, b"\r\nDate: ");
    let start = line_end.map(|line_end| line_end + 2);
    let old = start.and_then(|start| content.get_mut(start..start + header.len()));
    let old = old.filter(|old| old.ends_with(b"\r\n") && *old != header.as_bytes());
    old.is_some_and(|old| {
        old.copy_from_slice(header.as_bytes());
        true
    })
}

fn date_header(date: &ZonedDateTime) -> String {
    // lettre's own Date is always in UTC.
    let date = date.strftime("%a, %d %b %Y %H:%M:%S %z");
    format!("Date: {date}\r\n")
}

fn plain_lines(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let text: String = text
        .chars()
        // Word processors break lines with a vertical tab, and pages with a form feed.
        .map(|c| {
            if matches!(c, '\r' | '\u{b}' | '\u{c}') {
                '\n'
            } else {
                c
            }
        })
        .filter(|&c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    text.trim_end().to_owned()
}

/// Returns what parts are separated with: what they contain decides it, so they cannot contain it.
fn boundary(draft: &Draft<'_>) -> String {
    let mut digest = Context::new(&SHA256);
    digest.update(draft.text.as_bytes());
    for attachment in draft.attachments {
        digest.update(attachment.name.as_bytes());
        digest.update(&attachment.content);
    }
    let digest = digest.finish();
    digest.as_ref().get(..16).map(to_hex).unwrap_or_default()
}

/// Why a message cannot be composed.
#[derive(Debug)]
pub enum ComposeError {
    /// A sender's address must be ASCII before the at sign.
    Sender { address: Address },
    /// There is no such file.
    Missing { path: PathBuf },
    /// A folder cannot be sent.
    Folder { path: PathBuf },
    /// The file cannot be read.
    Unreadable { path: PathBuf, source: io::Error },
}

impl ComposeError {
    /// Returns what to do next, where there is something.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Sender { .. } => None,
            Self::Missing { .. } => Some(text!("hint-check-file")),
            Self::Folder { .. } => Some(text!("hint-attachment-folder")),
            Self::Unreadable { .. } => Some(text!("hint-attachment-unreadable")),
        }
    }
}

impl fmt::Display for ComposeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sender { address } => text!("compose-sender", address = address),
            Self::Missing { path } => {
                text!("attachment-missing", path = path.display().to_string())
            }
            Self::Folder { path } => text!("attachment-folder", path = path.display().to_string()),
            Self::Unreadable { path, .. } => {
                text!("cannot-read", path = path.display().to_string())
            }
        }
        .fmt(f)
    }
}

impl std::error::Error for ComposeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { source, .. } => Some(source),
            _ => None,
        }
    }
}
