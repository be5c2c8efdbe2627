//! `journal.jsonl`: one line per event of a delivery, appended and never changed.
//!
//! What can be lost: a killed program loses nothing that it wrote, only the
//! outcomes of what was in flight: one delivery per connection, or four where
//! the server takes several at a time (CHUNKING). A power loss,
//! or a computer that stops, loses what was written after the last sync: the
//! outcomes of the recipients reserved until then, and that they were tried.
//! Nobody is tried before the line that reserves them is on the disk, so
//! everyone whose outcome is lost is among those reserved, two blocks at the
//! most, and becomes uncertain: told, and not sent to again unless asked.
//! `message.json` counts no line that is not on the disk: see `MessageLock::save`.

use std::{
    fs::{self, File},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use super::{
    brief_lock::BriefLock,
    error::{Action, StoreError},
    file::private_options,
};
use crate::{
    domain::{event::Event, hex::to_hex},
    text,
};

/// A journal open for adding events, by whoever holds the lock of its message.
///
/// The links of a run add to it at the same time, and each write lasts microseconds.
#[derive(Debug)]
pub struct Journal {
    end: BriefLock<End>,
    /// The same file, synced while others add to it.
    file: File,
    path: PathBuf,
}

/// Where lines are added.
#[derive(Debug)]
struct End {
    file: File,
    /// Bytes of whole lines; what stands after them is no event.
    length: u64,
    /// Whether something may stand after them, which could not be dropped.
    is_torn: bool,
}

impl Journal {
    /// Opens a journal, and drops the line that a kill or a power loss tore;
    /// returns the events that it has as well.
    ///
    /// It exists since the freeze: one that is gone is not begun again, or
    /// everybody would be written to a second time.
    pub(super) fn open(path: PathBuf) -> Result<(Self, Vec<Event>), StoreError> {
        let bytes = read(&path)?;
        let (events, whole) = parse(&path, &bytes)?;
        let open = || -> io::Result<(End, File)> {
            // Not for appending alone: Windows would not let it be cut.
            let file = private_options().write(true).open(&path)?;
            let synced = file.try_clone()?;
            let mut end = End {
                file,
                length: whole as u64,
                is_torn: false,
            };
            if whole < bytes.len() {
                end.cut()?;
            }
            end.file.seek(SeekFrom::End(0))?;
            Ok((end, synced))
        };
        let (end, file) = open().map_err(StoreError::io(Action::Write, &path))?;
        let end = BriefLock::new(end);
        Ok((Self { end, file, path }, events))
    }

    /// Adds events in one write; either all are there, or none.
    pub fn append(&self, events: &[Event]) -> Result<(), StoreError> {
        let mut lines = Vec::with_capacity(events.len() * 96);
        for event in events {
            event.write_line(&mut lines);
        }
        let written = self.end.lock().write(&lines);
        written.map_err(StoreError::io(Action::Write, &self.path))
    }

    /// Returns once everything added before is on the disk itself.
    pub fn sync(&self) -> Result<(), StoreError> {
        self.file
            .sync_data()
            .map_err(StoreError::io(Action::Write, &self.path))
    }
}

impl End {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        // Half a line must not stand before the next one.
        if self.is_torn {
            self.cut()?;
        }
        match self.file.write_all(lines) {
            Ok(()) => {
                self.length += lines.len() as u64;
                Ok(())
            }
            Err(error) => Err(self.cut().err().unwrap_or(error)),
        }
    }

    /// Drops what stands after the whole lines.
    fn cut(&mut self) -> io::Result<()> {
        self.is_torn = true;
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::Start(self.length))?;
        self.is_torn = false;
        Ok(())
    }
}

/// Reads the events of a journal; a torn last line is left out.
pub fn read_journal(path: &Path) -> Result<Vec<Event>, StoreError> {
    Ok(parse(path, &read(path)?)?.0)
}

/// Tells whether the end of a journal is torn; the next run drops it.
pub fn is_torn(path: &Path) -> Result<bool, StoreError> {
    let bytes = read(path)?;
    Ok(parse(path, &bytes)?.1 < bytes.len())
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(StoreError::io(Action::Read, path))
}

/// Returns the events, and how many bytes their lines take.
///
/// A process that dies leaves the beginning of a line after the last whole one;
/// a power loss leaves that, or zeros. Any other bytes that are no event are
/// another fault, or a later version's, and no state can be trusted then.
fn parse(path: &Path, bytes: &[u8]) -> Result<(Vec<Event>, usize), StoreError> {
    let mut events = Vec::new();
    let mut whole = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let event = line
            .ends_with(b"\n")
            .then(|| serde_json::from_slice(line).ok())
            .flatten();
        let Some(event) = event else { break };
        events.push(event);
        whole += line.len();
    }
    let rest = &bytes[whole..];
    let torn = rest.starts_with(b"{") && !rest.contains(&b'\n');
    if torn || rest.iter().all(|&byte| byte == 0) {
        Ok((events, whole))
    } else {
        Err(StoreError::Corrupt {
            path: path.to_owned(),
            reason: text!("corrupt-line", line = (events.len() + 1).to_string()),
        })
    }
}

/// Identifies the current start of the computer.
///
/// Where the system does not tell, every run gets another identifier, which
/// only makes more deliveries uncertain, never sends one twice.
pub fn boot_id() -> String {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").map_or_else(
        |_| to_hex(&super::random_bytes::<16>()),
        |id| id.trim().to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::delivery::{Deliveries, DeliveryState, SkipReason, Step};

    fn events() -> Vec<Event> {
        let at = Timestamp::UNIX_EPOCH;
        vec![
            Event::Started {
                at,
                boot: "b".to_owned(),
            },
            Event::Reserved {
                recipients: vec![0, 1, 2],
            },
            Event::Trying { recipient: 0 },
            Event::Accepted {
                recipient: 0,
                at,
                reply: "250 « é »".to_owned(),
            },
            Event::Trying { recipient: 1 },
            Event::Refused {
                recipient: 1,
                at,
                step: Step::Rcpt,
                reply: "550 5.1.1".to_owned(),
            },
            Event::Trying { recipient: 2 },
            Event::Deferred {
                recipient: 2,
                at,
                step: Step::Rcpt,
                reply: "450".to_owned(),
                retry: at,
            },
            Event::Skipped {
                recipient: 2,
                at,
                reason: SkipReason::Removed,
            },
        ]
    }

    #[test]
    fn every_prefix_of_a_journal_can_be_read_and_resumed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        fs::write(&path, "").unwrap();
        Journal::open(path.clone())
            .unwrap()
            .0
            .append(&events())
            .unwrap();
        let whole = fs::read(&path).unwrap();
        for length in 0..=whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let read = read_journal(&path).unwrap();
            assert_eq!(read, events()[..read.len()]);
            let whole_lines = length == 0 || whole[length - 1] == b'\n';
            assert_eq!(is_torn(&path).unwrap(), !whole_lines);
            let (journal, _) = Journal::open(path.clone()).unwrap();
            journal.append(&[Event::Trying { recipient: 7 }]).unwrap();
            let resumed = read_journal(&path).unwrap();
            assert_eq!(resumed.len(), read.len() + 1);
            // Whoever has a line that says so stays accepted.
            let mut deliveries = Deliveries::new(3);
            let accepted = read
                .iter()
                .any(|event| matches!(event, Event::Accepted { .. }));
            for event in resumed {
                deliveries.apply(event);
            }
            let state = deliveries.settled("b")[0].state;
            assert_eq!(state == DeliveryState::Accepted, accepted, "{length}");
        }
    }

    #[test]
    fn half_a_line_that_could_not_be_dropped_is_before_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        fs::write(&path, "").unwrap();
        let (journal, _) = Journal::open(path.clone()).unwrap();
        journal.append(&events()).unwrap();
        // Neither a write nor the cut after it came to its end.
        let mut end = journal.end.lock();
        end.file.write_all(b"{\"event\":\"ac").unwrap();
        end.is_torn = true;
        drop(end);
        journal.append(&[Event::Trying { recipient: 7 }]).unwrap();
        assert_eq!(read_journal(&path).unwrap().len(), events().len() + 1);
    }

    #[test]
    fn what_no_kill_and_no_power_loss_leaves_is_corruption() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let line = "{\"event\":\"trying\",\"recipient\":1}\n";
        for rest in ["{\"ev\n", "{\"event\":\"later\"}\n", "x", "\0\0x"] {
            for after in ["", line] {
                fs::write(&path, format!("{line}{rest}{after}")).unwrap();
                let read = read_journal(&path);
                assert!(
                    matches!(read, Err(StoreError::Corrupt { .. })),
                    "{rest:?}, {after:?}: {read:?}"
                );
                assert!(Journal::open(path.clone()).is_err());
            }
        }
        fs::remove_file(&path).unwrap();
        assert!(read_journal(&path).is_err());
        assert!(Journal::open(path).is_err());
    }

    #[test]
    fn zeros_that_a_power_loss_left_are_the_end_of_the_journal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        for torn in ["\0\0\0\0", "{\"ev\0\0"] {
            let line = "{\"event\":\"trying\",\"recipient\":1}\n";
            fs::write(&path, format!("{line}{torn}")).unwrap();
            assert_eq!(read_journal(&path).unwrap().len(), 1);
        }
    }
}
