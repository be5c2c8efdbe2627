//! An empty world in which the program runs.

use std::{
    fmt,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use super::schema;

/// A temporary home, an emptied environment, a clock that stands still.
pub struct Env {
    root: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

impl Env {
    /// Makes a world in which nothing was ever set up.
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        Self {
            root,
            variables: Vec::new(),
        }
    }

    /// Makes a world with the professional domain `ac-test.fr`, and no account.
    pub fn with_domain() -> Self {
        let env = Self::new();
        std::fs::create_dir_all(env.home()).unwrap();
        std::fs::write(
            env.home().join("config.json"),
            r#"{"format":1,"school":"École des Tests","professional_domains":["ac-test.fr"]}"#,
        )
        .unwrap();
        env
    }

    /// Sets a variable for every later run.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// Returns the folder of configuration and data (`--home`).
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// Returns the folder in which the program is run.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// Writes a file in the folder in which the program is run.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Reads a file of the home as text.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.home().join(name)).unwrap()
    }

    /// Returns the program, ready to run here, without its arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_carnet"));
        command
            .current_dir(self.root.path())
            .env_clear()
            .env("HOME", self.root.path())
            .env("CARNET_HOME", self.home())
            .env("CARNET_CLOCK", "2026-11-23T08:00:00Z")
            .env("PATH", path())
            .env("COLUMNS", "100")
            .env("NO_COLOR", "1")
            .env("TZ", "UTC")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Returns the program, unable to write a file of more than so many blocks of
    /// 512 bytes: to it the disk is full then.
    pub fn command_on_full_disk(&self, blocks: u32) -> Command {
        let limit = "ulimit -f \"$1\"; shift; exec \"$@\"";
        self.command_under("sh", ["-c", limit, "sh", &blocks.to_string()])
    }

    /// Returns the program as another one runs it, which has these arguments of its own.
    pub fn command_under<I: AsRef<std::ffi::OsStr>>(
        &self,
        other: &str,
        arguments: impl IntoIterator<Item = I>,
    ) -> Command {
        let program = self.command();
        let mut command = Command::new(other);
        command
            .args(arguments)
            .arg(program.get_program())
            .current_dir(self.root.path())
            .env_clear()
            .envs(
                program
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .stdin(Stdio::null());
        command
    }

    /// Runs the program as if the disk were full, in French.
    pub fn run_on_full_disk<I: AsRef<std::ffi::OsStr>>(
        &self,
        blocks: u32,
        arguments: impl IntoIterator<Item = I>,
    ) -> Run {
        let mut command = self.command_on_full_disk(blocks);
        command.env("CARNET_LANG", "fr");
        self.finish(command, arguments)
    }

    /// Runs the program, in English.
    pub fn run<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Run {
        self.finish(self.command(), arguments)
    }

    /// Runs the program in French.
    pub fn run_fr<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Run {
        let mut command = self.command();
        command.env("CARNET_LANG", "fr");
        self.finish(command, arguments)
    }

    /// Runs the program with text on its standard input.
    pub fn run_with_input<I: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = I>,
        input: &[u8],
    ) -> Run {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // The program may refuse before it has read everything.
        let _ignored = stdin.write_all(input);
        drop(stdin);
        self.read_output(&child.wait_with_output().unwrap())
    }

    /// Runs the program and expects it to succeed without a word on stderr.
    pub fn ok<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
        run.stdout
    }

    /// Runs the program with `--json` and returns its document.
    pub fn json<I: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = I>,
    ) -> serde_json::Value {
        let mut command = self.command();
        command.arg("--json");
        let run = self.finish(command, arguments);
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"))
    }

    fn finish<I: AsRef<std::ffi::OsStr>>(
        &self,
        mut command: Command,
        arguments: impl IntoIterator<Item = I>,
    ) -> Run {
        let output = command.args(arguments).output().unwrap();
        let run = self.read_output(&output);
        // Whatever a test is about, a document is as it is documented.
        let arguments = command.get_args().map(|one| one.to_string_lossy());
        schema::check(&arguments.collect::<Vec<_>>(), &run.stdout);
        run
    }

    /// Reads what the program printed, paths as `$HOME`.
    pub fn read_output(&self, output: &Output) -> Run {
        let clean = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let root = self.root.path().to_str().unwrap();
            text.replace(root, "$HOME")
        };
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: clean(&output.stdout),
            stderr: clean(&output.stderr),
        }
    }
}

/// Password commands need the system's programs.
#[expect(clippy::disallowed_methods, reason = "the tests' own environment")]
fn path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap_or_default()
}

/// What a run of the program printed, and its exit code.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// What it printed as its result.
    pub stdout: String,
    /// What else it said.
    pub stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.stdout.is_empty() {
            write!(f, "--- stdout\n{}", self.stdout)?;
        }
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        write!(f, "--- exit {}", self.code)
    }
}
