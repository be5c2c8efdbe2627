//! What the tests share.

mod env;

pub use self::env::{Env, Run};
