//! `messages/ID/`: a message, its frozen audience and its journal.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Store,
    error::{Action, StoreError},
    file,
    identifiers::{found_by_beginning, identifiers},
    journal::Journal,
};
use crate::{
    domain::{
        audience::{Audience, Exclusion, Recipient},
        delivery::Deliveries,
        message::{Message, MessageId, MessageState},
    },
    text,
};

pub(super) const MESSAGE: &str = "message.json";
const CONTENT: &str = "content.eml";
const TEXT: &str = "text.txt";
const RECIPIENTS: &str = "recipients.jsonl";
const EXCLUSIONS: &str = "exclusions.jsonl";
/// The same of an audience that was chosen when the message was due.
const LATE_RECIPIENTS: &str = "late-recipients.jsonl";
const LATE_EXCLUSIONS: &str = "late-exclusions.jsonl";
const JOURNAL: &str = "journal.jsonl";
const LOCK: &str = "lock";

/// A message about to be frozen.
#[derive(Debug)]
pub struct Frozen<'a> {
    /// What `message.json` says.
    pub message: &'a Message,
    /// The headers common to all, and the body; lines end with CRLF.
    pub content: &'a [u8],
    /// What was written, without any footer: another message may start from it.
    pub text: &'a str,
    /// Who receives, and who does not.
    pub audience: &'a Audience,
}

/// The right to send one message; no other process has it until this value is dropped.
#[derive(Debug)]
pub struct MessageLock {
    folder: PathBuf,
    _lock: File,
}

impl MessageLock {
    /// Replaces what `message.json` says, once the journal is on the disk.
    ///
    /// A power loss must not leave counts of lines that it takes: whoever was left
    /// uncertain would be pending again, and a message of which more were accepted
    /// than its journal knows is sent to nobody any more.
    pub fn save(&self, message: &Message) -> Result<(), StoreError> {
        file::sync_file(&self.folder.join(JOURNAL))?;
        file::write_json(&self.folder.join(MESSAGE), message)
    }

    /// Replaces the headers common to all and the body by others of their length.
    pub fn save_content(&self, content: &[u8]) -> Result<(), StoreError> {
        file::write_whole(&self.folder.join(CONTENT), content)
    }

    /// Replaces the audience by the same people, reached through other lists.
    pub fn save_recipients(
        &self,
        message: &Message,
        recipients: &[Recipient],
    ) -> Result<(), StoreError> {
        let path = self.folder.join(recipients_file(message));
        file::write_whole(&path, &to_lines(recipients))
    }

    /// Chooses the audience of a message that is due, all at once: until
    /// `message.json` says so, the one that was frozen stands.
    pub fn choose_audience(
        &self,
        message: &mut Message,
        audience: &Audience,
    ) -> Result<(), StoreError> {
        let Audience {
            recipients,
            exclusions,
        } = audience;
        file::write_whole(&self.folder.join(LATE_RECIPIENTS), &to_lines(recipients))?;
        file::write_whole(&self.folder.join(LATE_EXCLUSIONS), &to_lines(exclusions))?;
        message.have_chosen(audience);
        self.save(message)
    }

    /// Opens the journal to add events.
    pub fn journal(&self) -> Result<Journal, StoreError> {
        Ok(Journal::open(self.folder.join(JOURNAL))?.0)
    }

    /// Opens the journal to add events, and replays those that it has for an
    /// audience of this size.
    pub fn replayed_journal(&self, audience: usize) -> Result<(Journal, Deliveries), StoreError> {
        let (journal, events) = Journal::open(self.folder.join(JOURNAL))?;
        Ok((journal, Deliveries::replayed(audience, events)))
    }
}

impl Store {
    /// Returns the folder of all messages.
    pub fn messages_path(&self) -> PathBuf {
        self.root.join("messages")
    }

    /// Returns the folder of a message.
    pub fn message_path(&self, id: &MessageId) -> PathBuf {
        self.messages_path().join(id.as_str())
    }

    /// Returns the file of a message's journal.
    pub fn journal_path(&self, id: &MessageId) -> PathBuf {
        self.message_path(id).join(JOURNAL)
    }

    /// Returns the identifiers of all messages, oldest first.
    pub fn message_ids(&self) -> Result<Vec<MessageId>, StoreError> {
        identifiers(&self.messages_path())
    }

    /// Finds the message whose identifier is, or begins with, what was typed.
    ///
    /// A folder that was copied by hand leaves no doubt about the one that it is a copy of.
    pub fn find_message(&self, typed: &str) -> Result<MessageId, StoreError> {
        let missing = StoreError::NoMessage {
            id: typed.to_owned(),
        };
        let found = found_by_beginning(self.message_ids()?, typed, missing);
        let Err(StoreError::AmbiguousMessage { known, .. }) = &found else {
            return found;
        };
        let is_copy =
            |id: &MessageId| matches!(self.message(id), Err(StoreError::CopiedMessage { .. }));
        let mut originals = known
            .iter()
            .filter_map(|id| MessageId::parse(id))
            .filter(|id| !is_copy(id));
        match (originals.next(), originals.next()) {
            (Some(only), None) => Ok(only),
            _ => found,
        }
    }

    /// Reads what is known of a message.
    pub fn message(&self, id: &MessageId) -> Result<Message, StoreError> {
        let path = self.message_path(id).join(MESSAGE);
        let message: Option<Message> = file::read_json(&path)?;
        match message {
            Some(message) if message.id == *id => Ok(message),
            // Copied by hand: whoever has the message already would get it again.
            Some(message) => Err(StoreError::CopiedMessage {
                id: id.to_string(),
                own: message.id.to_string(),
            }),
            None => Err(StoreError::NoMessage { id: id.to_string() }),
        }
    }

    /// Reads what is known of a message whose folder is there: one without its file
    /// cannot be read, rather than does not exist.
    pub fn listed_message(&self, id: &MessageId) -> Result<Message, StoreError> {
        self.message(id).map_err(|error| match error {
            StoreError::NoMessage { .. } => {
                let path = self.message_path(id).join(MESSAGE);
                StoreError::io(Action::Read, path)(io::ErrorKind::NotFound.into())
            }
            other => other,
        })
    }

    /// Returns the identifiers of the messages that are not finished, the oldest first.
    pub fn queued_ids(&self) -> Result<Vec<MessageId>, StoreError> {
        let mut ids = self.message_ids()?;
        ids.retain(|id| self.is_queued(id));
        Ok(ids)
    }

    /// Tells whether a message is not finished, from the beginning of its file; not
    /// where that cannot be read.
    pub fn is_queued(&self, id: &MessageId) -> bool {
        let Ok(input) = File::open(self.message_path(id).join(MESSAGE)) else {
            return false;
        };
        let input = BufReader::with_capacity(256, input);
        file::leading_fields(input, |fields, _| fields.contains_key("state"))
            .ok()
            .and_then(|mut fields| serde_json::from_value(fields.remove("state")?).ok())
            .is_some_and(|state: MessageState| state == MessageState::Queued)
    }

    /// Reads the headers common to all and the body, all of it or nothing.
    pub fn content(&self, message: &Message) -> Result<Vec<u8>, StoreError> {
        let path = self.message_path(&message.id).join(CONTENT);
        let content = fs::read(&path).map_err(StoreError::io(Action::Read, &path))?;
        if content.len() as u64 == message.size {
            Ok(content)
        } else {
            let reason = text!(
                "corrupt-size",
                size = content.len().to_string(),
                expected = message.size.to_string()
            );
            Err(StoreError::Corrupt { path, reason })
        }
    }

    /// Reads what was written, without any footer.
    pub fn text(&self, id: &MessageId) -> Result<String, StoreError> {
        let path = self.message_path(id).join(TEXT);
        fs::read_to_string(&path).map_err(StoreError::io(Action::Read, path))
    }

    /// Reads the audience, all of it or nothing.
    pub fn recipients(&self, message: &Message) -> Result<Vec<Recipient>, StoreError> {
        let path = self.message_path(&message.id);
        read_lines(&path.join(recipients_file(message)), message.counts.total())
    }

    /// Reads who was left out when the audience was chosen.
    pub fn exclusions(&self, message: &Message) -> Result<Vec<Exclusion>, StoreError> {
        let name = if message.has_late_audience() {
            LATE_EXCLUSIONS
        } else {
            EXCLUSIONS
        };
        let path = self.message_path(&message.id).join(name);
        read_lines(&path, message.excluded)
    }

    /// Writes a message and its audience before anything is sent.
    ///
    /// They appear all at once or not at all, with the right to send them.
    pub fn freeze(&self, frozen: &Frozen<'_>) -> Result<MessageLock, StoreError> {
        let messages = self.messages_path();
        file::create_folder(&messages)?;
        // A power loss that takes the folder takes the message with it.
        file::sync_folder(&self.root).map_err(StoreError::io(Action::Write, &messages))?;
        let folder = self.message_path(&frozen.message.id);
        let failed = |error| StoreError::io(Action::Write, &folder)(error);
        // Removed with what it holds if anything below fails.
        let building = file::temporary_folder(&messages).map_err(failed)?;
        // Before anything else: an unlocked folder is one that a kill left over.
        let path = building.path().join(LOCK);
        let lock = file::open_lock(&path)?;
        if !file::try_lock(&lock, &path)? {
            return Err(StoreError::Sending {
                id: frozen.message.id.to_string(),
            });
        }
        let write = |name: &str, bytes: &[u8]| {
            write_new(&building.path().join(name), bytes).map_err(failed)
        };
        write(CONTENT, frozen.content)?;
        write(TEXT, frozen.text.as_bytes())?;
        write(RECIPIENTS, &to_lines(&frozen.audience.recipients))?;
        write(EXCLUSIONS, &to_lines(&frozen.audience.exclusions))?;
        write(JOURNAL, b"")?;
        write(MESSAGE, &file::to_json(frozen.message))?;
        file::sync_folder(building.path()).map_err(failed)?;
        fs::rename(building.path(), &folder).map_err(failed)?;
        // What is told not to be kept must not be in the queue: whoever sends it again
        // would send it twice. Where it cannot be taken back, it is kept after all.
        if let Err(error) = file::sync_folder(&messages)
            && fs::rename(&folder, building.path()).is_ok()
        {
            return Err(failed(error));
        }
        // Nothing is left to remove under the old name.
        let _gone = building.keep();
        Ok(MessageLock {
            folder,
            _lock: lock,
        })
    }

    /// Takes the right to send a message, unless another process is sending it.
    pub fn lock_message(&self, id: &MessageId) -> Result<MessageLock, StoreError> {
        let folder = self.message_path(id);
        if !folder.is_dir() {
            return Err(StoreError::NoMessage { id: id.to_string() });
        }
        let path = folder.join(LOCK);
        let lock = file::open_lock(&path)?;
        if file::try_lock(&lock, &path)? {
            Ok(MessageLock {
                folder,
                _lock: lock,
            })
        } else {
            Err(StoreError::Sending { id: id.to_string() })
        }
    }

    /// Tells whether a process is sending a message at this moment.
    pub fn is_sending(&self, id: &MessageId) -> bool {
        file::is_locked(&self.message_path(id).join(LOCK))
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = file::private_options()
        .create_new(true)
        .write(true)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn recipients_file(message: &Message) -> &'static str {
    if message.has_late_audience() {
        LATE_RECIPIENTS
    } else {
        RECIPIENTS
    }
}

fn to_lines<T: Serialize>(items: &[T]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for item in items {
        serde_json::to_writer(&mut bytes, item)
            .expect("keys are strings, and memory can be written to");
        bytes.push(b'\n');
    }
    bytes
}

/// Reads a value per line; the message knows how many there are.
fn read_lines<T: DeserializeOwned>(path: &Path, expected: usize) -> Result<Vec<T>, StoreError> {
    let input = File::open(path).map_err(StoreError::io(Action::Read, path))?;
    let mut items = Vec::new();
    let corrupt = |reason| StoreError::Corrupt {
        path: path.to_owned(),
        reason,
    };
    for (index, line) in BufReader::new(input).split(b'\n').enumerate() {
        let line = line.map_err(StoreError::io(Action::Read, path))?;
        let item = serde_json::from_slice(&line)
            .map_err(|_| corrupt(text!("corrupt-line", line = (index + 1).to_string())))?;
        items.push(item);
    }
    if items.len() == expected {
        Ok(items)
    } else {
        Err(corrupt(text!(
            "corrupt-count",
            count = items.len().to_string(),
            expected = expected.to_string()
        )))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use jiff::Timestamp;

    use super::*;
    use crate::domain::{address::Address, delivery::DeliveryCounts, list_name::ListName};

    fn sample() -> (Message, Audience) {
        let message = Message {
            size: 3,
            counts: DeliveryCounts::of_pending(1),
            ..Message::sample()
        };
        let recipient = Recipient::new(
            Address::parse("a@x.fr").unwrap(),
            ListName::parse("cp").unwrap(),
        );
        (
            message,
            Audience {
                recipients: vec![recipient],
                exclusions: Vec::new(),
            },
        )
    }

    #[test]
    fn a_message_is_queued_as_long_as_its_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (message, _) = sample();
        let path = store.message_path(&message.id).join(MESSAGE);
        assert!(!store.is_queued(&message.id));
        for (content, queued) in [
            (r#"{"format":1,"state":"queued","from":"#, true),
            (
                r#"{"format":1,"state":"finished","counts":"queued"}"#,
                false,
            ),
            (r#"{"format":1,"state":"#, false),
        ] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
            assert_eq!(store.is_queued(&message.id), queued, "{content}");
        }
    }

    #[test]
    fn a_frozen_message_is_read_back_and_locked_for_its_sender() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (message, audience) = sample();
        let frozen = Frozen {
            message: &message,
            content: b"x\r\n",
            text: "x",
            audience: &audience,
        };
        let lock = store.freeze(&frozen).unwrap();
        assert_eq!(
            store.message_ids().unwrap(),
            std::slice::from_ref(&message.id)
        );
        assert_eq!(store.message(&message.id).unwrap(), message);
        assert_eq!(store.recipients(&message).unwrap(), audience.recipients);
        assert_eq!(store.text(&message.id).unwrap(), "x");
        assert!(store.is_queued(&message.id));
        assert!(store.is_sending(&message.id));
        assert!(matches!(
            store.lock_message(&message.id),
            Err(StoreError::Sending { .. })
        ));
        drop(lock);
        assert!(!store.is_sending(&message.id));
        // The same identifier is never taken twice.
        assert!(store.freeze(&frozen).is_err());
        assert_eq!(fs::read_dir(store.messages_path()).unwrap().count(), 1);
    }

    #[test]
    fn whoever_asks_whether_a_message_is_being_sent_keeps_nobody_from_sending_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (message, audience) = sample();
        let frozen = Frozen {
            message: &message,
            content: b"",
            text: "",
            audience: &audience,
        };
        drop(store.freeze(&frozen).unwrap());
        let asking = AtomicBool::new(true);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while asking.load(Ordering::Relaxed) {
                    store.is_sending(&message.id);
                }
            });
            let refused = (0..2_000).filter(|_| store.lock_message(&message.id).is_err());
            let refused = refused.count();
            asking.store(false, Ordering::Relaxed);
            assert_eq!(refused, 0);
        });
    }

    #[test]
    fn a_message_is_found_by_the_beginning_of_its_identifier() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (mut message, audience) = sample();
        for suffix in [[1; 4], [2; 4]] {
            message.id = MessageId::new(Timestamp::UNIX_EPOCH, suffix);
            drop(
                store
                    .freeze(&Frozen {
                        message: &message,
                        content: b"",
                        text: "",
                        audience: &audience,
                    })
                    .unwrap(),
            );
        }
        assert_eq!(store.find_message("19700101-000000-d").unwrap(), message.id);
        assert!(matches!(
            store.find_message("1970"),
            Err(StoreError::AmbiguousMessage { .. })
        ));
        assert!(matches!(
            store.find_message("2"),
            Err(StoreError::NoMessage { .. })
        ));
        assert!(matches!(
            store.find_message(""),
            Err(StoreError::NoMessage { .. })
        ));
    }
}
