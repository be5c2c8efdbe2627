//! One copy of a message, byte by byte: as it arrived, or as the outbox has it.

use std::{collections::BTreeMap, fs, path::Path};

/// What servers write above a message, each about its own part of the way.
const TRACE: [&str; 4] = ["Return-Path", "X-Original-To", "Delivered-To", "Received"];

/// Headers and body, with LF line ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Copy {
    /// Names and values, folded as they are, in their order; not those of servers.
    pub headers: Vec<(String, String)>,
    /// What stands below the headers.
    pub body: String,
}

impl Copy {
    /// Reads the file of a Maildir.
    pub fn read(path: &Path) -> Self {
        // In a Maildir of this system lines end with LF; on the wire with CRLF.
        let message = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        assert!(!message.contains('\r'), "{}", path.display());
        let (head, body) = message.split_once("\n\n").unwrap();
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in head.lines() {
            match headers.last_mut() {
                Some((_, value)) if line.starts_with([' ', '\t']) => {
                    value.push('\n');
                    value.push_str(line);
                }
                _ => {
                    let (name, value) = line.split_once(": ").unwrap();
                    headers.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        headers.retain(|(name, _)| !TRACE.contains(&name.as_str()));
        Self {
            headers,
            body: body.to_owned(),
        }
    }

    /// Reads an outbox, by whom each copy is for.
    pub fn read_outbox(folder: &Path) -> BTreeMap<String, Self> {
        let entries: Vec<_> = fs::read_dir(folder.join("new")).unwrap().collect();
        let count = entries.len();
        let copies: BTreeMap<_, _> = entries
            .into_iter()
            .map(|entry| Self::read(&entry.unwrap().path()))
            .map(|copy| (copy.header("To").to_owned(), copy))
            .collect();
        assert_eq!(copies.len(), count, "two copies for one address");
        copies
    }

    /// Returns the value of a header that is there once.
    pub fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(other, _)| other == name);
        let (_, value) = values.next().unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(values.next(), None, "{name}");
        value
    }

    /// Takes the Message-ID out: it names the sending, and an outbox is another one.
    pub fn take_message_id(&mut self) -> String {
        let id = self.header("Message-ID").to_owned();
        self.headers.retain(|(name, _)| name != "Message-ID");
        id
    }
}
