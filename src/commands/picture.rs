//! What became of a message, as bars: by outcome, and by class or list.

use std::collections::BTreeMap;

use crate::{
    domain::{
        audience::Recipient,
        class_order::class_order,
        delivery::{Delivery, DeliveryCounts, DeliveryState},
        list_name::ListName,
    },
    text,
    texts::Text,
    ui::{Bars, Mark, Page, Tone},
};

/// The deliveries of a message, counted to be drawn.
#[derive(Debug, Default)]
pub struct Picture {
    all: DeliveryCounts,
    groups: Vec<(String, DeliveryCounts)>,
    grouping: Grouping,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Grouping {
    #[default]
    Lists,
    Classes,
}

impl Picture {
    /// Counts deliveries by outcome, and by class; by list if no class is known.
    pub fn new(recipients: &[Recipient], deliveries: &[Delivery]) -> Self {
        let rows = recipients.iter().zip(deliveries);
        let all = deliveries.iter().collect();
        if recipients.iter().all(|one| one.classes.is_empty()) {
            return Self {
                all,
                groups: by_list(rows),
                grouping: Grouping::Lists,
            };
        }
        Self {
            all,
            groups: by_class(rows),
            grouping: Grouping::Classes,
        }
    }

    /// Draws the bars; those of classes or lists only where there are several.
    pub fn print(&self, page: &mut Page) {
        let total = self.all.total();
        if total == 0 {
            return;
        }
        let mut bars = Bars::new(total);
        for state in DeliveryState::ALL {
            let count = self.all.of(state);
            if count > 0 {
                let figures = [count.to_string(), percent(count, total).to_string()];
                bars.row(outcome(state).to_string(), [(count, mark(state))], figures);
            }
        }
        page.bars(&bars);
        if self.groups.len() > 1 {
            page.blank();
            self.print_groups(page);
        }
    }

    fn print_groups(&self, page: &mut Page) {
        page.line(match self.grouping {
            Grouping::Classes => text!("accepted-by-class"),
            Grouping::Lists => text!("accepted-by-list"),
        });
        let largest = self.groups.iter().map(|(_, counts)| counts.total()).max();
        let mut bars = Bars::new(largest.unwrap_or_default());
        for (label, counts) in &self.groups {
            let parts = DeliveryState::ALL.map(|state| (counts.of(state), mark(state)));
            let figure = format!("{}/{}", counts.accepted, counts.total());
            let percent = percent(counts.accepted, counts.total()).to_string();
            bars.row(label.as_str(), parts, [figure, percent]);
        }
        page.bars(&bars);
        let counted: usize = self.groups.iter().map(|(_, counts)| counts.total()).sum();
        if counted > self.all.total() {
            page.line(text!("several-classes"));
        }
    }
}

fn by_list<'a>(
    rows: impl Iterator<Item = (&'a Recipient, &'a Delivery)>,
) -> Vec<(String, DeliveryCounts)> {
    // In the order in which they were named, which is that of the audience, but for
    // those who are reached through another list than at first.
    let mut groups: Vec<(&ListName, DeliveryCounts)> = Vec::new();
    for (recipient, delivery) in rows {
        let mut known = groups.iter_mut();
        match known.find(|(list, _)| **list == recipient.list) {
            Some((_, counts)) => *counts += delivery.state,
            None => groups.push((&recipient.list, [delivery.state].into_iter().collect())),
        }
    }
    groups
        .into_iter()
        .map(|(list, counts)| (list.to_string(), counts))
        .collect()
}

fn by_class<'a>(
    rows: impl Iterator<Item = (&'a Recipient, &'a Delivery)>,
) -> Vec<(String, DeliveryCounts)> {
    let mut groups: BTreeMap<&str, DeliveryCounts> = BTreeMap::new();
    let mut without = DeliveryCounts::default();
    for (recipient, delivery) in rows {
        if recipient.classes.is_empty() {
            without += delivery.state;
        }
        for class in &recipient.classes {
            *groups.entry(class).or_default() += delivery.state;
        }
    }
    let mut groups: Vec<(String, DeliveryCounts)> = groups
        .into_iter()
        .map(|(class, counts)| (class.to_owned(), counts))
        .collect();
    groups.sort_by_cached_key(|(class, _)| class_order(class));
    if without.total() > 0 {
        groups.push((text!("without-class").to_string(), without));
    }
    groups
}

/// Returns a share that says neither none nor all unless that is so.
fn percent(count: usize, total: usize) -> Text {
    match (count * 100 + total / 2) / total.max(1) {
        0 if count > 0 => text!("percent-nearly-none"),
        100 if count < total => text!("percent-nearly-all"),
        percent => text!("percent", count = percent),
    }
}

fn outcome(state: DeliveryState) -> Text {
    match state {
        DeliveryState::Accepted => text!("outcome-accepted"),
        DeliveryState::Refused => text!("outcome-refused"),
        DeliveryState::Deferred => text!("outcome-deferred"),
        DeliveryState::Uncertain => text!("outcome-uncertain"),
        DeliveryState::Pending => text!("outcome-pending"),
        DeliveryState::Skipped => text!("outcome-skipped"),
    }
}

const fn mark(state: DeliveryState) -> Mark {
    let (sign, tone) = match state {
        DeliveryState::Accepted => ('#', Tone::Good),
        DeliveryState::Refused => ('x', Tone::Bad),
        DeliveryState::Deferred => ('~', Tone::Open),
        DeliveryState::Uncertain => ('?', Tone::Bad),
        DeliveryState::Pending => ('.', Tone::Open),
        DeliveryState::Skipped => ('-', Tone::Neutral),
    };
    Mark { sign, tone }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_none_or_all_only_when_it_is() {
        for (count, total, words) in [
            (0, 3, "0%"),
            (1, 1000, "< 1%"),
            (1, 3, "33%"),
            (2, 3, "67%"),
            (999, 1000, "> 99%"),
            (3, 3, "100%"),
        ] {
            assert_eq!(percent(count, total).to_string(), words);
        }
    }
}
