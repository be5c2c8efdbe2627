//! `carnet queue run --watch`: it stays, sends when something falls due, and ends when asked.

#![cfg(target_os = "linux")]

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    os::fd::OwnedFd,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use carnet::clock::whole_second;
use jiff::{SignedDuration, Timestamp};
use rustix::{
    fs::inotify::{self, CreateFlags, WatchFlags},
    process::{Pid, Signal, kill_process},
};

use crate::support::{
    school::{DIRECTOR, School},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
    waiting::await_that,
};

/// Nothing here takes so long unless it does not work at all: when it is told of
/// nothing, it looks once a minute.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program at work, and the lines that it prints as they come.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["queue", "run", "--watch"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                // The test may have heard enough.
                drop(sender.send(line));
            }
        });
        Self { child, lines }
    }

    /// Waits until something happens, and returns what is said of it.
    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).unwrap()
    }

    /// Waits until it has the queue and listens to signals, as the system tells it.
    fn await_ready(&mut self) {
        let path = format!("/proc/{}/status", self.child.id());
        let listens = || {
            let status = std::fs::read_to_string(&path).unwrap();
            let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
            let set = u64::from_str_radix(caught.unwrap().trim(), 16).unwrap();
            set & 1 << (Signal::TERM.as_raw() - 1) != 0
        };
        await_that(&mut self.child, "its care for signals", listens);
    }

    fn ask_to_stop(&self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
    }

    /// Waits for the end, which must be a clean one without a word.
    fn end_cleanly(mut self) {
        let code = self.child.wait().unwrap().code();
        let mut stderr = String::new();
        let mut pipe = self.child.stderr.take().unwrap();
        pipe.read_to_string(&mut stderr).unwrap();
        assert_eq!((code, stderr.as_str()), (Some(0), ""));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It has gone already where the test went well.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn schedule(school: &School, list: &str, time: &str) {
    let message = ["send", list, "--subject", "S", "--text", "T", "--yes"];
    school.ok(message.iter().chain(&["--at", time]));
}

/// Schedules a message by the system's own clock, and returns when it is due.
#[expect(clippy::disallowed_methods, reason = "what is waited for is real time")]
fn schedule_soon(school: &School, list: &str, seconds: i64) -> Instant {
    let (now, instant) = (Timestamp::now(), Instant::now());
    let due = whole_second(now + SignedDuration::from_secs(seconds));
    let time = due.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let message = ["send", list, "--subject", "S", "--text", "T", "--yes"];
    let mut command = school.command();
    command.env_remove("CARNET_CLOCK").args(message);
    let output = command.args(["--at", &time]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    instant + Duration::try_from(due.duration_since(now)).unwrap()
}

#[test]
fn messages_leave_as_they_fall_due_and_new_ones_are_noticed() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.list("ce1", &["b@example.org"]);
    schedule(&school, "cp", "2026-12-01 08:00");
    // Its clock moves on to each instant that it waits for.
    let watch = Watch::start(&mut school.command());
    assert!(watch.line().contains("1 accepted"));
    assert_eq!(server.mails()[0].recipients, ["a@example.org"]);
    schedule(&school, "ce1", "2026-12-01 09:00");
    assert!(watch.line().contains("1 accepted"));
    assert_eq!(server.mails()[1].recipients, ["b@example.org"]);
    watch.ask_to_stop();
    watch.end_cleanly();
}

#[test]
fn what_the_limits_of_an_account_put_off_leaves_when_they_allow() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    let options = ["--limit", "1/h", "--connections", "1"];
    school.ok(["account", "edit", DIRECTOR].iter().chain(&options));
    school.list("cp", &["a@example.org", "b@example.org"]);
    schedule(&school, "cp", "2026-12-01 08:00");
    let watch = Watch::start(&mut school.command());
    assert!(watch.line().contains("1 accepted, 1 pending"));
    assert!(watch.line().contains("2 accepted"));
    watch.ask_to_stop();
    watch.end_cleanly();
    let archive = school.json(["archive", "list"]);
    let finished = archive["messages"][0]["finished"].as_str().unwrap();
    assert!(finished >= "2026-12-01T09:00:00Z", "{finished}");
}

#[test]
fn a_message_is_waited_for_in_real_time() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let mut watch = Watch::start(school.command().env_remove("CARNET_CLOCK"));
    watch.await_ready();
    let due = schedule_soon(&school, "cp", 2);
    assert!(watch.line().contains("1 accepted"));
    assert!(server.arrivals()[0] >= due, "not before it is due");
    watch.ask_to_stop();
    watch.end_cleanly();
}

#[test]
fn a_stopped_message_leaves_once_its_sender_may_write_again() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    schedule_soon(&school, "cp", 1);
    school.ok(["moderator", "add", "cp", "prof@ac-test.fr"]);
    let mut watch = Watch::start(school.command().env_remove("CARNET_CLOCK"));
    let mut said = BufReader::new(watch.child.stderr.take().unwrap()).lines();
    assert!(said.next().unwrap().unwrap().contains("is stopped"));
    assert!(server.mails().is_empty());
    school.ok(["moderator", "add", "cp", DIRECTOR]);
    assert!(watch.line().contains("1 accepted"));
    watch.ask_to_stop();
    // What went wrong was told when it did.
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
}

#[test]
fn settings_that_are_half_written_for_a_moment_do_not_end_it() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let mut watch = Watch::start(school.command().env_remove("CARNET_CLOCK"));
    let mut said = BufReader::new(watch.child.stderr.take().unwrap()).lines();
    watch.await_ready();
    let settings = school.read("config.json");
    let replace = |settings: &str| {
        let written = school.home().join("config.json~");
        std::fs::write(&written, settings).unwrap();
        std::fs::rename(written, school.home().join("config.json")).unwrap();
    };
    replace("{");
    assert!(said.next().unwrap().unwrap().contains("config.json"));
    replace(&settings);
    schedule_soon(&school, "cp", 1);
    assert!(watch.line().contains("1 accepted"));
    watch.ask_to_stop();
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
}

/// Waits until somebody has opened a file and closed it again, as the system tells it.
fn await_closed(inotify: &OwnedFd) {
    let mut events = [0; 4096];
    assert!(rustix::io::read(inotify, &mut events).unwrap() > 0);
}

/// Returns the identifier of the only message, and the lock of whoever sends it.
fn only_message(school: &School) -> (String, PathBuf) {
    let messages = school.home().join("messages").read_dir().unwrap();
    let message = messages.map(|one| one.unwrap()).next().unwrap();
    let id = message.file_name().into_string().unwrap();
    (id, message.path().join("lock"))
}

#[test]
fn a_message_that_another_process_held_for_a_moment_leaves_soon_after() {
    let server = SmtpServer::start(Script::new().reply(Moment::Hello, "554 5.3.2 out of order"));
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    let send = ["send", "cp", "--subject", "S", "--text", "T", "--yes"];
    assert_eq!(school.run(send).code, 1);
    server.follow(Script::new());

    let (_, path) = only_message(&school);
    let lock = File::open(&path).unwrap();
    lock.lock().unwrap();
    let inotify = inotify::init(CreateFlags::CLOEXEC).unwrap();
    inotify::add_watch(&inotify, &path, WatchFlags::CLOSE).unwrap();
    let watch = Watch::start(school.command().env_remove("CARNET_CLOCK"));
    await_closed(&inotify);
    assert!(server.mails().is_empty());
    drop(lock);
    assert!(watch.line().contains("1 accepted"));
    watch.ask_to_stop();
    watch.end_cleanly();
}

#[test]
fn a_message_that_someone_resumed_meanwhile_is_gone_on_with() {
    let out_of_order = Script::new().first(Moment::Greeting, ["554 5.3.2 out of order"]);
    let server = SmtpServer::start(out_of_order);
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    schedule_soon(&school, "cp", 7 * 86_400);
    let (id, lock) = only_message(&school);
    let inotify = inotify::init(CreateFlags::CLOEXEC).unwrap();
    inotify::add_watch(&inotify, &lock, WatchFlags::CLOSE).unwrap();
    let watch = Watch::start(school.command().env_remove("CARNET_CLOCK"));
    await_closed(&inotify);
    let mut resume = school.command();
    resume.env_remove("CARNET_CLOCK");
    let resumed = resume.args(["queue", "resume", &id, "--yes"]).output();
    assert_eq!(resumed.unwrap().status.code(), Some(1));
    assert!(watch.line().contains("1 accepted"));
    watch.ask_to_stop();
    watch.end_cleanly();
}

#[test]
fn nothing_to_do_is_waited_for_until_someone_asks_to_stop() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    // Nothing was ever sent from here: not even the folder of messages is there.
    let mut watch = Watch::start(&mut school.command());
    watch.await_ready();
    watch.ask_to_stop();
    watch.end_cleanly();
}

#[test]
fn asked_to_stop_it_finishes_what_is_in_flight() {
    let gate = Gate::default();
    let held = Script::new().reply(Moment::Content, Reply::Held(gate.clone()));
    // The fifth is left once the program knows that it is to stop.
    let usual = std::iter::repeat_n(Reply::Usual, 4);
    let held = held.first(Moment::Greeting, usual.chain([Reply::Silence]));
    let server = SmtpServer::start(held);
    let school = School::on(&server);
    school.ok(["account", "edit", DIRECTOR, "--connections", "5"]);
    school.crowd("cp", 20);
    schedule(&school, "cp", "2026-12-01 08:00");
    let mut watch = Watch::start(&mut school.command());
    server.await_mails(4, &mut watch.child);
    server.await_connections(5, &mut watch.child);
    watch.ask_to_stop();
    server.await_end_of_connection(&mut watch.child);
    gate.open();
    assert!(watch.line().contains("accepted"));
    watch.end_cleanly();
    let counts = &school.json(["queue", "list"])["messages"][0]["counts"];
    assert_eq!(counts["uncertain"], 0, "{counts}");
    assert_eq!(counts["pending"], 16, "{counts}");
    let run = school.run(["queue", "run"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    assert_eq!(server.mails().len(), 20);
}
