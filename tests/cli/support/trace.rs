//! The program as strace sees it, which tells its system calls and makes some fail.

use std::{path::PathBuf, process::Command};

use super::{Env, say_untested};

/// Returns the program as strace runs it with these options, and the file that it
/// writes to; nothing where that cannot be.
pub fn traced(env: &Env, options: &[&str]) -> Option<(Command, PathBuf)> {
    let probe = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output();
    if !probe.is_ok_and(|output| output.status.success()) {
        say_untested("what is on the disk before what, which takes strace");
        return None;
    }
    let trace = env.root().join("trace");
    let begin = ["-f", "-y", "-s", "1000000", "-o", trace.to_str().unwrap()];
    let command = env.command_under("strace", begin.iter().chain(options));
    Some((command, trace))
}
