//! A server that is not what it was when the connection is opened again in the
//! middle of a run: another certificate, no encryption, no login.

use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{
    account::Accounting,
    school::{School, stable},
    smtp::{Encryption, Gate, Moment, Reply, Script, SmtpServer},
    tls::{authority, encrypt_as},
};

const PARENTS: usize = 5;

fn healthy() -> Script {
    Script::new()
        .keyword("PIPELINING")
        .login("dir", "secret")
        .encryption(Encryption::Starttls, encrypt_as("localhost"))
}

/// Sends to five; after the first message the server hangs up, and is like this.
///
/// Checks that nobody is marked nor named to it, and that the others get the message
/// once the server is as before. Returns what the program said, and how often it
/// tried to log in.
fn send_and_reconnect(changed: Script) -> (String, usize) {
    let gate = Gate::default();
    let server = SmtpServer::start(healthy().first(Moment::Content, [Reply::Held(gate.clone())]));
    let mut school = School::on(&server);
    school.set("SSL_CERT_FILE", authority().to_str().unwrap());
    let settings = school.read("config.json");
    let settings = settings.replace(
        r#""host":"127.0.0.1""#,
        r#""host":"localhost","login":"dir","password_command":"echo secret","connections":1"#,
    );
    let settings = settings.replace(r#""security":"none""#, r#""security":"starttls""#);
    std::fs::write(school.home().join("config.json"), settings).unwrap();
    school.crowd("tous", PARENTS);
    let mut command = school.command();
    command.env("CARNET_LANG", "fr").stdout(Stdio::piped());
    let arguments = ["send", "tous", "--subject", "S", "--text", "T", "--yes"];
    let sending = command.args(arguments).stderr(Stdio::piped()).spawn();
    let mut sending = sending.unwrap();
    server.await_mails(1, &mut sending);
    let before = server.commands();
    server.follow(changed.messages_per_connection(1));
    gate.open();
    let output = sending.wait_with_output().unwrap();
    let run = school.read_output(&output);
    let after = &server.commands()[before.len()..];
    let hello = after.iter().position(|line| line.starts_with("EHLO"));
    let since = &after[hello.unwrap()..];
    let count = |verb| since.iter().filter(|line| line.starts_with(verb)).count();
    assert_eq!((count("MAIL"), count("RCPT")), (0, 0), "{run}");
    let accounting = Accounting::of(&school).unwrap();
    let counts = accounting.counts();
    assert_eq!((counts.accepted, counts.pending), (1, PARENTS - 1), "{run}");
    server.follow(healthy());
    assert_eq!(school.run(["queue", "resume", &accounting.id]).code, 0);
    let accounting = Accounting::of(&school).unwrap();
    assert_eq!(accounting.counts().accepted, PARENTS);
    assert_eq!(accounting.contradictions(&server.mails()), "");
    let said = stable(&run).replace(&server.port().to_string(), "PORT");
    (said, count("AUTH"))
}

#[test]
fn another_certificate_stops_the_run() {
    let elsewhere = Script::new()
        .login("dir", "secret")
        .encryption(Encryption::Starttls, encrypt_as("elsewhere"));
    let (said, logins) = send_and_reconnect(elsewhere);
    assert_eq!(logins, 0);
    assert_snapshot!(said, @r#"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 4 en attente.
    acceptés    ######                          1  20 %
    en attente  ........................        4  80 %
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le certificat du serveur n’est pas digne de confiance : il est fait pour smtp.elsewhere.example
      cause : en termes techniques : certificate not valid for name "localhost"; certificate is only valid for DnsName("smtp.elsewhere.example")
    conseil : si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur ; sinon, vérifiez le nom du serveur : carnet account edit dir@ac-test.fr --host SERVEUR
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 1
    "#);
}

#[test]
fn an_encryption_that_is_not_offered_any_more_stops_the_run_and_nothing_goes_in_clear() {
    let clear = Script::new().login("dir", "secret");
    let (said, logins) = send_and_reconnect(clear);
    assert_eq!(logins, 0);
    assert_snapshot!(said, @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 4 en attente.
    acceptés    ######                          1  20 %
    en attente  ........................        4  80 %
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur ne propose pas de chiffrement (STARTTLS)
    conseil : carnet n’envoie jamais un mot de passe en clair ; essayez l’autre protection : carnet account edit dir@ac-test.fr --security tls --port 465
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 78
    ");
}

#[test]
fn an_encryption_that_is_refused_for_now_stops_the_run_and_nothing_goes_in_clear() {
    let later = healthy().reply(Moment::Starttls, "454 4.7.0 TLS not available");
    let (said, logins) = send_and_reconnect(later);
    assert_eq!(logins, 0);
    assert_snapshot!(said, @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 4 en attente.
    acceptés    ######                          1  20 %
    en attente  ........................        4  80 %
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur demande d’attendre avant de réessayer
      cause : réponse du serveur : 454 4.7.0 TLS not available
    conseil : attendez un quart d’heure avant de réessayer
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 75
    ");
}

#[test]
fn a_login_that_is_not_offered_any_more_stops_the_run() {
    let open = Script::new().encryption(Encryption::Starttls, encrypt_as("localhost"));
    let (said, logins) = send_and_reconnect(open);
    assert_eq!(logins, 0);
    assert_snapshot!(said, @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 4 en attente.
    acceptés    ######                          1  20 %
    en attente  ........................        4  80 %
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur ne propose aucune façon de s’identifier que carnet connaisse
    conseil : ce fournisseur demande peut-être de s’identifier dans un navigateur, ce que carnet ne sait pas faire ; demandez-lui un autre serveur d’envoi, ou un mot de passe d’application
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 78
    ");
}

#[test]
fn a_password_that_is_not_right_any_more_is_tried_once() {
    let other = healthy().login("dir", "another");
    let (said, logins) = send_and_reconnect(other);
    assert_eq!(logins, 1);
    assert_snapshot!(said, @"
    --- stdout
    Message 20261123-080000-abcd : 1 accepté, 4 en attente.
    acceptés    ######                          1  20 %
    en attente  ........................        4  80 %
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur a refusé l’identifiant ou le mot de passe
      cause : réponse du serveur : 535 5.7.8 wrong login or password
    conseil : vérifiez l’identifiant, puis redonnez le mot de passe : carnet account edit dir@ac-test.fr --password-stdin
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd
    --- exit 78
    ");
}
