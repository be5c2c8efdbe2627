//! One SMTP session against a scripted server: every step, and every way in which it fails.

mod large;
mod patience;

use std::{net::TcpListener, process::Command, time::Duration};

use carnet::{
    config::{Account, Secret, Security},
    domain::{delivery::Step, timeouts::Timeouts},
    mail::{
        AccountError, Cause, SendError,
        session::{Body, Session},
    },
};

use crate::support::{
    ends::to,
    school::account,
    smtp::{Encryption, Mail, Moment, Reply, Script, SmtpServer},
    tls::{authority, encrypt_as},
};

const HEADERS: &str = "To: a@x.fr\r\nSubject: Sortie\r\n";
const CONTENT: &[u8] = b"From: dir@ac-test.fr\r\n\r\nBonjour\r\n";
/// Long enough for nothing.
const AT_ONCE: Duration = Duration::from_millis(50);
/// Enough for an answer on a busy computer.
const PATIENCE: Duration = Duration::from_secs(1);

fn open(server: &SmtpServer) -> Session {
    Session::open(&account(server), None, &Timeouts::default()).unwrap()
}

fn open_error(account: &Account) -> SendError {
    let secret = Secret::new("secret");
    Session::open(account, Some(&secret), &Timeouts::default()).unwrap_err()
}

fn send_to(session: &mut Session, recipient: &str) -> Result<String, SendError> {
    let body = Body::new(CONTENT);
    session.send(&to(recipient).envelope(), HEADERS, &body, None)
}

fn failure(step: Step, cause: Cause) -> SendError {
    SendError { step, cause }
}

fn reply(code: u16, text: &str) -> Cause {
    let text = text.to_owned();
    Cause::Reply { code, text }
}

/// Every kind of failing answer, and what it must be understood as.
fn failures() -> [(Reply, Cause); 7] {
    [
        ("450 4.2.0 later".into(), reply(450, "4.2.0 later")),
        ("550 5.0.0 never".into(), reply(550, "5.0.0 never")),
        ("421 4.3.2 bye".into(), reply(421, "4.3.2 bye")),
        ("hello".into(), Cause::Unexpected("hello".to_owned())),
        (
            Reply::Line(b"550 adresse refus\xe9e".to_vec()),
            reply(550, "adresse refusée"),
        ),
        (Reply::Close, Cause::Lost("connection closed".to_owned())),
        (Reply::Silence, Cause::Timeout),
    ]
}

#[test]
fn a_failure_before_any_message_is_known_by_its_step() {
    let moments = [
        (Moment::Greeting, Step::Hello),
        (Moment::Hello, Step::Hello),
        (Moment::Starttls, Step::Tls),
        (Moment::Auth, Step::Auth),
    ];
    for (moment, step) in moments {
        for (answer, cause) in failures() {
            let script = Script::new()
                .login("dir", "secret")
                .reply(moment, answer.clone());
            let script = match moment {
                Moment::Starttls => {
                    script.encryption(Encryption::Starttls, encrypt_as("localhost"))
                }
                _ => script,
            };
            let server = SmtpServer::start(script);
            let mut account = account(&server);
            account.login = Some("dir".to_owned());
            if moment == Moment::Starttls {
                account.security = Security::Starttls;
            }
            let mut timeouts = Timeouts::default();
            if matches!(answer, Reply::Silence) {
                timeouts.greeting = match moment {
                    Moment::Greeting => AT_ONCE,
                    // The healthy answers before it have the same time.
                    _ => PATIENCE,
                };
            }
            let error = Session::open(&account, Some(&Secret::new("secret")), &timeouts);
            assert_eq!(
                error.unwrap_err(),
                failure(step, cause),
                "{moment:?} {answer:?}"
            );
            assert_eq!(server.mails(), []);
        }
    }
}

#[test]
fn a_failure_of_a_message_is_known_by_its_step_and_leaves_the_session_usable_or_not() {
    let moments = [
        (Moment::Mail, Step::Mail),
        (Moment::Rcpt, Step::Rcpt),
        (Moment::Data, Step::Data),
        (Moment::Content, Step::Content),
    ];
    for (moment, step) in moments {
        for (answer, cause) in failures() {
            let server = SmtpServer::start(Script::new().reply(moment, answer.clone()));
            let mut timeouts = Timeouts::default();
            if matches!(answer, Reply::Silence) {
                match moment {
                    Moment::Mail => timeouts.mail = AT_ONCE,
                    Moment::Rcpt => timeouts.rcpt = AT_ONCE,
                    Moment::Data => timeouts.data = AT_ONCE,
                    _ => timeouts.content = AT_ONCE,
                }
            }
            let mut session = Session::open(&account(&server), None, &timeouts).unwrap();
            let error = send_to(&mut session, "a@x.fr").unwrap_err();
            let refused = matches!(
                cause,
                Cause::Reply {
                    code: 450 | 550,
                    ..
                }
            );
            assert_eq!(error, failure(step, cause), "{moment:?} {answer:?}");
            assert_eq!(session.is_usable(), refused, "{moment:?} {answer:?}");
            assert!(server.mails().iter().all(|mail| !mail.accepted));
            if refused {
                server.follow(Script::new());
                send_to(&mut session, "b@x.fr").unwrap();
                assert_eq!(server.connections(), 1);
                assert_eq!(server.mails().last().unwrap().recipients, ["b@x.fr"]);
            }
        }
    }
}

#[test]
fn a_positive_answer_that_is_not_the_expected_one_is_not_taken_for_it() {
    for (moment, step) in [
        (Moment::Mail, Step::Mail),
        (Moment::Rcpt, Step::Rcpt),
        (Moment::Data, Step::Data),
        (Moment::Content, Step::Content),
    ] {
        let server = SmtpServer::start(Script::new().reply(moment, "252 2.0.0 perhaps"));
        let mut session = open(&server);
        let error = send_to(&mut session, "a@x.fr").unwrap_err();
        let cause = Cause::Unexpected("252 2.0.0 perhaps".to_owned());
        assert_eq!(error, failure(step, cause));
        assert!(!session.is_usable());
    }
}

#[test]
fn a_recipient_who_is_forwarded_is_accepted() {
    let server = SmtpServer::start(Script::new().reply(Moment::Rcpt, "251 2.1.5 will forward"));
    assert!(send_to(&mut open(&server), "a@x.fr").is_ok());
}

#[test]
fn a_refused_recipient_costs_a_reset_and_not_the_connection() {
    let script = Script::new().reply_to_rcpt("b@x.fr", "550-5.1.1 no such\r\n550 5.1.1 person");
    let server = SmtpServer::start(script);
    let mut session = open(&server);
    assert_eq!(
        send_to(&mut session, "a@x.fr").unwrap(),
        "250 2.0.0 Ok: queued as 1"
    );
    assert_eq!(
        send_to(&mut session, "B@x.fr").unwrap_err(),
        failure(Step::Rcpt, reply(550, "5.1.1 no such person"))
    );
    send_to(&mut session, "c@x.fr").unwrap();
    session.quit();
    assert_eq!(
        server.commands(),
        [
            "EHLO ac-test.fr",
            "MAIL FROM:<dir@ac-test.fr>",
            "RCPT TO:<a@x.fr>",
            "DATA",
            "MAIL FROM:<dir@ac-test.fr>",
            "RCPT TO:<B@x.fr>",
            "RSET",
            "MAIL FROM:<dir@ac-test.fr>",
            "RCPT TO:<c@x.fr>",
            "DATA",
            "QUIT",
        ]
    );
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_reply_is_understood_whatever_its_code_and_its_form() {
    let long = "x".repeat(4000);
    let cases = [
        ("571 5.7.1 blocked", reply(571, "5.7.1 blocked")),
        ("471 4.7.1 busy", reply(471, "4.7.1 busy")),
        ("599 no", reply(599, "no")),
        ("571-5.7.1 a\r\n571 5.7.1 b", reply(571, "5.7.1 a b")),
        ("550-one\r\n550-\r\n550", reply(550, "one  ")),
        (&format!("550 {long}"), reply(550, &long)),
    ];
    for (answer, cause) in cases {
        let server = SmtpServer::start(Script::new().reply_to_rcpt("a@x.fr", answer));
        let mut session = open(&server);
        let error = send_to(&mut session, "a@x.fr").unwrap_err();
        assert_eq!(error, failure(Step::Rcpt, cause));
        send_to(&mut session, "b@x.fr").unwrap();
    }
}

#[test]
fn what_is_no_reply_is_shown_in_part_and_ends_the_session() {
    let endless = "x".repeat(1_000_000);
    for (answer, shown) in [
        ("2500 ok", "2500 ok"),
        ("25", "25"),
        ("150 ok", "150 ok"),
        ("25é ok", "25é ok"),
        ("550-5.1.1 one\r\n551 other", "551 other"),
        (&endless, &"x".repeat(200)),
    ] {
        let server = SmtpServer::start(Script::new().reply_to_rcpt("a@x.fr", answer));
        let mut session = open(&server);
        let error = send_to(&mut session, "a@x.fr").unwrap_err();
        assert_eq!(
            error,
            failure(Step::Rcpt, Cause::Unexpected(shown.to_owned()))
        );
        assert!(!session.is_usable());
    }
}

#[test]
fn a_refusal_stands_when_the_reset_after_it_fails() {
    let script = Script::new()
        .reply(Moment::Rcpt, "550 5.1.1 no")
        .reply(Moment::Reset, "500 5.5.1 what?");
    let server = SmtpServer::start(script);
    let mut session = open(&server);
    let error = send_to(&mut session, "a@x.fr").unwrap_err();
    assert_eq!(error, failure(Step::Rcpt, reply(550, "5.1.1 no")));
    // It may still hold the recipient of before: nothing more goes over it.
    let error = send_to(&mut session, "b@x.fr").unwrap_err();
    assert_eq!(error, failure(Step::Reset, reply(500, "5.5.1 what?")));
    assert!(!session.is_usable());
    assert!(server.mails().is_empty());
}

#[test]
fn a_message_arrives_in_one_write_and_byte_for_byte() {
    let server = SmtpServer::start(Script::new());
    let long = "x".repeat(998);
    let content = format!(".\r\n..\r\n.a\r\n\r\n{long}\r\na.\r\n.\r\n");
    let mut session = open(&server);
    let body = Body::new(content.as_bytes());
    session
        .send(&to("a@école.fr").envelope(), HEADERS, &body, None)
        .unwrap();
    let expected = Mail {
        connection: 1,
        from: "dir@ac-test.fr".to_owned(),
        recipients: vec!["a@xn--cole-9oa.fr".to_owned()],
        content: format!("{HEADERS}{content}").into_bytes(),
        // The final dot apart would wait for an acknowledgement of what is before it.
        reads: 1,
        followed: false,
        accepted: true,
        refused: false,
    };
    assert_eq!(server.mails(), [expected]);
}

#[test]
fn a_large_message_arrives_whole() {
    let server = SmtpServer::start(Script::new());
    let content = ".0123456789012345678901234567890\r\n".repeat(100_000);
    let mut session = open(&server);
    let body = Body::new(content.as_bytes());
    session
        .send(&to("a@x.fr").envelope(), HEADERS, &body, None)
        .unwrap();
    assert_eq!(
        server.mails()[0].content,
        format!("{HEADERS}{content}").as_bytes()
    );
}

#[test]
fn an_internationalised_address_needs_a_server_that_takes_it() {
    let server = SmtpServer::start(Script::new());
    let mut session = open(&server);
    let error = send_to(&mut session, "zoé@x.fr").unwrap_err();
    assert_eq!(error, failure(Step::Rcpt, Cause::NoSmtputf8));
    assert!(session.is_usable());
    assert_eq!(server.commands(), ["EHLO ac-test.fr"]);

    let server = SmtpServer::start(Script::new().keyword("8BITMIME").keyword("SMTPUTF8"));
    let mut session = open(&server);
    send_to(&mut session, "zoé@x.fr").unwrap();
    send_to(&mut session, "a@x.fr").unwrap();
    let commands = server.commands();
    assert_eq!(
        commands[1..3],
        [
            "MAIL FROM:<dir@ac-test.fr> BODY=8BITMIME SMTPUTF8",
            "RCPT TO:<zoé@x.fr>"
        ]
    );
    assert_eq!(commands[4], "MAIL FROM:<dir@ac-test.fr>");
}

#[test]
fn a_login_goes_by_plain_where_it_can_and_by_login_otherwise() {
    for (offers, command) in [
        (&["AUTH LOGIN PLAIN"][..], "AUTH PLAIN AGRpcgBzw6ljcmV0"),
        (&["AUTH LOGIN"], "AUTH LOGIN"),
        (
            &["AUTH NTLM GSSAPI", "AUTH LOGIN PLAIN"],
            "AUTH PLAIN AGRpcgBzw6ljcmV0",
        ),
        (&["AUTH NTLM", "AUTH=LOGIN"], "AUTH LOGIN"),
    ] {
        let script = Script::new().login("dir", "sécret");
        let script = offers
            .iter()
            .fold(script, |script, one| script.keyword(one));
        let server = SmtpServer::start(script);
        let mut account = account(&server);
        account.login = Some("dir".to_owned());
        let secret = Secret::new("sécret");
        let session = Session::open(&account, Some(&secret), &Timeouts::default());
        send_to(&mut session.unwrap(), "a@x.fr").unwrap();
        assert_eq!(server.commands()[1], command);
    }
}

#[test]
fn a_wrong_password_is_the_servers_own_refusal() {
    let server = SmtpServer::start(Script::new().login("dir", "other"));
    let mut account = account(&server);
    account.login = Some("dir".to_owned());
    let error = open_error(&account);
    let refused = reply(535, "5.7.8 wrong login or password");
    assert_eq!(error, failure(Step::Auth, refused));
    assert_eq!(
        error.to_string(),
        "the server refused the login or the password"
    );
}

#[test]
fn a_password_is_sent_by_no_mechanism_but_the_known_ones() {
    let server = SmtpServer::start(
        Script::new()
            .keyword("AUTH CRAM-MD5")
            .login("dir", "secret"),
    );
    let mut account = account(&server);
    account.login = Some("dir".to_owned());
    let error = open_error(&account);
    assert_eq!(error, failure(Step::Auth, Cause::NoAuthentication));
    assert_eq!(server.commands(), ["EHLO ac-test.fr"]);
}

#[test]
fn a_server_without_starttls_is_told_nothing() {
    let server = SmtpServer::start(Script::new().login("dir", "secret"));
    let mut account = account(&server);
    account.security = Security::Starttls;
    account.login = Some("dir".to_owned());
    let error = open_error(&account);
    assert_eq!(error, failure(Step::Tls, Cause::NoStarttls));
    assert_eq!(server.commands(), ["EHLO ac-test.fr"]);
}

#[test]
fn nothing_goes_in_plain_text_beyond_this_computer() {
    let server = SmtpServer::start(Script::new());
    let mut account = account(&server);
    account.host = "smtp.ac-test.fr".to_owned();
    let cause = Cause::PlainText("smtp.ac-test.fr".to_owned());
    assert_eq!(open_error(&account), failure(Step::Connect, cause));
}

#[test]
fn an_unknown_host_and_a_closed_port_are_told_apart() {
    let server = SmtpServer::start(Script::new());
    let mut account = account(&server);
    account.security = Security::Tls;
    // No resolver is asked for a name longer than a name can be.
    account.host = "x".repeat(300);
    let cause = Cause::UnknownHost(account.host.clone());
    assert_eq!(open_error(&account), failure(Step::Connect, cause));

    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    account.host = "127.0.0.1".to_owned();
    account.port = closed.local_addr().unwrap().port();
    drop(closed);
    let error = open_error(&account);
    assert_eq!(error.step, Step::Connect);
    assert!(matches!(error.cause, Cause::Lost(_)), "{error:?}");
}

#[test]
fn a_server_that_does_not_speak_tls_leaves_a_hint() {
    let server = SmtpServer::start(Script::new());
    let mut account = account(&server);
    account.security = Security::Tls;
    let error = open_error(&account);
    assert_eq!(error.step, Step::Connect);
    assert!(matches!(error.cause, Cause::Encryption(_)), "{error:?}");
    let hint = AccountError::new(&account, error).hint().unwrap();
    assert!(
        hint.to_string()
            .ends_with("carnet account edit dir@ac-test.fr --security starttls --port 587"),
        "{hint}"
    );
}

#[test]
fn a_server_that_is_slow_to_greet_is_given_the_time_of_the_rfc() {
    let server = SmtpServer::start(Script::new().reply(Moment::Greeting, Reply::Silence));
    let timeouts = Timeouts {
        connect: Duration::from_mins(1),
        greeting: AT_ONCE,
        ..Timeouts::default()
    };
    let error = Session::open(&account(&server), None, &timeouts).unwrap_err();
    assert_eq!(error, failure(Step::Hello, Cause::Timeout));
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_reply_that_comes_before_its_command_answers_no_later_one() {
    for (moment, answer, step) in [
        (Moment::Hello, "250 test.example\r\n250 early", Step::Mail),
        (Moment::Mail, "250 ok\r\n250 early", Step::Rcpt),
        (Moment::Rcpt, "250 ok\r\n354 early", Step::Data),
        (Moment::Data, "354 go\r\n250 early", Step::Data),
    ] {
        let server = SmtpServer::start(Script::new().reply(moment, answer));
        let mut session = open(&server);
        let error = send_to(&mut session, "a@x.fr").unwrap_err();
        let early = answer.split_once("\r\n").unwrap().1;
        let cause = Cause::Unexpected(early.to_owned());
        assert_eq!(error, failure(step, cause), "{answer}");
        assert!(!session.is_usable());
        drop(session);
        assert!(server.mails().is_empty(), "{answer}");
    }
}

#[test]
fn a_server_that_went_away_between_two_messages_got_nothing_of_the_second() {
    let bye = "250 ok\r\n421 4.4.2 idle for too long";
    for (answer, cause) in [
        (bye, reply(421, "4.4.2 idle for too long")),
        ("421 4.3.2 bye", reply(421, "4.3.2 bye")),
    ] {
        let server = SmtpServer::start(Script::new().reply(Moment::Content, answer));
        let mut session = open(&server);
        let first = send_to(&mut session, "a@x.fr");
        assert_eq!(first.is_ok(), answer == bye);
        if session.is_usable() {
            let error = send_to(&mut session, "b@x.fr").unwrap_err();
            assert_eq!(error, failure(Step::Mail, cause));
        }
        assert_eq!(server.mails().len(), 1);
    }
}

/// Runs a test in a process of its own that trusts the test authority alone.
///
/// The variable is read whenever a session opens, and no process can change
/// its own safely while others of its threads read it.
#[expect(
    clippy::disallowed_methods,
    reason = "it tells the process that runs the test from the one that starts it"
)]
fn trusting_the_test_authority(name: &str, test: impl FnOnce()) {
    if std::env::var_os("SSL_CERT_FILE").is_some_and(|file| file == *authority()) {
        return test();
    }
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name])
        .env("SSL_CERT_FILE", authority())
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout);
    assert!(
        run.status.success() && output.contains("1 passed"),
        "{output}"
    );
}

fn encrypted(encryption: Encryption, certificate: &str) -> (SmtpServer, Account) {
    let script = Script::new()
        .login("dir", "secret")
        .encryption(encryption, encrypt_as(certificate));
    let server = SmtpServer::start(script);
    let mut account = account(&server);
    "localhost".clone_into(&mut account.host);
    account.login = Some("dir".to_owned());
    account.security = match encryption {
        Encryption::Implicit => Security::Tls,
        Encryption::Starttls => Security::Starttls,
    };
    (server, account)
}

const BOTH: [(Encryption, Step); 2] = [
    (Encryption::Implicit, Step::Connect),
    (Encryption::Starttls, Step::Tls),
];

#[test]
fn a_message_goes_over_tls_of_both_kinds() {
    trusting_the_test_authority("session::a_message_goes_over_tls_of_both_kinds", || {
        for (encryption, _) in BOTH {
            let (server, account) = encrypted(encryption, "localhost");
            let secret = Secret::new("secret");
            let mut session = Session::open(&account, Some(&secret), &Timeouts::default()).unwrap();
            send_to(&mut session, "a@x.fr").unwrap();
            session.quit();
            assert_eq!(server.mails().len(), 1);
            // Encrypted as a whole, and not line after line.
            assert_eq!(server.mails()[0].reads, 1);
        }
    });
}

#[test]
fn a_certificate_of_another_name_is_refused_before_the_login() {
    let name = "session::a_certificate_of_another_name_is_refused_before_the_login";
    trusting_the_test_authority(name, || {
        for (encryption, step) in BOTH {
            let (server, account) = encrypted(encryption, "elsewhere");
            let error = open_error(&account);
            assert_eq!(error.step, step);
            assert!(matches!(error.cause, Cause::Certificate(_)), "{error:?}");
            assert!(
                !server
                    .commands()
                    .iter()
                    .any(|line| line.starts_with("AUTH"))
            );
        }
    });
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused_before_the_login() {
    for (encryption, step) in BOTH {
        let (server, account) = encrypted(encryption, "localhost");
        let error = open_error(&account);
        assert_eq!(
            error,
            failure(step, Cause::Certificate("UnknownIssuer".to_owned()))
        );
        assert!(
            !server
                .commands()
                .iter()
                .any(|line| line.starts_with("AUTH"))
        );
    }
}

/// Expects an answer that never ends to be given up at a step, with the time of a silent one.
fn expect_timeout(account: &Account, step: Step) {
    let mut timeouts = Timeouts::default();
    // What is answered before it has its usual time.
    match step {
        Step::Mail => timeouts.mail = PATIENCE,
        Step::Content => timeouts.content = PATIENCE,
        _ => timeouts.greeting = PATIENCE,
    }
    let secret = Secret::new("secret");
    let error = Session::open(account, Some(&secret), &timeouts)
        .and_then(|mut session| send_to(&mut session, "a@x.fr"))
        .unwrap_err();
    assert_eq!(error, failure(step, Cause::Timeout));
}

#[test]
fn an_answer_without_end_is_waited_for_no_longer_than_one_that_does_not_come() {
    let drops = |bytes: &[u8]| Reply::Drops(Vec::new(), bytes.to_vec());
    std::thread::scope(|scope| {
        for drop in [b"250-more\r\n".as_slice(), b"250-", b"2"] {
            for (moment, step) in [
                (Moment::Hello, Step::Hello),
                (Moment::Mail, Step::Mail),
                (Moment::Content, Step::Content),
            ] {
                scope.spawn(move || {
                    let server = SmtpServer::start(Script::new().reply(moment, drops(drop)));
                    expect_timeout(&account(&server), step);
                });
            }
        }
    });
}

#[test]
fn an_encrypted_answer_without_end_is_waited_for_no_longer() {
    const RECORD: [u8; 5] = [23, 3, 3, 64, 0];
    const HANDSHAKE: [u8; 5] = [22, 3, 3, 64, 0];
    let name = "session::an_encrypted_answer_without_end_is_waited_for_no_longer";
    trusting_the_test_authority(name, || {
        let (server, account) = encrypted(Encryption::Implicit, "localhost");
        let drops = |first: [u8; 5]| Reply::Drops(first.to_vec(), vec![2]);
        server.follow(Script::new().reply(Moment::Greeting, drops(HANDSHAKE)));
        expect_timeout(&account, Step::Connect);
        let script = Script::new()
            .login("dir", "secret")
            .encryption(Encryption::Implicit, encrypt_as("localhost"));
        server.follow(script.reply(Moment::Mail, drops(RECORD)));
        expect_timeout(&account, Step::Mail);
    });
}

#[test]
fn of_an_answer_of_many_lines_no_more_is_kept_than_of_one_line() {
    let lines = Reply::Endless(b"250-more\r\n".repeat(1_000));
    let server = SmtpServer::start(Script::new().reply(Moment::Rcpt, lines));
    let error = send_to(&mut open(&server), "a@x.fr").unwrap_err();
    assert_eq!(error.step, Step::Rcpt);
    assert!(matches!(error.cause, Cause::Unexpected(_)), "{error:?}");
    // What the system keeps for either side, and little more.
    assert!(server.endless() < 20_000_000, "{}", server.endless());
}
