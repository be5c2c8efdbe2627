//! Tests of the program as its users run it: whole outputs, exit codes, files left on disk.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod account;
mod account_test;
mod backup;
mod bad_input;
mod chaos;
mod chunking;
mod completions;
mod composing;
mod config;
mod cron;
mod doctor;
mod doubted;
mod drafts;
mod errors_fr;
mod examples;
mod faults;
mod first_steps;
#[cfg(target_os = "linux")]
mod full_disk;
mod help;
mod help_examples;
mod import;
mod interrupted;
mod json;
mod killed;
mod language;
mod layers;
mod leaving;
mod lists;
#[cfg(target_os = "linux")]
mod memory;
mod mending;
#[cfg(target_os = "linux")]
mod on_disk;
mod output;
mod pipelining;
mod power_loss;
mod queue_run;
mod readme;
mod reconnected;
mod recovering;
mod replies;
mod retries;
mod schedule;
mod screens;
mod sending;
mod sending_model;
mod session;
mod setup;
mod support;
mod texts;
mod usage;
mod watch;
#[cfg(target_os = "linux")]
mod wizard;
