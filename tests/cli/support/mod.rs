//! What the tests share.

mod env;
pub mod smtp;
pub mod tls;
#[cfg(target_os = "linux")]
mod terminal;

pub use self::env::Env;
#[cfg(target_os = "linux")]
pub use self::terminal::{End, Terminal};
