//! Keeps a wrong export from emptying the lists.

use jiff::Timestamp;

use super::plan::{ImportPlan, Source};
use crate::{clock::Clock, text, texts::Text};

/// So many may leave without a question, however small the school.
const ALWAYS_ALLOWED: usize = 3;
/// One in so many may leave without a question.
const SHARE: usize = 5;

/// Why a synchronisation looks like a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Nothing in the files can be subscribed.
    NoValidRow,
    /// More people would leave than leave a school.
    MassRemoval { leaving: usize, total: usize },
    /// A class that has subscribers is in none of the files.
    AbsentClasses { labels: Vec<String> },
    /// A newer file was synchronised already.
    Older { date: Timestamp, last: Timestamp },
    /// A file was cut: whoever stood behind would leave.
    Cut { file: String },
}

impl Alarm {
    /// Returns the reason in words.
    pub fn text(&self, clock: &Clock) -> Text {
        match self {
            Self::NoValidRow => text!("alarm-no-valid-row"),
            Self::MassRemoval { leaving, total } => {
                text!("alarm-mass-removal", leaving = *leaving, total = *total)
            }
            Self::AbsentClasses { labels } => text!(
                "alarm-absent-classes",
                classes = labels.join(", "),
                count = labels.len()
            ),
            Self::Older { date, last } => text!(
                "alarm-older",
                date = clock.minute(*date),
                last = clock.minute(*last)
            ),
            Self::Cut { file } => text!("alarm-cut", file = file),
        }
    }
}

/// Returns what speaks against applying a synchronisation.
pub fn check_removals(sources: &[Source], plan: &ImportPlan<'_>) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    if plan.rows_reached == 0 {
        alarms.push(Alarm::NoValidRow);
    }
    let (leaving, total) = (plan.onde_leaving, plan.onde_before);
    if leaving > ALWAYS_ALLOWED && leaving * SHARE > total {
        alarms.push(Alarm::MassRemoval { leaving, total });
    }
    if !plan.absent_classes.is_empty() {
        alarms.push(Alarm::AbsentClasses {
            labels: plan.absent_classes.clone(),
        });
    }
    let last = plan.lists.iter().filter_map(|one| one.list.synchronised);
    if let (Some(date), Some(last)) = (plan.date, last.max())
        && date < last
    {
        alarms.push(Alarm::Older { date, last });
    }
    alarms.extend(
        sources
            .iter()
            .filter(|source| source.people.is_cut())
            .map(|source| Alarm::Cut {
                file: source.name.clone(),
            }),
    );
    alarms
}
