//! The answers of a server, and what holds them back.

use std::{
    io,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::held;

/// How long an answer is held back before one looks whether the server stops.
const LOOK: Duration = Duration::from_millis(50);

/// An answer.
#[derive(Clone, Debug)]
pub enum Reply {
    /// What is answered where nothing else is said.
    Usual,
    /// These bytes and CRLF; the connection is closed after a 421.
    Line(Vec<u8>),
    /// The same, and the connection goes on in any case.
    Going(Vec<u8>),
    /// The usual answer after these bytes, in the same write.
    After(Vec<u8>),
    /// The usual answer and then these bytes, in the same write.
    Before(Vec<u8>),
    /// The usual answer, before its time, and then the true one, in the same write.
    Early(Vec<u8>),
    /// The usual answer, one byte at a time.
    Drip,
    /// These bytes and CRLF, one byte at a time; the connection is closed after a 421.
    Dripped(Vec<u8>),
    /// The usual answer, after a while in which the client says nothing.
    Slow,
    /// These bytes, after which the connection is closed.
    Cut(Vec<u8>),
    /// Nothing; the next command is answered as usual.
    Nothing,
    /// The connection is aborted (RST).
    Abort,
    /// These bytes, over and over, until the client has enough.
    Endless(Vec<u8>),
    /// The first bytes, and then the others over and over, a few at a time;
    /// encrypted or not, as they are.
    Drops(Vec<u8>, Vec<u8>),
    /// The connection is closed.
    Close,
    /// Nothing, until the client gives up.
    Silence,
    /// The usual answer, once the gate is open.
    Held(Gate),
    /// This answer, once these bytes are among those that came and were not taken yet.
    Once(&'static str, Box<Self>),
}

impl Reply {
    /// Tells whether it is made of lines that may wait for others.
    pub(super) fn is_line(&self) -> bool {
        matches!(
            self,
            Self::Usual
                | Self::Line(_)
                | Self::Going(_)
                | Self::After(_)
                | Self::Before(_)
                | Self::Early(_)
                | Self::Nothing
        )
    }

    /// Tells whether the answer to a final dot begins so.
    pub(super) fn begins_with(&self, digit: &[u8]) -> bool {
        match self {
            Self::Usual | Self::Before(_) | Self::Drip | Self::Slow | Self::Held(_) => {
                digit == b"2"
            }
            Self::Line(line) | Self::Going(line) | Self::Early(line) | Self::Dripped(line) => {
                line.starts_with(digit)
            }
            Self::Once(_, reply) => reply.begins_with(digit),
            _ => false,
        }
    }
}

/// Holds answers back until it is opened.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Lets all answers through, from now on.
    pub fn open(&self) {
        *held(&self.0.0) = true;
        self.0.1.notify_all();
    }

    /// Returns once it is open; fails when the server stops before: a test that
    /// failed opens it never.
    pub(super) fn pass(&self, stopping: &AtomicBool) -> io::Result<()> {
        let mut open = held(&self.0.0);
        while !*open {
            if stopping.load(Ordering::SeqCst) {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            let waited = self.0.1.wait_timeout(open, LOOK);
            open = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(())
    }
}

impl From<&str> for Reply {
    fn from(line: &str) -> Self {
        line.to_owned().into()
    }
}

impl From<String> for Reply {
    fn from(line: String) -> Self {
        Self::Line(line.into_bytes())
    }
}

#[test]
fn an_answer_that_is_held_for_ever_keeps_no_server_from_stopping() {
    use super::{Moment, Script, SmtpServer};
    use std::{
        io::{Read as _, Write as _},
        net::TcpStream,
    };

    let held = Script::new().reply(Moment::Hello, Reply::Held(Gate::default()));
    let server = SmtpServer::start(held);
    let mut client = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
    assert!(client.read(&mut [0; 512]).unwrap() > 0);
    client.write_all(b"EHLO x.fr\r\n").unwrap();
    drop(server);
    assert_eq!(client.read(&mut [0; 512]).unwrap_or_default(), 0);
}
