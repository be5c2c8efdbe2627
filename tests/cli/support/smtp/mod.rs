//! An SMTP server that follows a script and keeps what it receives.
//!
//! It needs the standard library alone, listens on a port that the system
//! chooses, and stops when it is dropped.

mod awaited;
mod connection;
mod received;
mod reply;
mod script;
pub mod waiting;

use std::{
    collections::VecDeque,
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use self::{connection::Connection, received::Log};
pub use self::{
    received::{Command, Mail},
    reply::{Gate, Reply},
    script::{Encrypt, Encryption, Moment, Script, Stream},
};

/// A running server.
pub struct SmtpServer {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl SmtpServer {
    /// Starts a server on the loopback address.
    pub fn start(script: Script) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            ..Shared::default()
        });
        let acceptor = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || accept(listener, &shared))
        };
        Self {
            port,
            shared,
            acceptor: Some(acceptor),
        }
    }

    /// Returns the port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes the script, from the next command on.
    pub fn follow(&self, script: Script) {
        *held(&self.shared.script) = script;
    }

    /// Closes every connection, whatever is going on, as a server does that is
    /// killed and started again. The port stays its own meanwhile: another test
    /// might take it.
    pub fn hang_up(&self) {
        self.shared.close_connections();
    }

    /// Stops, whatever is going on, and returns what was received to its final dot.
    pub fn stop(self) -> Vec<Mail> {
        let shared = Arc::clone(&self.shared);
        drop(self);
        held(&shared.log).mails.clone()
    }

    /// Returns how many messages were received to their final dot.
    pub fn mail_count(&self) -> usize {
        held(&self.shared.log).mails.len()
    }

    /// Returns what was received to its final dot, in the order of arrival.
    pub fn mails(&self) -> Vec<Mail> {
        held(&self.shared.log).mails.clone()
    }

    /// Returns how many commands and messages were received.
    pub fn heard(&self) -> usize {
        held(&self.shared.log).heard()
    }

    /// Returns when each of them was received to its final dot; its answer comes after that.
    pub fn arrivals(&self) -> Vec<Instant> {
        held(&self.shared.log).arrivals.clone()
    }

    /// Returns the contents received although nobody was to get them.
    pub fn taken_back(&self) -> Vec<Vec<u8>> {
        held(&self.shared.log).taken_back.clone()
    }

    /// Returns every command line received, those of all connections.
    pub fn commands(&self) -> Vec<String> {
        let log = held(&self.shared.log);
        log.commands.iter().map(|one| one.line.clone()).collect()
    }

    /// Returns the same with the connection of each and its time.
    pub fn timed_commands(&self) -> Vec<Command> {
        held(&self.shared.log).commands.clone()
    }

    /// Returns how many of the first answers ([`Script::first`]) were not given yet.
    pub fn answers_left(&self) -> usize {
        let script = held(&self.shared.script);
        script.first.values().map(VecDeque::len).sum()
    }

    /// Returns in how many reads, those of all connections, the client's bytes came.
    pub fn writes(&self) -> usize {
        held(&self.shared.log).reads
    }

    /// Returns how many bytes of [`Reply::Endless`] or [`Reply::Drops`] the client's side took.
    pub fn endless(&self) -> usize {
        held(&self.shared.log).endless
    }

    /// Returns how many connections were opened.
    pub fn connections(&self) -> usize {
        held(&self.shared.log).connections
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // One connection more wakes the thread that waits for them.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
        if let Some(acceptor) = self.acceptor.take() {
            drop(acceptor.join());
        }
    }
}

#[derive(Default)]
struct Shared {
    script: Mutex<Script>,
    log: Mutex<Log>,
    /// Notified when something is noted in the log.
    changed: Condvar,
    /// The connections, and who serves them.
    open: Mutex<Vec<(Weak<TcpStream>, JoinHandle<()>)>>,
    stopping: AtomicBool,
}

impl Shared {
    /// Notes what was received.
    fn note<T>(&self, note: impl FnOnce(&mut Log) -> T) -> T {
        let noted = note(&mut held(&self.log));
        self.changed.notify_all();
        noted
    }

    fn close_connections(&self) {
        let open = std::mem::take(&mut *held(&self.open));
        for (socket, _) in &open {
            if let Some(socket) = socket.upgrade() {
                // It fails where the client has gone already.
                drop(socket.shutdown(Shutdown::Both));
            }
        }
        for (_, thread) in open {
            drop(thread.join());
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: TcpListener, shared: &Arc<Shared>) {
    while let Ok((socket, _)) = listener.accept() {
        if shared.stopping.load(Ordering::SeqCst) {
            break;
        }
        let at_a_time = held(&shared.script).links;
        let at_present = || {
            let open = held(&shared.open);
            let at_present = open.iter().filter(|(held, _)| Weak::strong_count(held) > 0);
            at_present.count()
        };
        if at_a_time.is_some_and(|most| at_present() >= most) {
            shared.note(|log| log.connections += 1);
            continue;
        }
        // Its thread alone holds the socket, and closes it when it ends.
        let socket = Arc::new(socket);
        let weak = Arc::downgrade(&socket);
        let Ok(connection) = Connection::new(socket, Arc::clone(shared)) else {
            continue;
        };
        let thread = thread::spawn(move || connection.serve());
        held(&shared.open).push((weak, thread));
    }
    // Whoever tries again is refused.
    drop(listener);
    shared.close_connections();
}
