//! What the tests share.

mod env;
pub mod smtp;
pub mod tls;

pub use self::env::Env;
