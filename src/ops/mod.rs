//! Several steps that must hold together.
