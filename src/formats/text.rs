//! Bytes to text: which encoding, which separator; and what is no text at all.

use std::borrow::Cow;

use encoding_rs::{MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

use crate::{text, texts::Text};

/// How much of a file is looked at to know what it is.
const SAMPLE: usize = 64 * 1024;

/// How the text of a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-16")]
    Utf16,
    /// What ONDE writes; it is Latin-1 with `œ`, `’` and `€` besides.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// What spreadsheets of old wrote on a Macintosh.
    #[serde(rename = "mac-roman")]
    MacRoman,
}

impl Encoding {
    /// Returns the name that people and `--json` read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
            Self::MacRoman => "Mac Roman",
        }
    }
}

/// What a file is, when it is not text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotText {
    Empty,
    Pdf,
    /// A workbook of Excel or of `LibreOffice`.
    Spreadsheet,
    /// A page of a web site, for instance the login page saved in place of the file.
    WebPage,
    Binary,
}

impl NotText {
    /// Returns what the file is, in words.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => text!("file-empty"),
            Self::Pdf => text!("file-pdf"),
            Self::Spreadsheet => text!("file-spreadsheet"),
            Self::WebPage => text!("file-web-page"),
            Self::Binary => text!("file-binary"),
        }
    }
}

/// Reads bytes as text, without any byte order mark.
///
/// The encoding is known for certain by a mark or by being valid UTF-8; what
/// remains is Windows-1252, unless letters stand where only Mac Roman has them.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), NotText> {
    if let Some(other) = recognise(bytes) {
        return Err(other);
    }
    let (text, encoding) = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        let (text, _) = UTF_16LE.decode_without_bom_handling(rest);
        (text, Encoding::Utf16)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let (text, _) = UTF_16BE.decode_without_bom_handling(rest);
        (text, Encoding::Utf16)
    } else if let Some(encoding) = unmarked_utf16(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        (text, Encoding::Utf16)
    } else if is_binary(bytes) {
        return Err(NotText::Binary);
    } else if let Some(text) = whole_or_cut_utf8(bytes) {
        (Cow::Borrowed(text), Encoding::Utf8)
    } else if is_mac_roman(bytes) {
        let (text, _) = MACINTOSH.decode_without_bom_handling(bytes);
        (text, Encoding::MacRoman)
    } else {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        (text, Encoding::Windows1252)
    };
    let text = without_marks(text);
    if text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    Ok((text, encoding))
}

/// Programs that add a mark without looking leave several in a row.
fn without_marks(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        Cow::Owned(text) if text.starts_with('\u{feff}') => {
            Cow::Owned(text.trim_start_matches('\u{feff}').to_owned())
        }
        owned @ Cow::Owned(_) => owned,
    }
}

/// Knows the files that people take for a text file by how they begin.
fn recognise(bytes: &[u8]) -> Option<NotText> {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    if bytes.is_empty() {
        return Some(NotText::Empty);
    }
    if bytes.starts_with(b"%PDF-") {
        return Some(NotText::Pdf);
    }
    if bytes.starts_with(OLE) {
        return Some(NotText::Spreadsheet);
    }
    let contains = |needle: &[u8]| {
        let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
        sample.windows(needle.len()).any(|window| window == needle)
    };
    if bytes.starts_with(b"PK\x03\x04") {
        let workbook = contains(b"xl/")
            || contains(b"[Content_Types].xml")
            || contains(b"vnd.oasis.opendocument");
        return Some(if workbook {
            NotText::Spreadsheet
        } else {
            NotText::Binary
        });
    }
    let beginning: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|&b| b.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(&b))
        .take(14)
        .map(|b| b.to_ascii_lowercase())
        .collect();
    (beginning.starts_with(b"<!doctype html") || beginning.starts_with(b"<html"))
        .then_some(NotText::WebPage)
}

/// Western text in UTF-16 has a zero in nearly every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&b| b == 0);
    let (even, odd) = (zeros(0).count(), zeros(1).count());
    let enough = sample.len() / 2 * 8 / 10;
    if even == 0 && odd > enough {
        Some(UTF_16LE)
    } else if odd == 0 && even > enough {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Text has no zero byte, and hardly another control character.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample
        .iter()
        .filter(|&&b| b < 0x20 && !b"\t\n\r\x0b\x0c\x1a".contains(&b))
        .count();
    sample.contains(&0) || controls * 50 > sample.len()
}

/// Reads UTF-8, also when the file was cut within its last character.
fn whole_or_cut_utf8(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        // A lone accent at the end of a file in Windows-1252 looks like a cut,
        // so something before it must show that the file is in UTF-8.
        Err(error) if error.error_len().is_none() => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .filter(|text| !text.is_ascii()),
        Err(_) => None,
    }
}

/// Tells whether the text can only be Mac Roman.
///
/// What follows a small letter tells: Mac Roman has `é`, `è`, `ê`, `à`, `ç` and
/// `ù` where Windows-1252 has nothing, or `Ž`; and capitals where Windows-1252
/// has its small letters.
fn is_mac_roman(bytes: &[u8]) -> bool {
    const MAC_LETTERS: &[u8] = b"\x88\x8d\x8e\x8f\x90\x9d";
    let mut mac = 0_usize;
    let mut windows = 0_usize;
    let mut previous = 0_u8;
    for &byte in bytes.get(..SAMPLE).unwrap_or(bytes) {
        if previous.is_ascii_lowercase() {
            mac += usize::from(MAC_LETTERS.contains(&byte));
            windows += usize::from(byte >= 0xe0);
        }
        previous = byte;
    }
    mac > 0 && mac > windows * 4
}

/// Finds what separates the cells: the most frequent candidate outside quotes in the first line.
///
/// A first line `sep=;`, which Excel writes, says it; the text comes back without that line.
pub fn separator(text: &str) -> (u8, &str) {
    const CANDIDATES: [u8; 4] = *b";\t,|";
    let text = text.trim_start_matches(['\r', '\n']);
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    let said = first
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("sep="))
        .and_then(|_| first.as_bytes().get(4));
    if let Some(&separator) = said
        && CANDIDATES.contains(&separator)
    {
        let rest = text.get(first.len()..).unwrap_or_default();
        return (separator, rest.trim_start_matches(['\r', '\n']));
    }
    let mut counts = [0_usize; CANDIDATES.len()];
    let mut quoted = false;
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        if !quoted {
            for (count, candidate) in counts.iter_mut().zip(CANDIDATES) {
                *count += usize::from(byte == candidate);
            }
        }
    }
    let mut best = (0, CANDIDATES[0]);
    for (count, candidate) in counts.into_iter().zip(CANDIDATES) {
        if count > best.0 {
            best = (count, candidate);
        }
    }
    (best.1, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Encoding) {
        let (text, encoding) = decode(bytes).unwrap();
        (text.into_owned(), encoding)
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn the_same_words_are_read_in_every_encoding() {
        let words = "Prénom;Élève;Noël\r\n";
        let expected = |encoding| (words.to_owned(), encoding);
        assert_eq!(decoded(words.as_bytes()), expected(Encoding::Utf8));
        for marks in ["\u{feff}", "\u{feff}\u{feff}"] {
            let marked = format!("{marks}{words}");
            assert_eq!(decoded(marked.as_bytes()), expected(Encoding::Utf8));
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(
                    decoded(&utf16(&marked, to_bytes)),
                    expected(Encoding::Utf16)
                );
            }
        }
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(decoded(&utf16(words, to_bytes)), expected(Encoding::Utf16));
        }
        assert_eq!(
            decoded(b"Pr\xe9nom;\xc9l\xe8ve;No\xebl\r\n"),
            expected(Encoding::Windows1252)
        );
        assert_eq!(
            decoded(b"Pr\x8enom;\x83l\x8fve;No\x91l\r\n"),
            expected(Encoding::MacRoman)
        );
    }

    #[test]
    fn windows_1252_keeps_what_latin_1_lacks() {
        assert_eq!(decoded(b"C\x9clia \x80 l\x92\xe9cole").0, "Cœlia € l’école");
        // A name may begin with Z caron without being Macintosh.
        assert_eq!(decoded(b"\x8eeljko Andr\xe9").0, "Željko André");
    }

    #[test]
    fn a_cut_within_a_character_is_still_utf8() {
        assert_eq!(
            decoded("Élodie é".as_bytes().split_last().unwrap().1),
            ("Élodie ".to_owned(), Encoding::Utf8)
        );
        assert_eq!(decoded(b"Elodie \xe9").0, "Elodie é");
    }

    #[test]
    fn what_is_no_text_is_named() {
        let cases: [(&[u8], NotText); 9] = [
            (b"", NotText::Empty),
            (b"\xef\xbb\xbf \r\n", NotText::Empty),
            (b"%PDF-1.7\n", NotText::Pdf),
            (b"PK\x03\x04....[Content_Types].xml", NotText::Spreadsheet),
            (
                b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                NotText::Spreadsheet,
            ),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotText::Spreadsheet),
            (b"\n<!DOCTYPE HTML>\n<html>", NotText::WebPage),
            (b"PK\x03\x04photo.jpg", NotText::Binary),
            (b"\x89PNG\r\n\x1a\n\0\0\0", NotText::Binary),
        ];
        for (bytes, expected) in cases {
            assert_eq!(decode(bytes).map(|_| ()), Err(expected), "{bytes:?}");
        }
    }

    #[test]
    fn the_separator_is_the_one_between_headings() {
        let cases = [
            ("a;b;c\n", b';'),
            ("a\tb\tc", b'\t'),
            ("a,b,c", b','),
            ("\"a,b,c,d\";e", b';'),
            ("alone", b';'),
            ("\r\na,b\n;;;;", b','),
        ];
        for (text, expected) in cases {
            assert_eq!(separator(text).0, expected, "{text:?}");
        }
        assert_eq!(separator("sep=,\r\na;b;c,d"), (b',', "a;b;c,d"));
    }
}
