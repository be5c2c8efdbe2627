//! Several steps that must hold together.

pub mod accounts;
pub mod doctor;
