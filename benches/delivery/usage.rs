//! What a process costs, as the system counts it.

use std::{fs, path::Path};

/// CPU and memory of a process.
#[derive(Clone, Copy, Default)]
pub struct Usage {
    /// Seconds of CPU, all threads together.
    pub cpu: f64,
    /// The most memory that it held, in kilobytes.
    pub peak: u64,
}

impl Usage {
    /// Reads what a process has cost so far; nothing once it is gone.
    pub fn of_process(id: u32) -> Option<Self> {
        Self::read(&Path::new("/proc").join(id.to_string()))
    }

    /// Reads what this process has cost so far.
    pub fn of_this_process() -> Self {
        Self::read(Path::new("/proc/self")).unwrap_or_default()
    }

    fn read(folder: &Path) -> Option<Self> {
        let stat = fs::read_to_string(folder.join("stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: f64 =
            fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
        let status = fs::read_to_string(folder.join("status")).ok()?;
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(Self {
            cpu: ticks / 100.0,
            peak: peak.trim().trim_end_matches(" kB").parse().ok()?,
        })
    }
}
