//! What one command costs in a store of 1,000 lists of 300 subscribers, with an
//! archive of 2,000 messages of 300 deliveries.
//!
//! `cargo bench --bench scale` runs the real program and says which commands
//! exceed their limit of CPU time. Linux only: elsewhere nothing tells the CPU
//! time of a child.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use carnet::{
    domain::{
        address::Address,
        audience::{Audience, Recipient},
        delivery::DeliveryCounts,
        event::Event,
        list::{List, ListId},
        list_name::ListName,
        message::{Message, MessageId, MessageList, MessageState},
        subscriber::{Origin, Subscriber},
    },
    store::{Frozen, Store, boot_id},
};
use jiff::Timestamp;

const LISTS: usize = 1_000;
const SUBSCRIBERS: usize = 300;
const MESSAGES: u32 = 2_000;
/// The last of them are not finished.
const QUEUED: u32 = 5;
/// How often each command is run, each time on another list.
const ROUNDS: usize = 25;

/// What a change of one list may cost.
const CHANGE: Duration = Duration::from_millis(20);
/// What an overview of all lists or messages may cost, and finding an address.
const OVERVIEW: Duration = Duration::from_millis(50);

/// What the beginning of a command line is completed with may cost.
const COMPLETION: Duration = Duration::from_millis(20);

/// A command, and what it may cost.
struct Case {
    /// Its words for the n-th list, separated by spaces.
    words: fn(usize) -> String,
    limit: Duration,
    /// Whether the last word is to be completed.
    is_completion: bool,
}

/// In an order in which each command finds what it needs.
const CASES: [Case; 24] = [
    completion(|_| "list show ".to_owned()),
    completion(|n| format!("send parents-{n} parents-")),
    completion(|n| format!("send parents-{n} --class ")),
    completion(|_| "send --from ".to_owned()),
    completion(|_| "send --again ".to_owned()),
    completion(|_| "queue resume ".to_owned()),
    completion(|n| format!("moderator add parents-{n} ")),
    completion(|_| "archive sh".to_owned()),
    overview(|_| "list list".to_owned()),
    overview(|_| "queue list".to_owned()),
    overview(|_| "archive list".to_owned()),
    overview(|_| "subscriber find nobody@example.org".to_owned()),
    overview(|n| format!("subscriber find PARENT.1.{n}@example.org")),
    // On every list.
    overview(|_| "subscriber find parent.0.0@example.org".to_owned()),
    change(|n| format!("subscriber add parents-{n} new@example.org --name Zoé")),
    change(|n| format!("subscriber remove parents-{n} new@example.org")),
    change(|n| format!("moderator add parents-{n} moderator@ac-test.fr")),
    change(|n| format!("moderator remove parents-{n} moderator@ac-test.fr")),
    change(|n| format!("list edit parents-{n} --title Parents")),
    change(|n| format!("import --list parents-{n} one-person.csv")),
    change(|_| "import --by-class --owner dir@ac-test.fr one-pupil.csv".to_owned()),
    change(|n| format!("list create new-{n} --owner dir@ac-test.fr")),
    change(|n| format!("list rename new-{n} renamed-{n}")),
    change(|n| format!("list delete parents-{n} --yes")),
];

const fn change(words: fn(usize) -> String) -> Case {
    Case {
        words,
        limit: CHANGE,
        is_completion: false,
    }
}

const fn completion(words: fn(usize) -> String) -> Case {
    Case {
        words,
        limit: COMPLETION,
        is_completion: true,
    }
}

const fn overview(words: fn(usize) -> String) -> Case {
    Case {
        words,
        limit: OVERVIEW,
        is_completion: false,
    }
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    make_store(folder.path());
    make_archive(folder.path());
    println!(
        "{LISTS} lists of {SUBSCRIBERS} subscribers, {MESSAGES} messages to one of them; \
         CPU of a command:"
    );
    for case in CASES {
        let before = cpu_of_children();
        for round in 0..ROUNDS {
            let words = (case.words)(round);
            if case.is_completion {
                complete(folder.path(), &words);
            } else {
                run(folder.path(), &words);
            }
        }
        let spent = cpu_of_children().saturating_sub(before);
        let each = spent / u32::try_from(ROUNDS).unwrap_or(u32::MAX);
        let verdict = if each <= case.limit {
            "kept"
        } else {
            "exceeded"
        };
        let name = (case.words)(0);
        println!("{each:>9.1?}, limit {:?}: {verdict:<8}  {name}", case.limit);
    }
}

/// Fills a home with what a very large establishment would have.
fn make_store(home: &Path) {
    let config = r#"{"format":1,"professional_domains":["ac-test.fr"]}"#;
    let write = |name: &str, content: &str| {
        fs::write(home.join(name), content).expect("the file can be written");
    };
    write("config.json", config);
    write("one-person.csv", "Courriel;Nom\nimported@example.org;Zoé\n");
    // The list of this class is one of those that exist.
    write(
        "one-pupil.csv",
        "Courriel;Nom;Classe\nimported@example.org;Zoé;7\n",
    );
    let names: Vec<ListName> = (0..LISTS)
        .map(|rank| ListName::parse(&format!("parents-{rank}")).expect("it is a name"))
        .collect();
    let store = Store::new(home.to_owned());
    let locked = store.lock(|| ()).expect("nobody else has the store");
    let lists = names.iter().enumerate();
    locked
        .save_lists(lists.map(|(rank, name)| (name, list(rank))))
        .expect("the lists can be written");
}

/// Adds the messages of many years.
fn make_archive(home: &Path) {
    let store = Store::new(home.to_owned());
    for rank in 0..MESSAGES {
        let name = ListName::parse(&format!("parents-{rank}")).expect("it is a name");
        let list = list(0);
        let recipients: Vec<Recipient> = list
            .subscribers
            .iter()
            .map(|one| Recipient::new(one.address.clone(), name.clone()))
            .collect();
        let finished = rank + QUEUED < MESSAGES;
        let message = message(rank, MessageList::new(&name, &list, "Sortie"), finished);
        let frozen = Frozen {
            message: &message,
            content: b"Subject: Sortie\r\n\r\nBonjour.\r\n",
            text: "Bonjour.",
            audience: &Audience {
                recipients,
                exclusions: Vec::new(),
            },
        };
        let lock = store.freeze(&frozen).expect("it can be written");
        let journal = lock.journal().expect("it can be opened");
        journal
            .append(&events(finished))
            .expect("it can be written");
    }
}

fn message(rank: u32, list: MessageList, finished: bool) -> Message {
    let created = Timestamp::UNIX_EPOCH;
    let counts = if finished {
        DeliveryCounts {
            accepted: SUBSCRIBERS,
            ..DeliveryCounts::default()
        }
    } else {
        DeliveryCounts {
            pending: SUBSCRIBERS,
            ..DeliveryCounts::default()
        }
    };
    let digit = |place: u32| u8::try_from(rank / 20_u32.pow(place) % 20).unwrap_or_default();
    Message {
        id: MessageId::new(created, [3, 2, 1, 0].map(digit)),
        state: if finished {
            MessageState::Finished
        } else {
            MessageState::Queued
        },
        from: address("dir@ac-test.fr"),
        from_name: None,
        subject: "Sortie".to_owned(),
        lists: vec![list],
        classes: Vec::new(),
        attachments: Vec::new(),
        size: 32,
        created,
        finished: finished.then_some(created),
        excluded: 0,
        counts,
        schedule: None,
        stop: None,
    }
}

/// What a run wrote that reached everybody, or was stopped half-way.
fn events(finished: bool) -> Vec<Event> {
    let at = Timestamp::UNIX_EPOCH;
    let reached = if finished { 300 } else { 150 };
    let mut events = vec![Event::Started {
        at,
        boot: boot_id(),
    }];
    for recipient in 0..reached {
        events.push(Event::Trying { recipient });
        events.push(Event::Accepted {
            recipient,
            at,
            reply: "250 2.0.0 Ok: queued as 4F1A2B3C4D".to_owned(),
        });
    }
    events
}

fn list(rank: usize) -> List {
    let now = Timestamp::UNIX_EPOCH;
    let id = u128::try_from(rank).unwrap_or_default().to_be_bytes();
    let mut list = List::new(ListId::new(id, now), address("dir@ac-test.fr"), now);
    for number in 0..SUBSCRIBERS {
        // Half of the people are on one list only, the others on many.
        let who = if number % 2 == 0 { number } else { rank };
        let address = address(&format!("parent.{number}.{who}@example.org"));
        let mut one = Subscriber::new(address, Origin::Onde, now);
        one.names.insert(format!("Zoé DELORME {number}"));
        one.classes.insert("CE1-CE2 Mme Lavigne".to_owned());
        list.subscribers.insert(one);
    }
    list
}

fn address(text: &str) -> Address {
    Address::parse(text).expect("it is an address")
}

fn run(home: &Path, words: &str) {
    let mut command = program(home);
    command.args(words.split(' '));
    let output = command
        .stdin(Stdio::null())
        .output()
        .expect("the program can be run");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}: {errors}");
}

/// Completes the last word as bash has it done.
fn complete(home: &Path, words: &str) {
    let mut command = program(home);
    let output = command
        .env("CARNET_COMPLETE", "bash")
        .args(["--", "carnet"])
        .args(words.split(' '))
        .output()
        .expect("the program can be run");
    assert!(output.status.success(), "{words}");
}

fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carnet"));
    command.current_dir(home).env("CARNET_HOME", home);
    command
}

/// Returns the CPU time of all the processes that this one has waited for.
///
/// In hundredths of a second, so that only the sum of several says something.
fn cpu_of_children() -> Duration {
    /// The unit of times in `/proc` (`sysconf(_SC_CLK_TCK)`), the same on every Linux.
    const TICK: Duration = Duration::from_millis(10);
    let status = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program may hold spaces; user and system time of the
    // children are the 14th and 15th words after it.
    let words = status.rsplit(") ").next().unwrap_or_default().split(' ');
    words
        .skip(13)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u32>().ok())
        .map(|ticks| TICK * ticks)
        .sum()
}
