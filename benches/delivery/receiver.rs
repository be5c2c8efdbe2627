//! A receiver that takes everything as fast as it comes, and keeps nothing.

use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
};

/// Listens on a port that it prints, until its parent ends it.
pub fn run() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming().flatten() {
        std::thread::spawn(move || drop(serve(stream)));
    }
}

/// Answers whatever stands ready in one write, as a pipelining server does.
fn serve(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.write_all(b"220 receiver ESMTP\r\n")?;
    let mut buffer = vec![0; 1 << 18];
    let mut held = Vec::new();
    let mut in_content = false;
    let mut replies = Vec::new();
    loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        held.extend_from_slice(&buffer[..read]);
        let mut at = 0;
        loop {
            let rest = &held[at..];
            if in_content {
                let Some(end) = find(rest, b"\r\n.\r\n") else {
                    // What may be the beginning of the final dot is kept.
                    at += rest.len().saturating_sub(4);
                    break;
                };
                at += end + 5;
                in_content = false;
                replies.extend_from_slice(b"250 2.0.0 Ok\r\n");
            } else {
                let Some(end) = find(rest, b"\r\n") else {
                    break;
                };
                let reply: &[u8] = match rest.get(..4) {
                    Some(b"EHLO") => b"250-receiver\r\n250-8BITMIME\r\n250 PIPELINING\r\n",
                    Some(b"DATA") => b"354 go on\r\n",
                    Some(b"QUIT") => b"221 bye\r\n",
                    _ => b"250 2.1.0 Ok\r\n",
                };
                in_content = reply.starts_with(b"354");
                replies.extend_from_slice(reply);
                at += end + 2;
                // The message may be empty: its final dot follows the command's line end.
                if in_content {
                    at -= 2;
                }
            }
        }
        held.drain(..at);
        stream.write_all(&replies)?;
        replies.clear();
    }
}

/// Finds bytes within others; looks at most bytes once.
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = memchr(what[0], bytes.get(from..)?) {
        if bytes[from + at..].starts_with(what) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

fn memchr(byte: u8, bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&one| one == byte)
}
