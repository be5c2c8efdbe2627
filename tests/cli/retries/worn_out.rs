//! A server that bears only so much over one connection: it is left for another
//! one in time, and nobody waits or is uncertain for it.

use super::{BEGIN, expect_counts, send_at};
use crate::support::{
    school::School,
    smtp::{Script, SmtpServer},
};

/// Makes a school that sends to sixty parents over one connection.
fn school_on(server: &SmtpServer) -> School {
    let school = School::on(server);
    school.ok(["account", "edit", "dir@ac-test.fr", "--connections", "1"]);
    school.crowd("cp", 60);
    school
}

/// Expects that each connection was left with a farewell.
fn expect_farewells(server: &SmtpServer) {
    let commands = server.commands();
    let farewells = commands.iter().filter(|line| *line == "QUIT").count();
    assert_eq!(farewells, server.connections(), "{commands:#?}");
}

/// Exim answers with 554 and hangs up, and those in flight were uncertain.
#[test]
fn a_server_that_hangs_up_after_ten_refusals_hears_fewer_over_a_connection() {
    let spread: Vec<usize> = (1..60).step_by(4).collect();
    let in_a_row: Vec<usize> = (20..34).collect();
    for mode in Script::modes() {
        for unknown in [&spread, &in_a_row] {
            let refuse = |script: Script, index: &usize| {
                script.reply_to_rcpt(&format!("p{index:03}@example.org"), "550 5.1.1 unknown")
            };
            let script = mode.clone().resets_per_connection(10);
            let server = SmtpServer::start(unknown.iter().fold(script, refuse));
            let school = school_on(&server);
            assert_eq!(send_at(&school, BEGIN, "cp"), Some(3));
            let refused = unknown.len();
            expect_counts(&school, &[("accepted", 60 - refused), ("refused", refused)]);
            expect_farewells(&server);
        }
    }
}
