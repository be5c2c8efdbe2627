//! What is on the disk before what depends on it, as a trace of the system calls
//! tells: a power loss between any two of them is as good as none.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use carnet::{
    domain::{
        delivery::DeliveryCounts,
        message::{Message, MessageState},
    },
    store::Store,
};

use crate::support::{
    Env, Run,
    school::{DIRECTOR, School},
    smtp::{Script, SmtpServer},
    trace::traced,
};

const MESSAGE: [&str; 7] = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
/// What changes a file or a folder, and what puts it on the disk.
const CALLS: &str = "trace=write,writev,pwrite64,sendto,sendmsg,connect,fsync,fdatasync,openat,\
                     ?mkdir,mkdirat,?rename,?renameat,renameat2";

/// What is on the disk, up to a line of a trace.
#[derive(Default)]
struct Disk {
    /// How often each file and folder was changed.
    changes: BTreeMap<PathBuf, usize>,
    /// How many of these changes are on the disk.
    synced: BTreeMap<PathBuf, usize>,
    /// What each thread is syncing, and how many changes there were when it began.
    begun: BTreeMap<String, (PathBuf, usize)>,
    created: BTreeSet<PathBuf>,
}

impl Disk {
    /// Follows a trace to its end; `look` is shown each call and what is on the disk then.
    fn follow(trace: &Path, mut look: impl FnMut(&Self, &str)) -> Self {
        let mut disk = Self::default();
        for line in std::fs::read_to_string(trace).unwrap().lines() {
            let (thread, call) = line.split_once(' ').unwrap();
            disk.take(thread, call.trim_start());
            look(&disk, call.trim_start());
        }
        disk
    }

    fn take(&mut self, thread: &str, call: &str) {
        let (name, rest) = call.split_once('(').unwrap_or((call, ""));
        match name {
            "fsync" | "fdatasync" => {
                let path = opened(rest);
                let changes = self.changes.get(&path).copied().unwrap_or_default();
                self.begun.insert(thread.to_owned(), (path, changes));
            }
            "write" | "writev" | "pwrite64" => self.change(opened(rest)),
            "openat" if rest.contains("O_CREAT") => self.create(&named(rest)[0]),
            "mkdir" | "mkdirat" if rest.ends_with("= 0") => self.create(&named(rest)[0]),
            "rename" | "renameat" | "renameat2" if rest.ends_with("= 0") => {
                if let [from, to] = &named(rest)[..] {
                    self.rename(from, to);
                }
            }
            _ => {}
        }
        let is_sync = name.ends_with("sync") || call.contains("sync resumed>");
        if is_sync
            && call.ends_with("= 0")
            && let Some((path, changes)) = self.begun.remove(thread)
        {
            self.synced.insert(path, changes);
        }
    }

    fn change(&mut self, path: PathBuf) {
        *self.changes.entry(path).or_default() += 1;
    }

    fn create(&mut self, path: &Path) {
        if self.created.insert(path.to_owned()) {
            self.change(path.parent().unwrap().to_owned());
        }
    }

    /// Gives a file, or a folder with what it holds, another name.
    fn rename(&mut self, from: &Path, to: &Path) {
        for counts in [&mut self.changes, &mut self.synced] {
            counts.retain(|path, _| !path.starts_with(to));
            let renamed = std::mem::take(counts).into_iter().map(|(path, count)| {
                let inside = path.strip_prefix(from).map(|inside| to.join(inside));
                (inside.unwrap_or(path), count)
            });
            *counts = renamed.collect();
        }
        for path in [from, to] {
            self.change(path.parent().unwrap().to_owned());
        }
    }

    /// Returns how many changes of a file or folder are not on the disk.
    fn unsynced(&self, path: &Path) -> usize {
        let count = |counts: &BTreeMap<_, _>| counts.get(path).copied().unwrap_or_default();
        count(&self.changes) - count(&self.synced)
    }
}

/// Returns the file that a call is about which has it open: `5</path>, …`.
fn opened(arguments: &str) -> PathBuf {
    let path = arguments.split_once('<').map_or("", |(_, rest)| rest);
    path.split('>').next().unwrap().into()
}

/// Returns the files that a call names: `"/path", …`.
fn named(arguments: &str) -> Vec<PathBuf> {
    arguments
        .split('"')
        .skip(1)
        .step_by(2)
        .map(Into::into)
        .collect()
}

/// Runs the program, and returns what it said and its trace; nothing where strace
/// cannot be had.
fn trace(env: &Env, arguments: &[&str], options: &[&str]) -> Option<(Run, PathBuf)> {
    let (mut command, trace) = traced(env, options)?;
    let output = command.args(arguments).output().unwrap();
    Some((env.read_output(&output), trace))
}

fn school(server: &SmtpServer, parents: usize) -> School {
    let school = School::on(server);
    school.crowd("tous", parents);
    school
}

/// Freezes a message that leaves on 1 December, which it is afterwards.
fn schedule(school: &mut School) {
    let run = school.run(MESSAGE.iter().chain(&["--at", "2026-12-01 08:00"]));
    assert_eq!(run.code, 0, "{run}");
    school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
}

/// Returns the only message.
fn message(school: &School) -> (Store, Message) {
    let store = Store::new(school.home());
    let id = store.message_ids().unwrap().pop().unwrap();
    let message = store.message(&id).unwrap();
    (store, message)
}

/// Leaves the message as a process does that is killed before it counts the deliveries.
fn forget_counts(school: &School) {
    let (store, mut message) = message(school);
    message.state = MessageState::Queued;
    message.finished = None;
    message.counts = DeliveryCounts::of_pending(message.counts.total());
    store
        .lock_message(&message.id)
        .unwrap()
        .save(&message)
        .unwrap();
}

/// Fails unless the journal is on the disk whenever `message.json` is replaced.
fn expect_journal_before_counts(school: &School, arguments: &[&str], code: i32) {
    let Some((run, trace)) = trace(school, arguments, &["-e", CALLS]) else {
        return;
    };
    assert_eq!(run.code, code, "{run}");
    let mut count = 0;
    Disk::follow(&trace, |disk, call| {
        if !call.starts_with("rename") {
            return;
        }
        let Some(saved) = named(call)
            .into_iter()
            .find(|path| path.ends_with("message.json"))
        else {
            return;
        };
        let journal = saved.with_file_name("journal.jsonl");
        let is_synced = disk.synced.contains_key(&journal) && disk.unsynced(&journal) == 0;
        assert!(is_synced, "{arguments:?}: {call}");
        count += 1;
    });
    assert!(count > 0, "{arguments:?}: {run}");
}

#[test]
fn the_journal_is_on_the_disk_before_the_counts_that_are_taken_from_it() {
    let server = SmtpServer::start(Script::new());
    let mut sent = school(&server, 3);
    schedule(&mut sent);
    sent.ok(["store", "backup", "b"]);
    let restore = ["--home", "new", "store", "restore", "b"];
    expect_journal_before_counts(&sent, &restore, 3);
    expect_journal_before_counts(&sent, &["queue", "run"], 0);
    // What a kill leaves to be counted, the queue counts, or whoever resumes.
    forget_counts(&sent);
    expect_journal_before_counts(&sent, &["queue", "run"], 0);
    forget_counts(&sent);
    let id = message(&sent).1.id.to_string();
    expect_journal_before_counts(&sent, &["queue", "resume", &id], 0);

    let mut cancelled = school(&server, 3);
    schedule(&mut cancelled);
    let id = message(&cancelled).1.id.to_string();
    let cancel = ["queue", "cancel", &id, "--yes"];
    expect_journal_before_counts(&cancelled, &cancel, 0);
}

#[test]
fn what_the_program_keeps_is_on_the_disk_when_it_ends() {
    let env = Env::new();
    let far = env.home().join("far/store");
    let home = ["--home", far.to_str().unwrap()];
    for arguments in [
        &["setup", "--professional-domain", "ac-test.fr"][..],
        &["list", "create", "cp", "--owner", DIRECTOR],
    ] {
        let arguments = [&home, arguments].concat();
        let Some((run, trace)) = trace(&env, &arguments, &["-e", CALLS]) else {
            return;
        };
        assert_eq!(run.code, 0, "{run}");
        let disk = Disk::follow(&trace, |_, _| {});
        let below_root = disk
            .changes
            .keys()
            .filter(|path| path.starts_with(env.root()));
        let lost: Vec<_> = below_root.filter(|path| disk.unsynced(path) > 0).collect();
        assert!(lost.is_empty(), "{arguments:?}: {lost:?}");
    }
}

#[test]
fn the_message_is_on_the_disk_before_the_first_connection() {
    let server = SmtpServer::start(Script::new());
    let school = school(&server, 3);
    let Some((run, trace)) = trace(&school, &MESSAGE, &["-e", CALLS]) else {
        return;
    };
    assert_eq!(run.code, 0, "{run}");
    let port = format!("htons({})", server.port());
    let (_, message) = message(&school);
    let folder = school.home().join("messages").join(message.id.as_str());
    let mut connections = 0;
    Disk::follow(&trace, |disk, call| {
        if !call.starts_with("connect(") || !call.contains(&port) {
            return;
        }
        if connections == 0 {
            let below_home = disk
                .changes
                .keys()
                .filter(|path| path.starts_with(school.home()));
            let lost: Vec<_> = below_home.filter(|path| disk.unsynced(path) > 0).collect();
            assert!(lost.is_empty(), "{lost:?}");
            for file in [
                "message.json",
                "content.eml",
                "recipients.jsonl",
                "journal.jsonl",
            ] {
                assert!(disk.synced.contains_key(&folder.join(file)), "{file}");
            }
        }
        connections += 1;
    });
    assert!(connections > 0, "{run}");
}

#[test]
fn a_message_that_cannot_be_kept_is_not_in_the_queue() {
    let server = SmtpServer::start(Script::new());
    let mut school = school(&server, 3);
    let messages = school.home().join("messages");
    std::fs::create_dir(&messages).unwrap();
    // All that is left to do by then is to put its name on the disk.
    let faults = "inject=fsync,fdatasync:error=EIO";
    let options = ["-P", messages.to_str().unwrap(), "-e", faults];
    let arguments = [&MESSAGE[..], &["--at", "2026-12-01 08:00"]].concat();
    let Some((run, _)) = trace(&school, &arguments, &options) else {
        return;
    };
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("cannot write"), "{run}");
    assert_eq!(std::fs::read_dir(&messages).unwrap().count(), 0, "{run}");
    // Whoever sends it again sends it once.
    schedule(&mut school);
    school.ok(["queue", "run"]);
    assert_eq!(server.mails().len(), 3);
}

#[test]
fn what_left_is_counted_on_the_disk_but_for_two_blocks() {
    /// Of an account with limits.
    const BLOCK: usize = 16;
    /// Over four connections, each with room for four.
    const IN_FLIGHT: usize = 16;
    let server = SmtpServer::start(Script::new().keyword("PIPELINING").keyword("CHUNKING"));
    let school = school(&server, 120);
    school.ok(["account", "edit", DIRECTOR, "--limit", "1000/h"]);
    let Some((run, trace)) = trace(&school, &MESSAGE, &["-e", CALLS]) else {
        return;
    };
    assert_eq!(run.code, 0, "{run}");
    let folder = school.home().join("pace");
    let record = folder.join(DIRECTOR);
    let mut told_of = 0;
    Disk::follow(&trace, |disk, call| {
        let told = call.matches("RCPT TO:<").count();
        if told == 0 {
            return;
        }
        told_of += told;
        for folder in [&folder, &school.home()] {
            assert_eq!(disk.unsynced(folder), 0, "{}", folder.display());
        }
        // Each is written down when it begins, and again when it is answered.
        let lost = disk.unsynced(&record);
        assert!(lost <= 2 * 2 * BLOCK + IN_FLIGHT, "{lost} after {told_of}");
    });
    assert_eq!(told_of, 120);
}
