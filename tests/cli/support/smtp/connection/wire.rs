//! The bytes of a conversation: what is to be sent, and what came.

use std::io::{self, Read as _, Write as _};

use super::Connection;

impl Connection {
    pub(super) fn write(&mut self, line: &[u8]) -> io::Result<()> {
        self.unsent.extend([line, b"\r\n"].concat());
        if self.script(|script| script.together) {
            return Ok(());
        }
        self.flush()
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.stream.write_all(&std::mem::take(&mut self.unsent))?;
        self.stream.flush()
    }

    pub(super) fn read_line(&mut self) -> io::Result<String> {
        let line = self.read_bytes()?;
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }

    /// Reads to the next CRLF, which is kept; a bare LF ends no line.
    pub(super) fn read_bytes(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let ahead = &self.received[self.taken..];
            if let Some(end) = ahead.windows(2).position(|two| two == b"\r\n") {
                let line = ahead[..end + 2].to_vec();
                self.taken += line.len();
                return Ok(line);
            }
            self.read_more()?;
        }
    }

    pub(super) fn read_exactly(&mut self, size: usize) -> io::Result<Vec<u8>> {
        while self.received.len() - self.taken < size {
            self.read_more()?;
        }
        let bytes = self.received[self.taken..][..size].to_vec();
        self.taken += size;
        Ok(bytes)
    }

    pub(super) fn await_ahead(&mut self, bytes: &[u8]) -> io::Result<()> {
        let is_there = |all: &[u8]| all.windows(bytes.len()).any(|some| some == bytes);
        while !is_there(&self.received[self.taken..]) {
            self.read_more()?;
        }
        Ok(())
    }

    pub(super) fn read_more(&mut self) -> io::Result<()> {
        self.flush()?;
        self.received.drain(..self.taken);
        self.taken = 0;
        let mut bytes = vec![0; 65536];
        let count = self.stream.read(&mut bytes)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.reads += 1;
        self.shared.note(|log| log.reads += 1);
        self.received.extend_from_slice(&bytes[..count]);
        Ok(())
    }
}
