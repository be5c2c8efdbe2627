//! What a process costs, as the system counts it.

use std::{
    fs,
    thread::{self, JoinHandle},
    time::Duration,
};

/// How often memory is looked at: rarely enough that it costs the senders nothing.
const PAUSE: Duration = Duration::from_millis(20);

/// CPU and memory of a process.
#[derive(Clone, Copy)]
pub struct Usage {
    /// Seconds of CPU, all threads together.
    pub cpu: f64,
    /// The most memory that it held, in kilobytes.
    pub peak: u64,
}

/// Returns the seconds of CPU that this process took so far.
pub fn of_this_process() -> f64 {
    seconds(11)
}

/// Returns the seconds of CPU that all processes took that this one began and
/// waited for.
pub fn of_children() -> f64 {
    seconds(13)
}

/// Adds the time in user and in system mode, whose places in
/// `/proc/self/stat` follow each other after the name.
fn seconds(place: usize) -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, rest) = stat.rsplit_once(')').unwrap();
    let times = rest.split_whitespace().skip(place).take(2);
    let ticks: f64 = times.map(|ticks| ticks.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

/// Watches a process until it ends; the thread returns the most memory that it
/// was seen to hold, in kilobytes.
pub fn follow_peak(id: u32) -> JoinHandle<u64> {
    thread::spawn(move || {
        let mut highest = 0;
        while let Some(peak) = peak(id) {
            highest = peak;
            thread::sleep(PAUSE);
        }
        highest
    })
}

fn peak(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().trim_end_matches(" kB").parse().ok()
}
