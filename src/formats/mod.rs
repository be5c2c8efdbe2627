//! Bytes of other programs' files in, values and located problems out; and back.

pub mod contacts;
pub mod sympa;
