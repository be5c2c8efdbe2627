//! An account's limits by the clock of its server, which counts whatever comes
//! to it, from however many processes.

use std::time::{Duration, Instant};

use super::begin_to_send;
use crate::support::{
    school::{DIRECTOR, School},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
    waiting::await_that,
};

const LIMIT: &str = "20/s";
const COUNT: usize = 20;
const WINDOW: Duration = Duration::from_secs(1);

const LISTS: [&str; 2] = ["cp", "ce1"];
/// How many there are on each list: together more than two windows hold.
const PARENTS: usize = 25;

/// Sends to two lists at once, and expects that the server counts no more than
/// the limit within any window.
fn expect_limit(mode: Script) {
    let gate = Gate::default();
    let script = mode.reply(Moment::Content, Reply::Held(gate.clone()));
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    // Before the first answer each link has two at most: room for both processes.
    let options = ["--limit", LIMIT, "--connections", "4"];
    school.ok(["account", "edit", DIRECTOR].iter().chain(&options));
    let parents = LISTS.map(|list| {
        let parents = (0..PARENTS).map(|index| format!("{list}-{index:02}@example.org"));
        let parents: Vec<String> = parents.collect();
        school.list(
            list,
            &parents.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        parents
    });

    let mut sending = LISTS.map(|list| begin_to_send(&school, list));
    // Nobody is answered before both are in the middle of it.
    let has_begun = |list: &str| {
        let commands = server.commands();
        let mut recipients = commands.iter().filter(|line| line.starts_with("RCPT"));
        recipients.any(|line| line.contains(list))
    };
    for (list, one) in LISTS.iter().zip(&mut sending) {
        await_that(one, "a first recipient", || has_begun(list));
    }
    let opened = Instant::now();
    gate.open();
    for mut one in sending {
        assert_eq!(one.wait().unwrap().code(), Some(0));
    }

    let mut expected = parents.concat();
    let mails = server.mails().into_iter();
    let mut written_to: Vec<String> = mails.flat_map(|mail| mail.recipients).collect();
    expected.sort();
    written_to.sort();
    assert_eq!(written_to, expected);

    let commands = server.timed_commands();
    let begun = commands
        .iter()
        .filter(|command| command.line.starts_with("MAIL"))
        .map(|command| command.at);
    let answered = server.arrivals().into_iter().map(|at| at.max(opened));
    // When a message begins, all but so many of those before it were answered a
    // window ago: then it does not matter at which moment each is counted.
    let pauses = begun
        .skip(COUNT)
        .zip(answered)
        .map(|(begun, answered)| begun.duration_since(answered));
    let pauses: Vec<Duration> = pauses.collect();
    assert_eq!(pauses.len(), LISTS.len() * PARENTS - COUNT);
    assert!(pauses.iter().all(|pause| *pause >= WINDOW), "{pauses:?}");
}

#[test]
fn two_sends_at_once_keep_the_limits_of_their_account_by_the_server_s_clock() {
    std::thread::scope(|scope| {
        for mode in Script::modes() {
            scope.spawn(move || expect_limit(mode));
        }
    });
}
