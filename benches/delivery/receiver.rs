//! A receiver that takes everything as fast as it comes, and keeps nothing.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::Arc,
};

use memchr::memmem::{self, Finder};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::tls;

/// What is offered in clear, and what is left of it once encrypted.
const HELLO: &[u8] =
    b"250-receiver\r\n250-8BITMIME\r\n250-CHUNKING\r\n250-STARTTLS\r\n250 PIPELINING\r\n";
const ENCRYPTED_HELLO: &[u8] =
    b"250-receiver\r\n250-8BITMIME\r\n250-CHUNKING\r\n250 PIPELINING\r\n";
/// How much is read at once.
const BUFFER: usize = 1 << 18;

/// Listens on a port that it prints, until its parent ends it.
///
/// It has a session of its own, as any server has: Linux shares the processors
/// out between sessions first (`sched_autogroup_enabled`).
pub fn run() {
    rustix::process::setsid().unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    let encryption = Arc::new(tls::server());
    for stream in listener.incoming().flatten() {
        let encryption = Arc::clone(&encryption);
        std::thread::spawn(move || drop(serve(stream, encryption)));
    }
}

fn serve(mut stream: TcpStream, encryption: Arc<ServerConfig>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.write_all(b"220 receiver ESMTP\r\n")?;
    if Conversation::new(HELLO).talk(&mut stream)? == End::Encrypt {
        let connection = ServerConnection::new(encryption).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(connection, stream);
        Conversation::new(ENCRYPTED_HELLO).talk(&mut stream)?;
    }
    Ok(())
}

/// Why a conversation ended.
#[derive(PartialEq, Eq)]
enum End {
    Closed,
    /// The client said STARTTLS.
    Encrypt,
}

/// What the next bytes are.
#[derive(Clone, Copy)]
enum Expected {
    Command,
    /// A message up to its final dot.
    Content,
    /// So many bytes of a message more (RFC 3030).
    Chunk(usize),
}

struct Conversation {
    hello: &'static [u8],
    expected: Expected,
    replies: Vec<u8>,
    final_dot: Finder<'static>,
}

impl Conversation {
    fn new(hello: &'static [u8]) -> Self {
        Self {
            hello,
            expected: Expected::Command,
            replies: Vec::new(),
            final_dot: Finder::new("\r\n.\r\n"),
        }
    }

    /// Answers whatever stands ready in one write, as a pipelining server does.
    fn talk(&mut self, stream: &mut (impl Read + Write)) -> io::Result<End> {
        let mut buffer = vec![0; BUFFER];
        let mut filled = 0;
        loop {
            let read = stream.read(&mut buffer[filled..])?;
            if read == 0 {
                return Ok(End::Closed);
            }
            filled += read;
            let mut taken = 0;
            let mut end = None;
            while let Some(count) = self.take(&buffer[taken..filled]) {
                end = end.or(self.replies.ends_with(tls::READY).then_some(End::Encrypt));
                taken += count;
            }
            buffer.copy_within(taken..filled, 0);
            filled -= taken;
            stream.write_all(&self.replies)?;
            stream.flush()?;
            self.replies.clear();
            if let Some(end) = end {
                return Ok(end);
            }
        }
    }

    /// Takes what can be understood, and returns its length; nothing if more must come first.
    fn take(&mut self, bytes: &[u8]) -> Option<usize> {
        match self.expected {
            _ if bytes.is_empty() => None,
            Expected::Command => {
                let end = memmem::find(bytes, b"\r\n")?;
                Some(self.obey(&bytes[..end], end + 2))
            }
            Expected::Content => {
                let Some(end) = self.final_dot.find(bytes) else {
                    // What may be the beginning of the final dot is kept.
                    let known = bytes.len().saturating_sub(4);
                    return (known > 0).then_some(known);
                };
                self.accept();
                Some(end + 5)
            }
            Expected::Chunk(left) => {
                let count = left.min(bytes.len());
                self.expected = Expected::Chunk(left - count);
                if count == left {
                    self.accept();
                }
                Some(count)
            }
        }
    }

    /// Answers a command; returns how many of its bytes are taken.
    fn obey(&mut self, command: &[u8], length: usize) -> usize {
        let reply: &[u8] = match command.get(..4) {
            Some(b"EHLO") => self.hello,
            Some(b"STAR") => tls::READY,
            Some(b"QUIT") => b"221 bye\r\n",
            Some(b"DATA") => {
                self.expected = Expected::Content;
                self.replies.extend_from_slice(b"354 go on\r\n");
                // The message may be empty: its final dot follows the command's line end.
                return length - 2;
            }
            Some(b"BDAT") => {
                self.expected = Expected::Chunk(chunk_size(command));
                return length;
            }
            _ => b"250 2.1.0 Ok\r\n",
        };
        self.replies.extend_from_slice(reply);
        length
    }

    fn accept(&mut self) {
        self.expected = Expected::Command;
        self.replies.extend_from_slice(b"250 2.0.0 Ok\r\n");
    }
}

fn chunk_size(command: &[u8]) -> usize {
    let words = std::str::from_utf8(command).unwrap();
    words.split(' ').nth(1).unwrap().parse().unwrap()
}
