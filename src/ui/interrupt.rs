//! Ctrl-C: an answer at a question, the editor's while it is open, the end of a wait.
//!
//! At any other time it ends the program as ever.

use std::sync::{
    Arc, Once,
    atomic::{AtomicBool, Ordering},
};

use signal_hook::consts::SIGINT;

use super::{PromptError, Ui};

/// Whether Ctrl-C ends the program.
#[derive(Debug)]
pub struct Interrupts {
    /// Whether nobody else takes it.
    idle: Arc<AtomicBool>,
    listening: Once,
}

impl Default for Interrupts {
    fn default() -> Self {
        Self {
            idle: Arc::new(AtomicBool::new(true)),
            listening: Once::new(),
        }
    }
}

impl Interrupts {
    /// Keeps Ctrl-C from ending the program, until this is dropped.
    fn take(&self) -> Taken<'_> {
        #[cfg(unix)]
        self.listening.call_once(|| {
            // Without it Ctrl-C ends the program all the same, and says less.
            let _ignored =
                signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&self.idle));
        });
        let before = self.idle.swap(false, Ordering::Relaxed);
        Taken {
            interrupts: self,
            before,
        }
    }
}

/// The time in which Ctrl-C does not end the program.
struct Taken<'a> {
    interrupts: &'a Interrupts,
    before: bool,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.interrupts.idle.store(self.before, Ordering::Relaxed);
    }
}

impl Ui {
    /// Does something that takes Ctrl-C in its own way.
    pub(super) fn with_interrupts<T>(&self, act: impl FnOnce() -> T) -> T {
        let _taken = self.interrupts.take();
        act()
    }

    /// Leaves Ctrl-C to whoever listens to it in another way, from now on.
    pub fn leave_interrupts(&self) {
        self.interrupts.idle.store(false, Ordering::Relaxed);
    }

    /// Does something that stops soon after its flag is set: Ctrl-C sets it.
    pub fn until_interrupted<T>(
        &self,
        wait: impl FnOnce(&Arc<AtomicBool>) -> T,
    ) -> Result<T, PromptError> {
        let asked = Arc::default();
        let listener = signal_hook::flag::register(SIGINT, Arc::clone(&asked));
        let done = self.with_interrupts(|| wait(&asked));
        if let Ok(listener) = listener {
            signal_hook::low_level::unregister(listener);
        }
        if asked.load(Ordering::Relaxed) {
            Err(PromptError::Interrupted)
        } else {
            Ok(done)
        }
    }
}

/// Ends the program as Ctrl-C does, so that a script that runs it stops too.
pub fn end_interrupted() {
    #[cfg(unix)]
    // Where the signal does not end the program, its exit code does.
    let _ignored = signal_hook::low_level::emulate_default_handler(SIGINT);
}
