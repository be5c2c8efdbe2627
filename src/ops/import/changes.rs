//! What happens to the subscribers of one list.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::{classes::Classes, few::Few, plan::Mode};
use crate::domain::{
    address::Address,
    audience::fold_label,
    list::List,
    list_name::ListName,
    subscriber::{Origin, Subscriber},
};

/// What happens to one list: the list as it is, and what changes.
#[derive(Clone, Debug)]
pub struct ListPlan<'a> {
    /// Its name.
    pub name: ListName,
    /// The list as it is, or an empty one to be made.
    pub list: List,
    /// Whether the list is to be made.
    pub created: bool,
    /// Who joins.
    pub added: Vec<Joining<'a>>,
    /// Those whose names or classes change, as they become.
    pub updated: Vec<Subscriber>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// Who leaves.
    pub left: Vec<Subscriber>,
    /// Who is absent from the files and stays, not having come from ONDE.
    pub kept: Vec<Address>,
    /// Who left and joined under the same name: their address changed.
    pub moved: Vec<Moved>,
    /// The date of the files that the list was last made equal to, as it becomes.
    pub synchronised: Option<Timestamp>,
}

/// Someone who belongs on a list.
#[derive(Clone, Debug)]
pub struct Joining<'a> {
    /// Where messages will go.
    pub address: &'a Address,
    /// The people behind the address.
    pub names: Few<'a>,
    /// The classes of their pupils.
    pub classes: Few<'a>,
    /// Where the subscription comes from.
    pub origin: Origin,
}

/// Someone whose address changed since the last import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub name: String,
    /// The address that leaves.
    pub from: Address,
    /// The address that joins.
    pub to: Address,
}

impl ListPlan<'_> {
    /// Tells whether the list must be written.
    pub fn changes(&self) -> bool {
        self.created
            || !self.added.is_empty()
            || !self.updated.is_empty()
            || !self.left.is_empty()
            || self.synchronised != self.list.synchronised
    }

    /// Returns how many subscribers the list will have.
    pub fn subscribers(&self) -> usize {
        self.list.subscribers.len() + self.added.len() - self.left.len()
    }

    /// Makes the list as it becomes.
    pub fn after(&self, now: Timestamp) -> List {
        let mut list = self.list.clone();
        list.synchronised = self.synchronised;
        for one in &self.left {
            list.subscribers.remove(&one.address);
        }
        for one in &self.updated {
            list.subscribers.insert(one.clone());
        }
        for one in &self.added {
            let mut subscriber = Subscriber::new(one.address.clone(), one.origin, now);
            subscriber.names = one.names.iter().map(ToOwned::to_owned).collect();
            subscriber.classes = one.classes.iter().map(ToOwned::to_owned).collect();
            list.subscribers.insert(subscriber);
        }
        list
    }
}

/// What an import may change.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) mode: Mode,
    pub(super) classes: &'a Classes<'a>,
    /// The date of the files, when lists are made equal to them.
    pub(super) date: Option<Timestamp>,
}

impl Scope<'_> {
    /// Plans what happens to one list when these people belong on it.
    pub(super) fn plan_list(
        self,
        name: ListName,
        list: List,
        created: bool,
        people: Vec<Joining<'_>>,
    ) -> ListPlan<'_> {
        let (mut left, mut kept, mut updated) = (Vec::new(), Vec::new(), Vec::new());
        if self.mode == Mode::Synchronise && !list.subscribers.is_empty() {
            let present: HashSet<&str> = people.iter().map(|one| one.address.key()).collect();
            let subscribers = list.subscribers.iter();
            for one in subscribers.filter(|one| !present.contains(one.address.key())) {
                match (self.classes.covers(one), one.origin) {
                    (true, Origin::Onde) => left.push(one.clone()),
                    (true, _) => kept.push(one.address.clone()),
                    // A pupil of another class stays, none of those that were asked for does.
                    (false, Origin::Onde) => {
                        let mut next = one.clone();
                        next.classes.retain(|label| !self.classes.takes(label));
                        updated.extend((next != *one).then_some(next));
                    }
                    (false, _) => {}
                }
            }
        }
        let (mut added, mut unchanged) = (people, 0);
        added.retain(|one| {
            let Some(known) = list.subscribers.get(one.address) else {
                return true;
            };
            let next = self.update(known, one);
            if next == *known {
                unchanged += 1;
            } else {
                updated.push(next);
            }
            false
        });
        let moved = moved(&left, &added);
        ListPlan {
            name,
            synchronised: self.date.or(list.synchronised),
            list,
            created,
            added,
            updated,
            unchanged,
            left,
            kept,
            moved,
        }
    }

    /// Returns a subscriber as the files have them.
    fn update(self, known: &Subscriber, one: &Joining<'_>) -> Subscriber {
        let mut next = known.clone();
        if self.mode == Mode::Synchronise && known.origin == Origin::Onde {
            if !one.names.is_empty() {
                next.names.clear();
            }
            // What was not asked for is not known to have ended.
            next.classes
                .retain(|label| self.classes.restricted && !self.classes.takes(label));
        }
        next.names.extend(one.names.iter().map(ToOwned::to_owned));
        for label in one.classes.iter() {
            let folded = fold_label(label);
            if !next.classes.iter().any(|own| fold_label(own) == folded) {
                next.classes.insert(label.to_owned());
            }
        }
        next
    }
}

/// Pairs those who left with those who joined under the same name.
fn moved(left: &[Subscriber], added: &[Joining<'_>]) -> Vec<Moved> {
    if left.is_empty() {
        return Vec::new();
    }
    let mut joined: HashMap<&str, &Address> = HashMap::new();
    for one in added {
        for name in one.names.iter() {
            joined.entry(name).or_insert(one.address);
        }
    }
    left.iter()
        .filter_map(|one| {
            let (name, to) = one
                .names
                .iter()
                .find_map(|name| joined.get(name.as_str()).map(|to| (name, *to)))?;
            Some(Moved {
                name: name.clone(),
                from: one.address.clone(),
                to: to.clone(),
            })
        })
        .collect()
}
