//! The course of a message to a random server, and what must be true after each command.

use std::{
    collections::BTreeMap,
    io::Read as _,
    process::{Output, Stdio},
    sync::mpsc::channel,
    thread,
    time::Duration,
};

use carnet::domain::delivery::DeliveryState;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use DeliveryState::{Accepted, Deferred, Pending, Refused, Skipped, Uncertain};

use super::server::{Mode, Server};
use crate::support::{
    Run,
    account::{Accounting, is_own_copy},
    school::School,
    smtp::SmtpServer,
};

/// How long a run may last, on a computer that does a lot besides: far more than
/// all its waits together.
const BOUND: Duration = Duration::from_secs(30);
/// How long a silent server has at a step.
const PATIENCE: &str = "250ms";
/// How many messages a connection has in flight at the most (RFC 3030).
const WINDOW: usize = 4;
const SEND: [&str; 7] = [
    "send",
    "cp",
    "--subject",
    "Sortie",
    "--text",
    "Bonjour,\n\n.\n.point\n\nÀ demain.",
    "--yes",
];

/// A message on its way to a random server.
pub struct Course<'s> {
    server: &'s Server,
    smtp: SmtpServer,
    school: School,
    parents: Vec<String>,
    now: Timestamp,
    /// How each stood after the command before.
    states: BTreeMap<String, DeliveryState>,
    /// What was said so far.
    said: Vec<String>,
}

impl<'s> Course<'s> {
    /// Sends, resumes as long as it may help, and once more to a server that is
    /// as it should be; says what is not true then.
    pub fn of(server: &'s Server) -> Result<(), String> {
        let mut course = Self::new(server);
        course.go().map_err(|problem| course.report(&problem))
    }

    fn new(server: &'s Server) -> Self {
        let parents: Vec<String> = (0..server.parents)
            .map(|index| format!("p{index:03}@example.org"))
            .collect();
        let smtp = SmtpServer::start(server.script(&parents));
        let school = School::on(&smtp);
        let addresses: Vec<&str> = parents.iter().map(String::as_str).collect();
        school.list("cp", &addresses);
        Self {
            server,
            smtp,
            school,
            parents,
            now: "2026-11-23T08:00:00Z".parse().unwrap(),
            states: BTreeMap::new(),
            said: Vec::new(),
        }
    }

    fn go(&mut self) -> Result<(), String> {
        let steps = ["greeting", "mail", "rcpt", "data", "content"];
        let short = BTreeMap::from(steps.map(|step| (step, PATIENCE)));
        // A busy computer must not look like a silent server.
        self.configure(&if self.server.may_be_silent() {
            json!(short)
        } else {
            json!({})
        });
        self.command(&SEND)?;
        for &hours in &self.server.pauses {
            if !self.is_anyone_left() {
                break;
            }
            self.now += SignedDuration::from_hours(hours);
            self.resume()?;
        }
        if self.is_anyone_left() {
            self.smtp.follow(self.server.friendly());
            self.configure(&json!({}));
            self.resume()?;
        }
        if self.is_anyone_left() {
            return Err("somebody is left by a server that is as it should be".to_owned());
        }
        Ok(())
    }

    fn configure(&self, timeouts: &Value) {
        let mut settings: Value = serde_json::from_str(&self.school.read("config.json")).unwrap();
        let account = &mut settings["accounts"][0];
        account["connections"] = self.server.connections.into();
        account["timeouts"] = timeouts.clone();
        std::fs::write(self.school.home().join("config.json"), settings.to_string()).unwrap();
    }

    fn is_anyone_left(&self) -> bool {
        let mut states = self.states.values();
        states.any(|state| matches!(state, Pending | Deferred))
    }

    fn resume(&mut self) -> Result<(), String> {
        let id = self.accounting()?.id;
        self.command(&["queue", "resume", &id])
    }

    fn accounting(&self) -> Result<Accounting, String> {
        Accounting::of(&self.school).ok_or_else(|| "there is no message".to_owned())
    }

    /// Runs the program, and looks at what it did.
    fn command(&mut self, arguments: &[&str]) -> Result<(), String> {
        let connections = self.smtp.connections();
        let run = self.run(arguments)?;
        let line = arguments.join(" ");
        self.said.push(format!("$ carnet {line}\n{run}\n"));
        let accounting = self.accounting()?;
        self.check_run(&run, &accounting)?;
        self.check_copies(&accounting)?;
        self.check_uncertain(&accounting, self.smtp.connections() - connections)?;
        self.states = accounting.states.into_iter().collect();
        Ok(())
    }

    fn run(&self, arguments: &[&str]) -> Result<Run, String> {
        let mut command = self.school.command();
        command.args(arguments).arg("--json");
        command.env("CARNET_CLOCK", self.now.to_string());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (ended, end) = channel();
        thread::spawn(move || {
            let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
            out.read_to_end(&mut stdout).unwrap();
            err.read_to_end(&mut stderr).unwrap();
            // Nobody listens once it took too long.
            let _late = ended.send((stdout, stderr));
        });
        let Ok((stdout, stderr)) = end.recv_timeout(BOUND) else {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err("the run does not end".to_owned());
        };
        Ok(self.school.read_output(&Output {
            status: child.wait().unwrap(),
            stdout,
            stderr,
        }))
    }

    /// Output, exit code and journal agree.
    fn check_run(&self, run: &Run, accounting: &Accounting) -> Result<(), String> {
        let counts = accounting.counts();
        let document: Value =
            serde_json::from_str(&run.stdout).map_err(|error| format!("no document: {error}"))?;
        check("counts", &document["counts"], &json!(counts))?;
        let left = counts.pending + counts.deferred;
        let unlucky = counts.refused + counts.uncertain;
        let fits = match run.code {
            0 => left == 0 && unlucky == 0,
            3 => unlucky > 0,
            75 => left > 0,
            // The server, or the account on it, is to blame.
            1 | 78 => left > 0 && run.stderr.contains("error: "),
            _ => false,
        };
        check("fitting exit code", &(run.code, fits), &(run.code, true))?;
        check("panics", &run.stderr.contains("panicked"), &false)?;
        check("finished", &accounting.is_finished, &(left == 0))?;
        let audience: Vec<&String> = accounting.states.iter().map(|(who, _)| who).collect();
        check(
            "audience",
            &audience,
            &self.parents.iter().collect::<Vec<_>>(),
        )?;
        for (who, state) in &accounting.states {
            let before = self.states.get(who).copied().unwrap_or_default();
            let is_kept = matches!(before, Pending | Deferred) || before == *state;
            check(who, &(before, state, is_kept), &(before, state, true))?;
        }
        Ok(())
    }

    /// Everybody has as many copies as the journal says, and each is their own.
    fn check_copies(&self, accounting: &Accounting) -> Result<(), String> {
        let path = format!("messages/{}/content.eml", accounting.id);
        let common = std::fs::read(self.school.home().join(path)).unwrap();
        let parents: Vec<&str> = self.parents.iter().map(String::as_str).collect();
        let mails = self.smtp.mails();
        // Whoever is told that it is refused does not have it, but it is their own.
        for mail in &mails {
            let is_own = is_own_copy(mail, &common, &parents);
            check("own copy", &(mail, is_own), &(mail, true))?;
        }
        for (parent, state) in &accounting.states {
            let taken = mails.iter().filter(|mail| !mail.refused);
            let copies = taken.filter(|mail| mail.recipients[0] == *parent).count();
            let mut own = mails.iter().filter(|mail| mail.recipients[0] == *parent);
            let is_clear = self.server.is_clear(own.all(|mail| mail.followed));
            let fits = match state {
                // One answer behind, what is said of the recipient, or was said before
                // its time, passes for what is said of the message.
                Accepted if !is_clear => copies <= 1,
                Accepted => copies == 1,
                Uncertain => copies <= 1,
                Pending | Deferred | Refused | Skipped => copies == 0,
            };
            check(parent, &(state, copies, fits), &(state, copies, true))?;
        }
        let taken_back = self.smtp.taken_back();
        let is_nothing = taken_back.iter().all(Vec::is_empty);
        check(
            "nothing for nobody",
            &(&taken_back, is_nothing),
            &(&taken_back, true),
        )
    }

    /// Nobody is uncertain but those in flight on a connection that broke.
    fn check_uncertain(&self, accounting: &Accounting, connections: usize) -> Result<(), String> {
        let before = self.states.values().filter(|state| **state == Uncertain);
        let new = accounting.counts().uncertain - before.count();
        let in_flight = match self.server.mode {
            _ if self.server.is_orderly() => 0,
            Mode::Chunking => WINDOW,
            _ => 1,
        };
        let is_few = new <= connections * in_flight;
        check(
            "few uncertain",
            &(new, connections, is_few),
            &(new, connections, true),
        )
    }

    fn report(&self, problem: &str) -> String {
        let journal = Accounting::of(&self.school).map(|accounting| {
            self.school
                .read(&format!("messages/{}/journal.jsonl", accounting.id))
        });
        let commands: Vec<String> = self
            .smtp
            .timed_commands()
            .iter()
            .map(|command| format!("{} {}", command.connection, command.line))
            .collect();
        format!(
            "{problem}\n{}--- journal\n{}--- commands\n{}\n",
            self.said.concat(),
            journal.unwrap_or_default(),
            commands.join("\n")
        )
    }
}

fn check<T: std::fmt::Debug, E: std::fmt::Debug>(
    what: &str,
    found: &T,
    expected: &E,
) -> Result<(), String> {
    let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
    if found == expected {
        Ok(())
    } else {
        Err(format!("{what}: {found} and not {expected}"))
    }
}
