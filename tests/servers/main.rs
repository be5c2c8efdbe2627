//! The program against real servers: Postfix and Dovecot, as `mail-servers` runs them.
//!
//! Ignored by default: `cargo test --test servers -- --ignored` as root, with
//! Debian's packages postfix, dovecot-core and python3.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
#![expect(
    clippy::print_stderr,
    reason = "what real servers said is told when a test fails"
)]

mod arriving;
mod copy;
#[expect(dead_code, reason = "the other tests need more of it")]
#[path = "../cli/support/env.rs"]
mod env;
mod gate;
mod letter;
mod parsed;
mod refusing;
#[expect(dead_code, reason = "the other tests need more of it")]
#[path = "../cli/support/schema.rs"]
mod schema;
mod school;
mod server;
mod stopping;
