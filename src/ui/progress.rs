//! A bar that shows how far a send has come.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::text;

/// Shows how many deliveries are done; nothing outside a terminal.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    /// Whether the bar says that something is waited for.
    waiting: AtomicBool,
}

impl Progress {
    pub(super) fn new(length: usize, visible: bool) -> Self {
        Self {
            bar: visible.then(|| visible_bar(length)).flatten(),
            waiting: AtomicBool::new(false),
        }
    }

    /// Counts one more delivery.
    pub fn advance(&self) {
        let Some(bar) = &self.bar else { return };
        if self.waiting.swap(false, Ordering::Relaxed) {
            bar.set_message("");
        }
        bar.inc(1);
    }

    /// Says how long nothing goes on, where it is long enough to be read.
    pub fn wait(&self, time: Duration) {
        let Some(bar) = &self.bar else { return };
        let text = match time.as_secs() {
            0 | 1 => return,
            seconds @ 2..100 => text!("progress-waiting-seconds", count = seconds),
            seconds => text!("progress-waiting-minutes", count = seconds.div_ceil(60)),
        };
        self.waiting.store(true, Ordering::Relaxed);
        bar.set_message(text.to_string());
    }

    /// Removes the bar.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Draws a bar; nothing outside a terminal.
fn visible_bar(length: usize) -> Option<ProgressBar> {
    let bar = ProgressBar::with_draw_target(Some(length as u64), ProgressDrawTarget::stderr());
    if bar.is_hidden() {
        return None;
    }
    let template = format!(
        "{{bar:30}} {{pos}}/{{len}}  {}  {{msg}}",
        text!("progress-remaining", time = "{eta}")
    );
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    Some(bar)
}
