//! Several messages in flight on a connection (RFC 3030): each answer is its
//! own message's, and what a cut leaves uncertain is bounded.

use std::{collections::BTreeSet, process::Child, time::Duration};

use carnet::{
    domain::{delivery::Step, timeouts::Timeouts},
    mail::{
        Cause, SendError,
        session::{Body, Session},
    },
};
use insta::assert_snapshot;

use crate::support::{
    Env,
    account::Accounting,
    ends::to,
    school::{DIRECTOR, School, account},
    smtp::{Gate, Moment, Reply, Script, SmtpServer},
    waiting::await_that,
};

const HEADERS: &str = "To: x\r\n";
/// A line that begins with a dot stays as it is.
const CONTENT: &[u8] = b"Subject: x\r\n\r\n.\r\n..Bonjour\r\n";
/// Who gets a message before there may be several in flight.
const FIRST: &str = "first@x.fr";
/// Sends to a crowd.
const SEND_TO_ALL: [&str; 8] = [
    "-q",
    "send",
    "tous",
    "--subject",
    "S",
    "--text",
    "T",
    "--yes",
];
/// How many messages a connection has in flight at the most.
const WINDOW: usize = 4;

fn chunking() -> Script {
    Script::new().keyword("PIPELINING").keyword("CHUNKING")
}

fn open(server: &SmtpServer) -> Session {
    open_with(server, &Timeouts::default())
}

fn open_with(server: &SmtpServer, timeouts: &Timeouts) -> Session {
    Session::open(&account(server), None, timeouts).unwrap()
}

fn begin(session: &mut Session, recipient: &str) {
    let ends = to(recipient);
    session.begin(&ends.envelope(), HEADERS, &Body::new(CONTENT), None);
}

/// Opens a session that had so many messages accepted that it may have four in flight.
fn open_wide(server: &SmtpServer) -> Session {
    open_wide_with(server, &Timeouts::default())
}

fn open_wide_with(server: &SmtpServer, timeouts: &Timeouts) -> Session {
    let mut session = open_with(server, timeouts);
    for _ in 1..WINDOW {
        begin(&mut session, FIRST);
        let outcome = session.finish();
        assert!(outcome.is_ok(), "{outcome:?}");
    }
    session
}

/// Begins a message to each of `a@x.fr` to `d@x.fr`, then finishes them all.
fn send_four(session: &mut Session) -> Vec<Result<String, SendError>> {
    let body = Body::new(CONTENT);
    for to in ["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"] {
        assert!(session.room(&body) > 0);
        begin(session, to);
    }
    assert_eq!(session.room(&body), 0);
    (0..WINDOW).map(|_| session.finish()).collect()
}

fn refused(step: Step, code: u16, text: &str) -> Result<String, SendError> {
    let text = text.to_owned();
    let cause = Cause::Reply { code, text };
    Err(SendError { step, cause })
}

fn accepted(server: &SmtpServer) -> Vec<String> {
    let mails = server.mails();
    let accepted = mails.iter().filter(|mail| mail.accepted);
    let recipients = accepted.flat_map(|mail| mail.recipients.clone());
    recipients.filter(|to| to != FIRST).collect()
}

#[test]
fn four_messages_are_in_flight_and_each_arrives_as_it_is() {
    let server = SmtpServer::start(chunking());
    let mut session = open_wide(&server);
    let outcomes = send_four(&mut session);
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(session.room(&Body::new(CONTENT)) > 0);
    session.quit();
    assert_eq!(accepted(&server), ["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"]);
    for mail in server.mails() {
        assert_eq!(mail.content, [HEADERS.as_bytes(), CONTENT].concat());
    }
    // The hello, those before, the four, and the farewell.
    assert_eq!(server.writes(), 1 + (WINDOW - 1) + 1 + 1);
    let before = 1 + 3 * (WINDOW - 1);
    assert_snapshot!(server.commands()[before..].join("\n"), @"
    MAIL FROM:<dir@ac-test.fr>
    RCPT TO:<a@x.fr>
    BDAT 35 LAST
    RSET
    MAIL FROM:<dir@ac-test.fr>
    RCPT TO:<b@x.fr>
    BDAT 35 LAST
    RSET
    MAIL FROM:<dir@ac-test.fr>
    RCPT TO:<c@x.fr>
    BDAT 35 LAST
    RSET
    MAIL FROM:<dir@ac-test.fr>
    RCPT TO:<d@x.fr>
    BDAT 35 LAST
    QUIT
    ");
}

#[test]
fn those_answered_together_are_followed_by_others_together() {
    let server = SmtpServer::start(chunking().together());
    let school = School::on(&server);
    school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
    let parents = school.crowd("tous", 15);
    school.ok(SEND_TO_ALL);
    assert_eq!(accepted(&server), parents);
    // The hello; one message, two, and three times four; the farewell.
    assert_eq!(server.writes(), 1 + (1 + 1 + 3) + 1);
}

#[test]
fn a_large_message_is_alone_in_flight() {
    let server = SmtpServer::start(chunking());
    let mut session = open_wide(&server);
    let large = Body::new(&vec![b'x'; 100_000]);
    assert!(session.room(&large) > 0);
    begin(&mut session, "a@x.fr");
    assert_eq!(session.room(&large), 0);
    assert!(session.finish().is_ok());
}

#[test]
fn whoever_is_refused_costs_the_others_in_flight_nothing() {
    let script = chunking().reply_to_rcpt("b@x.fr", "550 5.1.1 no");
    let server = SmtpServer::start(script);
    let mut session = open_wide(&server);
    let outcomes = send_four(&mut session);
    assert_eq!(outcomes[1], refused(Step::Rcpt, 550, "5.1.1 no"));
    assert!([0, 2, 3].iter().all(|&index| outcomes[index].is_ok()));
    assert_eq!(accepted(&server), ["a@x.fr", "c@x.fr", "d@x.fr"]);
    begin(&mut session, "e@x.fr");
    assert!(session.finish().is_ok());
    assert_eq!(server.connections(), 1);
}

#[test]
fn several_are_in_flight_only_once_one_was_accepted_and_none_refused_since() {
    let server = SmtpServer::start(chunking().reply_to_rcpt("b@x.fr", "550 5.1.1 no"));
    let mut session = open(&server);
    let body = Body::new(CONTENT);
    for (to, room_for_two) in [("a@x.fr", false), ("b@x.fr", true), ("c@x.fr", false)] {
        begin(&mut session, to);
        assert_eq!(session.room(&body) > 0, room_for_two, "{to}");
        drop(session.finish());
    }
}

#[test]
fn a_refused_message_leaves_no_transaction_to_the_next() {
    for in_flight in [1, WINDOW] {
        let server = SmtpServer::start(chunking().reply(Moment::Content, "554 5.7.1 spam"));
        let mut session = open(&server);
        for _ in 0..in_flight {
            begin(&mut session, "a@x.fr");
        }
        for _ in 0..in_flight {
            assert_eq!(session.finish(), refused(Step::Content, 554, "5.7.1 spam"));
        }
        server.follow(chunking());
        begin(&mut session, "e@x.fr");
        assert!(session.finish().is_ok());
        let recipients = server.mails().pop().map(|mail| mail.recipients);
        assert_eq!(recipients, Some(vec!["e@x.fr".to_owned()]));
    }
}

#[test]
fn whoever_a_server_that_refuses_rset_may_still_hold_does_not_get_the_next_message_too() {
    let script = chunking()
        .first(Moment::Content, ["550 5.7.1 spam"])
        .reply(Moment::Reset, "502 5.5.1 no RSET");
    let server = SmtpServer::start(script);
    let mut session = open(&server);
    begin(&mut session, "a@x.fr");
    let spam = refused(Step::Content, 550, "5.7.1 spam");
    assert_eq!(session.finish(), spam);
    begin(&mut session, "b@x.fr");
    let unknown = refused(Step::Reset, 502, "5.5.1 no RSET");
    assert_eq!(session.finish(), unknown);
    assert!(!session.is_usable());
    drop(session);
    let mails = server.stop();
    let recipients: Vec<_> = mails.iter().map(|mail| &mail.recipients).collect();
    assert_eq!(recipients, [&["a@x.fr"]]);
}

#[test]
fn when_the_link_is_lost_all_in_flight_are_uncertain_but_those_answered() {
    let script = chunking().reply_to_rcpt("c@x.fr", Reply::Close);
    let server = SmtpServer::start(script);
    let mut session = open_wide(&server);
    let outcomes = send_four(&mut session);
    assert!(outcomes[0].is_ok() && outcomes[1].is_ok(), "{outcomes:?}");
    for outcome in &outcomes[2..] {
        assert!(
            matches!(
                outcome,
                Err(SendError {
                    step: Step::Content,
                    cause: Cause::Lost(_)
                })
            ),
            "{outcome:?}"
        );
    }
    assert!(!session.is_usable());
}

#[test]
fn a_server_that_goes_away_has_taken_nothing_after_it_said_so() {
    let script = chunking().reply_to_rcpt("b@x.fr", "421 4.3.2 going away");
    let server = SmtpServer::start(script);
    let outcomes = send_four(&mut open_wide(&server));
    assert!(outcomes[0].is_ok());
    assert_eq!(outcomes[1], refused(Step::Rcpt, 421, "4.3.2 going away"));
    for outcome in &outcomes[2..] {
        // It may hang up before all of them are written.
        let Err(SendError { step, cause }) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(matches!(step, Step::Mail | Step::Data), "{outcome:?}");
        assert!(matches!(cause, Cause::Lost(_)), "{outcome:?}");
    }
    assert_eq!(accepted(&server), ["a@x.fr"]);
}

#[test]
fn a_server_that_says_that_it_goes_away_and_goes_on_is_heard() {
    let going = || Reply::Going(b"421 4.3.2 going away".to_vec());
    let server = SmtpServer::start(chunking().reply_to_rcpt("b@x.fr", going()));
    let mut session = open_wide(&server);
    let outcomes = send_four(&mut session);
    assert_eq!(outcomes[1], refused(Step::Rcpt, 421, "4.3.2 going away"));
    assert!([0, 2, 3].iter().all(|&index| outcomes[index].is_ok()));
    assert_eq!(accepted(&server), ["a@x.fr", "c@x.fr", "d@x.fr"]);
    assert!(!session.is_usable());

    // Nobody whom it was told of is written to a second time.
    let script = chunking().first(Moment::Rcpt, (0..5).map(|_| Reply::Usual).chain([going()]));
    let server = SmtpServer::start(script);
    let school = School::on(&server);
    school.crowd("tous", 12);
    school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
    school.ok(SEND_TO_ALL);
    let accounting = Accounting::of(&school).unwrap();
    assert_eq!(accounting.contradictions(&server.mails()), "");
    assert_eq!(accounting.counts().accepted, 12);
}

#[test]
fn after_a_server_said_that_it_goes_away_its_silence_leaves_those_after_it_uncertain() {
    let going = Reply::Going(b"421 4.3.2 going away".to_vec());
    let script = chunking()
        .reply_to_rcpt("b@x.fr", going)
        .reply_to_rcpt("c@x.fr", Reply::Silence);
    let server = SmtpServer::start(script);
    let timeouts = Timeouts {
        quit: Duration::from_millis(50),
        ..Timeouts::default()
    };
    let outcomes = send_four(&mut open_wide_with(&server, &timeouts));
    assert!(outcomes[0].is_ok());
    for outcome in &outcomes[2..] {
        assert_eq!(
            outcome,
            &Err(SendError {
                step: Step::Content,
                cause: Cause::Timeout
            })
        );
    }
}

#[test]
fn a_server_that_says_that_it_goes_away_and_goes_on_until_the_link_is_lost_may_have_taken_more() {
    let going = Reply::Going(b"421 4.3.2 going away".to_vec());
    let usual = (0..WINDOW).map(|_| Reply::Usual);
    let script = chunking()
        .reply_to_rcpt("b@x.fr", going)
        .first(Moment::Content, usual.chain([Reply::Close]));
    let server = SmtpServer::start(script);
    let mut session = open_wide(&server);
    let outcomes = send_four(&mut session);
    assert!(outcomes[0].is_ok());
    assert_eq!(outcomes[1], refused(Step::Rcpt, 421, "4.3.2 going away"));
    for outcome in &outcomes[2..] {
        let Err(SendError { step, cause }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(*step, Step::Content);
        assert!(matches!(cause, Cause::Lost(_)), "{outcome:?}");
    }
}

#[test]
fn more_answers_than_commands_leave_the_last_message_uncertain() {
    let extra = Reply::Before(b"250 2.0.0 Ok\r\n".to_vec());
    let server = SmtpServer::start(chunking().reply(Moment::Content, extra));
    let mut session = open(&server);
    begin(&mut session, "a@x.fr");
    let outcome = session.finish();
    assert!(
        matches!(
            outcome,
            Err(SendError {
                step: Step::Content,
                cause: Cause::Unexpected(_)
            })
        ),
        "{outcome:?}"
    );
    assert!(!session.is_usable());
}

#[test]
fn the_account_switches_it_off() {
    let server = SmtpServer::start(chunking());
    let school = School::on(&server);
    school.list("cp", &["a@x.fr", "b@x.fr"]);
    school.ok(["account", "edit", "dir@ac-test.fr", "--chunking", "off"]);
    school.ok(["-q", "send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    assert!(
        !server
            .commands()
            .iter()
            .any(|line| line.starts_with("BDAT"))
    );
    school.ok(["account", "edit", "dir@ac-test.fr", "--chunking", "on"]);
    school.ok(["-q", "send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    assert!(
        server
            .commands()
            .iter()
            .any(|line| line.starts_with("BDAT"))
    );
    assert_eq!(accepted(&server).len(), 4);
}

#[test]
fn a_send_over_several_links_reaches_everyone_once() {
    let server = SmtpServer::start(chunking().reply_to_rcpt("p007@example.org", "550 5.1.1 no"));
    let school = School::on(&server);
    let everyone = school.crowd("tous", 100);
    let run = school.run(SEND_TO_ALL);
    assert_eq!(run.code, 3, "{run}");
    let expected: BTreeSet<String> = everyone
        .into_iter()
        .filter(|address| address != "p007@example.org")
        .collect();
    let reached = accepted(&server);
    assert_eq!(reached.len(), 99);
    assert_eq!(reached.into_iter().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_kill_leaves_uncertain_at_most_what_was_in_flight() {
    let gate = Gate::default();
    // As many as it takes until there may be four in flight.
    let script = chunking().first(Moment::Content, ["250 2.0.0 Ok"; WINDOW - 1]);
    let server = SmtpServer::start(script.reply(Moment::Content, Reply::Held(gate.clone())));
    let school = School::on(&server);
    school.crowd("tous", 100);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    let mut command = school.command();
    command.args(SEND_TO_ALL);
    let mut sending = command.spawn().unwrap();
    wait_for(&school, WINDOW - 1 + WINDOW, &mut sending);
    sending.kill().unwrap();
    sending.wait().unwrap();
    gate.open();
    server.follow(chunking());
    let id = school.json(["queue", "list"])["messages"][0]["id"].clone();
    let _resumed = school.run(["-q", "queue", "resume", id.as_str().unwrap()]);
    let message = &school.json(["archive", "list"])["messages"][0];
    assert_eq!(message["counts"]["uncertain"], WINDOW, "{message}");
    assert_eq!(message["counts"]["accepted"], 100 - WINDOW);
    let reached = accepted(&server);
    assert_eq!(reached.iter().collect::<BTreeSet<_>>().len(), reached.len());
}

#[test]
fn a_server_that_offers_it_and_does_not_know_it_is_sent_to_without() {
    for reply in [
        "500 5.5.2 unknown command",
        "502 not implemented",
        "503 5.5.1 Bad sequence of commands",
    ] {
        let server = SmtpServer::start(chunking().without_bdat(reply));
        let school = School::on(&server);
        let everyone = school.crowd("tous", 20);
        let run = school.run(SEND_TO_ALL);
        assert_eq!(run.code, 0, "{run}");
        let mut reached = accepted(&server);
        reached.sort();
        assert_eq!(reached, everyone);
        let commands = server.commands();
        let tries = commands.iter().filter(|line| line.starts_with("BDAT"));
        assert!(tries.count() <= 4, "once per link at the most");
    }
}

#[test]
fn a_server_that_took_one_and_refuses_another_in_such_words_takes_those_after_it() {
    let server = SmtpServer::start(chunking().together());
    let mut session = open_wide(&server);
    let refusal = "500 5.6.0 rejected by filter";
    server.follow(
        chunking()
            .together()
            .first(Moment::Content, [Reply::Usual, refusal.into()]),
    );
    let outcomes = send_four(&mut session);
    assert_eq!(
        outcomes[1],
        refused(Step::Content, 500, "5.6.0 rejected by filter")
    );
    for index in [0, 2, 3] {
        assert!(outcomes[index].is_ok(), "{outcomes:?}");
    }
    assert!(session.is_usable() && !session.misses().chunking);
    assert_eq!(accepted(&server), ["a@x.fr", "c@x.fr", "d@x.fr"]);
}

/// Waits until so many are written down as tried.
fn wait_for(env: &Env, count: usize, sending: &mut Child) {
    let messages = env.home().join("messages");
    let tried = || {
        let folder = messages.read_dir().ok()?.next()?.ok()?.path();
        let journal = std::fs::read_to_string(folder.join("journal.jsonl")).ok()?;
        Some(journal.matches("\"trying\"").count())
    };
    let are_tried = || tried().unwrap_or_default() >= count;
    await_that(sending, "what is written down as tried", are_tried);
}

#[test]
fn a_server_that_takes_a_refused_message_for_commands_leaves_those_after_it_uncertain() {
    let script = chunking()
        .careless()
        .reply_to_rcpt("b@x.fr", "550 5.1.1 no");
    let server = SmtpServer::start(script);
    let mut session = open_wide(&server);
    let outcomes = send_four(&mut session);
    assert!(outcomes[0].is_ok());
    assert_eq!(outcomes[1], refused(Step::Rcpt, 550, "5.1.1 no"));
    for outcome in &outcomes[2..] {
        let Err(SendError { step, cause }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(*step, Step::Content);
        assert!(matches!(cause, Cause::Unexpected(_)), "{outcome:?}");
    }
    assert!(!session.is_usable());
}
