//! One SMTP session, step by step, so that each failure is known by its step.
//!
//! Every command, and every message with its final dot, goes out in one write.

use std::{
    fmt,
    net::{SocketAddr, ToSocketAddrs as _},
    sync::{Arc, atomic::AtomicBool},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

pub use super::transaction::{Envelope, Misses};
use super::{
    Cause, SendError,
    connection::Connection,
    patience::Patience,
    reply::Reply,
    transaction::{Offers, Transactions},
};
use crate::{
    config::{Account, Secret, Security},
    domain::{delivery::Step, timeouts::Timeouts},
};

/// The part of a message that is common to all, encoded and dot-stuffed once
/// (RFC 5321, section 4.5.2).
///
/// Copies share their bytes.
#[derive(Clone, Debug)]
pub struct Body {
    plain: Arc<str>,
    /// Where no line begins with a dot, nothing is stuffed.
    stuffed: Option<Arc<str>>,
}

impl Body {
    /// Takes headers, blank line and body, with CRLF line ends.
    ///
    /// What is not UTF-8 is replaced; a composed message is ASCII.
    pub fn new(content: &[u8]) -> Self {
        let mut plain = String::from_utf8_lossy(content).into_owned();
        if !plain.ends_with("\r\n") {
            plain.push_str("\r\n");
        }
        let has_dots = plain.starts_with('.') || plain.contains("\n.");
        Self {
            stuffed: has_dots.then(|| dot_stuffed(&plain).into()),
            plain: plain.into(),
        }
    }

    /// Returns the bytes as they are, for a message sent by its length.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// Returns the bytes between the headers and the final dot.
    pub(super) fn stuffed(&self) -> &str {
        self.stuffed.as_ref().unwrap_or(&self.plain)
    }
}

fn dot_stuffed(content: &str) -> String {
    let mut stuffed = String::with_capacity(content.len() + content.len() / 64);
    for line in content.split_inclusive('\n') {
        if line.starts_with('.') {
            stuffed.push('.');
        }
        stuffed.push_str(line);
    }
    stuffed
}

/// A connection over which messages are submitted, one after the other.
pub struct Session {
    transactions: Transactions,
    timeouts: Timeouts,
}

impl Session {
    /// Connects, encrypts as the account asks, and logs in if it has a login.
    ///
    /// Nothing of the login is sent before the server's certificate is verified.
    pub fn open(
        account: &Account,
        secret: Option<&Secret>,
        timeouts: &Timeouts,
    ) -> Result<Self, SendError> {
        let misses = Misses::default();
        Self::open_until(account, secret, timeouts, &Arc::default(), misses)
    }

    /// The same; once `stop` is set, nothing is waited for but the answer to a
    /// message that went out. The server is not asked for what it `misses`.
    pub fn open_until(
        account: &Account,
        secret: Option<&Secret>,
        timeouts: &Timeouts,
        stop: &Arc<AtomicBool>,
        misses: Misses,
    ) -> Result<Self, SendError> {
        if account.check().is_err() {
            let host = account.host.clone();
            return Err(SendError::new(Step::Connect, Cause::PlainText(host)));
        }
        let patience = Patience::new(timeouts.connect, Arc::clone(stop));
        let addresses = resolve(account, &patience).map_err(at(Step::Connect))?;
        let mut connection = Connection::open(&addresses, patience).map_err(at(Step::Connect))?;
        connection.set_timeout(timeouts.greeting);
        let mut opening = Opening {
            connection,
            hello: hello(account),
            keywords: Vec::new(),
        };
        if account.security == Security::Tls {
            opening = opening.encrypted(Step::Connect, account)?;
        }
        opening.be_greeted()?;
        opening.say_hello()?;
        if account.security == Security::Starttls {
            opening = opening.start_tls(account)?;
        }
        if let Some(login) = &account.login {
            opening.log_in(login, secret.map_or("", Secret::expose))?;
        }
        let offers = opening.offers(account, misses);
        Ok(Self {
            transactions: Transactions::new(opening.connection, *timeouts, offers),
            timeouts: *timeouts,
        })
    }

    /// Returns how many more messages with this body may be begun before those
    /// begun are finished: at least one when there is none.
    pub fn room(&self, body: &Body) -> usize {
        self.transactions.room(body)
    }

    /// Begins to submit one message to one address; a short one may be held back
    /// until the earliest is waited for, to go out together with others.
    ///
    /// `headers` are lines that end with CRLF; with `body` they are the message.
    /// `next` is the envelope of the next call, if that is known: the server may
    /// be told in the same write.
    pub fn begin(
        &mut self,
        envelope: &Envelope<'_>,
        headers: &str,
        body: &Body,
        next: Option<&Envelope<'_>>,
    ) {
        self.transactions.begin(envelope, headers, body, next);
    }

    /// Waits for what became of the earliest message that was begun, and returns
    /// the server's answer to its last byte.
    ///
    /// After an error, [`Self::is_usable`] tells whether another message may be
    /// begun; those already begun are to be finished in any case.
    pub fn finish(&mut self) -> Result<String, SendError> {
        self.transactions.finish()
    }

    /// Tells whether what became of the earliest message is known already, or has
    /// only to be read.
    pub fn is_answered(&self) -> bool {
        self.transactions.is_answered()
    }

    /// Submits one message to one address, and waits for what became of it.
    pub fn send(
        &mut self,
        envelope: &Envelope<'_>,
        headers: &str,
        body: &Body,
        next: Option<&Envelope<'_>>,
    ) -> Result<String, SendError> {
        self.begin(envelope, headers, body, next);
        self.finish()
    }

    /// Tells whether the next message may go over this connection.
    pub const fn is_usable(&self) -> bool {
        self.transactions.is_usable()
    }

    /// Returns what the server was found to offer and not to do.
    pub const fn misses(&self) -> Misses {
        self.transactions.misses()
    }

    /// Tells whether the server waits for the message that was announced last.
    pub fn has_announced(&self) -> bool {
        self.transactions.has_announced()
    }

    /// Says goodbye where it can be understood, and closes whatever the answer.
    pub fn quit(self) {
        let Some(mut connection) = self.transactions.into_idle() else {
            return;
        };
        // All messages were answered: nothing depends on the answer to this.
        connection.set_timeout(self.timeouts.quit);
        drop(connection.command("QUIT\r\n"));
    }
}

/// A connection that is not ready for messages yet.
struct Opening {
    connection: Connection,
    /// EHLO as it is said.
    hello: String,
    /// What the server offers, a line each, in capitals.
    keywords: Vec<String>,
}

impl Opening {
    fn encrypted(self, step: Step, account: &Account) -> Result<Self, SendError> {
        let connection = self
            .connection
            .encrypt(bare_host(account))
            .map_err(at(step))?;
        Ok(Self { connection, ..self })
    }

    fn be_greeted(&mut self) -> Result<(), SendError> {
        let greeting = self.connection.read_reply().map_err(at(Step::Hello))?;
        expect_code(Step::Hello, &greeting, &[220])
    }

    fn say_hello(&mut self) -> Result<(), SendError> {
        let hello = self.hello.clone();
        let reply = self.ask(Step::Hello, &hello, 250)?;
        let lines = reply.lines().skip(1);
        self.keywords = lines.map(str::to_ascii_uppercase).collect();
        Ok(())
    }

    /// Encrypts, and asks again: the server may offer something else then
    /// (RFC 3207, section 4.2).
    fn start_tls(mut self, account: &Account) -> Result<Self, SendError> {
        if self.offered("STARTTLS").is_none() {
            return Err(SendError::new(Step::Tls, Cause::NoStarttls));
        }
        self.ask(Step::Tls, "STARTTLS\r\n", 220)?;
        let mut encrypted = self.encrypted(Step::Tls, account)?;
        encrypted.say_hello()?;
        Ok(encrypted)
    }

    /// Logs in by PLAIN (RFC 4616), or by LOGIN where that is all there is.
    fn log_in(&mut self, login: &str, password: &str) -> Result<(), SendError> {
        let offered = |name| self.mechanisms().any(|mechanism| mechanism == name);
        if offered("PLAIN") {
            let response = STANDARD.encode(format!("\0{login}\0{password}"));
            self.ask(Step::Auth, &format!("AUTH PLAIN {response}\r\n"), 235)?;
        } else if offered("LOGIN") {
            self.ask(Step::Auth, "AUTH LOGIN\r\n", 334)?;
            self.ask(Step::Auth, &format!("{}\r\n", STANDARD.encode(login)), 334)?;
            self.ask(
                Step::Auth,
                &format!("{}\r\n", STANDARD.encode(password)),
                235,
            )?;
        } else {
            return Err(SendError::new(Step::Auth, Cause::NoAuthentication));
        }
        Ok(())
    }

    fn ask(&mut self, step: Step, command: &str, expected: u16) -> Result<Reply, SendError> {
        let reply = self.connection.command(command).map_err(at(step))?;
        expect_code(step, &reply, &[expected])?;
        Ok(reply)
    }

    /// Returns what there is, and the account lets be used, of what the server offers.
    fn offers(&self, account: &Account, misses: Misses) -> Offers {
        let pipelining = self.offered("PIPELINING").is_some() && !misses.pipelining;
        let chunking = self.offered("CHUNKING").is_some() && !misses.chunking;
        Offers {
            pipelining,
            smtputf8: self.offered("SMTPUTF8").is_some(),
            size: self.offered("SIZE").is_some(),
            dsn: self.offered("DSN").is_some(),
            chunking: account.chunking && chunking && pipelining,
        }
    }

    /// Returns the ways to log in that the server offers: on one line or several, and
    /// behind an equals sign where it is older than RFC 2554.
    fn mechanisms(&self) -> impl Iterator<Item = &str> {
        let lines = self.keywords.iter();
        let offers = lines.filter_map(|line| line.strip_prefix("AUTH")?.strip_prefix([' ', '=']));
        offers.flat_map(str::split_whitespace)
    }

    /// Returns what stands after a keyword that the server offers.
    fn offered(&self, keyword: &str) -> Option<&str> {
        self.keywords.iter().find_map(|line| {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            (first == keyword).then_some(rest)
        })
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("usable", &self.is_usable())
            .finish_non_exhaustive()
    }
}

/// Finds the server's addresses apart from connecting, to know which of the two failed.
fn resolve(account: &Account, patience: &Patience) -> Result<Vec<SocketAddr>, Cause> {
    let place = (bare_host(account).to_owned(), account.port);
    // Whatever the system says, the name is not known.
    let find = move || {
        Ok(place
            .to_socket_addrs()
            .map(Vec::from_iter)
            .unwrap_or_default())
    };
    let addresses = patience.apart(find)?;
    if addresses.is_empty() {
        return Err(Cause::UnknownHost(account.host.clone()));
    }
    Ok(addresses)
}

/// Returns the host without the brackets that people write around an IPv6 address.
fn bare_host(account: &Account) -> &str {
    account.host.trim_start_matches('[').trim_end_matches(']')
}

/// Names the sender's domain to the server: the name of this computer concerns nobody.
fn hello(account: &Account) -> String {
    format!("EHLO {}\r\n", account.address.wire_domain())
}

/// Says at which step something went wrong.
pub(super) fn at(step: Step) -> impl Fn(Cause) -> SendError {
    move |cause| SendError::new(step, cause)
}

pub(super) fn expect_code(step: Step, reply: &Reply, expected: &[u16]) -> Result<(), SendError> {
    if expected.contains(&reply.code) {
        Ok(())
    } else {
        Err(SendError::new(step, Cause::Unexpected(reply.line())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_stuffed_once_for_all_who_get_it() {
        for (content, expected) in [
            ("A: b\r\n\r\n.x\r\n", "A: b\r\n\r\n..x\r\n"),
            ("A: b\r\n\r\nx\r\n", "A: b\r\n\r\nx\r\n"),
        ] {
            let body = Body::new(content.as_bytes());
            let copy = body.clone();
            let stuffed = body.stuffed();
            assert_eq!(stuffed, expected);
            for again in [body.stuffed(), copy.stuffed()] {
                assert!(std::ptr::eq(again, stuffed), "{expected:?}");
            }
        }
    }
}
