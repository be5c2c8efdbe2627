//! How an answer of the script is given.

use std::{
    io::{self, Read as _, Write as _},
    time::Duration,
};

use super::{Connection, Moment, Reply};

/// How long a server that answers drop by drop waits for the client in between.
const BETWEEN_DROPS: Duration = Duration::from_millis(5);

/// How long a slow server lets the client wait: longer than the program looks
/// at one time whether something came.
const SLOW: Duration = Duration::from_millis(150);

impl Connection {
    /// Answers as the script has it, or as usual; tells whether the client may go on.
    pub(super) fn answer(&mut self, moment: Moment, usual: &str) -> io::Result<bool> {
        let reply = self.take_reply(moment);
        self.give(reply.unwrap_or(Reply::Usual), usual)
    }

    pub(super) fn give(&mut self, reply: Reply, usual: &str) -> io::Result<bool> {
        let usual = usual.as_bytes();
        if !reply.is_line() {
            self.flush()?;
        }
        match reply {
            Reply::Usual => self.say(usual),
            Reply::Line(line) => self.say(&line),
            Reply::Going(line) => {
                self.write(&line)?;
                Ok(begins_well(&line))
            }
            Reply::After(before) => {
                self.say(&[before.as_slice(), usual].concat())?;
                Ok(begins_well(usual))
            }
            Reply::Before(after) => self.say(&[usual, b"\r\n", &after].concat()),
            Reply::Early(line) => {
                self.write(usual)?;
                self.say(&line)
            }
            Reply::Drip => {
                self.drip(usual)?;
                Ok(begins_well(usual))
            }
            Reply::Dripped(line) => {
                self.drip(&line)?;
                goes_on(&line)
            }
            Reply::Slow => {
                self.linger()?;
                self.say(usual)
            }
            Reply::Cut(bytes) => {
                self.stream.write_all(&bytes)?;
                self.stream.flush()?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Reply::Nothing => Ok(begins_well(usual)),
            Reply::Close => Err(io::ErrorKind::ConnectionAborted.into()),
            Reply::Abort => {
                rustix::net::connect_unspec(&self.socket)?;
                Err(io::ErrorKind::ConnectionReset.into())
            }
            Reply::Held(gate) => {
                gate.pass(&self.shared.stopping)?;
                self.say(usual)
            }
            Reply::Once(ahead, reply) => {
                self.await_ahead(ahead.as_bytes())?;
                self.give(
                    *reply,
                    std::str::from_utf8(usual).map_err(io::Error::other)?,
                )
            }
            Reply::Silence => loop {
                self.read_bytes()?;
            },
            Reply::Drops(first, drop) => {
                let mut socket = &*self.socket;
                socket.write_all(&first)?;
                socket.set_read_timeout(Some(BETWEEN_DROPS))?;
                // Between two drops the client is listened to, which says nothing.
                while !matches!(socket.read(&mut [0; 512]), Ok(0)) {
                    socket.write_all(&drop)?;
                    self.shared.note(|log| log.endless += drop.len());
                }
                Err(io::ErrorKind::UnexpectedEof.into())
            }
            Reply::Endless(bytes) => loop {
                self.stream.write_all(&bytes)?;
                self.shared.note(|log| log.endless += bytes.len());
            },
        }
    }

    /// Writes a line; tells whether the client may go on.
    pub(super) fn say(&mut self, line: &[u8]) -> io::Result<bool> {
        self.write(line)?;
        if line.starts_with(b"421") {
            self.flush()?;
        }
        goes_on(line)
    }

    fn drip(&mut self, line: &[u8]) -> io::Result<()> {
        for byte in [line, b"\r\n"].concat() {
            self.stream.write_all(&[byte])?;
            self.stream.flush()?;
        }
        Ok(())
    }

    /// Reads on until the client says nothing for a while; fails when it hangs up.
    fn linger(&mut self) -> io::Result<()> {
        self.socket.set_read_timeout(Some(SLOW))?;
        let end = loop {
            if let Err(error) = self.read_more() {
                break error;
            }
        };
        self.socket.set_read_timeout(None)?;
        match end.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Ok(()),
            _ => Err(end),
        }
    }
}

/// Tells whether the client may go on after a line; whoever says 421 goes away.
fn goes_on(line: &[u8]) -> io::Result<bool> {
    if line.starts_with(b"421") {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(begins_well(line))
}

fn begins_well(line: &[u8]) -> bool {
    line.starts_with(b"2") || line.starts_with(b"3")
}
