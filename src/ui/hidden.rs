//! A line typed without being shown.
//!
//! dialoguer's own leaves the terminal without echo when Ctrl-C ends the
//! program, and shows what is typed before its question is ready.

use std::io::{self, BufRead as _, Write as _};

use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};

/// What Ctrl-C types where it sends no signal.
const CTRL_C: u8 = 3;

/// A terminal that shows nothing of what is typed, until this value is dropped.
struct Silence {
    before: Termios,
}

impl Silence {
    fn new() -> io::Result<Self> {
        let before = termios::tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes -= LocalModes::ECHO | LocalModes::ISIG;
        // Ctrl-C ends the line at once, as Enter does, and comes with it.
        silent.special_codes[SpecialCodeIndex::VEOL] = CTRL_C;
        termios::tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self { before })
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        // The program goes on, or ends, whether the terminal obeys or not.
        let _ignored = termios::tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
    }
}

/// Asks on stderr and reads a line from the terminal; none after Ctrl-C or at its end.
pub fn read_hidden(prompt: &str) -> io::Result<Option<String>> {
    let silence = Silence::new()?;
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
