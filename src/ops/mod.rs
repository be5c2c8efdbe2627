//! Several steps that must hold together.

pub mod accounts;
pub mod connection;
pub mod doctor;
pub mod import;
pub mod queue;
pub mod restore;
pub mod sending;
