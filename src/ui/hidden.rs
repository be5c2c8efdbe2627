//! What the terminal does with the keys: a line typed without being shown, Ctrl-C that is no signal.
//!
//! dialoguer's own password leaves the terminal without echo when Ctrl-C ends the
//! program, and shows what is typed before its question is ready.

use std::io::{self, BufRead as _, Write as _};

use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};

/// What Ctrl-C types where it sends no signal.
const CTRL_C: u8 = 3;

/// A terminal whose modes are others, until this value is dropped.
pub struct Modes {
    before: Termios,
    action: OptionalActions,
}

impl Modes {
    /// Shows nothing of what is typed; what was typed before is forgotten.
    fn silent() -> io::Result<Self> {
        Self::change(OptionalActions::Flush, |modes| {
            modes.local_modes -= LocalModes::ECHO | LocalModes::ISIG;
            // Ctrl-C ends the line at once, as Enter does, and comes with it.
            modes.special_codes[SpecialCodeIndex::VEOL] = CTRL_C;
        })
    }

    /// Leaves keys to whoever reads them: none is shown by itself, and Ctrl-C is one like others.
    pub fn keys_only() -> io::Result<Self> {
        Self::change(OptionalActions::Now, |modes| {
            modes.local_modes -= LocalModes::ECHO | LocalModes::ISIG;
        })
    }

    fn change(action: OptionalActions, change: impl FnOnce(&mut Termios)) -> io::Result<Self> {
        let before = termios::tcgetattr(io::stdin())?;
        let mut changed = before.clone();
        change(&mut changed);
        termios::tcsetattr(io::stdin(), action, &changed)?;
        Ok(Self { before, action })
    }
}

impl Drop for Modes {
    fn drop(&mut self) {
        // The program goes on, or ends, whether the terminal obeys or not.
        let _ignored = termios::tcsetattr(io::stdin(), self.action, &self.before);
    }
}

/// Asks on stderr and reads a line from the terminal; none after Ctrl-C or at its end.
pub fn read_hidden(prompt: &str) -> io::Result<Option<String>> {
    let silence = Modes::silent()?;
    io::stderr().write_all(prompt.as_bytes())?;
    let line = read_line();
    drop(silence);
    // The end of the line was not shown either.
    io::stderr().write_all(b"\n")?;
    line
}

fn read_line() -> io::Result<Option<String>> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        let typed = input.fill_buf()?;
        let length = typed.len();
        line.extend_from_slice(typed);
        input.consume(length);
        match line.last() {
            Some(b'\n') => break,
            _ if length == 0 || line.contains(&CTRL_C) => return Ok(None),
            _ => {}
        }
    }
    let text = String::from_utf8(line)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}
