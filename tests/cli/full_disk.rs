//! A disk with no space left, at each step of a send: the freeze, the journal,
//! the archive. It needs the right to mount a small disk in memory, as in CI.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use insta::assert_snapshot;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use crate::support::{
    Run,
    account::Accounting,
    say_untested,
    school::{School, stable},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
};

const PARENTS: usize = 60;
/// The disk, and the unit in which its space is given, in bytes.
const DISK: usize = 400 * PAGE;
const PAGE: usize = 4_096;
/// Space enough for the whole send, in pages.
const ENOUGH: usize = 40;

/// A small disk in memory.
struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Mounts a disk over a folder; where that is not allowed, says so and returns
    /// nothing.
    fn over(folder: &Path) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={DISK}"), "tmpfs"])
            .arg(folder)
            .output();
        let why = match mount {
            Ok(output) if output.status.success() => {
                return Some(Self {
                    root: folder.to_owned(),
                });
            }
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        say_untested(&format!(
            "a full disk, which takes the right to mount one: {}",
            why.trim()
        ));
        None
    }

    fn filling(&self) -> PathBuf {
        self.root.join("filling")
    }

    /// Fills the disk but for so many pages.
    fn leave(&self, pages: usize) {
        let space = vec![0; DISK];
        let filling = self.filling();
        // As much as there is place for.
        drop(std::fs::write(&filling, &space));
        let length = std::fs::metadata(&filling).unwrap().len();
        let file = std::fs::File::options().write(true).open(&filling);
        let length = length - (pages * PAGE) as u64;
        file.unwrap().set_len(length).unwrap();
    }

    fn empty(&self) {
        std::fs::remove_file(self.filling()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.root).output());
    }
}

#[test]
fn a_full_disk_stops_a_send_before_anyone_whom_it_cannot_write_down() {
    fill_at_each_step("[]");
}

#[test]
fn a_full_disk_stops_a_send_that_cannot_be_counted_against_the_limits() {
    fill_at_each_step(r#"["1000/h"]"#);
}

/// What the server offers, each on a third of the disks.
fn mode(pages: usize) -> Script {
    match pages % 3 {
        0 => Script::new(),
        1 => Script::new().keyword("PIPELINING"),
        _ => Script::new().keyword("PIPELINING").keyword("CHUNKING"),
    }
}

fn fill_at_each_step(limits: &str) {
    let template = School::with_accounts(1, &["dir@ac-test.fr"]);
    template.crowd("tous", PARENTS);
    let mut ends = Ends::default();
    for pages in 0..ENOUGH {
        let server = SmtpServer::start(mode(pages));
        let school = School::on(&server);
        let limits = format!(r#""limits":{limits},"host""#);
        let settings = school.read("config.json").replace(r#""host""#, &limits);
        let Some(disk) = Disk::over(&school.home()) else {
            return;
        };
        std::fs::write(school.home().join("config.json"), settings).unwrap();
        std::fs::create_dir(school.home().join("lists")).unwrap();
        let list = template.read("lists/tous.json");
        std::fs::write(school.home().join("lists/tous.json"), list).unwrap();
        disk.leave(pages);
        let send = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
        let run = school.run(send);
        ends.count(pages, &run, &school, &server);
        disk.empty();
        let Some(id) = Accounting::of(&school).map(|accounting| accounting.id) else {
            continue;
        };
        let resumed = school.run(["queue", "resume", &id]);
        let accounting = Accounting::of(&school).unwrap();
        assert_eq!(accounting.contradictions(&server.mails()), "", "{pages}");
        let counts = accounting.counts();
        assert!(counts.is_finished(), "{pages}: {counts:?}\n{resumed}");
        let code = if counts.uncertain > 0 { 3 } else { 0 };
        assert_eq!(resumed.code, code, "{pages}: {resumed}");
        let archive = school.json(["archive", "list"]);
        assert_eq!(
            archive["messages"][0]["counts"]["accepted"],
            counts.accepted
        );
    }
    assert!(ends.are_all_met(), "{ends:?}");
}

/// How often the disk was full at each step.
#[derive(Debug, Default)]
struct Ends {
    freeze: usize,
    journal: usize,
    archive: usize,
    none: usize,
}

impl Ends {
    fn count(&mut self, pages: usize, run: &Run, school: &School, server: &SmtpServer) {
        let Some(accounting) = Accounting::of(school) else {
            assert_eq!(
                server.mail_count(),
                0,
                "{pages}: sent before the freeze\n{run}"
            );
            assert_eq!(run.code, 1, "{pages}: {run}");
            self.freeze += 1;
            return;
        };
        assert_eq!(
            accounting.contradictions(&server.mails()),
            "",
            "{pages}: {run}"
        );
        let counts = accounting.counts();
        let step = match run.code {
            0 => &mut self.none,
            _ if counts.pending > 0 => &mut self.journal,
            _ => &mut self.archive,
        };
        *step += 1;
        if run.code != 0 {
            assert_eq!(run.code, 1, "{pages}: {run}");
            let id = &accounting.id;
            let hint = format!("carnet queue resume {id}");
            assert!(run.stderr.contains("the disk is full"), "{pages}: {run}");
            assert!(run.stderr.contains(&hint), "{pages}: {run}");
        }
    }

    fn are_all_met(&self) -> bool {
        [self.freeze, self.journal, self.archive, self.none]
            .iter()
            .all(|&count| count > 0)
    }
}

/// Sends to three; when the server has taken the first message and before it says
/// so, the files may grow by so many bytes more.
fn send_with_space_for(bytes: u64) -> (School, SmtpServer, Run) {
    let gate = Gate::default();
    let held = Reply::Held(gate.clone());
    let server = SmtpServer::start(Script::new().first(Moment::Content, [held]));
    let school = School::on(&server);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    school.crowd("tous", 3);
    let mut command = school.command();
    command.env("CARNET_LANG", "fr").stdout(Stdio::piped());
    let send = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    let mut sending = command.args(send).stderr(Stdio::piped()).spawn().unwrap();
    server.await_mails(1, &mut sending);
    let id = Accounting::of(&school).unwrap().id;
    let journal = school.read(&format!("messages/{id}/journal.jsonl"));
    let limit = Rlimit {
        current: Some(journal.len() as u64 + bytes),
        maximum: None,
    };
    prlimit(Some(Pid::from_child(&sending)), Resource::Fsize, limit).unwrap();
    gate.open();
    let run = school.read_output(&sending.wait_with_output().unwrap());
    (school, server, run)
}

#[test]
fn whose_acceptance_finds_no_space_in_the_journal_is_uncertain_and_never_sent_to_again() {
    for bytes in [0, 1, 40, 90] {
        let (school, server, run) = send_with_space_for(bytes);
        if bytes == 0 {
            assert_snapshot!(stable(&run), @"
            --- stdout
            Message 20261123-080000-abcd : 1 incertain, 2 en attente.
            incertains  ??????????                      1  33 %
            en attente  ....................            2  67 %
            --- stderr
            erreur : impossible d’écrire $HOME/home/messages/20261123-080000-abcd/journal.jsonl
              cause : le système ne laisse pas le fichier grandir davantage
            conseil : faites de la place sur le disque et réessayez ; ce qui était déjà écrit est intact
            conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
            --- exit 1
            ");
        }
        assert_eq!(run.code, 1, "{bytes}: {run}");
        let accounting = Accounting::of(&school).unwrap();
        let counts = accounting.counts();
        assert_eq!((counts.uncertain, counts.pending), (1, 2), "{bytes}: {run}");
        assert_eq!(server.mails().len(), 1);
        let resumed = school.run(["queue", "resume", &accounting.id]);
        assert_eq!(resumed.code, 3, "{bytes}: {resumed}");
        let accounting = Accounting::of(&school).unwrap();
        assert_eq!(accounting.counts().accepted, 2, "{bytes}: {resumed}");
        assert_eq!(accounting.contradictions(&server.mails()), "", "{bytes}");
    }
}

/// Sends over two connections, and lets the files grow by so many bytes only while
/// the first of two acceptances is written down.
fn send_with_space_again_after(bytes: u64) -> (School, SmtpServer) {
    let gates = [Gate::default(), Gate::default()];
    let held = gates.iter().cloned().map(Reply::Held);
    let server = SmtpServer::start(Script::new().first(Moment::Content, held));
    let school = School::on(&server);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "2"]);
    school.crowd("tous", 3);
    let mut command = school.command();
    let send = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    let silent = command
        .args(send)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut sending = silent.spawn().unwrap();
    server.await_mails(2, &mut sending);
    let pid = Pid::from_child(&sending);
    let id = Accounting::of(&school).unwrap().id;
    let journal = school.read(&format!("messages/{id}/journal.jsonl"));
    let limit = |current| {
        let maximum = None;
        let limit = Rlimit { current, maximum };
        prlimit(Some(pid), Resource::Fsize, limit).unwrap();
    };
    limit(Some(journal.len() as u64 + bytes));
    gates[0].open();
    // The connection is closed once nothing more is to be written down for it.
    server.await_commands("QUIT", 1, &mut sending);
    limit(None);
    gates[1].open();
    assert_eq!(sending.wait().unwrap().code(), Some(1), "{bytes}");
    (school, server)
}

#[test]
fn a_line_that_the_disk_had_no_space_for_does_not_spoil_the_next_one() {
    for bytes in [0, 1, 40, 90] {
        let (school, server) = send_with_space_again_after(bytes);
        let accounting = Accounting::of(&school).unwrap();
        let counts = accounting.counts();
        let states = (counts.accepted, counts.uncertain, counts.pending);
        assert_eq!(states, (1, 1, 1), "{bytes}");
        let resumed = school.run(["queue", "resume", &accounting.id]);
        assert_eq!(resumed.code, 3, "{bytes}: {resumed}");
        let accounting = Accounting::of(&school).unwrap();
        assert_eq!(accounting.counts().accepted, 2, "{bytes}: {resumed}");
        assert_eq!(accounting.contradictions(&server.mails()), "", "{bytes}");
    }
}
