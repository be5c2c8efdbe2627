//! How long to leave a recipient alone, and how long the server.

use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

/// How long a deferred recipient is left alone at the least, and at the most
/// (RFC 5321, section 4.5.4.1).
const RETRY: (SignedDuration, SignedDuration) =
    (SignedDuration::from_mins(30), SignedDuration::from_hours(4));
/// After how long a recipient that is still deferred is given up (the same section).
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(4 * 24);
/// How often in a row the server is given time before the run stops: half a minute in all.
const PAUSES: u32 = 5;
/// The first pause; each one in a row is twice as long as the one before.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(1);

/// Returns when a deferred recipient may be tried again; never, when it has
/// been deferred for too long.
///
/// The delay grows with the time that it has lasted. Recipients deferred
/// together are spread over a quarter of it, each always by the same part.
pub fn retry_at(recipient: u32, since: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let lasted = now.duration_since(since);
    (lasted < GIVE_UP_AFTER).then(|| retry_after(recipient, lasted, now))
}

/// The same of one who is never given up: how long that has lasted already.
pub fn retry_after(recipient: u32, lasted: SignedDuration, now: Timestamp) -> Timestamp {
    let delay = lasted.saturating_mul(2).clamp(RETRY.0, RETRY.1);
    let spread = delay / 4 / 256 * i32::from(scattered(recipient));
    now.saturating_add(delay + spread).unwrap_or(now)
}

/// Scatters neighbours over the numbers of a byte (Knuth's multiplicative hash).
const fn scattered(recipient: u32) -> u8 {
    recipient.wrapping_mul(2_654_435_769).to_be_bytes()[0]
}

/// How one run gives the server time: all its links wait together.
#[derive(Debug, Default)]
pub struct Patience {
    /// Pauses since the server last took or refused anyone.
    in_a_row: u32,
    /// The last of them, from its beginning to its end.
    pause: Option<Range<Timestamp>>,
}

impl Patience {
    /// Returns until when nobody is tried, if it is so.
    pub fn paused(&self, now: Timestamp) -> Option<Timestamp> {
        // Before its beginning, the clock was set back.
        let pause = self.pause.as_ref().filter(|pause| pause.contains(&now));
        pause.map(|pause| pause.end)
    }

    /// Begins a pause, or goes on with the one that has begun: several links
    /// may hear the same. False when the server had time enough.
    pub fn slow_down(&mut self, now: Timestamp) -> bool {
        if self.paused(now).is_some() {
            return true;
        }
        if self.in_a_row == PAUSES {
            return false;
        }
        let pause = FIRST_PAUSE.saturating_mul(1 << self.in_a_row);
        self.in_a_row += 1;
        self.pause = now.checked_add(pause).ok().map(|end| now..end);
        true
    }

    /// Notes that the server took or refused somebody.
    pub const fn encourage(&mut self) {
        self.in_a_row = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_delay_grows_with_the_time_and_ends_after_four_days() {
        for recipient in [0, 1, 7, u32::MAX] {
            let mut now = at(0);
            let mut delays = Vec::new();
            while let Some(next) = retry_at(recipient, at(0), now) {
                delays.push(next.duration_since(now));
                now = next;
            }
            let grows = |pair: &[SignedDuration]| pair[0] < pair[1] || pair[0] >= RETRY.1;
            assert!(delays.windows(2).all(grows), "{delays:?}");
            assert!(delays.last() >= Some(&RETRY.1), "{delays:?}");
            for delay in &delays {
                assert!((RETRY.0..RETRY.1 * 5 / 4).contains(delay), "{delay:?}");
            }
            assert!(now >= at(4 * DAY) && now < at(4 * DAY + DAY / 4));
        }
    }

    #[test]
    fn those_deferred_together_are_not_tried_together() {
        let retries: std::collections::BTreeSet<_> = (0..100)
            .filter_map(|recipient| retry_at(recipient, at(0), at(0)))
            .collect();
        assert!(retries.len() > 80, "{}", retries.len());
    }

    #[test]
    fn pauses_double_until_the_server_had_time_enough() {
        let mut patience = Patience::default();
        let mut now = at(0);
        let mut pauses = Vec::new();
        while patience.slow_down(now) {
            // A second link that hears the same does not count.
            assert!(patience.slow_down(now));
            let until = patience.paused(now).unwrap();
            pauses.push(until.duration_since(now).as_secs());
            now = until;
            assert_eq!(patience.paused(now), None);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16]);
        patience.encourage();
        assert!(patience.slow_down(now));
        assert_eq!(patience.paused(at(-7_200)), None, "the clock was set back");
        let until = patience.paused(now).unwrap();
        assert_eq!(until.duration_since(now).as_secs(), 1);
    }
}
