//! How long the server is waited for: each step has its own time, and no other
//! decides; who is slow is not dead.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use carnet::{
    config::{Secret, Security},
    domain::{delivery::Step, timeouts::Timeouts},
    mail::{Cause, SendError, session::Session},
};

use super::{AT_ONCE, PATIENCE, failure, send_to};
#[cfg(target_os = "linux")]
use crate::support::unanswered::Unanswered;
use crate::support::{
    account::Accounting,
    school::{DIRECTOR, School, account},
    smtp::{Encryption, Moment, Reply, Script, SmtpServer},
    tls::encrypt_as,
};

/// Whoever waits for a step's time where it is not its own fails by never ending.
const FOREVER: Timeouts = {
    const HOUR: Duration = Duration::from_hours(1);
    Timeouts {
        connect: HOUR,
        greeting: HOUR,
        mail: HOUR,
        rcpt: HOUR,
        data: HOUR,
        content: HOUR,
        quit: HOUR,
    }
};
/// Less than any step after the connection usually has.
const BOUND: Duration = Duration::from_mins(1);

/// Opens a session with a server that is silent at a moment, and sends to one who
/// is refused and one who is not, where it comes to that; returns the last failure.
fn fail(script: Script, moment: Moment, security: Security, timeouts: &Timeouts) -> SendError {
    let script = script
        .reply_to_rcpt("refused@x.fr", "550 5.1.1 no")
        .reply(moment, Reply::Silence);
    let server = SmtpServer::start(script);
    let mut account = account(&server);
    account.security = security;
    account.login = (moment < Moment::Mail).then(|| "dir".to_owned());
    let secret = Secret::new("secret");
    let mut session = match Session::open(&account, Some(&secret), timeouts) {
        Ok(session) => session,
        Err(error) => return error,
    };
    if moment == Moment::Reset {
        let refused = send_to(&mut session, "refused@x.fr").unwrap_err();
        assert_eq!(refused.code(), Some(550));
    }
    send_to(&mut session, "a@x.fr").unwrap_err()
}

#[test]
fn while_a_connection_is_opened_the_time_of_the_greeting_alone_decides() {
    let plain = || Script::new().login("dir", "secret");
    let asked = || plain().keyword("AUTH LOGIN");
    let encrypted = || plain().encryption(Encryption::Starttls, encrypt_as("localhost"));
    let timeouts = Timeouts {
        greeting: PATIENCE,
        ..FOREVER
    };
    std::thread::scope(|scope| {
        for (script, moment, security, step) in [
            (plain(), Moment::Greeting, Security::None, Step::Hello),
            (plain(), Moment::Hello, Security::None, Step::Hello),
            (encrypted(), Moment::Starttls, Security::Starttls, Step::Tls),
            (asked(), Moment::Username, Security::None, Step::Auth),
            (asked(), Moment::Password, Security::None, Step::Auth),
            (asked(), Moment::Auth, Security::None, Step::Auth),
            (plain(), Moment::Auth, Security::None, Step::Auth),
            // The handshake: a server without encryption waits for a command.
            (plain(), Moment::Greeting, Security::Tls, Step::Connect),
        ] {
            let timeouts = &timeouts;
            scope.spawn(move || {
                let error = fail(script, moment, security, timeouts);
                assert_eq!(error, failure(step, Cause::Timeout), "{moment:?}");
            });
        }
    });
}

#[test]
fn of_a_message_the_time_of_each_step_alone_decides() {
    type Field = fn(&mut Timeouts) -> &mut Duration;
    let steps: [(Moment, Step, Field); 5] = [
        (Moment::Mail, Step::Mail, |times| &mut times.mail),
        (Moment::Reset, Step::Reset, |times| &mut times.mail),
        (Moment::Rcpt, Step::Rcpt, |times| &mut times.rcpt),
        (Moment::Data, Step::Data, |times| &mut times.data),
        (Moment::Content, Step::Content, |times| &mut times.content),
    ];
    std::thread::scope(|scope| {
        for (moment, step, field) in steps {
            for (index, script) in Script::modes().into_iter().enumerate() {
                let chunking = index == 2;
                if chunking && moment == Moment::Data {
                    continue;
                }
                // A message that went out with its commands may be accepted; RSET
                // behind a refusal goes alone.
                let is_together = chunking && moment != Moment::Reset;
                let step = if is_together { Step::Content } else { step };
                let mut timeouts = FOREVER;
                *field(&mut timeouts) = PATIENCE;
                scope.spawn(move || {
                    let error = fail(script, moment, Security::None, &timeouts);
                    assert_eq!(error, failure(step, Cause::Timeout), "{moment:?} {index}");
                });
            }
        }
    });
}

#[test]
fn the_farewell_has_its_own_time() {
    let server = SmtpServer::start(Script::new().reply(Moment::Quit, Reply::Silence));
    let timeouts = Timeouts {
        quit: AT_ONCE,
        ..FOREVER
    };
    let mut session = Session::open(&account(&server), None, &timeouts).unwrap();
    send_to(&mut session, "a@x.fr").unwrap();
    session.quit();
    assert_eq!(server.commands().last().map(String::as_str), Some("QUIT"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_connection_that_is_not_answered_has_its_own_time() {
    let unanswered = Unanswered::start();
    let server = SmtpServer::start(Script::new());
    let mut account = account(&server);
    account.port = unanswered.port();
    let timeouts = Timeouts {
        connect: PATIENCE,
        ..FOREVER
    };
    let error = Session::open(&account, None, &timeouts).unwrap_err();
    assert_eq!(error, failure(Step::Connect, Cause::Timeout));
}

/// Sends by the program to a server that is silent at a moment; returns how the
/// delivery stands then, or nothing where the program has not given up.
fn give_up(timeout: &str, moment: Moment) -> Option<String> {
    let server = SmtpServer::start(Script::new().reply(moment, Reply::Silence));
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok(["account", "edit", DIRECTOR, "--timeout", timeout]);
    let mut command = school.command();
    command.args(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    let silent = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut sending = silent.spawn().unwrap();
    let begin = Instant::now();
    while sending.try_wait().unwrap().is_none() {
        if begin.elapsed() > BOUND {
            sending.kill().unwrap();
            sending.wait().unwrap();
            return None;
        }
        std::thread::yield_now();
    }
    let accounting = Accounting::of(&school).unwrap();
    Some(accounting.states[0].1.as_str().to_owned())
}

#[test]
fn the_program_waits_as_long_as_its_account_says() {
    std::thread::scope(|scope| {
        for (timeout, moment, state) in [
            ("greeting=100ms", Moment::Greeting, "pending"),
            ("mail=100ms", Moment::Mail, "pending"),
            ("rcpt=100ms", Moment::Rcpt, "pending"),
            ("data=100ms", Moment::Data, "pending"),
            ("content=100ms", Moment::Content, "uncertain"),
        ] {
            scope.spawn(move || {
                let given_up = give_up(timeout, moment);
                assert_eq!(given_up.as_deref(), Some(state), "{timeout}");
            });
        }
    });
}

#[test]
fn a_server_that_is_slow_at_every_step_is_not_a_dead_one() {
    std::thread::scope(|scope| {
        for script in Script::modes() {
            scope.spawn(move || {
                let slow = |script: Script, moment: &Moment| script.reply(*moment, Reply::Slow);
                let moments = Moment::ALL.iter().filter(|one| **one != Moment::Body);
                let server = SmtpServer::start(moments.fold(script, slow));
                let school = School::on(&server);
                school.crowd("cp", 3);
                school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
                school.ok(["-q", "send", "cp", "--subject", "S", "--text", "T", "--yes"]);
                let accepted = server.mails().iter().filter(|mail| mail.accepted).count();
                assert_eq!((accepted, server.connections()), (3, 1));
            });
        }
    });
}
