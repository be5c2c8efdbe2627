//! The program, with one list and one account on the receiver.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use carnet::{
    domain::event::Event,
    store::{Store, read_journal},
};

use crate::{
    Case, tls,
    usage::{self, Usage},
};

/// From here on a body is an attachment.
pub const LARGE: usize = 100_000;

/// A home of the program's.
pub struct School {
    home: tempfile::TempDir,
    /// One copy as it goes over the wire, for the bare loop.
    pub copy: Vec<u8>,
}

impl School {
    /// Sets everything up for a case.
    pub fn new(case: &Case, port: u16) -> Self {
        let mut school = Self {
            home: tempfile::tempdir().unwrap(),
            copy: Vec::new(),
        };
        let settings = serde_json::json!({
            "format": 1,
            "professional_domains": ["ac-test.fr"],
            "accounts": [{
                "address": "dir@ac-test.fr", "host": "localhost", "port": port,
                "chunking": case.chunking,
                "security": if case.encrypted { "starttls" } else { "none" },
                "connections": case.connections,
            }],
        });
        school.write("config.json", settings.to_string());
        let addresses = (0..case.messages).map(|index| format!("p{index}@example.org\n"));
        school.write("addresses.txt", addresses.collect::<String>());
        let text = "Bonjour, voici une ligne de texte sans accent pour faire la taille.\n";
        let large = case.size > LARGE;
        let body = text.repeat(if large { 1 } else { case.size / text.len() });
        school.write("body.txt", body);
        if large {
            // Base64 makes four bytes of three.
            school.write("piece.bin", vec![7; case.size / 4 * 3]);
        }
        school.run(&["list", "create", "tous", "--owner", "dir@ac-test.fr"]);
        school.run(&["import", "addresses.txt", "--list", "tous"]);
        let plan = school.run(&[&Self::arguments(case)[..], &["--dry-run", "--json"]].concat());
        let plan: serde_json::Value = serde_json::from_slice(&plan).unwrap();
        let copy = plan["first"]["message"].as_str().unwrap();
        school.copy = copy.as_bytes().to_vec();
        school
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.home.path().join(name), bytes).unwrap();
    }

    fn arguments(case: &Case) -> Vec<&'static str> {
        let mut arguments = vec!["send", "tous", "--subject", "Mesure", "--body", "body.txt"];
        if case.size > LARGE {
            arguments.extend(["--attach", "piece.bin"]);
        }
        arguments
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carnet"));
        command
            .args(arguments)
            .current_dir(self.home.path())
            .env("CARNET_HOME", self.home.path())
            .env("SSL_CERT_FILE", tls::authority());
        command
    }

    fn run(&self, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    }

    /// Sends to everybody; returns the time from the freeze to the end of the
    /// program, and what it cost.
    pub fn send(&self, case: &Case) -> (Duration, Usage) {
        drop(fs::remove_dir_all(self.messages()));
        let mut child = self
            .command(&[&Self::arguments(case)[..], &["--yes"]].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let before = usage::of_children();
        let mut frozen = None;
        while frozen.is_none() && child.try_wait().unwrap().is_none() {
            frozen = self.message().is_some().then(Instant::now);
            thread::sleep(Duration::from_millis(1));
        }
        let peak = usage::follow_peak(child.id());
        let status = child.wait().unwrap();
        let took = frozen.expect("it was frozen").elapsed();
        assert!(status.success(), "{status}");
        let usage = Usage {
            cpu: usage::of_children() - before,
            peak: peak.join().unwrap(),
        };
        (took, usage)
    }

    /// Writes the journal of the last send once more, with nothing in between;
    /// returns how long that takes.
    pub fn journal_alone(&self) -> Duration {
        let path = self.message().expect("it was sent").join("journal.jsonl");
        let events = read_journal(&path).unwrap();
        fs::write(&path, "").unwrap();
        let store = Store::new(self.home.path().to_owned());
        let ids = store.message_ids().unwrap();
        let lock = store.lock_message(&ids[0]).unwrap();
        let journal = lock.journal().unwrap();
        let start = Instant::now();
        // As a run does: outcomes and the next intents in one write, a block synced.
        for events in events.chunk_by(|event, next| !ends_a_write(event, next)) {
            journal.append(events).unwrap();
            if matches!(events.last(), Some(Event::Reserved { .. })) {
                journal.sync().unwrap();
            }
        }
        start.elapsed()
    }

    fn messages(&self) -> PathBuf {
        self.home.path().join("messages")
    }

    /// Returns the folder of the only message, once it is frozen.
    fn message(&self) -> Option<PathBuf> {
        let mut folders = self.messages().read_dir().ok()?.flatten();
        let folder = folders.find(|entry| Path::new(&entry.path()).join("message.json").exists());
        folder.map(|entry| entry.path())
    }
}

const fn ends_a_write(event: &Event, next: &Event) -> bool {
    match event {
        Event::Trying { .. } => !matches!(next, Event::Trying { .. }),
        Event::Reserved { .. } => true,
        _ => false,
    }
}
