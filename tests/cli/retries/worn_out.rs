//! A server that bears only so much over one connection: it is left for another
//! one in time, and nobody waits or is uncertain for it.

use std::collections::{BTreeMap, BTreeSet};

use super::{BEGIN, events, expect_counts, instants, only_message, send_at};
use crate::support::{
    school::School,
    smtp::{Moment, Script, SmtpServer},
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

/// Returns at how many moments somebody was accepted: time passes only while it is waited for.
fn moments_accepted(school: &School) -> usize {
    let accepted = instants(&events(school, &only_message(school), "accepted"));
    accepted.into_iter().collect::<BTreeSet<_>>().len()
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
            expect_few_refusals(&server, unknown);
        }
    }
}

/// Expects that no connection brought more than four of those who are unknown in a
/// row: Postfix answers the next ones slowly.
fn expect_few_refusals(server: &SmtpServer, unknown: &[usize]) {
    let is_unknown = |line: &str| {
        let mut unknown = unknown.iter();
        unknown.any(|index| line.contains(&format!("p{index:03}@")))
    };
    let mut in_a_row = BTreeMap::<usize, usize>::new();
    for command in server.timed_commands() {
        if command.line.starts_with("RCPT") {
            let count = in_a_row.entry(command.connection).or_default();
            *count = if is_unknown(&command.line) {
                *count + 1
            } else {
                0
            };
            assert!(*count <= 4, "{command:?}");
        }
    }
}

#[test]
fn a_server_that_takes_only_so_many_messages_over_a_connection_gets_others_at_once() {
    for reply in ["452 4.5.3 too many messages", "421 4.4.2 too many messages"] {
        for mode in Script::modes() {
            let server = SmtpServer::start(mode.full_after(7, reply));
            let school = school_on(&server);
            assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
            expect_counts(&school, &[("accepted", 60)]);
            assert_eq!(server.connections(), 60_usize.div_ceil(7), "{reply}");
            assert_eq!(moments_accepted(&school), 1, "somebody waited");
            if reply.starts_with("452") {
                expect_farewells(&server);
            }
        }
    }
}

#[test]
fn a_server_that_takes_nobody_over_another_connection_either_is_given_time() {
    const ENOUGH: &str = "452 4.5.3 enough";
    // Two may be in flight when the first of them is said.
    let replies = ["250 ok", ENOUGH, ENOUGH, ENOUGH];
    for mode in Script::modes() {
        let server = SmtpServer::start(mode.first(Moment::Mail, replies));
        let school = school_on(&server);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
        expect_counts(&school, &[("accepted", 60)]);
        assert_eq!(server.connections(), 2);
        assert_eq!(moments_accepted(&school), 2, "nobody waited");
    }
}

#[test]
fn a_server_whose_rule_lets_no_more_through_is_given_time_although_it_took_messages() {
    for mode in Script::modes() {
        let replies = ["250 ok", "450 4.7.1 too many messages"];
        let server = SmtpServer::start(mode.first(Moment::Mail, replies));
        let school = school_on(&server);
        assert_eq!(send_at(&school, BEGIN, "cp"), Some(0));
        expect_counts(&school, &[("accepted", 60)]);
        assert_eq!(moments_accepted(&school), 2, "nobody waited");
    }
}
