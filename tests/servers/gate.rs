//! A policy service that Postfix asks before it takes a message, and that keeps it waiting
//! (<https://www.postfix.org/SMTPD_POLICY_README.html>).
//!
//! However slow or fast a computer is, the server is stopped in the middle then.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

/// How long to wait for the server to ask.
const PATIENCE: Duration = Duration::from_mins(1);

/// A gate that lets so many messages in, and then no more.
pub struct Gate {
    port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// How many more messages are let in.
    room: usize,
    /// How many messages wait at present, each over a connection of its own.
    waiting: usize,
}

impl Gate {
    /// Opens for so many messages.
    pub fn with_room(room: usize) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::<Shared>::default();
        let gate = Self {
            port,
            shared: Arc::clone(&shared),
        };
        gate.let_in(room);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = Arc::clone(&shared);
                // A server that is stopped does not take leave.
                thread::spawn(move || stream.and_then(|stream| shared.serve(&stream)));
            }
        });
        gate
    }

    /// Returns the setting by which Postfix asks here at the end of each message.
    pub fn setting(&self) -> String {
        let port = self.port;
        format!("smtpd_end_of_data_restrictions=check_policy_service inet:127.0.0.1:{port}")
    }

    /// Lets so many more messages in, not counting those that wait.
    pub fn let_in(&self, room: usize) {
        self.shared.state.lock().unwrap().room += room;
    }

    /// Returns once so many messages wait.
    pub fn await_waiting(&self, count: usize) {
        let state = self.shared.state.lock().unwrap();
        let (state, timeout) = self
            .shared
            .changed
            .wait_timeout_while(state, PATIENCE, |state| state.waiting < count)
            .unwrap();
        assert!(!timeout.timed_out(), "{} wait", state.waiting);
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        let mut requests = BufReader::new(stream);
        while read_request(&mut requests)? {
            if self.admit() {
                (&*stream).write_all(b"action=DUNNO\n\n")?;
                continue;
            }
            self.count_waiting(|waiting| waiting + 1);
            // Until the server is stopped: it says nothing more before.
            let ended = read_request(&mut requests);
            self.count_waiting(|waiting| waiting - 1);
            ended?;
        }
        Ok(())
    }

    /// Takes one place, if there is any.
    fn admit(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        let room = state.room.checked_sub(1);
        state.room = room.unwrap_or_default();
        room.is_some()
    }

    fn count_waiting(&self, change: impl FnOnce(usize) -> usize) {
        let mut state = self.state.lock().unwrap();
        state.waiting = change(state.waiting);
        self.changed.notify_all();
    }
}

/// Reads the lines of a request up to an empty one; false where the server hung up.
fn read_request(requests: &mut impl io::BufRead) -> io::Result<bool> {
    for line in requests.lines() {
        if line?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
