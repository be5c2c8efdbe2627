//! The journal of a run cut at every byte, as a power loss cuts it: whoever a
//! server may have accepted is known to be accepted or uncertain, and is not
//! sent to again; and few others are. It holds as long as nobody is tried before
//! the line that reserves them is on the disk.

use std::{collections::BTreeSet, io::Write as _, ops::Range};

use carnet::{
    domain::{
        delivery::{Delivery, DeliveryCounts, DeliveryState},
        event::Event,
        message::{Message, MessageState},
    },
    ops::sending::{Retry, Uncertain, deliveries, plan_resume},
    store::Store,
};

use crate::support::{
    account::Accounting,
    school::School,
    smtp::{Moment, Reply, Script, SmtpServer},
};

/// More than a first block, so that the journal is synced within the run.
const PARENTS: usize = 22;
/// Several blocks, each twice as large as the one before.
const CROWD: usize = 120;
const FIRST_BLOCK: usize = 16;
/// As many as an account has.
const CONNECTIONS: usize = 4;

/// A run that went to its end, and everything that can be cut from it.
struct Past {
    school: School,
    server: SmtpServer,
    store: Store,
    /// As it stood while the run went on.
    message: Message,
    journal: Vec<u8>,
    lines: Vec<(Range<usize>, Event)>,
}

impl Past {
    /// Sends to everybody through a server that also refuses, defers and hangs up.
    fn troubled(script: Script) -> Self {
        let script = script
            .reply_to_rcpt("p003@example.org", "550 5.1.1 no such person")
            .reply_to_rcpt("p020@example.org", "450 4.2.0 later")
            .first(
                Moment::Content,
                (0..9).map(|_| Reply::Usual).chain([Reply::Close]),
            )
            .first(
                Moment::Mail,
                (0..14).map(|_| Reply::Usual).chain([Reply::Abort]),
            );
        Self::of(script, PARENTS, 3)
    }

    /// Sends to so many, which ends with this exit code.
    fn of(script: Script, parents: usize, code: i32) -> Self {
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.crowd("tous", parents);
        let run = school.run(["send", "tous", "--subject", "S", "--text", "T", "--yes"]);
        assert_eq!(run.code, code, "{run}");
        let store = Store::new(school.home());
        let id = store.message_ids().unwrap().pop().unwrap();
        let mut message = store.message(&id).unwrap();
        message.state = MessageState::Queued;
        message.finished = None;
        message.counts = DeliveryCounts::of_pending(parents);
        let journal = std::fs::read(store.journal_path(&id)).unwrap();
        let mut past = Self {
            school,
            server,
            store,
            message,
            journal,
            lines: Vec::new(),
        };
        past.restart_computer();
        past
    }

    /// Gives the journal another identifier of the computer's start, as long as its own.
    fn restart_computer(&mut self) {
        let mut end = 0;
        let mut journal = Vec::new();
        for line in self.journal.split_inclusive(|&byte| byte == b'\n') {
            let mut event = serde_json::from_slice(line).unwrap();
            if let Event::Started { boot, .. } = &mut event {
                "another".clone_into(boot);
            }
            journal.extend(serde_json::to_vec(&event).unwrap());
            journal.push(b'\n');
            self.lines.push((end..journal.len(), event));
            end = journal.len();
        }
        self.journal = journal;
    }

    /// Returns whom the server may have accepted when the power went, given that
    /// no more than the beginning of the journal was on the disk.
    ///
    /// A recipient is tried once the line that reserves it is on the disk. So
    /// the power went before the first of those whose line is lost was tried.
    fn may_have_it(&self, cut: usize) -> BTreeSet<u32> {
        let mut lost: BTreeSet<u32> = BTreeSet::new();
        let mut may_have_it = BTreeSet::new();
        for (index, (place, event)) in self.lines.iter().enumerate() {
            match event {
                Event::Reserved { recipients } if place.end > cut => lost.extend(recipients),
                Event::Trying { recipient } if lost.contains(recipient) => break,
                Event::Trying { recipient } if self.is_accepted_after(index, *recipient) => {
                    may_have_it.insert(*recipient);
                }
                _ => {}
            }
        }
        may_have_it
    }

    /// Tells whether the attempt that a line begins was accepted, or may have been.
    fn is_accepted_after(&self, line: usize, tried: u32) -> bool {
        self.lines[line..]
            .iter()
            .find_map(|(_, event)| match event {
                Event::Accepted { recipient, .. } | Event::Uncertain { recipient, .. } => {
                    (*recipient == tried).then_some(true)
                }
                Event::Refused { recipient, .. }
                | Event::Deferred { recipient, .. }
                | Event::Released { recipient, .. } => (*recipient == tried).then_some(false),
                _ => None,
            })
            .unwrap_or(true)
    }

    /// Returns the events of which the disk has the whole line.
    fn kept(&self, cut: usize) -> impl Iterator<Item = &Event> {
        let kept = self
            .lines
            .iter()
            .take_while(move |(place, _)| place.end <= cut);
        kept.map(|(_, event)| event)
    }

    /// Returns who is open in the beginning of the journal.
    fn open(&self, cut: usize) -> Open {
        let mut open = Open::default();
        self.kept(cut).for_each(|event| open.take(event));
        open
    }

    /// Leaves only the beginning of the journal.
    fn cut(&self, length: usize) -> Vec<Delivery> {
        let path = self.store.journal_path(&self.message.id);
        // A file that is emptied first is put on the disk as soon as it is
        // closed (ext4, `auto_da_alloc`), which costs more than all the rest.
        let mut file = std::fs::File::options().write(true).open(path).unwrap();
        file.write_all(&self.journal[..length]).unwrap();
        file.set_len(length as u64).unwrap();
        deliveries(&self.store, &self.message).unwrap()
    }
}

/// Those who are reserved or tried, and of whom no outcome is known.
#[derive(Debug, Default)]
struct Open {
    reserved: BTreeSet<u32>,
    tried: BTreeSet<u32>,
    /// Those of each block, whatever became of them.
    blocks: Vec<Vec<u32>>,
}

impl Open {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Reserved { recipients } => {
                self.reserved.extend(recipients);
                self.blocks.push(recipients.clone());
            }
            // That it is uncertain is no outcome: it is all that is known.
            Event::Trying { recipient } | Event::Uncertain { recipient, .. } => {
                self.reserved.remove(recipient);
                self.tried.insert(*recipient);
            }
            Event::Accepted { recipient, .. }
            | Event::Refused { recipient, .. }
            | Event::Deferred { recipient, .. }
            | Event::Released { recipient, .. }
            | Event::Skipped { recipient, .. } => {
                self.reserved.remove(recipient);
                self.tried.remove(recipient);
            }
            Event::Ended { .. } => self.reserved.clear(),
            Event::Started { .. } | Event::Resend { .. } => {}
        }
    }

    fn contains(&self, recipient: u32) -> bool {
        self.reserved.contains(&recipient) || self.tried.contains(&recipient)
    }
}

/// What a server offers: one command at a time, the next one announced, several
/// messages in flight.
#[test]
fn wherever_a_power_loss_cuts_the_journal_nobody_who_may_have_the_message_is_sent_it_again() {
    for script in Script::modes() {
        let past = Past::troubled(script);
        let whole: BTreeSet<u32> = past.may_have_it(past.journal.len());
        let ended = past.cut(past.journal.len());
        let is_taken = |&recipient: &u32| {
            let state = ended[recipient as usize].state;
            matches!(state, DeliveryState::Accepted | DeliveryState::Uncertain)
        };
        let taken: BTreeSet<u32> = (0..).take(PARENTS).filter(is_taken).collect();
        assert_eq!(whole, taken);
        // Two are refused and asked to wait, unless the link was lost meanwhile.
        assert!(whole.len() >= PARENTS - 2, "{whole:?}");
        let mut known = past.cut(0);
        let mut may_have_it = past.may_have_it(0);
        for cut in 0..=past.journal.len() {
            let deliveries = past.cut(cut);
            if past.journal[..cut].ends_with(b"\n") {
                may_have_it = past.may_have_it(cut);
                known.clone_from(&deliveries);
                let open = past.open(cut);
                for recipient in uncertain(&known) {
                    assert!(open.contains(recipient), "{cut}: {recipient}, {open:?}");
                }
            }
            // A torn line is as good as none.
            assert_eq!(deliveries, known, "{cut}");
            for &recipient in &may_have_it {
                let state = deliveries[recipient as usize].state;
                assert!(
                    matches!(state, DeliveryState::Accepted | DeliveryState::Uncertain),
                    "{recipient} is {state:?} after {}",
                    String::from_utf8_lossy(&past.journal[..cut])
                );
            }
            let remaining = plan_resume(&deliveries, Uncertain::Keep, Retry::All);
            let remaining: BTreeSet<u32> = remaining.recipients.into_iter().collect();
            assert!(remaining.is_disjoint(&may_have_it), "{cut}");
        }
    }
}

fn uncertain(deliveries: &[Delivery]) -> impl Iterator<Item = u32> {
    let deliveries = (0..).zip(deliveries);
    deliveries
        .filter(|(_, delivery)| delivery.state == DeliveryState::Uncertain)
        .map(|(recipient, _)| recipient)
}

#[test]
fn a_power_loss_leaves_uncertain_two_blocks_and_what_was_in_flight_at_the_most() {
    for script in Script::modes() {
        let past = Past::of(script, CROWD, 0);
        let mut most = 0;
        for (place, _) in &past.lines {
            let deliveries = past.cut(place.end);
            let open = past.open(place.end);
            let first = open.blocks.len().saturating_sub(2);
            let last_two: BTreeSet<u32> = open.blocks[first..].concat().into_iter().collect();
            let is_elsewhere =
                |recipient: &u32| !open.tried.contains(recipient) && !last_two.contains(recipient);
            // Each connection may have claimed one whom it does not try yet.
            let elsewhere = uncertain(&deliveries).filter(is_elsewhere).count();
            assert!(elsewhere <= CONNECTIONS, "{}: {open:?}", place.end);
            most = most.max(uncertain(&deliveries).count());
        }
        let blocks = past.open(past.journal.len()).blocks;
        let mut bound = FIRST_BLOCK;
        for block in &blocks {
            assert!(block.len() <= bound, "{blocks:?}");
            bound = bound.max(4 * block.len());
        }
        assert!(
            blocks.len() > 2 && most >= FIRST_BLOCK,
            "{most}, {blocks:?}"
        );
    }
}

#[test]
fn after_a_power_loss_the_program_sends_to_the_others_alone() {
    for script in Script::modes() {
        let past = Past::troubled(script);
        for part in 0..12 {
            let length = past.journal.len() * part / 12;
            past.cut(length);
            let lock = past.store.lock_message(&past.message.id).unwrap();
            lock.save(&past.message).unwrap();
            drop(lock);
            let may_have_it = past.may_have_it(length);
            let before = past.server.mail_count();
            let id = past.message.id.to_string();
            let resume = || past.school.run(["queue", "resume", &id]);
            let mut run = resume();
            // Whoever the server wants to be asked later is not forgotten.
            if run.code == 75 {
                run = resume();
            }
            assert!([0, 3, 75].contains(&run.code), "{run}");
            let written_to = past.server.mails().split_off(before);
            let accounting = Accounting::of(&past.school).unwrap();
            for (recipient, (address, state)) in (0..).zip(&accounting.states) {
                let copies = written_to
                    .iter()
                    .filter(|mail| mail.recipients == [address.as_str()])
                    .count();
                assert!(copies <= 1, "{part}: {address}");
                if may_have_it.contains(&recipient) {
                    assert_eq!(copies, 0, "{part}: {address} has it already");
                }
                let is_left_out = *state == DeliveryState::Pending;
                assert!(!is_left_out, "{part}: {address}: {run}");
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod unsynced {
    use std::{
        collections::{BTreeMap, BTreeSet},
        os::unix::fs::symlink,
        path::PathBuf,
    };

    use carnet::{
        domain::{
            event::Event,
            message::{Message, MessageState},
        },
        store::Store,
    };

    use super::{CROWD, PARENTS};
    use crate::support::{
        account::Accounting,
        school::{DIRECTOR, School},
        smtp::{Script, SmtpServer},
        trace::traced,
    };

    /// A school whose message to so many leaves on 1 December, which it is now.
    fn frozen(script: Script, parents: usize) -> (School, SmtpServer) {
        let server = SmtpServer::start(script);
        let mut school = School::on(&server);
        school.crowd("tous", parents);
        let message = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
        let run = school.run(message.iter().chain(&["--at", "2026-12-01 08:00"]));
        assert_eq!(run.code, 0, "{run}");
        school.set("CARNET_CLOCK", "2026-12-01T08:00:00Z");
        (school, server)
    }

    /// Returns the only message, and where its journal is.
    fn message(school: &School) -> (Message, PathBuf) {
        let store = Store::new(school.home());
        let id = store.message_ids().unwrap().pop().unwrap();
        (store.message(&id).unwrap(), store.journal_path(&id))
    }

    /// Returns whom the server was told of, by their places in the audience.
    fn told_of(lines: &str) -> Vec<u32> {
        let after = lines.split("RCPT TO:<p").skip(1);
        after
            .map(|line| line.split_once('@').unwrap().0.parse().unwrap())
            .collect()
    }

    #[test]
    fn nobody_is_tried_when_the_journal_does_not_reach_the_disk() {
        for script in Script::modes() {
            let (school, server) = frozen(script, PARENTS);
            let (before, journal) = message(&school);
            // It takes every write, and no sync.
            std::fs::remove_file(&journal).unwrap();
            symlink("/dev/null", &journal).unwrap();
            let run = school.run(["queue", "run"]);
            assert_eq!(run.code, 1, "{run}");
            assert!(run.stderr.contains("journal.jsonl"), "{run}");
            let commands = server.commands();
            assert!(commands.iter().all(|line| !line.starts_with("MAIL")));
            assert_eq!(server.mail_count(), 0);
            let (after, _) = message(&school);
            assert_eq!(after.state, MessageState::Queued, "{run}");
            assert_eq!(after.counts, before.counts, "{run}");

            std::fs::remove_file(&journal).unwrap();
            std::fs::write(&journal, "").unwrap();
            let run = school.run(["queue", "run"]);
            assert_eq!(run.code, 0, "{run}");
            let accounting = Accounting::of(&school).unwrap();
            assert_eq!(accounting.counts().accepted, PARENTS, "{run}");
            assert_eq!(accounting.contradictions(&server.mails()), "");
        }
    }

    /// What a trace tells of those reserved, up to a line of it.
    #[derive(Default)]
    struct Syncs {
        /// Those whose line was written.
        written: BTreeSet<u32>,
        /// Those whose line was written before a thread began to sync the journal.
        begun: BTreeMap<String, BTreeSet<u32>>,
        /// Those whose line is on the disk.
        done: BTreeSet<u32>,
        /// Those whom the server was told of.
        told: usize,
    }

    impl Syncs {
        fn follow(&mut self, line: &str) {
            let (thread, call) = line.split_once(' ').unwrap();
            let call = call.trim_start();
            let is_sync = call.starts_with("fdatasync(") || call.starts_with("fsync(");
            let resumes_sync = call.starts_with("<... f") && call.contains("sync resumed>");
            if is_sync && call.contains("/journal.jsonl>") {
                self.begun.insert(thread.to_owned(), self.written.clone());
            }
            if (is_sync || resumes_sync) && call.ends_with("= 0") {
                self.done
                    .extend(self.begun.remove(thread).unwrap_or_default());
            }
            for block in call.split(r#"\"reserved\",\"recipients\":["#).skip(1) {
                let (block, _) = block.split_once(']').unwrap();
                let recipients = block.split(',').map(|one| one.parse::<u32>().unwrap());
                self.written.extend(recipients);
            }
            for recipient in told_of(call) {
                assert!(self.done.contains(&recipient), "{recipient} in {line}");
                self.told += 1;
            }
        }
    }

    #[test]
    fn whom_the_server_is_told_of_is_on_the_disk_already() {
        for script in Script::modes() {
            let (school, server) = frozen(script, CROWD);
            let calls = "trace=write,writev,pwrite64,sendto,sendmsg,fsync,fdatasync";
            let Some((mut command, trace)) = traced(&school, &["-e", calls]) else {
                return;
            };
            let output = command.args(["queue", "run"]).output().unwrap();
            let run = school.read_output(&output);
            assert_eq!(run.code, 0, "{run}");
            let mut syncs = Syncs::default();
            let trace = std::fs::read_to_string(trace).unwrap();
            trace.lines().for_each(|line| syncs.follow(line));
            assert_eq!((syncs.told, server.mail_count()), (CROWD, CROWD));
        }
    }

    #[test]
    fn nobody_of_a_later_block_is_tried_when_it_does_not_reach_the_disk() {
        for script in Script::modes() {
            let (school, server) = frozen(script, CROWD);
            school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
            let (_, journal) = message(&school);
            let faults = "inject=fsync,fdatasync:error=EIO:when=3+";
            let options = ["-P", journal.to_str().unwrap(), "-e", faults];
            let Some((mut command, _)) = traced(&school, &options) else {
                return;
            };
            let output = command.args(["queue", "run"]).output().unwrap();
            let run = school.read_output(&output);
            assert_eq!(run.code, 1, "{run}");
            let events = std::fs::read_to_string(&journal).unwrap();
            let blocks: Vec<Vec<u32>> = events
                .lines()
                .filter_map(|line| match serde_json::from_str(line).unwrap() {
                    Event::Reserved { recipients } => Some(recipients),
                    _ => None,
                })
                .collect();
            let (_, on_disk) = blocks.split_last().unwrap();
            let on_disk: BTreeSet<u32> = on_disk.concat().into_iter().collect();
            let told_of = told_of(&server.commands().join("\n"));
            assert!(!told_of.is_empty() && on_disk.len() < CROWD, "{run}");
            for recipient in told_of {
                assert!(on_disk.contains(&recipient), "{recipient} of {blocks:?}");
            }
            let accounting = Accounting::of(&school).unwrap();
            let counts = accounting.counts();
            assert_eq!(counts.accepted, server.mail_count(), "{run}");
            assert_eq!(counts.accepted + counts.pending, CROWD, "{counts:?}");
            assert_eq!(accounting.contradictions(&server.mails()), "");
        }
    }
}
