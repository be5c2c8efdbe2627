//! Who is on a list, and nothing else that is known of them: what a run asks.

use std::{borrow::Cow, fmt};

use rustc_hash::FxHashMap;
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor},
};

use super::{
    address::{Address, AddressError},
    list::ListId,
    subscriber::SubscriberStatus,
};

/// Who is on a list, read from the file of the list in a third of the time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Membership {
    /// What never changes, whatever the list's name.
    pub id: ListId,
    #[serde(deserialize_with = "statuses")]
    subscribers: FxHashMap<Box<str>, SubscriberStatus>,
}

impl Membership {
    /// Returns whether messages are sent to an address; none if it is not on the list.
    pub fn status(&self, address: &Address) -> Option<SubscriberStatus> {
        self.subscribers.get(address.key()).copied()
    }
}

fn statuses<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<FxHashMap<Box<str>, SubscriberStatus>, D::Error> {
    #[derive(Deserialize)]
    struct Member<'a> {
        #[serde(borrow)]
        address: Cow<'a, str>,
        #[serde(default)]
        status: SubscriberStatus,
    }
    struct Statuses;
    impl<'de> Visitor<'de> for Statuses {
        type Value = FxHashMap<Box<str>, SubscriberStatus>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("subscribers")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
            let mut statuses = FxHashMap::default();
            while let Some(Member { address, status }) = members.next_element()? {
                statuses.insert(key(&address).map_err(de::Error::custom)?, status);
            }
            Ok(statuses)
        }
    }
    deserializer.deserialize_seq(Statuses)
}

/// Returns the form under which an address of a list is compared: nearly all are
/// written in it already.
fn key(address: &str) -> Result<Box<str>, AddressError> {
    let is_own_key = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if address.bytes().all(is_own_key) {
        return Ok(address.into());
    }
    Ok(Address::parse(address)?.key().into())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{
        list::List,
        subscriber::{Origin, Subscriber},
    };

    #[test]
    fn a_membership_knows_of_each_subscriber_what_the_list_knows() {
        let address = |typed: &str| typed.parse::<Address>().unwrap();
        let id: ListId = serde_json::from_str("\"0123456789abcdef\"").unwrap();
        let mut list = List::new(id.clone(), address("dir@ac-test.fr"), Timestamp::UNIX_EPOCH);
        let subscriber =
            |typed| Subscriber::new(address(typed), Origin::Onde, Timestamp::UNIX_EPOCH);
        list.subscribers.insert(subscriber("Zoé@Example.org"));
        let mut away = subscriber("away@example.org");
        away.status = SubscriberStatus::Suspended;
        away.names.insert("Marie « M » Durand".to_owned());
        list.subscribers.insert(away);
        list.subscribers.insert(subscriber("b@école.fr"));
        list.subscribers.insert(subscriber("c@xn--cole-9oa.fr"));

        let file = serde_json::to_string(&list).unwrap();
        let membership: Membership = serde_json::from_str(&file).unwrap();
        assert_eq!(membership.id, id);
        for typed in [
            "zoé@example.org",
            "AWAY@example.org",
            "gone@example.org",
            "b@XN--cole-9oa.fr",
            "c@École.fr",
        ] {
            let expected = list.subscribers.get(&address(typed)).map(|one| one.status);
            assert_eq!(membership.status(&address(typed)), expected, "{typed}");
        }
    }
}
