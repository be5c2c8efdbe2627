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
    /// A document of a word processor.
    Document,
    /// Compressed files.
    Archive,
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
            Self::Document => text!("file-document"),
            Self::Archive => text!("file-archive"),
            Self::WebPage => text!("file-web-page"),
            Self::Binary => text!("file-binary"),
        }
    }
}

/// The text of a file in bytes whose ASCII is ASCII, and how to read the others.
///
/// Separators, quotes and line ends are found without decoding, so that only
/// the cells that are needed are decoded.
#[derive(Debug)]
pub struct Content<'b> {
    /// The bytes, without any byte order mark.
    pub bytes: Cow<'b, [u8]>,
    /// How the file is encoded.
    pub encoding: Encoding,
    /// How `bytes` are.
    pub charset: Charset,
}

/// How bytes beyond ASCII are read.
#[derive(Clone, Debug)]
pub enum Charset {
    /// As UTF-8; what is not becomes U+FFFD.
    Utf8,
    /// As one character each: those of the bytes from 128 on.
    SingleByte(Box<[char; 128]>),
}

impl Charset {
    fn single_byte(encoding: &'static encoding_rs::Encoding) -> Self {
        let upper: Vec<u8> = (128..=255).collect();
        let (text, _) = encoding.decode_without_bom_handling(&upper);
        let mut table = [char::REPLACEMENT_CHARACTER; 128];
        for (place, c) in table.iter_mut().zip(text.chars()) {
            *place = c;
        }
        Self::SingleByte(Box::new(table))
    }

    /// Reads bytes as text, without copying them where they are text already.
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) if matches!(self, Self::Utf8) || text.is_ascii() => Cow::Borrowed(text),
            _ => {
                let mut text = Vec::with_capacity(bytes.len() * 2);
                self.append(bytes, &mut text);
                let read = String::from_utf8(text);
                Cow::Owned(
                    read.unwrap_or_else(|error| {
                        String::from_utf8_lossy(error.as_bytes()).into_owned()
                    }),
                )
            }
        }
    }

    /// Writes bytes as UTF-8 to the end of `text`; those that are UTF-8 already as they are.
    pub fn append(&self, bytes: &[u8], text: &mut Vec<u8>) {
        let table = match self {
            Self::SingleByte(table) if !bytes.is_ascii() => table,
            _ => return text.extend_from_slice(bytes),
        };
        for &byte in bytes {
            match byte.checked_sub(128).map(usize::from) {
                None => text.push(byte),
                Some(upper) => {
                    let c = table.get(upper).copied().unwrap_or_default();
                    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }
}

impl Content<'_> {
    /// Reads all of it as text.
    pub fn text(&self) -> Cow<'_, str> {
        self.charset.decode(&self.bytes)
    }

    fn is_blank(&self) -> bool {
        let beginning = self.bytes.trim_ascii_start().first();
        !beginning.is_some_and(u8::is_ascii_graphic) && self.text().trim().is_empty()
    }
}

/// Reads all of a file as text, without any byte order mark.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), NotText> {
    let content = recognise(bytes)?;
    let text = match content.bytes {
        Cow::Borrowed(bytes) => content.charset.decode(bytes),
        Cow::Owned(bytes) => Cow::Owned(content.charset.decode(&bytes).into_owned()),
    };
    Ok((text, content.encoding))
}

/// Finds out how bytes are text, and drops any byte order mark.
///
/// The encoding is known for certain by a mark or by being valid UTF-8; what
/// remains is Windows-1252, unless letters stand where only Mac Roman has them.
pub fn recognise(bytes: &[u8]) -> Result<Content<'_>, NotText> {
    if let Some(other) = not_text(bytes) {
        return Err(other);
    }
    let decoded = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        // A file that was cut may end within a character.
        let whole = bytes.get(..bytes.len() / 2 * 2).unwrap_or_default();
        let (text, _) = encoding.decode_without_bom_handling(whole);
        Cow::Owned(text.into_owned().into_bytes())
    };
    let (bytes, encoding, charset) = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        (decoded(UTF_16LE, rest), Encoding::Utf16, Charset::Utf8)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        (decoded(UTF_16BE, rest), Encoding::Utf16, Charset::Utf8)
    } else if let Some(utf16) = unmarked_utf16(bytes) {
        (decoded(utf16, bytes), Encoding::Utf16, Charset::Utf8)
    } else if is_binary(bytes) {
        return Err(NotText::Binary);
    } else if let Some(text) = whole_or_cut_utf8(bytes) {
        let bytes = Cow::Borrowed(text.as_bytes());
        (bytes, Encoding::Utf8, Charset::Utf8)
    } else if is_mac_roman(bytes) {
        let charset = Charset::single_byte(MACINTOSH);
        (Cow::Borrowed(bytes), Encoding::MacRoman, charset)
    } else {
        let charset = Charset::single_byte(WINDOWS_1252);
        (Cow::Borrowed(bytes), Encoding::Windows1252, charset)
    };
    let content = Content {
        bytes: match charset {
            Charset::Utf8 => without_marks(bytes),
            Charset::SingleByte(_) => bytes,
        },
        encoding,
        charset,
    };
    if content.is_blank() {
        return Err(NotText::Empty);
    }
    Ok(content)
}

/// Programs that add a mark without looking leave several in a row.
fn without_marks(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    match bytes {
        Cow::Borrowed(mut rest) => {
            while let Some(next) = rest.strip_prefix(MARK) {
                rest = next;
            }
            Cow::Borrowed(rest)
        }
        Cow::Owned(bytes) if bytes.starts_with(MARK) => {
            Cow::Owned(without_marks(Cow::Borrowed(&bytes)).into_owned())
        }
        owned @ Cow::Owned(_) => owned,
    }
}

/// Knows the files that people take for a text file by how they begin.
fn not_text(bytes: &[u8]) -> Option<NotText> {
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    const ZIP: &[u8] = b"PK\x03\x04";
    const GZIP: &[u8] = b"\x1f\x8b";
    const SEVEN_ZIP: &[u8] = b"7z\xbc\xaf\x27\x1c";
    const RAR: &[u8] = b"Rar!\x1a";
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
    if bytes.starts_with(b"{\\rtf") {
        return Some(NotText::Document);
    }
    if bytes.starts_with(ZIP) {
        let any = |needles: &[&[u8]]| needles.iter().any(|needle| contains(needle));
        return Some(if any(&[b"word/", b"opendocument.text"]) {
            NotText::Document
        } else if any(&[b"xl/", b"[Content_Types].xml", b"vnd.oasis.opendocument"]) {
            NotText::Spreadsheet
        } else {
            NotText::Archive
        });
    }
    if [GZIP, SEVEN_ZIP, RAR]
        .iter()
        .any(|mark| bytes.starts_with(mark))
    {
        return Some(NotText::Archive);
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
    if sample.len() < 4 {
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

/// Text has hardly any control character; a faulty disk or program leaves a few.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample
        .iter()
        .filter(|&&b| b < 0x20 && !b"\t\n\r\x0b\x0c\x1a".contains(&b))
        .count();
    controls * 50 > sample.len()
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
pub fn separator(bytes: &[u8]) -> (u8, &[u8]) {
    const CANDIDATES: [u8; 4] = *b";\t,|";
    let bytes = without_line_ends(bytes);
    let first = bytes.split(|b| LINE_ENDS.contains(b)).next();
    let first = first.unwrap_or_default();
    let said = first
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case(b"sep="))
        .and_then(|_| first.get(4));
    if let Some(&separator) = said
        && CANDIDATES.contains(&separator)
    {
        let rest = bytes.get(first.len()..).unwrap_or_default();
        return (separator, without_line_ends(rest));
    }
    let mut counts = [0_usize; CANDIDATES.len()];
    let mut quoted = false;
    for &byte in first {
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
    (best.1, bytes)
}

const LINE_ENDS: &[u8] = b"\r\n";

/// Drops the line ends before the first line that says something.
fn without_line_ends(bytes: &[u8]) -> &[u8] {
    let blank = bytes.iter().take_while(|b| LINE_ENDS.contains(b)).count();
    bytes.get(blank..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Encoding) {
        let content = recognise(bytes).unwrap();
        (content.text().into_owned(), content.encoding)
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
    fn a_few_zero_bytes_are_no_reason_to_refuse_a_file() {
        let text = format!("Prénom;Courriel\nZo\0é;zoe@x.fr\n{}", "a;b\n".repeat(20));
        assert_eq!(decoded(text.as_bytes()), (text, Encoding::Utf8));
    }

    #[test]
    fn utf16_cut_within_a_character_is_still_utf16() {
        let mut bytes = utf16("Zoé;b", u16::to_le_bytes);
        bytes.push(b'x');
        assert_eq!(decoded(&bytes), ("Zoé;b".to_owned(), Encoding::Utf16));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let cases: [(&[u8], NotText); 13] = [
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
            (
                b"PK\x03\x04....[Content_Types].xml....word/document.xml",
                NotText::Document,
            ),
            (
                b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
                NotText::Document,
            ),
            (b"{\\rtf1\\ansi", NotText::Document),
            (b"PK\x03\x04CSVExtraction.csv", NotText::Archive),
            (b"\x1f\x8b\x08\0", NotText::Archive),
            (b"\x89PNG\r\n\x1a\n\0\0\0", NotText::Binary),
        ];
        for (bytes, expected) in cases {
            assert_eq!(recognise(bytes).map(|_| ()), Err(expected), "{bytes:?}");
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
            assert_eq!(separator(text.as_bytes()).0, expected, "{text:?}");
        }
        assert_eq!(
            separator(b"sep=,\r\na;b;c,d"),
            (b',', b"a;b;c,d".as_slice())
        );
    }
}
