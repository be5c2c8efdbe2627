//! What a test waits for a server to receive.

use std::{process::Child, sync::PoisonError};

use super::{SmtpServer, held, received::Log, waiting::comes_as_seen};

impl SmtpServer {
    /// Waits until so many messages were received to their final dot; fails where
    /// the client ends before.
    pub fn await_mails(&self, count: usize, client: &mut Child) {
        let is_so = self.comes(client, |log| log.mails.len() >= count);
        self.expect_seen(is_so, &format!("{count} messages"));
    }

    /// Waits for so many commands and messages; false where the client ends before.
    pub fn hears(&self, count: usize, client: &mut Child) -> bool {
        self.comes(client, |log| log.heard() >= count)
    }

    /// Waits until so many commands that begin so were received, those of all
    /// connections; fails where the client ends before.
    pub fn await_commands(&self, beginning: &str, count: usize, client: &mut Child) {
        let is_so = self.comes(client, |log| {
            let lines = log.commands.iter().map(|command| &command.line);
            lines.filter(|line| line.starts_with(beginning)).count() >= count
        });
        self.expect_seen(is_so, &format!("{count} commands {beginning}"));
    }

    /// Waits until so many connections were opened; fails where the client ends before.
    pub fn await_connections(&self, count: usize, client: &mut Child) {
        let is_so = self.comes(client, |log| log.connections >= count);
        self.expect_seen(is_so, &format!("{count} connections"));
    }

    /// Waits until a connection is over; fails where the client ends before.
    pub fn await_end_of_connection(&self, client: &mut Child) {
        let is_so = self.comes(client, |log| log.closed > 0);
        self.expect_seen(is_so, "the end of a connection");
    }

    fn comes(&self, client: &mut Child, is_so: impl Fn(&Log) -> bool) -> bool {
        comes_as_seen(client, |pause| {
            let log = held(&self.shared.log);
            let changed = &self.shared.changed;
            let waited = changed.wait_timeout_while(log, pause, |log| !is_so(log));
            is_so(&waited.unwrap_or_else(PoisonError::into_inner).0)
        })
    }

    fn expect_seen(&self, is_so: bool, awaited: &str) {
        let (mails, connections) = (self.mail_count(), self.connections());
        assert!(
            is_so,
            "{awaited}: not seen, but {connections} connections, {mails} messages, {:#?}",
            self.commands()
        );
    }
}

#[test]
#[should_panic = "1 messages: not seen, but 0 connections"]
fn what_a_program_that_ends_does_not_send_is_not_waited_for() {
    use super::Script;
    use std::process::{Command, Stdio};

    let server = SmtpServer::start(Script::new());
    // The tests themselves: these are only listed, and end.
    let mut client = Command::new(std::env::current_exe().unwrap());
    let client = client.arg("--list").stdout(Stdio::null()).spawn();
    server.await_mails(1, &mut client.unwrap());
}
