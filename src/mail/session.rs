//! One SMTP session, step by step, so that each failure is known by its step.
//!
//! Every command, and every message with its final dot, goes out in one write:
//! lettre leaves Nagle's algorithm on, and a second write would wait for the
//! acknowledgement of the first.

use std::{
    fmt::{self, Display},
    net::{SocketAddr, ToSocketAddrs as _},
    sync::Arc,
    time::Duration,
};

use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    client::{SmtpConnection, TlsParameters},
    commands::{Data, Quit, Rset},
    extension::{ClientId, Extension},
    response::Response,
};

use super::{Cause, SendError, cause::is_connection_error, wire_domain};
use crate::{
    config::{Account, Secret, Security},
    domain::{address::Address, delivery::Step},
};

/// The mechanisms that carnet knows, the better one first.
const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];

/// How long to wait for the server at each step (RFC 5321, section 4.5.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For each address of the server that is tried.
    pub connect: Duration,
    /// The greeting and the answer to EHLO, STARTTLS and AUTH.
    pub greeting: Duration,
    /// MAIL, and RSET.
    pub mail: Duration,
    /// RCPT.
    pub rcpt: Duration,
    /// DATA.
    pub data: Duration,
    /// From the message to the answer to its final dot: too short a time here
    /// sends a message twice.
    pub content: Duration,
    /// QUIT, whose answer changes nothing.
    pub quit: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_mins(1);
        Self {
            connect: Duration::from_secs(30),
            greeting: 5 * MINUTE,
            mail: 5 * MINUTE,
            rcpt: 5 * MINUTE,
            data: 2 * MINUTE,
            content: 10 * MINUTE,
            quit: Duration::from_secs(2),
        }
    }
}

impl Timeouts {
    /// Returns the times for a trial of the connection while someone waits for the result.
    pub const fn interactive() -> Self {
        const PATIENCE: Duration = Duration::from_secs(30);
        Self {
            connect: PATIENCE,
            greeting: PATIENCE,
            mail: PATIENCE,
            rcpt: PATIENCE,
            data: PATIENCE,
            content: PATIENCE,
            quit: Duration::from_secs(2),
        }
    }
}

/// The part of a message that is common to all, dot-stuffed once (RFC 5321, section 4.5.2).
///
/// Copies share their bytes.
#[derive(Clone, Debug)]
pub struct Body(Arc<str>);

impl Body {
    /// Takes headers, blank line and body, with CRLF line ends.
    ///
    /// What is not UTF-8 is replaced; a composed message is ASCII.
    pub fn new(content: &[u8]) -> Self {
        let content = String::from_utf8_lossy(content);
        let mut stuffed = String::with_capacity(content.len() + content.len() / 64 + 2);
        for line in content.split_inclusive('\n') {
            if line.starts_with('.') {
                stuffed.push('.');
            }
            stuffed.push_str(line);
        }
        if !stuffed.ends_with("\r\n") {
            stuffed.push_str("\r\n");
        }
        Self(stuffed.into())
    }
}

/// A connection over which messages are submitted, one after the other.
pub struct Session {
    connection: SmtpConnection,
    timeouts: Timeouts,
    usable: bool,
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
        if account.check().is_err() {
            let host = account.host.clone();
            return Err(SendError::new(Step::Connect, Cause::PlainText(host)));
        }
        let mut session = Self {
            connection: connect(account, timeouts)?,
            timeouts: *timeouts,
            usable: true,
        };
        session.set_timeout(Step::Tls, timeouts.greeting)?;
        if account.security == Security::Starttls {
            session.start_tls(account)?;
        }
        if let Some(login) = &account.login {
            let password = secret.map_or("", Secret::expose);
            session.log_in(&Credentials::new(login.clone(), password.to_owned()))?;
        }
        Ok(session)
    }

    /// Submits one message to one address, and returns the server's answer to the final dot.
    ///
    /// `headers` are lines that end with CRLF; with `body` they are the message.
    /// After an error, [`Self::is_usable`] tells whether another message may follow.
    pub fn send(
        &mut self,
        from: &Address,
        to: &Address,
        headers: &str,
        body: &Body,
    ) -> Result<String, SendError> {
        let sent = self.transact(from, to, headers, body);
        match &sent {
            Err(SendError {
                cause: Cause::NoSmtputf8,
                ..
            })
            | Ok(_) => {}
            Err(error) => self.recover(error),
        }
        sent
    }

    /// Tells whether the next message may go over this connection.
    pub const fn is_usable(&self) -> bool {
        self.usable
    }

    /// Says goodbye, and closes whatever the answer.
    pub fn quit(mut self) {
        // All messages were answered: nothing depends on the answer to this.
        if self.usable
            && self
                .connection
                .set_timeout(Some(self.timeouts.quit))
                .is_ok()
        {
            drop(self.connection.command(Quit));
        }
    }

    fn start_tls(&mut self, account: &Account) -> Result<(), SendError> {
        if !self.connection.can_starttls() {
            return Err(SendError::new(Step::Tls, Cause::NoStarttls));
        }
        let parameters = tls_parameters(account)?;
        self.connection
            .starttls(&parameters, &client_id(account))
            .map_err(|error| SendError::new(Step::Tls, Cause::of(&error)))
    }

    fn log_in(&mut self, credentials: &Credentials) -> Result<(), SendError> {
        let server = self.connection.server_info();
        if server.get_auth_mechanism(MECHANISMS).is_none() {
            return Err(SendError::new(Step::Auth, Cause::NoAuthentication));
        }
        let response = self
            .connection
            .auth(MECHANISMS, credentials)
            .map_err(|error| SendError::new(Step::Auth, Cause::of(&error)))?;
        expect_code(Step::Auth, &response, &[235])
    }

    fn transact(
        &mut self,
        from: &Address,
        to: &Address,
        headers: &str,
        body: &Body,
    ) -> Result<String, SendError> {
        let times = self.timeouts;
        // Names in headers are encoded; only an address can be beyond ASCII.
        let internationalised = from.needs_smtputf8() || to.needs_smtputf8() || !headers.is_ascii();
        let parameters = if internationalised { SMTPUTF8 } else { "" };
        let server = self.connection.server_info();
        if internationalised && !server.supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::new(Step::Rcpt, Cause::NoSmtputf8));
        }
        let mail = format_args!("MAIL FROM:<{}>{parameters}\r\n", from.to_wire());
        let response = self.command(Step::Mail, times.mail, mail)?;
        expect_code(Step::Mail, &response, &[250])?;
        let rcpt = format_args!("RCPT TO:<{}>\r\n", to.to_wire());
        let response = self.command(Step::Rcpt, times.rcpt, rcpt)?;
        expect_code(Step::Rcpt, &response, &[250, 251])?;
        let response = self.command(Step::Data, times.data, Data)?;
        expect_code(Step::Data, &response, &[354])?;
        let content = Content {
            headers,
            body: &body.0,
        };
        let response = self.command(Step::Content, times.content, content)?;
        expect_code(Step::Content, &response, &[250])?;
        Ok(full_text(&response))
    }

    /// Brings the session back to where a message may begin, if that can be.
    fn recover(&mut self, error: &SendError) {
        // Whatever is no plain refusal leaves unknown which answer comes next.
        self.usable = error.code().is_some_and(|code| code != 421);
        if self.usable && error.step != Step::Mail {
            let reset = self.command(Step::Reset, self.timeouts.mail, Rset);
            self.usable = reset
                .and_then(|response| expect_code(Step::Reset, &response, &[250]))
                .is_ok();
        }
    }

    fn command(
        &mut self,
        step: Step,
        timeout: Duration,
        command: impl Display,
    ) -> Result<Response, SendError> {
        self.set_timeout(step, timeout)?;
        self.connection
            .command(command)
            .map_err(|error| SendError::new(step, Cause::of(&error)))
    }

    fn set_timeout(&mut self, step: Step, timeout: Duration) -> Result<(), SendError> {
        self.connection
            .set_timeout(Some(timeout))
            .map_err(|error| SendError::new(step, Cause::of_io(&error)))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("usable", &self.usable)
            .finish_non_exhaustive()
    }
}

/// The parameters of MAIL for a message with an internationalised address
/// (RFC 6531, section 3.4); who offers SMTPUTF8 offers 8BITMIME.
const SMTPUTF8: &str = " BODY=8BITMIME SMTPUTF8";

/// A message and its final dot.
struct Content<'a> {
    headers: &'a str,
    body: &'a str,
}

impl Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.headers)?;
        f.write_str(self.body)?;
        f.write_str(".\r\n")
    }
}

/// Opens the connection, and goes as far as the answer to the first EHLO.
fn connect(account: &Account, timeouts: &Timeouts) -> Result<SmtpConnection, SendError> {
    let addresses = resolve(account)?;
    let parameters = match account.security {
        Security::Tls => Some(tls_parameters(account)?),
        Security::Starttls | Security::None => None,
    };
    let attempt = |timeout| {
        SmtpConnection::connect(
            addresses.as_slice(),
            Some(timeout),
            &client_id(account),
            parameters.as_ref(),
            None,
        )
    };
    let error = match attempt(timeouts.connect) {
        Ok(connection) => return Ok(connection),
        Err(error) => error,
    };
    let cause = Cause::of(&error);
    // lettre has one timeout for both, and a server under load answers the
    // connection at once and greets late.
    let slow = cause == Cause::Timeout && !is_connection_error(&error);
    let error = if slow && timeouts.greeting > timeouts.connect {
        match attempt(timeouts.greeting) {
            Ok(connection) => return Ok(connection),
            Err(error) => error,
        }
    } else {
        error
    };
    let cause = Cause::of(&error);
    let step = if is_connection_error(&error) || matches!(cause, Cause::Certificate(_)) {
        Step::Connect
    } else {
        Step::Hello
    };
    Err(SendError::new(step, cause))
}

/// Finds the server's addresses apart from connecting, to know which of the two failed.
fn resolve(account: &Account) -> Result<Vec<SocketAddr>, SendError> {
    let unknown = || {
        let host = account.host.clone();
        SendError::new(Step::Connect, Cause::UnknownHost(host))
    };
    let addresses: Vec<SocketAddr> = (bare_host(account), account.port)
        .to_socket_addrs()
        .map_err(|_| unknown())?
        .collect();
    if addresses.is_empty() {
        return Err(unknown());
    }
    Ok(addresses)
}

fn tls_parameters(account: &Account) -> Result<TlsParameters, SendError> {
    TlsParameters::new(bare_host(account).to_owned())
        .map_err(|error| SendError::new(Step::Tls, Cause::of(&error)))
}

/// Returns the host without the brackets that people write around an IPv6 address.
fn bare_host(account: &Account) -> &str {
    account.host.trim_start_matches('[').trim_end_matches(']')
}

/// Names the sender's domain to the server: the name of this computer concerns nobody.
fn client_id(account: &Account) -> ClientId {
    ClientId::Domain(wire_domain(&account.address))
}

fn expect_code(step: Step, response: &Response, expected: &[u16]) -> Result<(), SendError> {
    if expected.contains(&response.code().into()) {
        Ok(())
    } else {
        let reply = full_text(response);
        Err(SendError::new(step, Cause::Unexpected(reply)))
    }
}

/// Returns code and text of an answer, in one line.
fn full_text(response: &Response) -> String {
    let mut text = response.code().to_string();
    for line in response.message() {
        text.push(' ');
        text.push_str(line);
    }
    text
}
