//! A school whose director's account is on a real server, with a list of parents.

use crate::{
    env::{Env, Run},
    server::MailServer,
};

pub const DIRECTOR: &str = "dir@ac-test.fr";
pub const PASSWORD: &str = "Tr0ub4dor";
/// The director's name, as the parents see it.
pub const NAME: &str = "École des Tests";

/// A school whose director's account is on a server, with a list of parents.
pub fn school(server: &MailServer, parents: impl IntoIterator<Item = String>) -> Env {
    let mut env = Env::with_domain();
    let authority = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/tls/authority.pem"
    );
    env.set("SSL_CERT_FILE", authority);
    account(&env, server, DIRECTOR, PASSWORD);
    env.ok([
        "list",
        "create",
        "cp",
        "--owner",
        DIRECTOR,
        "--title",
        "Parents de « CP », école Jean-Macé",
    ]);
    let parents: Vec<String> = parents.into_iter().collect();
    env.ok(["subscriber", "add", "cp"]
        .into_iter()
        .chain(parents.iter().map(String::as_str)));
    env
}

/// Adds an account that logs in as the director.
pub fn account(env: &Env, server: &MailServer, address: &str, password: &str) {
    let port = server.port().to_string();
    let options = [
        "account",
        "add",
        address,
        "--login",
        DIRECTOR,
        "--display-name",
        NAME,
        "--host",
        "localhost",
        "--port",
        &port,
        "--security",
        "starttls",
        "--password-stdin",
    ];
    let added = env.run_with_input(options, password.as_bytes());
    assert_eq!(added.code, 0, "{added}");
}

pub fn parents(count: usize) -> Vec<String> {
    (0..count)
        .map(mailbox)
        .map(|name| format!("{name}@parents.example"))
        .collect()
}

pub fn mailbox(index: usize) -> String {
    format!("p{index:03}")
}

/// Sends a short message and expects an exit code.
pub fn send(env: &Env, code: i32) -> Run {
    let run = env.run([
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "Bonjour",
        "--yes",
    ]);
    assert_eq!(run.code, code, "{run}");
    run
}

/// Returns the counts of the only message of the queue, and its identifier.
pub fn queued(env: &Env) -> (serde_json::Value, String) {
    let message = env.json(["queue", "list"])["messages"][0].clone();
    let id = message["id"].as_str().unwrap().to_owned();
    (message["counts"].clone(), id)
}
