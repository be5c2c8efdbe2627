//! What the tests share.

pub mod account;
pub mod ends;
mod env;
pub mod schema;
pub mod school;
pub mod shell;
pub mod smtp;
pub mod source;
#[cfg(target_os = "linux")]
mod terminal;
pub mod tls;
#[cfg(target_os = "linux")]
pub mod trace;
#[cfg(target_os = "linux")]
pub mod unanswered;

#[cfg(target_os = "linux")]
pub use self::terminal::{End, Terminal};
pub use self::{
    env::{Env, Run},
    smtp::waiting,
};

/// Says that something cannot be tested here, and why, even where the test passes:
/// the harness holds back only what macros print.
#[cfg(target_os = "linux")]
pub fn say_untested(what: &str) {
    use std::io::Write as _;

    let mut stderr = std::io::stderr();
    stderr
        .write_all(format!("not tested: {what}\n").as_bytes())
        .unwrap();
}
