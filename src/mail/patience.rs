//! How long a server is waited for.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::Cause;

/// How long a wait lasts before it looks whether someone asked to stop.
pub const SLICE: Duration = Duration::from_millis(100);

/// What a link is lost by that is not waited for any more.
pub const INTERRUPTED: &str = "interrupted";

/// How long a server is waited for.
#[derive(Clone, Debug)]
pub struct Patience {
    /// How long a connection, a write, and a reply may take.
    pub timeout: Duration,
    /// Whether the wait may be given up when someone asks to stop: nothing is in flight.
    pub may_stop: bool,
    /// Set when someone asks to stop.
    stop: Arc<AtomicBool>,
}

impl Patience {
    /// Waits so long for each step; once `stop` is set, only for the answer to a message.
    pub const fn new(timeout: Duration, stop: Arc<AtomicBool>) -> Self {
        Self {
            timeout,
            may_stop: true,
            stop,
        }
    }

    /// Fails once a wait that began then has lasted long enough.
    pub fn wait(&self, began: Instant) -> Result<(), Cause> {
        if self.may_stop && self.stop.load(Ordering::Relaxed) {
            Err(Cause::Lost(INTERRUPTED.to_owned()))
        } else if began.elapsed() > self.timeout {
            Err(Cause::Timeout)
        } else {
            Ok(())
        }
    }

    /// Waits for what only the system can end, such as the search for a host,
    /// and leaves it to itself when the wait is over.
    pub fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, Cause> {
        let began = Instant::now();
        let (sender, done) = channel();
        thread::Builder::new()
            // Nobody is left to hear of it once the wait is over.
            .spawn(move || sender.send(work()).unwrap_or_default())
            .map_err(|error| Cause::of_io(&error))?;
        loop {
            match done.recv_timeout(SLICE) {
                Ok(result) => return result.map_err(|error| Cause::of_io(&error)),
                Err(RecvTimeoutError::Timeout) => self.wait(began)?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Cause::Lost("no answer from the system".to_owned()));
                }
            }
        }
    }
}
