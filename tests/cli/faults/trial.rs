//! One send to a server with a fault, and what is not as it should be then.

use std::{
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use carnet::{
    domain::{delivery::DeliveryState, message::Message},
    ops::sending::deliveries,
    store::Store,
};
use serde_json::{Value, json};

use crate::support::{
    Run,
    account::is_own_copy,
    school::{DIRECTOR, School},
    smtp::{Script, SmtpServer},
    tls::authority,
};

use DeliveryState::{Accepted, Deferred, Pending, Refused, Uncertain};

/// How many trials run at a time; most of them wait for a timeout.
const WORKERS: usize = 8;
/// Less than a client keeps of a line without end, on each connection; the
/// system's buffers hold a few megabytes.
const BOUND: usize = 20_000_000;

/// A send to a server with a fault.
pub struct Trial {
    /// What is tried, for whoever reads of its failure.
    pub name: String,
    /// What the server does.
    pub script: Script,
    /// The same server without its fault.
    pub healthy: Script,
    /// How the account is encrypted: `none`, `starttls` or `tls`.
    pub security: &'static str,
    /// How long the server has at each step, where that is not the usual time.
    pub timeouts: Value,
    /// Whether all the server's first answers must have been given.
    pub must_strike: bool,
    /// The states that the run leaves.
    pub states: Vec<DeliveryState>,
    /// The exit code of the run.
    pub code: i32,
}

impl Trial {
    /// Tries it, and returns what is not as it should be.
    fn problems(&self, list: &str) -> Vec<String> {
        let server = SmtpServer::start(self.script.clone());
        let school = self.school(&server, list);
        let run = school.run(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
        let mut findings = Findings::new(&self.name, &run.to_string());
        findings.check("states", &states_of(&school), &self.states);
        findings.check("exit", &run.code, &self.code);
        if self.must_strike {
            findings.check("answers left", &server.answers_left(), &0);
        }
        let bound = 2 * self.states.len();
        findings.check("few connections", &(server.connections() <= bound), &true);
        let mut states = self.states.clone();
        if states.contains(&Pending) || states.contains(&Deferred) {
            server.follow(self.healthy.clone());
            // A busy computer must not look like a silent server.
            self.configure(&server, &school, &json!({}));
            let run = resume(&school);
            for state in &mut states {
                if matches!(state, Pending | Deferred) {
                    *state = Accepted;
                }
            }
            findings.check("states after resuming", &states_of(&school), &states);
            findings.check("exit of resuming", &run.code, &code_of(&states));
        }
        let bound = BOUND * server.connections();
        findings.check("bounded", &(server.endless() < bound), &true);
        check_copies(&mut findings, &school, &server);
        findings.0
    }

    fn school(&self, server: &SmtpServer, list: &str) -> School {
        let mut school = School::on(server);
        self.configure(server, &school, &self.timeouts);
        let lists = school.home().join("lists");
        std::fs::create_dir_all(&lists).unwrap();
        std::fs::write(lists.join("cp.json"), list).unwrap();
        school.set("SSL_CERT_FILE", authority().to_str().unwrap());
        school
    }

    fn configure(&self, server: &SmtpServer, school: &School, timeouts: &Value) {
        let mut settings: Value = serde_json::from_str(&school.read("config.json")).unwrap();
        let account = &mut settings["accounts"][0];
        account["port"] = server.port().into();
        account["connections"] = 1.into();
        account["timeouts"] = timeouts.clone();
        if self.security != "none" {
            account["host"] = "localhost".into();
            account["security"] = self.security.into();
            account["login"] = "dir".into();
            account["password_command"] = "echo secret".into();
        }
        std::fs::write(school.home().join("config.json"), settings.to_string()).unwrap();
    }
}

/// What is not as it should be.
pub struct Findings(pub Vec<String>, String);

impl Findings {
    /// Begins to look at one trial.
    pub fn new(name: &str, run: &str) -> Self {
        Self(Vec::new(), format!("{name}\n{run}"))
    }

    /// Notes what is not as it should be.
    pub fn check(&mut self, what: &str, found: &dyn fmt::Debug, expected: &dyn fmt::Debug) {
        let (found, expected) = (format!("{found:?}"), format!("{expected:?}"));
        if found != expected {
            let (Self(problems, run), what) = (self, what);
            problems.push(format!("{what} {found} and not {expected}: {run}"));
        }
    }
}

/// Tries each, several at a time, and fails if anything is not as it should be.
pub fn try_all(parents: &[&str], trials: &[Trial]) {
    let list = list_of(parents);
    let next = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = trial.problems(&list);
                    problems.lock().unwrap().extend(found);
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    let (count, all) = (problems.len(), trials.len());
    assert!(
        problems.is_empty(),
        "{count} of {all}:\n{}",
        problems.join("\n")
    );
}

/// Returns the file of a list of these parents.
pub fn list_of(parents: &[&str]) -> String {
    let template = School::with_accounts(1, &[DIRECTOR]);
    template.list("cp", parents);
    template.read("lists/cp.json")
}

/// DESIGN.md, section 3, where the server asks for no time.
pub fn code_of(states: &[DeliveryState]) -> i32 {
    if states.contains(&Pending) {
        1
    } else if states.contains(&Refused) || states.contains(&Uncertain) {
        3
    } else if states.contains(&Deferred) {
        75
    } else {
        0
    }
}

/// Notes who has not as many copies as is known of them, or not their own.
pub fn check_copies(findings: &mut Findings, school: &School, server: &SmtpServer) {
    let store = Store::new(school.home());
    let message = only_message(school);
    let recipients = store.recipients(&message).unwrap();
    let parents: Vec<&str> = recipients.iter().map(|one| one.address.as_str()).collect();
    let mails = server.mails();
    for (parent, state) in parents.iter().zip(states_of(school)) {
        let taken = mails.iter().filter(|mail| !mail.refused);
        let copies = taken.filter(|mail| mail.recipients == [*parent]).count();
        let fits = match state {
            Accepted => copies == 1,
            Uncertain => copies <= 1,
            _ => copies == 0,
        };
        findings.check("right copies", &(copies, fits), &(copies, true));
    }
    let path = school
        .home()
        .join(format!("messages/{}/content.eml", message.id));
    let common = std::fs::read(path).unwrap();
    for mail in &mails {
        let is_own = is_own_copy(mail, &common, &parents);
        findings.check("own copy", &(mail, is_own), &(mail, true));
    }
    let taken_back = server.taken_back();
    let is_empty = taken_back.iter().all(Vec::is_empty);
    findings.check(
        "nothing for nobody",
        &(&taken_back, is_empty),
        &(&taken_back, true),
    );
}

/// Resumes the only message, once every delay is over.
fn resume(school: &School) -> Run {
    school.run(["queue", "resume", &only_message(school).id.to_string()])
}

/// Returns how each delivery of the only message stands.
pub fn states_of(school: &School) -> Vec<DeliveryState> {
    let store = Store::new(school.home());
    let deliveries = deliveries(&store, &only_message(school)).unwrap();
    deliveries.iter().map(|delivery| delivery.state).collect()
}

fn only_message(school: &School) -> Message {
    let store = Store::new(school.home());
    let ids = store.message_ids().unwrap();
    assert_eq!(ids.len(), 1);
    store.message(&ids[0]).unwrap()
}
