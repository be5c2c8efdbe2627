//! Waiting for what a program does that runs meanwhile: a client of a server,
//! for the most part.

use std::{
    process::Child,
    time::{Duration, Instant},
};

/// Nothing that a test waits for takes so long unless it never comes.
const PATIENCE: Duration = Duration::from_mins(2);
/// How long before one looks again: a loop without it would keep a processor busy.
const PAUSE: Duration = Duration::from_millis(2);

/// Waits until something is so; fails, and says what it was, where the program
/// ends before or it does not come at all.
pub fn await_that(program: &mut Child, what: &str, mut is_so: impl FnMut() -> bool) {
    assert!(comes(program, &mut is_so), "{what}: it never came");
}

/// Waits until something is so; false where the program ends before.
pub fn comes(program: &mut Child, mut is_so: impl FnMut() -> bool) -> bool {
    comes_as_seen(program, |pause| {
        is_so() || {
            std::thread::park_timeout(pause);
            is_so()
        }
    })
}

/// Waits as [`comes`] does, where something tells of each change: `look` waits
/// for it no longer than the time that it is given.
pub fn comes_as_seen(program: &mut Child, mut look: impl FnMut(Duration) -> bool) -> bool {
    let begin = Instant::now();
    loop {
        // Asked before: what it did last came before its end.
        let is_over = program
            .try_wait()
            .expect("it is waited for here alone")
            .is_some();
        if look(PAUSE) {
            return true;
        }
        if is_over {
            return false;
        }
        if begin.elapsed() > PATIENCE {
            drop(program.kill());
            return false;
        }
    }
}
