//! What the tests share.

pub mod account;
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
pub mod unanswered;

pub use self::env::{Env, Run};
#[cfg(target_os = "linux")]
pub use self::terminal::{End, Terminal};
