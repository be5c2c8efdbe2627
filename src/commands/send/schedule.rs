//! Sending later: the options, and what is said once the message is frozen.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    context::Context,
    domain::{
        duration::{TimeSpan, TimeSpanError},
        message::MessageId,
        schedule::{AudienceChoice, LocalTime, Schedule, TimeError},
    },
    error::{CommandError, CommandResult, Outcome},
    ops::sending::SendPlan,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ScheduleArgs {
    /// Send at this local time, such as "2026-12-01 08:00": carnet queue run does it then;
    /// now is at once
    #[arg(long, value_name = "TIME", value_parser = departure)]
    at: Option<Departure>,
    /// Do not send it any more when it is so late
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "24h",
        value_parser = lateness,
        requires = "at"
    )]
    expires: TimeSpan,
    /// Choose who receives it when it leaves, and not now
    #[arg(long, requires = "at")]
    late_audience: bool,
}

/// When a message leaves.
#[derive(Clone, Copy, Debug)]
enum Departure {
    Now,
    At(LocalTime),
}

fn departure(input: &str) -> Result<Departure, TimeError> {
    match input.trim().to_lowercase().as_str() {
        "now" | "maintenant" => Ok(Departure::Now),
        _ => input.parse().map(Departure::At),
    }
}

fn lateness(input: &str) -> Result<TimeSpan, TimeSpanError> {
    let span: TimeSpan = input.parse()?;
    if span.get().is_zero() {
        Err(TimeSpanError)
    } else {
        Ok(span)
    }
}

impl ScheduleArgs {
    /// Returns when the message leaves, `kept` is what its draft says; none is at once.
    pub fn resolve(
        &self,
        kept: Option<Schedule>,
        cx: &Context,
        now: Timestamp,
    ) -> Result<Option<Schedule>, CommandError> {
        let zone = cx.clock.zone();
        let time = match self.at {
            Some(Departure::At(time)) => time,
            Some(Departure::Now) => return Ok(None),
            None => {
                let kept = kept.map(|schedule| schedule.still_ahead(now, zone));
                return kept
                    .transpose()
                    .map_err(|past| CommandError::from(past).hint(text!("hint-draft-past")));
            }
        };
        let audience = if self.late_audience {
            AudienceChoice::Late
        } else {
            AudienceChoice::Frozen
        };
        let due = time.resolve(zone)?;
        Ok(Some(Schedule::new(due, self.expires, audience, now, zone)?))
    }
}

/// What `carnet queue run` will find.
#[derive(Debug, Serialize)]
struct Scheduled<'a> {
    id: &'a MessageId,
    subject: &'a str,
    due: Timestamp,
    expires: Timestamp,
    recipients: usize,
    #[serde(skip)]
    due_words: String,
    #[serde(skip)]
    expires_words: String,
}

impl Report for Scheduled<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "scheduled",
            id = self.id,
            due = &self.due_words,
            expires = &self.expires_words
        ));
        page.line(text!("scheduled-needs-run"));
    }
}

/// Freezes a message that leaves later; nothing is sent, and no password needed.
pub fn schedule(cx: &Context, plan: &SendPlan, schedule: Schedule) -> CommandResult {
    drop(cx.store().freeze(&plan.to_freeze())?);
    cx.ui.done(&Scheduled {
        id: &plan.message.id,
        subject: &plan.message.subject,
        due: schedule.due,
        expires: schedule.expires,
        recipients: plan.audience.recipients.len(),
        due_words: cx.moment(schedule.due).text().to_string(),
        expires_words: cx.moment(schedule.expires).text().to_string(),
    })?;
    Ok(Outcome::Done)
}
