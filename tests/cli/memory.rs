//! The memory that a send takes at its peak, as the system tells it: neither the
//! number of recipients times the size of the message, nor much for each of them.

use std::{iter, path::Path, process::Stdio};

use crate::support::{
    school::School,
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

const MB: usize = 1_000_000;
/// How much a send takes at the most, besides twice the message.
const LIMIT: usize = 60 * MB;

/// What a send took, in bytes.
#[derive(Clone, Copy, Debug)]
struct Taken {
    /// The message as it is sent to each.
    message: usize,
    /// The most memory that the program had up to its last message.
    peak: usize,
}

fn lockstep() -> Script {
    Script::new()
}

fn chunking() -> Script {
    Script::new().keyword("PIPELINING").keyword("CHUNKING")
}

/// Sends to so many parents, and looks at the program while the server has the
/// last message and keeps its answer.
fn send(script: Script, parents: usize, attachment: usize) -> Taken {
    let gate = Gate::default();
    let answers = iter::repeat_n(Reply::Usual, parents - 1);
    let answers = answers.chain([Reply::Held(gate.clone())]);
    let server = SmtpServer::start(script.first(Moment::Content, answers));
    let school = School::on(&server);
    school.crowd("tous", parents);
    let mut command = school.command();
    // A line that begins with a dot is another one in a message that ends with a dot.
    command.args(["send", "tous", "--subject", "S", "--text", ".T", "--yes"]);
    if attachment > 0 {
        command.arg("--attach");
        command.arg(school.write("photos.zip", vec![b'x'; attachment]));
    }
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    server.await_mails(parents, &mut child);
    let peak = peak(child.id());
    gate.open();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let message = content_length(&school.home().join("messages"));
    Taken { message, peak }
}

/// Returns the most memory that a process ever had, in bytes (`proc_pid_status(5)`).
fn peak(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kilobytes.parse::<usize>().unwrap() * 1024
}

/// Returns the length of the only message.
fn content_length(messages: &Path) -> usize {
    let mut folders = std::fs::read_dir(messages).unwrap();
    let content = folders.next().unwrap().unwrap().path().join("content.eml");
    usize::try_from(content.metadata().unwrap().len()).unwrap()
}

#[test]
fn a_large_message_takes_no_more_memory_for_many_than_for_few() {
    for script in [lockstep, chunking] {
        let few = send(script(), 4, 2 * MB);
        let many = send(script(), 40, 2 * MB);
        // An attachment grows by a third in Base64.
        assert!(few.message > 5 * MB / 2, "{few:?}");
        assert!(many.peak < few.peak + 2 * few.message, "{few:?}, {many:?}");
        for taken in [few, many] {
            assert!(taken.peak < LIMIT + 2 * taken.message, "{taken:?}");
        }
    }
}

#[test]
fn each_recipient_takes_little_memory() {
    const FEW: usize = 200;
    const MANY: usize = 4_000;
    let few = send(chunking(), FEW, 0);
    let many = send(chunking(), MANY, 0);
    let each = many.peak.saturating_sub(few.peak) / (MANY - FEW);
    assert!(each < 2_000, "{each}: {few:?}, {many:?}");
    assert!(many.peak < LIMIT + 2 * many.message, "{many:?}");
}
