//! A server that is stopped while it takes messages in, and started again.

use std::{
    collections::BTreeSet,
    fs,
    path::PathBuf,
    process::{Child, Stdio},
};

use crate::{
    env::Env,
    gate::Gate,
    school::{parents, queued, school},
    server::{Intake, MailServer},
};

/// How many connections there are, as the program has it by itself.
const CONNECTIONS: usize = 4;
const CROWD: usize = 300;

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_that_is_stopped_twice_gives_everyone_one_copy_in_the_end() {
    everyone_gets_one_copy_in_the_end(Intake::Chunks);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_without_chunking_that_is_stopped_twice_gives_everyone_one_copy_in_the_end() {
    everyone_gets_one_copy_in_the_end(Intake::Pipelined);
}

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_of_one_command_at_a_time_that_is_stopped_twice_gives_everyone_one_copy_in_the_end() {
    everyone_gets_one_copy_in_the_end(Intake::LockStep);
}

/// Stops the server at whatever moment, and then when each connection waits for
/// an answer; those in flight may be uncertain each time, and nobody else.
fn everyone_gets_one_copy_in_the_end(intake: Intake) {
    let bound = CONNECTIONS * intake.in_flight();
    // However late the server stops: it cannot have taken more in before.
    let gate = Gate::with_room(CROWD / 3);
    let mut server = MailServer::with_settings(&[&intake.setting(), &gate.setting()]);
    let env = school(&server, parents(CROWD));

    let send = ["send", "cp", "--subject", "S", "--text", "T", "--yes"];
    let sending = begin(&env, &send);
    server.wait_for(CROWD / 10);
    server.stop();
    fails(sending);
    let (counts, id) = queued(&env);
    let count = |counts: &serde_json::Value, state: &str| {
        usize::try_from(counts[state].as_u64().unwrap()).unwrap()
    };
    let uncertain = count(&counts, "uncertain");
    assert!(uncertain <= bound, "{counts}");
    let others = count(&counts, "pending") + count(&counts, "accepted");
    assert_eq!(uncertain + others, CROWD, "{counts}");

    gate.let_in(CROWD / 10);
    server.start_again();
    let resuming = begin(&env, &["queue", "resume", &id]);
    gate.await_waiting(CONNECTIONS);
    server.stop();
    fails(resuming);
    let (counts, _) = queued(&env);
    // Each connection had written one message to its end at the least.
    let more = count(&counts, "uncertain") - uncertain;
    assert!((CONNECTIONS..=bound).contains(&more), "{more}: {counts}");

    gate.let_in(CROWD);
    server.start_again();
    let resumed = env.run(["queue", "resume", &id]);
    assert_eq!(resumed.code, 3, "{resumed}");
    let uncertain = each_has_a_copy(&env, &server, &id);
    assert_eq!(uncertain, count(&counts, "uncertain"), "{resumed}");
}

/// Runs the program in the background, and keeps what it says.
fn begin(env: &Env, arguments: &[&str]) -> Child {
    let mut command = env.command();
    command.args(arguments).stdout(Stdio::piped());
    command.stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits for the end of a run whose server went away.
fn fails(run: Child) {
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

/// Holds what a message's deliveries are said to be against the mailboxes: whoever
/// is accepted has one copy, and all others are uncertain and may have one.
/// Returns how many are uncertain.
fn each_has_a_copy(env: &Env, server: &MailServer, id: &str) -> usize {
    let document = env.json(["archive", "deliveries", id]);
    let deliveries = document["deliveries"].as_array().unwrap();
    assert_eq!(deliveries.len(), CROWD);
    let mailboxes = server.mailboxes();
    let mut uncertain = 0;
    for delivery in deliveries {
        let address = delivery["address"].as_str().unwrap();
        let copies = mailboxes
            .get(address.split('@').next().unwrap())
            .map_or(0, |files| taken(files));
        match delivery["state"].as_str().unwrap() {
            "accepted" => assert_eq!(copies, 1, "{delivery}"),
            "uncertain" => {
                assert!(copies <= 1, "{delivery}");
                uncertain += 1;
            }
            _ => panic!("{delivery}"),
        }
    }
    uncertain
}

/// Counts how many messages Postfix took among the files of a mailbox.
///
/// When it is stopped between delivering a message and forgetting it, it
/// delivers the same one again: two files, and one identifier in its queue.
fn taken(files: &[PathBuf]) -> usize {
    let identifier = |file: &PathBuf| {
        let message = fs::read_to_string(file).unwrap();
        let (_, after) = message.split_once(" id ").unwrap();
        after.split_whitespace().next().unwrap().to_owned()
    };
    files.iter().map(identifier).collect::<BTreeSet<_>>().len()
}
