//! What happens to the subscribers of one list.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;

use super::{
    classes::Classes,
    plan::{ListPlan, Mode, Moved},
};
use crate::domain::{
    address::Address,
    audience::fold_label,
    list::List,
    list_name::ListName,
    subscriber::{Origin, Subscriber},
};

/// Someone who belongs on a list.
pub(super) struct Wanted<'w, 'a> {
    pub(super) address: &'a Address,
    pub(super) names: &'w [&'a str],
    pub(super) classes: &'w [&'a Arc<str>],
    pub(super) origin: Origin,
}

/// What an import may change.
pub(super) struct Scope<'a> {
    pub(super) mode: Mode,
    pub(super) classes: &'a Classes,
}

/// Plans what happens to one list: `after` is the list as it is, or a blank one.
pub(super) fn plan_list(
    name: &ListName,
    before: Option<List>,
    mut after: List,
    people: &[Wanted<'_, '_>],
    scope: &Scope<'_>,
    now: Timestamp,
) -> ListPlan {
    let (mut added, mut updated, mut unchanged) = (Vec::new(), Vec::new(), 0);
    for one in people {
        let Some(known) = after.subscribers.get_mut(one.address) else {
            let mut subscriber = Subscriber::new(one.address.clone(), one.origin, now);
            subscriber.names = one.names.iter().map(|&name| name.to_owned()).collect();
            subscriber.classes = one.classes.iter().map(ToString::to_string).collect();
            after.subscribers.insert(subscriber);
            added.push(one.address.clone());
            continue;
        };
        let names = known.names.clone();
        let classes = known.classes.clone();
        if scope.mode == Mode::Synchronise && known.origin == Origin::Onde {
            if !one.names.is_empty() {
                known.names.clear();
            }
            // What was not asked for is not known to have ended.
            known.classes.retain(|label| {
                scope.classes.restricted
                    && !scope
                        .classes
                        .by_label
                        .get(&fold_label(label))
                        .is_some_and(|class| class.taken)
            });
        }
        known
            .names
            .extend(one.names.iter().map(|&name| name.to_owned()));
        for label in one.classes {
            let folded = fold_label(label);
            if !known.classes.iter().any(|own| fold_label(own) == folded) {
                known.classes.insert(label.to_string());
            }
        }
        if known.names == names && known.classes == classes {
            unchanged += 1;
        } else {
            updated.push(one.address.clone());
        }
    }
    let (mut left, mut kept) = (Vec::new(), Vec::new());
    if let (Some(before), Mode::Synchronise) = (&before, scope.mode) {
        let present: BTreeSet<&str> = people.iter().map(|one| one.address.key()).collect();
        for one in before.subscribers.iter() {
            if present.contains(one.address.key()) || !scope.classes.covers(one) {
                continue;
            }
            if one.origin == Origin::Onde {
                after.subscribers.remove(&one.address);
                left.push(one.clone());
            } else {
                kept.push(one.address.clone());
            }
        }
    }
    let moved = moved(&left, &added, &after);
    ListPlan {
        name: name.clone(),
        before,
        after,
        added,
        updated,
        unchanged,
        left,
        kept,
        moved,
    }
}

/// Pairs those who left with those who joined under the same name.
fn moved(left: &[Subscriber], added: &[Address], after: &List) -> Vec<Moved> {
    if left.is_empty() {
        return Vec::new();
    }
    let mut joined: HashMap<&str, &Address> = HashMap::new();
    for address in added {
        let names = after.subscribers.get(address).map(|one| &one.names);
        for name in names.into_iter().flatten() {
            joined.entry(name).or_insert(address);
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
