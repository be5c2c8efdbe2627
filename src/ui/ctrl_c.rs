//! Ctrl-C as an answer instead of an end.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{SigId, consts::SIGINT, flag, low_level};

/// Lets Ctrl-C end the program as ever, but for the times when it is held back.
///
/// Whoever listens to it in another way drops this value first.
#[derive(Debug)]
pub struct CtrlC {
    action: SigId,
    ends: Arc<AtomicBool>,
}

impl CtrlC {
    /// Takes charge of Ctrl-C.
    pub fn watch() -> io::Result<Self> {
        let ends = Arc::new(AtomicBool::new(true));
        #[cfg(unix)]
        let action = flag::register_conditional_default(SIGINT, Arc::clone(&ends))?;
        #[cfg(not(unix))]
        let action = flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&ends))?;
        Ok(Self { action, ends })
    }

    /// Holds Ctrl-C back while something is asked or edited: a question that it
    /// interrupts says so, and an editor has it for itself.
    pub fn hold<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.ends.store(false, Ordering::Relaxed);
        let answer = ask();
        self.ends.store(true, Ordering::Relaxed);
        answer
    }
}

impl Drop for CtrlC {
    fn drop(&mut self) {
        low_level::unregister(self.action);
    }
}
