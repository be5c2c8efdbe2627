//! A server that is gone in the middle of a run: how long it is waited for.

use std::process::Stdio;

use jiff::{SignedDuration, Timestamp};

use super::{BEGIN, counts, events, instants, only_message};
use crate::support::{
    school::School,
    smtp::{Moment, Reply, Script, SmtpServer},
};

#[test]
fn a_server_that_refuses_every_connection_since_a_run_began_is_given_half_a_minute() {
    let server = SmtpServer::start(Script::new().reply(Moment::Content, Reply::Silence));
    let school = School::on(&server);
    school.crowd("cp", 2);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    let mut command = school.command();
    command.env("CARNET_CLOCK", BEGIN).stdout(Stdio::null());
    command.args(["send", "cp", "--subject", "S", "--text", "T", "--yes"]);
    let mut sending = command.stderr(Stdio::null()).spawn().unwrap();
    while server.mail_count() == 0 {
        std::thread::yield_now();
    }
    drop(server);
    assert_eq!(sending.wait().unwrap().code(), Some(1));
    let counts = counts(&school);
    assert_eq!((counts["uncertain"], counts["pending"]), (1, 1));
    // A set clock stands still but for the pauses.
    let ended = instants(&events(&school, &only_message(&school), "ended"));
    let waited = ended[0].duration_since(BEGIN.parse::<Timestamp>().unwrap());
    assert_eq!(waited, SignedDuration::from_secs(1 + 2 + 4 + 8 + 16));
}
