//! The bytes of one SMTP connection: commands go out, replies come in.
//!
//! Replies are read within bounds, whatever the server sends. A reply that
//! comes before its command would be taken for the answer to another one, so
//! it is looked for before anything is written.

use std::{
    io::{self, BufRead as _, BufReader, IoSlice, Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use super::{
    Cause,
    patience::{Patience, SLICE},
    reply::{Line, Reply, excerpt},
    tls::{self, TlsStream},
};

/// The most bytes of a reply, all its lines together: far more than the lines
/// of 512 bytes of RFC 5321 (section 4.5.3.1.5) make.
const REPLY_LIMIT: usize = 65_536;
/// Up to so many bytes are put together before they are written: copying them
/// costs less than telling the system of each part.
pub(super) const SHORT: usize = 16_384;

/// What was written went out in part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// How many bytes may have reached the server; certainly none after them.
    pub written: usize,
    pub cause: Cause,
}

/// A connection to a server, in clear or encrypted.
pub(super) struct Connection {
    stream: BufReader<Stream>,
    patience: Patience,
    /// What the system was told of the timeout for writes: telling it each time
    /// would cost more than a short message.
    told: Option<Duration>,
    /// Whether a part of the replies came since the last write.
    answered: bool,
    /// The line that is read, with its end; its memory serves all of them.
    line: Vec<u8>,
    /// What is short and written at once; the same.
    together: Vec<u8>,
}

impl Connection {
    /// Connects to the first of these addresses that answers in time.
    pub fn open(addresses: &[SocketAddr], patience: Patience) -> Result<Self, Cause> {
        let mut failure = Cause::Lost("no address".to_owned());
        for &address in addresses {
            let timeout = patience.timeout;
            let connect = move || TcpStream::connect_timeout(&address, timeout);
            match patience.apart(connect) {
                Ok(socket) => {
                    return Self::over(socket, patience).map_err(|error| Cause::of_io(&error));
                }
                Err(cause) => failure = cause,
            }
        }
        Err(failure)
    }

    fn over(socket: TcpStream, patience: Patience) -> io::Result<Self> {
        // Nagle's algorithm would keep a write until the one before is acknowledged.
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(SLICE))?;
        Ok(Self {
            stream: BufReader::new(Stream::Plain(socket)),
            patience,
            told: None,
            answered: false,
            line: Vec::new(),
            together: Vec::new(),
        })
    }

    /// Encrypts what follows, once the server's certificate is found to be the host's.
    ///
    /// What came in clear before its time must not be read as if it were encrypted.
    pub fn encrypt(mut self, host: &str) -> Result<Self, Cause> {
        self.expect_nothing_read()?;
        self.limit_writes().map_err(|error| Cause::of_io(&error))?;
        let stream = match self.stream.into_inner() {
            Stream::Plain(socket) => {
                Stream::Tls(Box::new(tls::handshake(socket, host, &self.patience)?))
            }
            encrypted @ Stream::Tls(_) => encrypted,
        };
        Ok(Self {
            stream: BufReader::new(stream),
            ..self
        })
    }

    /// Sets how long a write, and a reply, may take from now on.
    pub const fn set_timeout(&mut self, timeout: Duration) {
        self.patience.timeout = timeout;
    }

    /// Sets whether someone who asks to stop need not wait for the next reply.
    pub const fn set_may_stop(&mut self, may_stop: bool) {
        self.patience.may_stop = may_stop;
    }

    fn limit_writes(&mut self) -> io::Result<()> {
        let timeout = Some(self.patience.timeout);
        if self.told != timeout {
            self.socket().set_write_timeout(timeout)?;
            self.told = timeout;
        }
        Ok(())
    }

    fn socket(&self) -> &TcpStream {
        self.stream.get_ref().socket()
    }

    /// Writes one command or several at once, and reads the reply to the first.
    pub fn command(&mut self, commands: &str) -> Result<Reply, Cause> {
        self.expect_quiet()?;
        self.write(&[commands]).map_err(|broken| broken.cause)?;
        self.read_reply()
    }

    /// Fails if the server said anything that was not asked, or hung up.
    pub fn expect_quiet(&mut self) -> Result<(), Cause> {
        self.expect_nothing_read()?;
        self.socket()
            .set_nonblocking(true)
            .map_err(|error| Cause::of_io(&error))?;
        let said = self.stream.fill_buf().map(unasked);
        let blocking = self.socket().set_nonblocking(false);
        match (said, blocking) {
            (Err(error), Ok(())) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            (Err(error), _) | (_, Err(error)) => Err(Cause::of_io(&error)),
            (Ok(cause), Ok(())) => Err(cause),
        }
    }

    /// Fails if more than the replies that were asked for came with them; asks
    /// the system nothing.
    pub fn expect_nothing_read(&self) -> Result<(), Cause> {
        let unread = self.stream.buffer();
        if unread.is_empty() {
            Ok(())
        } else {
            Err(unasked(unread))
        }
    }

    /// Writes these parts one after the other, several short ones in one piece, or
    /// tells how much of them went out.
    pub fn write(&mut self, parts: &[&str]) -> Result<(), Broken> {
        self.limit_writes().map_err(|error| broken(0, &error))?;
        let stream = self.stream.get_mut();
        let is_short = parts.iter().map(|part| part.len()).sum::<usize>() <= SHORT;
        let mut filled = parts.iter().filter(|part| !part.is_empty());
        let written = match (filled.next(), filled.next()) {
            (Some(only), None) => write_all(stream, &mut [IoSlice::new(only.as_bytes())]),
            _ if is_short => {
                self.together.clear();
                for part in parts {
                    self.together.extend_from_slice(part.as_bytes());
                }
                write_all(stream, &mut [IoSlice::new(&self.together)])
            }
            _ => {
                let slices = parts.iter().map(|part| IoSlice::new(part.as_bytes()));
                write_all(stream, &mut slices.collect::<Vec<_>>())
            }
        };
        self.answered &= written.is_err();
        written
    }

    /// Reads the reply to the oldest command that has none; a refusal (4xx or
    /// 5xx) is an error.
    pub fn read_reply(&mut self) -> Result<Reply, Cause> {
        let mut wait = Wait::default();
        let mut room = REPLY_LIMIT;
        let mut reply = None::<Reply>;
        loop {
            self.read_line(&mut room, &mut wait)?;
            let unexpected = || Cause::Unexpected(excerpt(&self.line));
            let line = Line::parse(&self.line).ok_or_else(unexpected)?;
            let whole = match reply.take() {
                None => Reply::begun_by(&line),
                Some(mut begun) if begun.code == line.code => {
                    begun.push(&line);
                    begun
                }
                Some(_) => return Err(unexpected()),
            };
            if line.is_last {
                return whole.accepted();
            }
            reply = Some(whole);
            // Line by line, a reply could take for ever.
            wait.go_on(&self.patience)?;
        }
    }

    /// Takes the next reply if it is one line that begins like this, code and
    /// space, and came together with the one before; whatever else there is, or
    /// is to come, is left to [`Self::read_reply`].
    ///
    /// Nothing is kept of its words, and nothing is asked of the system: that is
    /// how most replies are read.
    pub fn take_reply(&mut self, beginning: [u8; 4]) -> bool {
        let bytes = self.stream.buffer();
        let end = memchr::memchr(b'\n', bytes).filter(|_| bytes.starts_with(&beginning));
        if let Some(end) = end {
            self.stream.consume(end + 1);
        }
        end.is_some()
    }

    /// Tells whether so many lines of replies have come and were not taken yet.
    pub fn has_lines(&self, count: usize) -> bool {
        let lines = memchr::memchr_iter(b'\n', self.stream.buffer());
        lines.take(count).count() == count
    }

    /// Waits until something of the replies came.
    fn fill(&mut self) -> io::Result<()> {
        if self.stream.buffer().is_empty() {
            if self.answered {
                acknowledge_at_once(self.socket());
            }
            self.answered = !self.stream.fill_buf()?.is_empty();
        }
        Ok(())
    }

    /// Reads the next line into `line`; `room` is how long it may be.
    fn read_line(&mut self, room: &mut usize, wait: &mut Wait) -> Result<(), Cause> {
        self.line.clear();
        loop {
            match self.fill() {
                Ok(()) => {}
                Err(error) if is_pause(&error) => {
                    wait.go_on(&self.patience)?;
                    continue;
                }
                Err(error) => return Err(Cause::of_io(&error)),
            }
            let bytes = self.stream.buffer();
            if bytes.is_empty() {
                return Err(closed());
            }
            let end = memchr::memchr(b'\n', bytes);
            let count = end.map_or(bytes.len(), |end| end + 1);
            self.line.extend_from_slice(&bytes[..count]);
            self.stream.consume(count);
            *room = room
                .checked_sub(count)
                .ok_or_else(|| Cause::Unexpected(excerpt(&self.line)))?;
            if end.is_some() {
                return Ok(());
            }
            // Byte by byte, a reply could take for ever.
            wait.go_on(&self.patience)?;
        }
    }
}

/// The wait for a reply: most come before anything has to be waited for, and
/// then the time is not asked.
#[derive(Default)]
struct Wait {
    began: Option<Instant>,
}

impl Wait {
    /// Fails once the wait has lasted long enough.
    fn go_on(&mut self, patience: &Patience) -> Result<(), Cause> {
        patience.wait(*self.began.get_or_insert_with(Instant::now))
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream>),
}

impl Stream {
    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(stream) => stream.socket(),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(bytes),
            Self::Tls(stream) => stream.read(bytes),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        match (self, parts) {
            // The system takes one part alone with less ado.
            (Self::Plain(socket), [part]) => socket.write(part),
            (Self::Plain(socket), _) => socket.write_vectored(parts),
            (Self::Tls(stream), _) => stream.write_vectored(parts),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

/// Writes these parts one after the other, or tells how much of them went out.
fn write_all(stream: &mut Stream, mut parts: &mut [IoSlice<'_>]) -> Result<(), Broken> {
    // An empty part at the beginning is no part.
    IoSlice::advance_slices(&mut parts, 0);
    let mut written = 0;
    while !parts.is_empty() {
        match stream.write_vectored(parts) {
            Ok(0) => return Err(broken(written, &io::ErrorKind::WriteZero.into())),
            Ok(count) => {
                written += count;
                IoSlice::advance_slices(&mut parts, count);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(written, &error)),
        }
    }
    stream.flush().map_err(|error| broken(written, &error))
}

/// Tells whether a read ended without anything having happened to the connection.
pub(super) fn is_pause(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), Interrupted | TimedOut | WouldBlock)
}

/// Has what came of the replies acknowledged without delay.
///
/// Postfix answers a group of commands in two writes with Nagle's algorithm on:
/// the second one waits for the acknowledgement of the first, which this side
/// would hold back for 40 ms. It is asked for then alone: whoever answers at
/// once is acknowledged by the next message.
#[cfg(target_os = "linux")]
fn acknowledge_at_once(socket: &TcpStream) {
    // Where it is not known, replies are slower, and that is all.
    let _slower = rustix::net::sockopt::set_tcp_quickack(socket, true);
}

#[cfg(not(target_os = "linux"))]
const fn acknowledge_at_once(_socket: &TcpStream) {}

fn broken(written: usize, error: &io::Error) -> Broken {
    let cause = Cause::of_io(error);
    Broken { written, cause }
}

fn closed() -> Cause {
    Cause::Lost("connection closed".to_owned())
}

/// Takes what the server said unasked for what it is; nothing at all is its end.
fn unasked(bytes: &[u8]) -> Cause {
    let line = bytes.split_inclusive(|&byte| byte == b'\n').next();
    match (line, line.and_then(Line::parse)) {
        (None, _) => closed(),
        // It may go away at any time (RFC 5321, section 3.8).
        (
            _,
            Some(Line {
                code: code @ 421,
                text,
                ..
            }),
        ) => Cause::Reply {
            code,
            text: text.into_owned(),
        },
        (Some(line), _) => Cause::Unexpected(excerpt(line)),
    }
}
