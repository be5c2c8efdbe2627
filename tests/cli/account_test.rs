//! `carnet account test` and `carnet doctor --connect`, against a scripted server.

use std::net::TcpListener;

use insta::assert_snapshot;

use crate::support::{
    Env, Run,
    smtp::{Encryption, Script, SmtpServer},
    tls::{authority, encrypt_as},
};

const PASSWORD: &str = "Tr0ub4dor";

/// A server that knows `dir@ac-test.fr`, with the certificate of `name`.
fn server(encryption: Encryption, name: &str) -> SmtpServer {
    let script = Script::new()
        .login("dir@ac-test.fr", PASSWORD)
        .encryption(encryption, encrypt_as(name));
    SmtpServer::start(script)
}

/// A world that trusts the test authority alone, with an account at a port of `localhost`.
fn with_account(security: &str, port: u16, password: &str) -> Env {
    let mut env = Env::with_domain();
    env.set("SSL_CERT_FILE", authority().to_str().unwrap());
    let added = env.run_with_input(
        [
            "account",
            "add",
            "dir@ac-test.fr",
            "--host",
            "localhost",
            "--security",
            security,
            "--port",
            &port.to_string(),
            "--password-stdin",
        ],
        password.as_bytes(),
    );
    assert_eq!(added.code, 0, "{added}");
    env
}

/// Shows a run with its port as `PORT`, and never with a password.
fn shown(run: &Run, port: u16) -> String {
    let text = run.to_string();
    assert!(!text.contains(PASSWORD), "{text}");
    text.replace(&port.to_string(), "PORT")
}

const TEST: [&str; 3] = ["account", "test", "dir@ac-test.fr"];

#[test]
fn an_account_that_works_says_what_worked() {
    let server = server(Encryption::Implicit, "localhost");
    let env = with_account("tls", server.port(), PASSWORD);
    assert_snapshot!(shown(&env.run(TEST), server.port()), @"
    --- stdout
    localhost:PORT answers.
    The connection is encrypted, and the certificate is that of localhost.
    The server takes the login dir@ac-test.fr and its password.
    Account dir@ac-test.fr works.
    --- exit 0
    ");
    assert_snapshot!(shown(&env.run_fr(TEST), server.port()), @"
    --- stdout
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    Le serveur accepte l’identifiant dir@ac-test.fr et son mot de passe.
    Le compte dir@ac-test.fr fonctionne.
    --- exit 0
    ");
    assert_snapshot!(shown(&env.run(TEST.iter().chain(&["--json"])), server.port()), @r#"
    --- stdout
    {
      "address": "dir@ac-test.fr",
      "works": true
    }
    --- exit 0
    "#);
    assert!(server.mails().is_empty());
    let commands = server.commands();
    assert_eq!(
        commands.last().map(String::as_str),
        Some("QUIT"),
        "{commands:?}"
    );
}

#[test]
fn an_account_works_after_starttls() {
    let server = server(Encryption::Starttls, "localhost");
    let env = with_account("starttls", server.port(), PASSWORD);
    assert_snapshot!(shown(&env.run(TEST), server.port()), @"
    --- stdout
    localhost:PORT answers.
    The connection is encrypted, and the certificate is that of localhost.
    The server takes the login dir@ac-test.fr and its password.
    Account dir@ac-test.fr works.
    --- exit 0
    ");
}

#[test]
fn a_wrong_password_is_told_after_what_worked() {
    let server = server(Encryption::Implicit, "localhost");
    let env = with_account("tls", server.port(), "Tr0ub4dour");
    assert_snapshot!(shown(&env.run(TEST), server.port()), @"
    --- stderr
    localhost:PORT answers.
    The connection is encrypted, and the certificate is that of localhost.
    error: cannot write as dir@ac-test.fr through localhost:PORT
      caused by: the server refused the login or the password
      caused by: the server’s answer: 535 5.7.8 wrong login or password
    hint: check the login, then set the password again: carnet account edit dir@ac-test.fr --password-stdin
    --- exit 78
    ");
    assert_snapshot!(shown(&env.run_fr(TEST), server.port()), @"
    --- stderr
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur a refusé l’identifiant ou le mot de passe
      cause : réponse du serveur : 535 5.7.8 wrong login or password
    conseil : vérifiez l’identifiant, puis redonnez le mot de passe : carnet account edit dir@ac-test.fr --password-stdin
    --- exit 78
    ");
}

#[test]
fn a_host_that_does_not_answer_is_named() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let env = with_account("tls", port, PASSWORD);
    assert_snapshot!(shown(&env.run(TEST), port), @"
    --- stderr
    error: cannot write as dir@ac-test.fr through localhost:PORT
      caused by: nothing answers at this port of the server
      caused by: in technical terms: Connection refused (os error 111)
    hint: check that this computer is on the Internet, then the server and its port: carnet account edit dir@ac-test.fr --host SERVER --port PORT
    --- exit 1
    ");
    assert_snapshot!(shown(&env.run_fr(TEST), port), @"
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : rien ne répond à ce port du serveur
      cause : en termes techniques : Connection refused (os error 111)
    conseil : vérifiez que cet ordinateur est relié à Internet, puis le serveur et son port : carnet account edit dir@ac-test.fr --host SERVEUR --port PORT
    --- exit 1
    ");
}

#[test]
fn an_unknown_host_is_named() {
    let env = with_account("tls", 465, PASSWORD);
    // No resolver is asked for a label longer than a label can be.
    let host = "x".repeat(70);
    let config = env.read("config.json").replace("localhost", &host);
    env.write("home/config.json", config);
    let run = shown(&env.run_fr(TEST), 465).replace(&host, "HOST");
    assert_snapshot!(run, @"
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par HOST:PORT
      cause : le nom du serveur est inconnu
    conseil : vérifiez que cet ordinateur est relié à Internet, puis le nom du serveur : carnet account edit dir@ac-test.fr --host SERVEUR
    --- exit 1
    ");
}

#[test]
fn the_certificate_of_another_server_gets_no_password() {
    for (encryption, security) in [
        (Encryption::Implicit, "tls"),
        (Encryption::Starttls, "starttls"),
    ] {
        let server = server(encryption, "elsewhere");
        let env = with_account(security, server.port(), PASSWORD);
        let run = env.run_fr(TEST);
        if security == "tls" {
            assert_snapshot!(shown(&run, server.port()), @r#"
            --- stderr
            erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
              cause : le certificat du serveur n’est pas digne de confiance : il est fait pour smtp.elsewhere.example
              cause : en termes techniques : certificate not valid for name "localhost"; certificate is only valid for DnsName("smtp.elsewhere.example")
            conseil : si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur ; sinon, vérifiez le nom du serveur : carnet account edit dir@ac-test.fr --host SERVEUR
            --- exit 1
            "#);
        } else {
            assert_snapshot!(shown(&run, server.port()), @r#"
            --- stderr
            localhost:PORT répond.
            erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
              cause : le certificat du serveur n’est pas digne de confiance : il est fait pour smtp.elsewhere.example
              cause : en termes techniques : certificate not valid for name "localhost"; certificate is only valid for DnsName("smtp.elsewhere.example")
            conseil : si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur ; sinon, vérifiez le nom du serveur : carnet account edit dir@ac-test.fr --host SERVEUR
            --- exit 1
            "#);
        }
        let commands = server.commands();
        assert!(
            !commands.iter().any(|line| line.starts_with("AUTH")),
            "{commands:?}"
        );
    }
}

#[test]
fn a_server_without_starttls_gets_no_password() {
    let server = SmtpServer::start(Script::new().login("dir@ac-test.fr", PASSWORD));
    let env = with_account("starttls", server.port(), PASSWORD);
    assert_snapshot!(shown(&env.run(TEST), server.port()), @"
    --- stderr
    localhost:PORT answers.
    error: cannot write as dir@ac-test.fr through localhost:PORT
      caused by: the server does not offer encryption (STARTTLS)
    hint: carnet never sends a password in clear; try the other protection: carnet account edit dir@ac-test.fr --security tls --port 465
    --- exit 78
    ");
    assert_snapshot!(shown(&env.run_fr(TEST), server.port()), @"
    --- stderr
    localhost:PORT répond.
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur ne propose pas de chiffrement (STARTTLS)
    conseil : carnet n’envoie jamais un mot de passe en clair ; essayez l’autre protection : carnet account edit dir@ac-test.fr --security tls --port 465
    --- exit 78
    ");
    let commands = server.commands();
    assert!(
        !commands.iter().any(|line| line.starts_with("AUTH")),
        "{commands:?}"
    );
}

#[test]
fn a_password_that_is_gone_is_told_before_the_server_is_asked() {
    let server = server(Encryption::Implicit, "localhost");
    let env = with_account("tls", server.port(), PASSWORD);
    std::fs::remove_file(env.home().join("secrets/dir@ac-test.fr")).unwrap();
    assert_snapshot!(shown(&env.run(TEST), server.port()), @"
    --- stderr
    error: the password of dir@ac-test.fr is not known
    hint: to give it: carnet account edit dir@ac-test.fr --password-stdin
    --- exit 78
    ");
    assert_eq!(server.connections(), 0);
}

#[test]
fn the_doctor_asks_the_servers_only_when_told_to() {
    let server = server(Encryption::Implicit, "localhost");
    let env = with_account("tls", server.port(), "Tr0ub4dour");
    // `Env` writes its first settings as anyone would.
    let _private = std::process::Command::new("chmod")
        .args(["-R", "go="])
        .arg(env.home())
        .status()
        .unwrap();
    assert_eq!(env.run(["doctor"]).code, 0);
    assert_eq!(server.connections(), 0);
    assert_snapshot!(shown(&env.run_fr(["doctor", "--connect"]), server.port()), @"
    --- stdout
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur a refusé l’identifiant ou le mot de passe
      cause : réponse du serveur : 535 5.7.8 wrong login or password
      conseil : vérifiez l’identifiant, puis redonnez le mot de passe : carnet account edit dir@ac-test.fr --password-stdin

    Un point demande votre attention.
    --- exit 1
    ");
    server.follow(
        Script::new()
            .login("dir@ac-test.fr", "Tr0ub4dour")
            .encryption(Encryption::Implicit, encrypt_as("localhost")),
    );
    assert_snapshot!(env.run(["doctor", "--connect"]), @"
    --- stdout
    Nothing is wrong.
    --- exit 0
    ");
}

#[test]
fn the_certificate_of_an_unknown_authority_gets_no_password() {
    let server = server(Encryption::Implicit, "localhost");
    let mut env = with_account("tls", server.port(), PASSWORD);
    let nobody = env.write("nobody.pem", "");
    env.set("SSL_CERT_FILE", nobody.to_str().unwrap());
    assert_snapshot!(shown(&env.run_fr(TEST), server.port()), @"
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le certificat du serveur n’est pas digne de confiance : cet ordinateur ne connaît pas l’autorité qui le garantit
      cause : en termes techniques : UnknownIssuer
    conseil : si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur ; sinon, vérifiez le nom du serveur : carnet account edit dir@ac-test.fr --host SERVEUR
    --- exit 1
    ");
}

#[test]
fn encryption_at_a_port_that_begins_without_is_told() {
    let server = server(Encryption::Starttls, "localhost");
    let env = with_account("tls", server.port(), PASSWORD);
    assert_snapshot!(shown(&env.run(TEST), server.port()), @"
    --- stderr
    error: cannot write as dir@ac-test.fr through localhost:PORT
      caused by: no encrypted connection could be agreed on: at this port the server does not begin with encryption
      caused by: in technical terms: received corrupt message of type InvalidContentType
    hint: this port may expect the other protection: carnet account edit dir@ac-test.fr --security starttls --port 587
    --- exit 1
    ");
    assert_snapshot!(shown(&env.run_fr(TEST), server.port()), @"
    --- stderr
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : aucune connexion chiffrée n’a pu être établie : à ce port, le serveur ne commence pas par le chiffrement
      cause : en termes techniques : received corrupt message of type InvalidContentType
    conseil : ce port attend peut-être l’autre protection : carnet account edit dir@ac-test.fr --security starttls --port 587
    --- exit 1
    ");
}
