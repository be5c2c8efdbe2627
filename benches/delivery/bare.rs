//! The limit: a loop that writes bytes made beforehand, one round trip per message.

use std::{
    fs::File,
    io::{Read, Write},
    net::TcpStream,
    sync::Arc,
    thread,
};

use parking_lot::Mutex;
use rustls::{ClientConnection, StreamOwned, pki_types::ServerName};

use crate::{Case, tls};

const ENVELOPE: &[u8] = b"MAIL FROM:<dir@ac-test.fr>\r\nRCPT TO:<p@example.org>\r\nDATA\r\n";

/// As long as what a journal says of one delivery.
const NOTE: [u8; 200] = [b'x'; 200];

/// Sends a case's messages as fast as RFC 2920 allows; with a journal, after
/// one note each in a file that all connections share.
pub fn send(case: &Case, port: u16, copy: &[u8], journal: Option<File>) {
    let journal = journal.map(Mutex::new);
    let content = [copy, b".\r\n"].concat();
    let group = [&content[..], ENVELOPE].concat();
    thread::scope(|scope| {
        for connection in 0..case.connections {
            let (content, group, journal) = (&content, &group, journal.as_ref());
            let share = case.messages / case.connections
                + usize::from(connection < case.messages % case.connections);
            scope.spawn(move || {
                let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.set_nodelay(true).unwrap();
                let mut plain = Link::new(stream);
                plain.read(1);
                plain.say(b"EHLO x\r\n", 1);
                if case.encrypted {
                    plain.say(b"STARTTLS\r\n", 1);
                    let name = ServerName::try_from("localhost").unwrap();
                    let connection = ClientConnection::new(Arc::new(tls::client()), name).unwrap();
                    let mut link = Link::new(StreamOwned::new(connection, plain.stream));
                    link.say(b"EHLO x\r\n", 1);
                    link.submit(share, content, group, journal);
                } else {
                    plain.submit(share, content, group, journal);
                }
            });
        }
    });
}

struct Link<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: Read + Write> Link<S> {
    const fn new(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    fn submit(
        &mut self,
        messages: usize,
        content: &[u8],
        group: &[u8],
        journal: Option<&Mutex<File>>,
    ) {
        self.say(ENVELOPE, 3);
        for left in (0..messages).rev() {
            if let Some(journal) = journal {
                journal.lock().write_all(&NOTE).unwrap();
            }
            match left {
                0 => self.say(content, 1),
                _ => self.say(group, 4),
            }
        }
    }

    fn say(&mut self, bytes: &[u8], replies: usize) {
        self.stream.write_all(bytes).unwrap();
        self.stream.flush().unwrap();
        self.read(replies);
    }

    /// Reads so many replies; a line whose fourth byte is a space ends one.
    fn read(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            while let Some(end) = memchr::memchr(b'\n', &self.buffer) {
                let ends = self.buffer.get(3) == Some(&b' ');
                self.buffer.drain(..=end);
                left -= usize::from(ends);
                if left == 0 {
                    return;
                }
            }
            let mut bytes = [0; 4096];
            let read = self.stream.read(&mut bytes).unwrap();
            assert!(read > 0, "the receiver hung up");
            self.buffer.extend_from_slice(&bytes[..read]);
        }
    }
}
