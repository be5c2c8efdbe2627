//! Several commands in one write (RFC 2920): the answers are counted, and
//! nobody gets an empty message or somebody else's.

use carnet::{
    domain::{delivery::Step, timeouts::Timeouts},
    mail::{
        Cause, SendError,
        session::{Body, Envelope, Session},
    },
};

use crate::support::{
    ends::{Ends, to},
    school::{DIRECTOR, School, account},
    smtp::{Moment, Reply, Script, SmtpServer},
};

const HEADERS: &str = "To: x\r\n";
const CONTENT: &[u8] = b"Subject: x\r\n\r\nBonjour\r\n";

fn pipelining() -> Script {
    Script::new().keyword("PIPELINING")
}

fn open(server: &SmtpServer) -> Session {
    Session::open(&account(server), None, &Timeouts::default()).unwrap()
}

/// Sends to each, the next one announced; returns each outcome while the session holds.
fn send_all(session: &mut Session, recipients: &[&str]) -> Vec<Result<String, SendError>> {
    let ends: Vec<Ends> = recipients.iter().map(|recipient| to(recipient)).collect();
    let envelopes: Vec<Envelope<'_>> = ends.iter().map(Ends::envelope).collect();
    let body = Body::new(CONTENT);
    let mut outcomes = Vec::new();
    for (index, envelope) in envelopes.iter().enumerate() {
        outcomes.push(session.send(envelope, HEADERS, &body, envelopes.get(index + 1)));
        if !session.is_usable() {
            break;
        }
    }
    outcomes
}

fn refused(step: Step, code: u16, text: &str) -> Result<String, SendError> {
    Err(SendError {
        step,
        cause: Cause::Reply {
            code,
            text: text.to_owned(),
        },
    })
}

fn recipients(server: &SmtpServer) -> Vec<String> {
    server
        .mails()
        .iter()
        .flat_map(|mail| mail.recipients.clone())
        .collect()
}

#[test]
fn one_write_carries_a_message_and_the_envelope_of_the_next() {
    let server = SmtpServer::start(pipelining());
    let mut session = open(&server);
    let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr", "c@x.fr"]);
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    session.quit();
    assert_eq!(recipients(&server), ["a@x.fr", "b@x.fr", "c@x.fr"]);
    // The hello, the first envelope, three messages and the farewell; the
    // scripted server reads whatever stands ready.
    assert_eq!(server.writes(), 6);
    assert_eq!(server.commands().last().map(String::as_str), Some("QUIT"));
}

#[test]
fn a_server_that_wants_to_know_is_told_the_size_before_it_comes() {
    let too_large = "552 5.3.4 too large";
    for script in [Script::new(), pipelining()] {
        let server = SmtpServer::start(script.keyword("SIZE 10").reply(Moment::Mail, too_large));
        let outcomes = send_all(&mut open(&server), &["a@x.fr"]);
        assert_eq!(outcomes, [refused(Step::Mail, 552, "5.3.4 too large")]);
        let size = HEADERS.len() + CONTENT.len();
        let mail = format!("MAIL FROM:<dir@ac-test.fr> SIZE={size}");
        assert_eq!(server.commands()[1], mail);
    }
}

#[test]
fn without_pipelining_each_command_waits_for_its_answer() {
    let server = SmtpServer::start(Script::new());
    let mut session = open(&server);
    let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr"]);
    assert!(outcomes.iter().all(Result::is_ok));
    session.quit();
    assert_eq!(server.writes(), 1 + 2 * 4 + 1);
}

#[test]
fn a_recipient_refused_in_a_group_costs_nobody_else_anything() {
    for script in [pipelining(), pipelining().careless()] {
        let server = SmtpServer::start(script.reply_to_rcpt("b@x.fr", "550 5.1.1 no"));
        let mut session = open(&server);
        let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"]);
        assert_eq!(outcomes[1], refused(Step::Rcpt, 550, "5.1.1 no"));
        assert!(
            [0, 2, 3].iter().all(|&index| outcomes[index].is_ok()),
            "{outcomes:?}"
        );
        session.quit();
        assert_eq!(recipients(&server), ["a@x.fr", "c@x.fr", "d@x.fr"]);
        assert!(
            server.taken_back().iter().all(Vec::is_empty),
            "{:?}",
            server.taken_back()
        );
        assert_eq!(server.connections(), 1);
    }
}

#[test]
fn a_first_recipient_refused_by_a_careless_server_is_taken_back_with_a_single_dot() {
    let script = pipelining()
        .careless()
        .reply_to_rcpt("a@x.fr", "450 4.2.0 later");
    let server = SmtpServer::start(script);
    let mut session = open(&server);
    let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr"]);
    assert_eq!(outcomes[0], refused(Step::Rcpt, 450, "4.2.0 later"));
    assert!(outcomes[1].is_ok());
    assert_eq!(server.taken_back(), [b""]);
    assert_eq!(recipients(&server), ["b@x.fr"]);
}

#[test]
fn a_refused_sender_is_known_although_all_its_commands_went_out() {
    let server = SmtpServer::start(pipelining().reply(Moment::Mail, "553 5.7.1 not yours"));
    let outcomes = send_all(&mut open(&server), &["a@x.fr", "b@x.fr"]);
    let refusal = refused(Step::Mail, 553, "5.7.1 not yours");
    assert_eq!(outcomes, [refusal.clone(), refusal]);
    assert!(server.mails().is_empty());
}

#[test]
fn a_refused_sender_whose_message_is_waited_for_all_the_same_has_nobody_get_it_empty() {
    let refusal = refused(Step::Mail, 553, "5.7.1 not yours");
    // A server that takes the recipient as well would deliver what a dot ends.
    for (rcpt, is_taken_back) in [("503 5.5.1 no sender", true), ("250 2.1.5 Ok", false)] {
        for before in [&[][..], &["a@x.fr"]] {
            let mail = before.iter().map(|_| Reply::Usual);
            let script = pipelining()
                .careless()
                .first(Moment::Mail, mail.chain(["553 5.7.1 not yours".into()]))
                .reply_to_rcpt("b@x.fr", rcpt);
            let server = SmtpServer::start(script);
            let mut session = open(&server);
            let mut outcomes = send_all(&mut session, &[before, &["b@x.fr"]].concat());
            assert_eq!(session.is_usable(), is_taken_back, "{before:?}");
            if is_taken_back || before.is_empty() {
                assert_eq!(outcomes.pop(), Some(refusal.clone()));
            }
            assert_eq!(outcomes.len(), before.len());
            assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
            let mut reached = before.to_vec();
            if is_taken_back {
                assert!(send_all(&mut session, &["c@x.fr"])[0].is_ok());
                reached.push("c@x.fr");
                assert_eq!(server.taken_back(), [b""]);
            }
            drop(session);
            let mails = server.stop();
            let whole = [HEADERS.as_bytes(), CONTENT].concat();
            assert!(mails.iter().all(|mail| mail.content == whole), "{mails:?}");
            let to: Vec<&String> = mails.iter().flat_map(|mail| &mail.recipients).collect();
            assert_eq!(to, reached, "{rcpt}");
        }
    }
}

#[test]
fn whoever_a_server_that_refuses_rset_may_still_hold_does_not_get_an_empty_message() {
    let script = pipelining()
        .careless()
        .first(Moment::Data, ["451 4.3.0 later"])
        .reply(Moment::Reset, "502 5.5.1 no RSET")
        .reply_to_rcpt("b@x.fr", "550 5.1.1 nobody");
    let server = SmtpServer::start(script);
    let mut session = open(&server);
    let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr"]);
    assert_eq!(outcomes[0], refused(Step::Data, 451, "4.3.0 later"));
    assert_eq!(outcomes[1], refused(Step::Reset, 502, "5.5.1 no RSET"));
    assert!(!session.is_usable());
    drop(session);
    assert_eq!(server.stop(), []);
}

#[test]
fn whoever_a_server_took_without_the_sender_does_not_get_the_next_message_too() {
    let script = pipelining()
        .careless()
        .first(Moment::Mail, ["450 4.3.0 later"])
        .first(Moment::Data, ["554 5.5.1 no sender"]);
    let server = SmtpServer::start(script);
    let mut session = open(&server);
    let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr"]);
    assert_eq!(outcomes[0], refused(Step::Mail, 450, "4.3.0 later"));
    assert!(outcomes[1].is_ok(), "{outcomes:?}");
    session.quit();
    assert_eq!(recipients(&server), ["b@x.fr"]);
}

#[test]
fn a_refused_message_leaves_the_announced_one_as_it_is() {
    let server = SmtpServer::start(pipelining().reply(Moment::Content, "554 5.7.1 spam"));
    let outcomes = send_all(&mut open(&server), &["a@x.fr", "b@x.fr"]);
    let refusal = refused(Step::Content, 554, "5.7.1 spam");
    assert_eq!(outcomes, [refusal.clone(), refusal]);
    assert!(server.mails().iter().all(|mail| !mail.accepted));
}

#[test]
fn a_link_lost_while_the_next_one_is_announced_leaves_the_accepted_one_accepted() {
    for reply in [
        Reply::Close,
        "garbage".into(),
        "421 4.3.2 going away".into(),
    ] {
        let script = pipelining().reply_to_rcpt("b@x.fr", reply.clone());
        let server = SmtpServer::start(script);
        let mut session = open(&server);
        let outcomes = send_all(&mut session, &["a@x.fr", "b@x.fr"]);
        assert!(outcomes[0].is_ok(), "{reply:?}");
        assert_eq!(outcomes.len(), 1, "{reply:?}");
        assert!(!session.is_usable());
        assert_eq!(recipients(&server), ["a@x.fr"]);
    }
}

#[test]
fn one_answer_too_many_or_too_few_leaves_no_answer_certain() {
    let known = "250 2.1.5 Ok";
    let unknown = "550 5.1.1 nobody";
    for (moment, answer, next, shown) in [
        // The answer to the message itself may be missing, or the first of two.
        (Moment::Rcpt, "354 go", known, "354 go"),
        (Moment::Content, "250 early\r\n250 ok", known, known),
        (Moment::Content, "250 early\r\n554 spam", known, known),
        (
            Moment::Content,
            "250 early\r\n554 spam",
            unknown,
            "554 5.5.1 no valid recipients",
        ),
    ] {
        let server = SmtpServer::start(pipelining());
        let mut session = open(&server);
        let (a, b) = (to("a@x.fr"), to("b@x.fr"));
        let body = Body::new(CONTENT);
        session
            .send(&a.envelope(), HEADERS, &body, Some(&b.envelope()))
            .unwrap();
        let script = pipelining().together().reply(moment, answer);
        server.follow(match moment {
            Moment::Rcpt => script,
            _ => script.reply_to_rcpt("a@x.fr", next),
        });
        let cause = Cause::Unexpected(shown.to_owned());
        let uncertain = SendError {
            step: Step::Content,
            cause,
        };
        let outcome = session.send(&b.envelope(), HEADERS, &body, Some(&a.envelope()));
        assert_eq!(outcome, Err(uncertain), "{answer}");
        assert!(!session.is_usable() && !session.has_announced());
        drop(session);
        assert_eq!(recipients(&server), ["a@x.fr", "b@x.fr"]);
    }
}

#[test]
fn a_server_that_waits_for_a_message_is_not_told_anything_else() {
    let server = SmtpServer::start(pipelining());
    let mut session = open(&server);
    let body = Body::new(CONTENT);
    session
        .send(
            &to("a@x.fr").envelope(),
            HEADERS,
            &body,
            Some(&to("b@x.fr").envelope()),
        )
        .unwrap();
    // The run stops here: QUIT would be taken for the content of a message to b.
    session.quit();
    assert_eq!(recipients(&server), ["a@x.fr"]);

    let server = SmtpServer::start(pipelining());
    let mut session = open(&server);
    session
        .send(
            &to("a@x.fr").envelope(),
            HEADERS,
            &body,
            Some(&to("b@x.fr").envelope()),
        )
        .unwrap();
    // Nor does somebody else get what the server expects for b.
    assert!(
        session
            .send(&to("c@x.fr").envelope(), HEADERS, &body, None)
            .is_err()
    );
    assert!(!session.is_usable());
    drop(session);
    assert_eq!(recipients(&server), ["a@x.fr"]);
}

#[test]
fn a_server_that_forgets_what_came_with_a_message_is_told_one_thing_after_the_other() {
    let server = SmtpServer::start(pipelining().forgetful());
    let school = School::on(&server);
    school.ok([
        "account",
        "edit",
        DIRECTOR,
        "--connections",
        "1",
        "--timeout",
        "mail=1s",
    ]);
    let mut everyone = school.crowd("tous", 20);
    let message = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    school.ok(message);
    let mut reached = recipients(&server);
    everyone.sort();
    reached.sort();
    assert_eq!(reached, everyone);
    // Its silence is waited for once, not behind each message.
    assert_eq!(server.connections(), 2);
}

#[test]
fn a_server_that_refuses_what_came_with_a_message_is_told_one_thing_after_the_other() {
    for refused in [&[][..], &["p003@example.org", "p004@example.org"]] {
        let refuse = |script: Script, parent: &&str| script.reply_to_rcpt(parent, "550 5.1.1 no");
        let server = SmtpServer::start(refused.iter().fold(pipelining().wary(), refuse));
        let school = School::on(&server);
        school.ok(["account", "edit", DIRECTOR, "--connections", "1"]);
        let mut everyone = school.crowd("tous", 20);
        let message = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
        let run = school.run(message);
        assert_eq!(run.code, if refused.is_empty() { 0 } else { 3 }, "{run}");
        everyone.retain(|parent| !refused.contains(&parent.as_str()));
        let mut reached = recipients(&server);
        everyone.sort();
        reached.sort();
        assert_eq!(reached, everyone);
        assert_eq!(server.connections(), 1);
        let mails = server.mails();
        let followed = mails.iter().filter(|mail| mail.followed).count();
        assert_eq!(followed, 1, "what it objects to is not done again");
    }
}
