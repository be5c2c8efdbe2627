//! One SMTP session, step by step, so that each failure is known by its step.
//!
//! Every command, and every message with its final dot, goes out in one write:
//! lettre leaves Nagle's algorithm on, and a second write would wait for the
//! acknowledgement of the first.

use std::{
    fmt,
    net::{SocketAddr, ToSocketAddrs as _},
    sync::Arc,
    time::Duration,
};

use lettre::transport::smtp::{
    authentication::{Credentials, Mechanism},
    client::{SmtpConnection, TlsParameters},
    commands::{Ehlo, Quit},
    extension::{ClientId, Extension},
    response::Response,
};

pub use super::transaction::Envelope;
use super::{
    Cause, SendError,
    cause::is_connection_error,
    transaction::{Offers, Transactions},
    wire_domain,
};
use crate::{
    config::{Account, Secret, Security},
    domain::{delivery::Step, timeouts::Timeouts},
};

/// The mechanisms that carnet knows, the better one first.
const MECHANISMS: &[Mechanism] = &[Mechanism::Plain, Mechanism::Login];

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

    /// Returns the bytes between the headers and the final dot.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
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
        if account.check().is_err() {
            let host = account.host.clone();
            return Err(SendError::new(Step::Connect, Cause::PlainText(host)));
        }
        let mut opening = Opening {
            connection: connect(account, timeouts)?,
        };
        opening.set_timeout(Step::Tls, timeouts.greeting)?;
        if account.security == Security::Starttls {
            opening.start_tls(account)?;
        }
        let offers = opening.offers(account)?;
        if let Some(login) = &account.login {
            let password = secret.map_or("", Secret::expose);
            opening.log_in(&Credentials::new(login.clone(), password.to_owned()))?;
        }
        Ok(Self {
            transactions: Transactions::new(opening.connection, *timeouts, offers),
            timeouts: *timeouts,
        })
    }

    /// Submits one message to one address, and returns the server's answer to the final dot.
    ///
    /// `headers` are lines that end with CRLF; with `body` they are the message.
    /// `next` is the envelope of the next call: where the server offers
    /// PIPELINING, it is told in the same write. After an error,
    /// [`Self::is_usable`] tells whether another message may follow.
    pub fn send(
        &mut self,
        envelope: &Envelope,
        headers: &str,
        body: &Body,
        next: Option<&Envelope>,
    ) -> Result<String, SendError> {
        self.transactions.send(envelope, headers, body, next)
    }

    /// Tells whether the next message may go over this connection.
    pub const fn is_usable(&self) -> bool {
        self.transactions.is_usable()
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
        if connection.set_timeout(Some(self.timeouts.quit)).is_ok() {
            drop(connection.command(Quit));
        }
    }
}

/// A connection that is not ready for messages yet.
struct Opening {
    connection: SmtpConnection,
}

impl Opening {
    fn start_tls(&mut self, account: &Account) -> Result<(), SendError> {
        if !self.connection.can_starttls() {
            return Err(SendError::new(Step::Tls, Cause::NoStarttls));
        }
        let parameters = tls_parameters(account)?;
        self.connection
            .starttls(&parameters, &client_id(account))
            .map_err(|error| SendError::new(Step::Tls, Cause::of_opening(&error)))
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

    /// Asks what the server offers: lettre knows a few of the keywords only.
    ///
    /// After STARTTLS the answer may be another one (RFC 3207, section 4.2).
    fn offers(&mut self, account: &Account) -> Result<Offers, SendError> {
        let answer = self.connection.command(Ehlo::new(client_id(account)));
        let smtputf8 = self
            .connection
            .server_info()
            .supports_feature(Extension::SmtpUtfEight);
        let keywords: Vec<String> = match answer.map_err(|error| Cause::of(&error)) {
            Ok(response) => response
                .message()
                .skip(1)
                .map(str::to_ascii_uppercase)
                .collect(),
            // Who does not want to be asked twice is taken at its first word.
            Err(Cause::Reply { code, .. }) if code != 421 => Vec::new(),
            Err(cause) => return Err(SendError::new(Step::Hello, cause)),
        };
        let offered = |keyword| {
            let mut first_words = keywords
                .iter()
                .filter_map(|line| line.split_whitespace().next());
            first_words.any(|word| word == keyword)
        };
        Ok(Offers {
            pipelining: offered("PIPELINING"),
            size: offered("SIZE"),
            smtputf8,
        })
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
            .field("usable", &self.is_usable())
            .finish_non_exhaustive()
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
    let cause = Cause::of_opening(&error);
    let handshake = matches!(cause, Cause::Certificate(_) | Cause::Encryption(_));
    let step = if handshake || is_connection_error(&error) {
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

pub(super) fn expect_code(
    step: Step,
    response: &Response,
    expected: &[u16],
) -> Result<(), SendError> {
    if expected.contains(&response.code().into()) {
        Ok(())
    } else {
        let reply = full_text(response);
        Err(SendError::new(step, Cause::Unexpected(reply)))
    }
}

/// Returns code and text of an answer, in one line.
pub(super) fn full_text(response: &Response) -> String {
    let mut text = response.code().to_string();
    for line in response.message() {
        text.push(' ');
        text.push_str(line);
    }
    text
}
