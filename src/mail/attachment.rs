//! Files sent with a message.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use lettre::message::{
    Body, SinglePart,
    header::{
        ContentDisposition, ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
    },
};

use super::compose::ComposeError;
use crate::domain::{audience::without_accent, message::AttachmentNote};

/// The longest name, in characters: beyond, a name is split in a way that
/// older mail programs do not understand (RFC 2231, section 3).
const NAME_LIMIT: usize = 60;

/// A file sent with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name that the parents see; what a name may not contain is replaced.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

impl Attachment {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, ComposeError> {
        let failed = |error: io::Error| {
            let path = PathBuf::from(path);
            match error.kind() {
                io::ErrorKind::NotFound => ComposeError::Missing { path },
                io::ErrorKind::IsADirectory => ComposeError::Folder { path },
                _ => ComposeError::Unreadable {
                    path,
                    source: error,
                },
            }
        };
        // Windows refuses to open a folder, and does not say that it is one.
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        let content = fs::read(path).map_err(failed)?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            content,
        })
    }

    /// Returns what is remembered of the file.
    pub fn note(&self) -> AttachmentNote {
        AttachmentNote {
            name: self.name.clone(),
            size: self.content.len() as u64,
        }
    }

    /// Encodes the file as a part of a message.
    pub(super) fn to_part(&self) -> SinglePart {
        let name = clean_name(&self.name);
        let kind = media_type(&name);
        let charset = match str::from_utf8(&self.content) {
            Ok(_) if kind.starts_with("text/") => "; charset=utf-8",
            _ => "",
        };
        // The old place of the name, for programs that know no RFC 2231.
        let old_name = to_ascii(&name);
        let content_type: ContentType = format!("{kind}{charset}; name=\"{old_name}\"")
            .parse()
            .expect("a media type and a name without quotes are a content type");
        // Base64 always: it leaves every line end of a file as it is.
        let base64 = ContentTransferEncoding::Base64;
        let body =
            Body::new_with_encoding(self.content.clone(), base64).expect("base64 takes any bytes");
        SinglePart::builder()
            .header(content_type)
            .header(Disposition { name })
            .body(body)
    }
}

/// `Content-Disposition: attachment`, with a name that is not split if it is ASCII.
///
/// lettre splits names of more than 31 characters.
#[derive(Clone)]
struct Disposition {
    name: String,
}

impl Header for Disposition {
    fn name() -> HeaderName {
        ContentDisposition::name()
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("made, never read".into())
    }

    fn display(&self) -> HeaderValue {
        if self.name.is_ascii() {
            let value = format!("attachment;\r\n filename=\"{}\"", self.name);
            HeaderValue::dangerous_new_pre_encoded(Self::name(), value.clone(), value)
        } else {
            ContentDisposition::attachment(&self.name).display()
        }
    }
}

/// Makes a name that no system refuses and that shows itself as it is.
fn clean_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|&c| !c.is_control() && !is_directional(c))
        .map(|c| match c {
            '/' | '\\' | ':' => '_',
            '"' => '\'',
            other => other,
        })
        .collect();
    let name = name.trim().trim_start_matches('.');
    if name.is_empty() {
        return "attachment".to_owned();
    }
    shorten(name)
}

/// Tells whether a character turns the direction of writing, and so can hide an extension.
const fn is_directional(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Shortens a name from its middle, so that its extension stays.
fn shorten(name: &str) -> String {
    let length = name.chars().count();
    if length <= NAME_LIMIT {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().count() <= 10 => (stem, extension),
        _ => (name, ""),
    };
    let room = NAME_LIMIT - extension.chars().count() - 1;
    let stem: String = stem.chars().take(room).collect();
    if extension.is_empty() {
        stem
    } else {
        format!("{}.{extension}", stem.trim_end())
    }
}

/// Returns a name without accents, and with `_` for what else is not ASCII.
fn to_ascii(name: &str) -> String {
    name.chars()
        .map(|c| {
            let plain = match c.to_lowercase().next() {
                Some(small) if small != c => without_accent(small).to_ascii_uppercase(),
                _ => without_accent(c),
            };
            match c {
                ' '..='~' => c,
                _ if plain.is_ascii() => plain,
                _ => '_',
            }
        })
        .collect()
}

/// Returns the media type that a file's extension stands for (IANA's registry).
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "rtf" => "application/rtf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "heic" => "image/heic",
        "svg" => "image/svg+xml",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        "htm" | "html" => "text/html",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(name: &str, content: &[u8]) -> String {
        let attachment = Attachment {
            name: name.to_owned(),
            content: content.to_vec(),
        };
        attachment.to_part().headers().to_string()
    }

    #[test]
    fn a_name_with_accents_is_there_for_new_and_for_old_programs() {
        let head = head("Réunion de rentrée – École.pdf", b"%PDF");
        assert!(
            head.contains(r#"application/pdf; name="Reunion de rentree _ Ecole.pdf""#),
            "{head}"
        );
        assert!(head.contains("filename*0*=utf-8''R%C3%A9union"), "{head}");
    }

    #[test]
    fn a_long_name_is_shortened_and_keeps_its_extension() {
        let name = format!("{}.docx", "a".repeat(200));
        assert_eq!(clean_name(&name), format!("{}.docx", "a".repeat(55)));
        assert_eq!(clean_name(&"b".repeat(200)), "b".repeat(59));
        assert!(head(&name, b"").contains(&format!("filename=\"{}", "a".repeat(55))));
    }

    #[test]
    fn a_name_cannot_leave_its_folder_hide_its_extension_or_end_its_header() {
        assert_eq!(clean_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(clean_name("fact\u{202e}fdp.exe"), "factfdp.exe");
        assert_eq!(clean_name("a\"\r\nBcc: x@y.fr"), "a'Bcc_ x@y.fr");
        assert_eq!(clean_name("\n"), "attachment");
    }

    #[test]
    fn a_text_that_is_utf8_says_so() {
        assert!(head("a.txt", "é".as_bytes()).contains("text/plain; charset=utf-8; name"));
        assert!(head("a.txt", b"\xe9").contains("text/plain; name"));
        assert!(head("a.xyz", b"").contains("application/octet-stream; name"));
    }

    #[test]
    fn what_cannot_be_read_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("absent.pdf");
        assert!(matches!(
            Attachment::read(&missing),
            Err(ComposeError::Missing { .. })
        ));
        assert!(matches!(
            Attachment::read(folder.path()),
            Err(ComposeError::Folder { .. })
        ));
        let present = folder.path().join("Menu.txt");
        fs::write(&present, "soupe").unwrap();
        let read = Attachment::read(&present).unwrap();
        assert_eq!(
            (read.name.as_str(), read.content.as_slice()),
            ("Menu.txt", b"soupe".as_slice())
        );
    }
}
