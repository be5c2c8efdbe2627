//! Ctrl-C and its like: the first finishes what is in flight, the second stops at once.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

/// Tells whether someone asked to stop.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    asked: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens to the signals that ask a program to stop, from now on.
    pub fn listen() -> io::Result<Self> {
        let interrupt = Self::default();
        let mut signals = vec![SIGINT, SIGTERM];
        #[cfg(unix)]
        signals.push(signal_hook::consts::SIGHUP);
        for signal in signals {
            // In this order: the flag is still down when the first signal asks for it.
            flag::register_conditional_shutdown(
                signal,
                128 + signal,
                Arc::clone(&interrupt.asked),
            )?;
            flag::register(signal, Arc::clone(&interrupt.asked))?;
        }
        Ok(interrupt)
    }

    /// Tells whether someone asked to stop.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Returns what is set when someone asks to stop.
    pub const fn flag(&self) -> &Arc<AtomicBool> {
        &self.asked
    }

    /// Asks to stop.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }
}
