//! What two mail programs' parsers, neither of them ours, find in a message.

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

use mail_parser::{Addr, Address, MessageParser, MimeHeaders as _};
use serde::Deserialize;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/servers/parse.py");

/// What a reader of a message is shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Parsed {
    pub from: Vec<(String, String)>,
    pub to: Vec<(String, String)>,
    pub subject: String,
    pub texts: Vec<String>,
    /// Names, and contents in hexadecimal.
    pub files: Vec<(String, String)>,
    /// What the parser found wrong.
    pub defects: Vec<String>,
}

/// Reads messages with Python's email package.
pub fn by_python(paths: &[PathBuf]) -> Vec<Parsed> {
    let python = Command::new("python3")
        .arg(SCRIPT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut python = python.unwrap_or_else(|error| {
        panic!("install python3, whose email package reads the messages here: {error}")
    });
    let mut stdin = python.stdin.take().unwrap();
    let names: Vec<_> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let lines = names.join("\n");
    // It reads and answers line by line, and a pipe does not hold everything.
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    let parsed: Vec<Parsed> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(parsed.len(), paths.len());
    parsed
}

/// Reads a message with mail-parser, which has no defects to report but garbled text.
pub fn by_mail_parser(path: &PathBuf) -> Parsed {
    let bytes = fs::read(path).unwrap();
    let message = MessageParser::default().parse(&bytes).unwrap();
    let garbled = message
        .parts
        .iter()
        .filter(|part| part.is_encoding_problem)
        .map(|part| format!("{part:?}"));
    Parsed {
        from: addresses(message.from()),
        to: addresses(message.to()),
        subject: message.subject().unwrap().to_owned(),
        texts: (0..message.text_body_count())
            .map(|index| message.body_text(index).unwrap().replace("\r\n", "\n"))
            .collect(),
        files: message
            .attachments()
            .map(|part| {
                let name = part.attachment_name().unwrap().to_owned();
                (name, hexadecimal(part.contents()))
            })
            .collect(),
        defects: garbled.collect(),
    }
}

fn addresses(header: Option<&Address<'_>>) -> Vec<(String, String)> {
    let text = |text: &Option<std::borrow::Cow<'_, str>>| text.clone().unwrap_or_default().into();
    let pair = |one: &Addr<'_>| (text(&one.name), text(&one.address));
    header.unwrap().iter().map(pair).collect()
}

/// Writes bytes as Python's `bytes.hex` does.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}
