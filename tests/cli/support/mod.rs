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
/// the harness holds back only what macros print. With `CARNET_TEST_ALL`, which
/// `.ci/run` sets where it can, that is a failure.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "the tests' own environment")]
pub fn say_untested(what: &str) {
    use std::io::Write as _;

    assert_eq!(std::env::var_os("CARNET_TEST_ALL"), None, "{what}");
    let mut stderr = std::io::stderr();
    stderr
        .write_all(format!("not tested: {what}\n").as_bytes())
        .unwrap();
}
