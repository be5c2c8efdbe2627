//! A terminal in which the program asks its questions.

use std::{
    fs::File,
    io::{Read as _, Write as _},
    os::unix::process::ExitStatusExt as _,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize},
};

/// What a test waits for the program at most; reached only when it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program that runs in a terminal of its own.
pub struct Terminal {
    child: Child,
    master: File,
    /// The program's side, kept open to look at its state after the program.
    slave: File,
    output: Receiver<Vec<u8>>,
    /// The beginning of a character whose end is still to come.
    bytes: Vec<u8>,
    shown: String,
    /// What was shown after the text that was waited for last.
    unseen: String,
}

/// How a program in a terminal ended.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Exit(i32),
    Signal(i32),
}

impl Terminal {
    /// Starts a program in a terminal of 100 columns.
    pub fn start(program: &Command) -> Self {
        Self::of_width(100, program)
    }

    /// Starts a program in a terminal of so many columns.
    pub fn of_width(columns: u16, program: &Command) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize {
            ws_row: 40,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = File::options()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        let stdio = || Stdio::from(slave.try_clone().unwrap());
        // `setsid` makes the terminal the one that Ctrl-C comes from.
        let mut command = Command::new("setsid");
        command
            .arg("--ctty")
            .arg(program.get_program())
            .args(program.get_args())
            .env_clear()
            .envs(
                program
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .current_dir(program.get_current_dir().unwrap())
            .stdin(stdio())
            .stdout(stdio())
            .stderr(stdio());
        let child = command.spawn().unwrap();
        let master = File::from(master);
        let mut reader = master.try_clone().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The other side is gone when reading fails.
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            master,
            slave,
            output,
            bytes: Vec::new(),
            shown: String::new(),
            unseen: String::new(),
        }
    }

    /// Waits until a text appears after what was waited for before.
    pub fn expect(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some((_, after)) = self.unseen.split_once(text) {
                self.unseen = after.to_owned();
                return;
            }
            self.read(deadline, text);
        }
    }

    fn read(&mut self, deadline: Instant, awaited: &str) {
        let left = deadline.saturating_duration_since(Instant::now());
        let bytes = self
            .output
            .recv_timeout(left)
            .unwrap_or_else(|error| panic!("{error}: no “{awaited}” in: {}", self.shown));
        // A character may come in two pieces.
        self.bytes.extend(bytes);
        let whole = match std::str::from_utf8(&self.bytes) {
            Ok(_) => self.bytes.len(),
            Err(error) => error.valid_up_to(),
        };
        let text: Vec<u8> = self.bytes.drain(..whole).collect();
        let text = String::from_utf8(text).unwrap();
        self.shown.push_str(&text);
        self.unseen.push_str(&text);
    }

    /// Returns the program that runs in it.
    pub const fn program(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Types a text.
    pub fn type_in(&mut self, text: &str) {
        self.master.write_all(text.as_bytes()).unwrap();
    }

    /// Tells whether the terminal shows what is typed.
    pub fn echoes(&self) -> bool {
        tcgetattr(&self.slave)
            .unwrap()
            .local_modes
            .contains(LocalModes::ECHO)
    }

    /// Waits for the program's end; returns it with everything shown, lines ending in `\n`.
    ///
    /// However it ends, the terminal must show again what is typed, and where.
    pub fn finish(mut self) -> (End, String) {
        let status = self.child.wait().unwrap();
        assert!(self.echoes(), "the terminal no longer shows what is typed");
        // A mark after everything that the program wrote.
        self.slave.write_all(b"\x1c").unwrap();
        let deadline = Instant::now() + PATIENCE;
        while !self.shown.contains('\x1c') {
            self.read(deadline, "end");
        }
        let (hidden, visible) = ("\x1b[?25l", "\x1b[?25h");
        assert!(
            self.shown.rfind(hidden) <= self.shown.rfind(visible),
            "the cursor is still hidden: {:?}",
            self.shown
        );
        let end = match status.code() {
            Some(code) => End::Exit(code),
            None => End::Signal(status.signal().unwrap()),
        };
        (end, self.shown.replace('\x1c', "").replace("\r\n", "\n"))
    }
}
