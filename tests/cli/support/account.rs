//! Who has a message according to its journal, and according to the servers.

use std::collections::{BTreeMap, BTreeSet};

use carnet::{
    domain::{
        delivery::{DeliveryCounts, DeliveryState},
        message::MessageState,
    },
    ops::sending::deliveries,
    store::Store,
};

use super::{Env, smtp::Mail};

/// How each recipient of the only message stands.
pub struct Accounting {
    /// The message's identifier.
    pub id: String,
    /// Whether nobody is left to be written to, and this was written down.
    pub is_finished: bool,
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
            is_finished: message.state == MessageState::Finished,
            states: states.collect(),
        })
    }

    /// Counts the recipients in each state.
    pub fn counts(&self) -> DeliveryCounts {
        self.states.iter().map(|&(_, state)| state).collect()
    }

    /// Returns whose state does not fit what the servers took, and who got what
    /// the others did not; nobody, if all is well.
    pub fn contradictions(&self, mails: &[Mail]) -> String {
        let mut contradictions = Vec::new();
        let mut copies: BTreeMap<&str, usize> = BTreeMap::new();
        let mut texts = BTreeSet::new();
        for mail in mails.iter().filter(|mail| !mail.refused) {
            assert_eq!(mail.recipients.len(), 1, "{mail:?}");
            *copies.entry(&mail.recipients[0]).or_default() += 1;
            match text(mail) {
                Some(text) => _ = texts.insert(text),
                None => contradictions.push(format!("this is not for whom it went to: {mail:?}")),
            }
        }
        if texts.len() > 1 {
            let texts = texts.into_iter().map(String::from_utf8_lossy);
            contradictions.push(format!(
                "not all got the same: {:?}",
                texts.collect::<Vec<_>>()
            ));
        }
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

/// Tells whether a mail is the whole message, of which this is common to all, with
/// the headers of its recipient and of nobody else.
pub fn is_own_copy(mail: &Mail, common: &[u8], parents: &[&str]) -> bool {
    let [recipient] = mail.recipients.as_slice() else {
        return false;
    };
    let Some(headers) = mail.content.strip_suffix(common) else {
        return false;
    };
    let headers = String::from_utf8_lossy(headers);
    let first = format!("To: {recipient}\r\n");
    let mut others = parents.iter().filter(|parent| *parent != recipient);
    headers.starts_with(&first) && others.all(|other| !headers.contains(other))
}

/// Returns what all copies of a message have in common: what follows the
/// headers that are a person's own. There is none where these are somebody
/// else's, or where nothing was written.
fn text(mail: &Mail) -> Option<&[u8]> {
    let own = format!("To: {}\r\nMessage-ID: <", mail.recipients[0]);
    let rest = mail.content.strip_prefix(own.as_bytes())?;
    let (_, text) = split(rest, b">\r\n")?;
    let (_, body) = split(text, b"\r\n\r\n")?;
    (!body.is_empty()).then_some(text)
}

fn split<'b>(bytes: &'b [u8], at: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let place = bytes.windows(at.len()).position(|some| some == at)?;
    Some((&bytes[..place], &bytes[place + at.len()..]))
}
