//! Several steps that must hold together.

pub mod import;
