//! Who has a message according to its journal, and according to the servers.

use std::collections::BTreeMap;

use carnet::{
    domain::delivery::{DeliveryCounts, DeliveryState},
    ops::sending::deliveries,
    store::Store,
};

use super::{Env, smtp::Mail};

/// How each recipient of the only message stands.
pub struct Accounting {
    /// The message's identifier.
    pub id: String,
    /// Addresses and states, in the order of the audience.
    pub states: Vec<(String, DeliveryState)>,
}

impl Accounting {
    /// Reads the only message; before the freeze there is none.
    pub fn of(env: &Env) -> Option<Self> {
        let store = Store::new(env.home());
        let ids = store.message_ids().unwrap();
        assert!(ids.len() < 2, "{ids:?}");
        let message = store.message(ids.first()?).unwrap();
        let recipients = store.recipients(&message).unwrap();
        let deliveries = deliveries(&store, &message).unwrap();
        let states = recipients
            .iter()
            .zip(&deliveries)
            .map(|(recipient, delivery)| (recipient.address.to_string(), delivery.state));
        Some(Self {
            id: message.id.to_string(),
            states: states.collect(),
        })
    }

    /// Counts the recipients in each state.
    pub fn counts(&self) -> DeliveryCounts {
        self.states.iter().map(|&(_, state)| state).collect()
    }

    /// Returns whose state does not fit what the servers took; nobody, if all is well.
    pub fn contradictions(&self, mails: &[Mail]) -> String {
        let mut copies: BTreeMap<&str, usize> = BTreeMap::new();
        for mail in mails.iter().filter(|mail| !mail.refused) {
            assert_eq!(mail.recipients.len(), 1, "{mail:?}");
            *copies.entry(&mail.recipients[0]).or_default() += 1;
        }
        let mut contradictions = Vec::new();
        for (address, state) in &self.states {
            let copies = copies.remove(address.as_str()).unwrap_or_default();
            let fits = match state {
                DeliveryState::Accepted => copies == 1,
                DeliveryState::Uncertain => copies <= 1,
                _ => copies == 0,
            };
            if !fits {
                contradictions.push(format!("{address} is {state:?} and has {copies}"));
            }
        }
        contradictions.extend(copies.keys().map(|other| format!("{other} is nobody")));
        contradictions.join(", ")
    }
}
