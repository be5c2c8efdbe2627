//! A port of this computer at which connections are left without an answer.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::Child,
};

use rustix::net::listen;

use super::waiting::await_that;

/// A server so busy that the system keeps nobody more waiting for it.
pub struct Unanswered {
    address: SocketAddr,
    _listener: TcpListener,
    _waiting: TcpStream,
}

impl Unanswered {
    /// Fills the place of those who wait for a server.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listen(&listener, 0).unwrap();
        let address = listener.local_addr().unwrap();
        Self {
            address,
            _listener: listener,
            _waiting: TcpStream::connect(address).unwrap(),
        }
    }

    /// Returns the port.
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns once somebody tries to connect, as the system tells it.
    pub fn await_attempt(&self, client: &mut Child) {
        const SYN_SENT: &str = "02";
        let place = format!("0100007F:{:04X}", self.port());
        let is_attempt = |line: &str| {
            let mut columns = line.split_whitespace().skip(2);
            columns.next() == Some(&place) && columns.next() == Some(SYN_SENT)
        };
        await_that(client, "an attempt to connect", || {
            let connections = std::fs::read_to_string("/proc/net/tcp").unwrap();
            connections.lines().any(is_attempt)
        });
    }
}
