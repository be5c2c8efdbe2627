//! A server that is stopped while it takes messages in, and started again.

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::{
    school::{parents, queued, school},
    server::MailServer,
};

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

#[test]
#[ignore = "needs Postfix and Dovecot"]
fn a_server_that_stops_in_the_middle_gives_everyone_one_copy_in_the_end() {
    let mut server = MailServer::start();
    let env = school(&server, parents(600));
    let mut command = env.command();
    command.args(["-q", "send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    let sending = command.spawn().unwrap();
    server.wait_for(60);
    server.stop();
    let output = sending.wait_with_output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    let (counts, id) = queued(&env);
    assert!(
        counts["pending"].as_u64().unwrap() > 0,
        "all were sent before the server stopped"
    );
    server.start_again();
    let resumed = env.run(["-q", "queue", "resume", &id]);
    let document = env.json(["archive", "deliveries", &id]);
    let deliveries = document["deliveries"].as_array().unwrap();
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
    assert_eq!(deliveries.len(), 600);
    // One connection has four messages in flight at the most, and there are four of them.
    assert!(uncertain <= 16, "{uncertain}");
    assert_eq!(
        resumed.code,
        if uncertain == 0 { 0 } else { 3 },
        "{resumed}"
    );
}
