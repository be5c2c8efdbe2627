//! How long a server may take at each step of a session.

use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Serialize};

use super::duration::TimeSpan;
use crate::text;

/// How long to wait for the server at each step (RFC 5321, section 4.5.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For each address of the server that is tried.
    pub connect: Duration,
    /// The greeting and the answer to EHLO, STARTTLS and AUTH.
    pub greeting: Duration,
    /// MAIL, and RSET.
    pub mail: Duration,
    /// RCPT.
    pub rcpt: Duration,
    /// DATA.
    pub data: Duration,
    /// From the message to the answer to its final dot: too short a time here
    /// leaves people uncertain who have the message.
    pub content: Duration,
    /// QUIT, whose answer changes nothing.
    pub quit: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_mins(1);
        Self {
            connect: Duration::from_secs(30),
            greeting: 5 * MINUTE,
            mail: 5 * MINUTE,
            rcpt: 5 * MINUTE,
            data: 2 * MINUTE,
            content: 10 * MINUTE,
            quit: Duration::from_secs(2),
        }
    }
}

impl Timeouts {
    /// Gives one step another time.
    #[must_use]
    pub const fn with(mut self, step: TimedStep, time: Duration) -> Self {
        let field = match step {
            TimedStep::Connect => &mut self.connect,
            TimedStep::Greeting => &mut self.greeting,
            TimedStep::Mail => &mut self.mail,
            TimedStep::Rcpt => &mut self.rcpt,
            TimedStep::Data => &mut self.data,
            TimedStep::Content => &mut self.content,
        };
        *field = time;
        self
    }
}

/// A step whose time an account may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TimedStep {
    Connect,
    Greeting,
    Mail,
    Rcpt,
    Data,
    Content,
}

impl TimedStep {
    /// Every step, in the order of a session.
    pub const ALL: [Self; 6] = [
        Self::Connect,
        Self::Greeting,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Content,
    ];

    /// Returns the name that options and files use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Content => "content",
        }
    }
}

/// The time of one step, as an option says it: `content=20min`; nothing after
/// the sign gives the step its usual time again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutChange {
    pub step: TimedStep,
    pub time: Option<TimeSpan>,
}

impl FromStr for TimeoutChange {
    type Err = TimeoutChangeError;

    fn from_str(input: &str) -> Result<Self, TimeoutChangeError> {
        let (step, time) = input.split_once('=').ok_or(TimeoutChangeError)?;
        let step = TimedStep::ALL
            .into_iter()
            .find(|known| known.as_str() == step.trim())
            .ok_or(TimeoutChangeError)?;
        let time = match time.trim() {
            "" => None,
            time => Some(time.parse().map_err(|_| TimeoutChangeError)?),
        };
        if time.is_some_and(|time| TimeSpan::get(time).is_zero()) {
            return Err(TimeoutChangeError);
        }
        Ok(Self { step, time })
    }
}

/// Something does not say how long a step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutChangeError;

impl fmt::Display for TimeoutChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text!(
            "timeout-invalid",
            steps = TimedStep::ALL.map(TimedStep::as_str).join(", ")
        )
        .fmt(f)
    }
}

impl std::error::Error for TimeoutChangeError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 5321, section 4.5.3.2; 10 minutes for the final dot include the 3 for
    /// each block before it.
    #[test]
    fn each_step_usually_has_the_time_that_the_rfc_asks_for() {
        let Timeouts {
            connect: _,
            greeting,
            mail,
            rcpt,
            data,
            content,
            quit: _,
        } = Timeouts::default();
        let minutes = [5, 5, 5, 2, 10].map(Duration::from_mins);
        assert_eq!([greeting, mail, rcpt, data, content], minutes);
    }

    #[test]
    fn each_step_has_a_time_of_its_own() {
        let usual = Timeouts::default();
        for step in TimedStep::ALL {
            let time = Duration::from_millis(7);
            let mut expected = usual;
            let field = match step {
                TimedStep::Connect => &mut expected.connect,
                TimedStep::Greeting => &mut expected.greeting,
                TimedStep::Mail => &mut expected.mail,
                TimedStep::Rcpt => &mut expected.rcpt,
                TimedStep::Data => &mut expected.data,
                TimedStep::Content => &mut expected.content,
            };
            *field = time;
            assert_eq!(usual.with(step, time), expected, "{step:?}");
            let change: TimeoutChange = format!("{}=7ms", step.as_str()).parse().unwrap();
            assert_eq!(change.step, step);
            assert_eq!(change.time.map(TimeSpan::get), Some(time));
        }
        assert_eq!("data=".parse::<TimeoutChange>().unwrap().time, None);
        for text in ["data", "dta=5min", "data=0s", "data=5", "=5s", "quit=5s"] {
            assert_eq!(
                text.parse::<TimeoutChange>(),
                Err(TimeoutChangeError),
                "{text}"
            );
        }
    }
}
