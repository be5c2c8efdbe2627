//! Who receives a message, and who does not and why (R5, R7, R8).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    address::Address,
    list::List,
    list_name::ListName,
    subscriber::{Subscriber, SubscriberStatus},
};
use crate::{text, texts::Text};

/// A person who receives a message, and the list through which they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Where the one copy goes.
    pub address: Address,
    /// The first of the lists named that has the address.
    pub list: ListName,
    /// The classes of the pupils, as that list has them; of those asked for if some were.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub classes: BTreeSet<String>,
}

impl Recipient {
    /// Makes a recipient of whom no class is known.
    pub const fn new(address: Address, list: ListName) -> Self {
        Self {
            address,
            list,
            classes: BTreeSet::new(),
        }
    }
}

/// Why a subscriber of a list receives nothing through it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExclusionReason {
    /// Reached through an earlier list (R7).
    Duplicate,
    /// Suspended on every list named that has the address.
    Suspended,
    /// Deleted on request, and back by mistake (R8).
    Suppressed,
}

impl ExclusionReason {
    /// Every reason, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Duplicate, Self::Suspended, Self::Suppressed];

    /// Says in words that so many were left out for this reason.
    pub fn count_text(self, count: usize) -> Text {
        match self {
            Self::Duplicate => text!("excluded-duplicate", count = count),
            Self::Suspended => text!("excluded-suspended", count = count),
            Self::Suppressed => text!("excluded-suppressed", count = count),
        }
    }
}

/// A subscriber who receives nothing through one list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Who.
    pub address: Address,
    /// On which list.
    pub list: ListName,
    /// Why.
    pub reason: ExclusionReason,
}

/// Who receives a message and who does not; nobody is in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// One entry per person, in the order of the lists, then of addresses.
    pub recipients: Vec<Recipient>,
    /// The others, a person once per list that did not reach them.
    pub exclusions: Vec<Exclusion>,
}

/// Chooses the audience among the subscribers of some lists.
///
/// With `classes`, only subscribers with a pupil in one of them are considered;
/// the labels must have been [folded](fold_label). `is_suppressed` tells
/// whether an address must not be written to through a list.
pub fn select_audience(
    lists: &[(ListName, List)],
    classes: &BTreeSet<String>,
    is_suppressed: impl Fn(&List, &Address) -> bool,
) -> Audience {
    let is_asked_for = |label: &&String| classes.is_empty() || classes.contains(&fold_label(label));
    let in_classes = |one: &Subscriber| {
        classes.is_empty() || one.classes.iter().any(|label| is_asked_for(&label))
    };
    let mut audience = Audience::default();
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut suspended: BTreeMap<&str, (&Address, &ListName)> = BTreeMap::new();
    for (name, list) in lists {
        for one in list.subscribers.iter().filter(|one| in_classes(one)) {
            let exclude = |reason| Exclusion {
                address: one.address.clone(),
                list: name.clone(),
                reason,
            };
            if is_suppressed(list, &one.address) {
                audience
                    .exclusions
                    .push(exclude(ExclusionReason::Suppressed));
            } else if one.status == SubscriberStatus::Suspended {
                suspended
                    .entry(one.address.key())
                    .or_insert((&one.address, name));
            } else if reached.insert(one.address.key()) {
                audience.recipients.push(Recipient {
                    address: one.address.clone(),
                    list: name.clone(),
                    classes: one.classes.iter().filter(is_asked_for).cloned().collect(),
                });
            } else {
                audience
                    .exclusions
                    .push(exclude(ExclusionReason::Duplicate));
            }
        }
    }
    // Suspended on one list and active on another is reached through the other.
    for (key, (address, list)) in suspended {
        if !reached.contains(key) {
            audience.exclusions.push(Exclusion {
                address: address.clone(),
                list: list.clone(),
                reason: ExclusionReason::Suspended,
            });
        }
    }
    audience
}

/// Puts a class label into the form under which labels are compared: no accents, no case, single spaces.
pub fn fold_label(label: &str) -> String {
    let mut folded = String::with_capacity(label.len());
    for word in label.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(
            word.chars()
                .flat_map(char::to_lowercase)
                .filter(|c| !is_lone_accent(*c))
                .map(without_accent),
        );
    }
    folded
}

/// Tells whether a character is an accent on the letter before it: some systems
/// write “é” so, and a class must not be two for that.
const fn is_lone_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the letter under an accent, for the letters of French and its neighbours.
pub const fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        '’' | 'ʼ' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{list::ListId, subscriber::Origin};

    fn list(name: &str, subscribers: &[(&str, SubscriberStatus, &str)]) -> (ListName, List) {
        let now = Timestamp::UNIX_EPOCH;
        let owner = Address::parse("dir@ac-x.fr").unwrap();
        let mut list = List::new(ListId::new([1; 16], now), owner, now);
        for (address, status, class) in subscribers {
            let mut one = Subscriber::new(Address::parse(address).unwrap(), Origin::Onde, now);
            one.status = *status;
            one.classes.insert((*class).to_owned());
            list.subscribers.insert(one);
        }
        (ListName::parse(name).unwrap(), list)
    }

    fn reached(audience: &Audience) -> Vec<(&str, &str)> {
        audience
            .recipients
            .iter()
            .map(|one| (one.address.as_str(), one.list.as_str()))
            .collect()
    }

    use SubscriberStatus::{Active, Suspended};

    #[test]
    fn r7_one_copy_for_someone_on_two_lists() {
        let lists = [
            list("cp", &[("a@x.fr", Active, "CP")]),
            list(
                "ce1",
                &[("A@X.fr", Active, "CE1"), ("b@x.fr", Active, "CE1")],
            ),
        ];
        let audience = select_audience(&lists, &BTreeSet::new(), |_, _| false);
        assert_eq!(reached(&audience), [("a@x.fr", "cp"), ("b@x.fr", "ce1")]);
        assert_eq!(audience.exclusions.len(), 1);
        assert_eq!(audience.exclusions[0].reason, ExclusionReason::Duplicate);
    }

    #[test]
    fn someone_suspended_on_one_list_is_reached_through_another() {
        let lists = [
            list(
                "cp",
                &[("a@x.fr", Suspended, "CP"), ("b@x.fr", Suspended, "CP")],
            ),
            list("ce1", &[("a@x.fr", Active, "CE1")]),
        ];
        let audience = select_audience(&lists, &BTreeSet::new(), |_, _| false);
        assert_eq!(reached(&audience), [("a@x.fr", "ce1")]);
        assert_eq!(audience.exclusions.len(), 1);
        assert_eq!(audience.exclusions[0].address.as_str(), "b@x.fr");
    }

    #[test]
    fn r8_a_suppressed_address_receives_nothing() {
        let lists = [list(
            "cp",
            &[("a@x.fr", Active, "CP"), ("b@x.fr", Active, "CP")],
        )];
        let audience = select_audience(&lists, &BTreeSet::new(), |_, address| {
            address.as_str() == "a@x.fr"
        });
        assert_eq!(reached(&audience), [("b@x.fr", "cp")]);
        assert_eq!(audience.exclusions[0].reason, ExclusionReason::Suppressed);
    }

    #[test]
    fn a_class_is_found_without_accents_or_case() {
        let lists = [list(
            "all",
            &[("a@x.fr", Active, "CE2 M. Élie"), ("b@x.fr", Active, "CP")],
        )];
        for label in ["ce2  m. elie", "CE2 M. E\u{301}lie"] {
            let classes = BTreeSet::from([fold_label(label)]);
            assert_eq!(
                reached(&select_audience(&lists, &classes, |_, _| false)),
                [("a@x.fr", "all")]
            );
        }
    }
}
