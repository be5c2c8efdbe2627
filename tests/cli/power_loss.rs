//! The journal of a run cut at every byte, as a power loss cuts it: whoever a
//! server may have accepted is known to be accepted or uncertain, and is not
//! sent to again.

use std::{collections::BTreeSet, ops::Range};

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
    fn new(script: Script) -> Self {
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
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        school.crowd("tous", PARENTS);
        let run = school.run(["send", "tous", "--subject", "S", "--text", "T", "--yes"]);
        assert_eq!(run.code, 3, "{run}");
        let store = Store::new(school.home());
        let id = store.message_ids().unwrap().pop().unwrap();
        let mut message = store.message(&id).unwrap();
        message.state = MessageState::Queued;
        message.finished = None;
        message.counts = DeliveryCounts {
            pending: PARENTS,
            ..DeliveryCounts::default()
        };
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

    /// Leaves only the beginning of the journal.
    fn cut(&self, length: usize) -> Vec<Delivery> {
        let path = self.store.journal_path(&self.message.id);
        std::fs::write(path, &self.journal[..length]).unwrap();
        deliveries(&self.store, &self.message).unwrap()
    }
}

fn both() -> [Script; 2] {
    [Script::new(), Script::new().keyword("PIPELINING")]
}

#[test]
fn wherever_a_power_loss_cuts_the_journal_nobody_who_may_have_the_message_is_sent_it_again() {
    for script in both() {
        let past = Past::new(script);
        let whole: BTreeSet<u32> = past.may_have_it(past.journal.len());
        assert_eq!(whole.len(), PARENTS - 2);
        let mut known = past.cut(0);
        let mut may_have_it = past.may_have_it(0);
        for cut in 0..=past.journal.len() {
            let deliveries = past.cut(cut);
            if past.journal[..cut].ends_with(b"\n") {
                may_have_it = past.may_have_it(cut);
                known.clone_from(&deliveries);
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

#[test]
fn after_a_power_loss_the_program_sends_to_the_others_alone() {
    for script in both() {
        let past = Past::new(script);
        for part in 0..12 {
            let length = past.journal.len() * part / 12;
            past.cut(length);
            let lock = past.store.lock_message(&past.message.id).unwrap();
            lock.save(&past.message).unwrap();
            drop(lock);
            let may_have_it = past.may_have_it(length);
            let before = past.server.mail_count();
            let id = past.message.id.to_string();
            let run = past.school.run(["queue", "resume", &id]);
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
                assert!(!is_left_out, "{part}: {address}");
            }
        }
    }
}
