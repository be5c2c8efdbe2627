//! What the tests share.

mod env;
pub mod source;

pub use self::env::Env;
