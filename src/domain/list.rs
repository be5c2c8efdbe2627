//! A mailing list: who owns it, who moderates it, who receives.

use std::{collections::BTreeSet, fmt};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    address::{Address, Domain},
    hex::to_hex,
    subscriber::{SubscriberStatus, Subscribers},
};
use crate::texts::Language;

/// A mailing list, without its name: the store knows it under that name.
///
/// Its owner and moderators have professional addresses (R1, R4); who sets
/// them checks that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// What never changes, whatever the list's name.
    pub id: ListId,
    /// The free title that people read.
    #[serde(default)]
    pub title: Option<String>,
    /// What the list is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Who owns the list (R1).
    pub owner: Address,
    /// Who may write, when there is someone (R3).
    #[serde(default)]
    pub moderators: BTreeSet<Address>,
    /// Put before the subject of every message, between brackets when it has none.
    #[serde(default)]
    pub subject_prefix: Option<String>,
    /// Put at the end of every message, before how the address is used (R8).
    #[serde(default)]
    pub footer: Option<String>,
    /// The language of what carnet itself writes to the parents.
    #[serde(default = "french")]
    pub language: Language,
    /// When the list was created.
    pub created: Timestamp,
    /// The date of the files that it was last made equal to, in whole seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synchronised: Option<Timestamp>,
    /// Who receives.
    pub subscribers: Subscribers,
}

const fn french() -> Language {
    Language::French
}

impl List {
    /// Makes an empty list.
    pub fn new(id: ListId, owner: Address, created: Timestamp) -> Self {
        Self {
            id,
            title: None,
            description: None,
            owner,
            moderators: BTreeSet::new(),
            subject_prefix: None,
            footer: None,
            language: french(),
            created,
            synchronised: None,
            subscribers: Subscribers::default(),
        }
    }

    /// Returns who may write: the moderators, or the owner when there is none (R3).
    pub fn writers(&self) -> BTreeSet<&Address> {
        if self.moderators.is_empty() {
            return BTreeSet::from([&self.owner]);
        }
        self.moderators.iter().collect()
    }

    /// Counts the subscribers by what they receive.
    pub fn counts(&self) -> SubscriberCounts {
        let active = self
            .subscribers
            .iter()
            .filter(|one| one.status == SubscriberStatus::Active)
            .count();
        SubscriberCounts {
            active,
            suspended: self.subscribers.len() - active,
        }
    }
}

/// How many subscribers a list has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriberCounts {
    /// Those who receive messages.
    pub active: usize,
    /// Those who are on the list and receive nothing.
    pub suspended: usize,
}

impl SubscriberCounts {
    /// Returns how many there are in all.
    pub const fn total(self) -> usize {
        self.active + self.suspended
    }
}

/// What identifies a list for ever (RFC 2919): drawn once, kept when the list is renamed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListId(String);

impl ListId {
    /// Makes the identifier of a list without a domain of its own (RFC 2919, section 3).
    ///
    /// `random` must be random; `now` gives the month.
    pub fn new(random: [u8; 16], now: Timestamp) -> Self {
        Self(format!(
            "{}.{}.localhost",
            to_hex(&random),
            now.strftime("%m%Y")
        ))
    }

    /// Returns the identifier without the label before it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tells whether an address is professional: in one of the school's domains (R1, R4).
pub fn is_professional(address: &Address, domains: &BTreeSet<Domain>) -> bool {
    domains.iter().any(|domain| address.is_in(domain))
}
