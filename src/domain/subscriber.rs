//! A person who receives what is sent to a list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::address::Address;
use crate::{text, texts::Text};

/// Where a subscription comes from; it decides whether a synchronisation may end it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Typed by a person; only a person ends it.
    Manual,
    /// Read in an ONDE export; ends when the family leaves the export.
    Onde,
    /// Read in another file of addresses.
    File,
}

impl Origin {
    /// Returns the name that files and `--json` use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Onde => "onde",
            Self::File => "file",
        }
    }

    /// Returns the origin in words.
    pub fn text(self) -> Text {
        match self {
            Self::Manual => text!("origin-manual"),
            Self::Onde => text!("origin-onde"),
            Self::File => text!("origin-file"),
        }
    }
}

/// Whether a subscriber receives messages at present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubscriberStatus {
    /// Receives every message.
    #[default]
    Active,
    /// Stays on the list and receives nothing.
    Suspended,
}

impl SubscriberStatus {
    /// Returns the status in words.
    pub fn text(self) -> Text {
        match self {
            Self::Active => text!("status-active"),
            Self::Suspended => text!("status-suspended"),
        }
    }
}

/// One subscription: an address on one list, and what is known of it there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    /// Where messages go.
    pub address: Address,
    /// The people behind the address; two parents may share one.
    #[serde(default)]
    pub names: BTreeSet<String>,
    /// Where the subscription comes from.
    pub origin: Origin,
    /// The class labels of the pupils, as ONDE writes them.
    #[serde(default)]
    pub classes: BTreeSet<String>,
    /// Whether messages are sent at present.
    #[serde(default)]
    pub status: SubscriberStatus,
    /// When the address was added to the list.
    pub added: Timestamp,
}

impl Subscriber {
    /// Makes an active subscriber without name or class.
    pub const fn new(address: Address, origin: Origin, added: Timestamp) -> Self {
        Self {
            address,
            names: BTreeSet::new(),
            origin,
            classes: BTreeSet::new(),
            status: SubscriberStatus::Active,
            added,
        }
    }

    /// Returns the names in one line, for people.
    pub fn display_name(&self) -> String {
        self.names
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The subscribers of a list, one per address, in the order of addresses.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Subscribers(BTreeMap<Box<str>, Subscriber>);

impl Subscribers {
    /// Adds or replaces the subscription of an address; returns the one replaced.
    pub fn insert(&mut self, subscriber: Subscriber) -> Option<Subscriber> {
        self.0.insert(subscriber.address.key().into(), subscriber)
    }

    /// Ends the subscription of an address.
    pub fn remove(&mut self, address: &Address) -> Option<Subscriber> {
        self.0.remove(address.key())
    }

    /// Finds the subscription of an address.
    pub fn get(&self, address: &Address) -> Option<&Subscriber> {
        self.0.get(address.key())
    }

    /// Finds the subscription of an address, to change it.
    ///
    /// The address itself must stay the same.
    pub fn get_mut(&mut self, address: &Address) -> Option<&mut Subscriber> {
        self.0.get_mut(address.key())
    }

    /// Returns all subscribers in the order of their addresses.
    pub fn iter(&self) -> impl Iterator<Item = &Subscriber> {
        self.0.values()
    }

    /// Returns how many subscribers there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there is no subscriber.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Subscriber> for Subscribers {
    fn from_iter<I: IntoIterator<Item = Subscriber>>(subscribers: I) -> Self {
        Self(
            subscribers
                .into_iter()
                .map(|one| (one.address.key().into(), one))
                .collect(),
        )
    }
}

impl fmt::Debug for Subscribers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.values()).finish()
    }
}

impl Serialize for Subscribers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.values())
    }
}

impl<'de> Deserialize<'de> for Subscribers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Subscriber>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
