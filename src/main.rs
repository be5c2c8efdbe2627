//! carnet: a school's mailing lists on the director's own computer.

use std::process::ExitCode;

fn main() -> ExitCode {
    carnet::run(std::env::args_os())
}
