//! Tests of the program as its users run it: whole outputs, exit codes, files left on disk.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod import;
mod lists;
mod support;
