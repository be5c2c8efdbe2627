//! Who may write to a list, and who could instead (R1, R3, R4).

use std::{collections::BTreeSet, fmt};

use super::{
    address::{Address, Domain},
    list::{List, is_professional},
    list_name::ListName,
};
use crate::{text, texts::Text};

/// A rule of section 1 of the design that refused something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// R1: the owner of a list has a professional address.
    Owner {
        address: Address,
        domains: BTreeSet<Domain>,
    },
    /// R4: a moderator is a sender, so has a professional address.
    Moderator {
        address: Address,
        domains: BTreeSet<Domain>,
    },
    /// R4: a sender has a professional address.
    Sender {
        address: Address,
        domains: BTreeSet<Domain>,
        /// Who may write to the lists in question; nobody where there are none.
        instead: BTreeSet<Address>,
    },
    /// R4: a sender uses an SMTP account of that very address.
    NoAccount { address: Address },
    /// R3: a moderated list is written to by its moderators only.
    NotModerator {
        address: Address,
        list: ListName,
        /// Those who may write; none where none has a professional address any more (R4).
        moderators: BTreeSet<Address>,
    },
    /// R3: a list without moderators is written to by its owner only.
    NotOwner {
        address: Address,
        list: ListName,
        /// Who may write; nobody where the owner's address is professional no more (R4).
        owner: Option<Address>,
    },
}

/// Checks that an address may own a list (R1).
pub fn check_owner(address: &Address, domains: &BTreeSet<Domain>) -> Result<(), Refusal> {
    if is_professional(address, domains) {
        return Ok(());
    }
    Err(Refusal::Owner {
        address: address.clone(),
        domains: domains.clone(),
    })
}

/// Checks that an address may moderate a list (R4: moderators are senders).
pub fn check_moderator(address: &Address, domains: &BTreeSet<Domain>) -> Result<(), Refusal> {
    if is_professional(address, domains) {
        return Ok(());
    }
    Err(Refusal::Moderator {
        address: address.clone(),
        domains: domains.clone(),
    })
}

/// Checks that an address may be a sender at all (R4).
pub fn check_sender(address: &Address, domains: &BTreeSet<Domain>) -> Result<(), Refusal> {
    if is_professional(address, domains) {
        return Ok(());
    }
    Err(Refusal::Sender {
        address: address.clone(),
        domains: domains.clone(),
        instead: BTreeSet::new(),
    })
}

/// Returns who may write to every one of some lists (R3, R4): a domain that is
/// professional no more leaves them owners and moderators who may not.
pub fn writers(lists: &[(ListName, List)], domains: &BTreeSet<Domain>) -> BTreeSet<Address> {
    let writers = lists.iter().map(|(_, list)| list.writers());
    let of_all = writers.reduce(|these, those| &these & &those);
    let of_all = of_all.into_iter().flatten();
    of_all
        .filter(|writer| is_professional(writer, domains))
        .cloned()
        .collect()
}

/// Checks that a sender may write to a list (R3).
pub fn check_writer(
    sender: &Address,
    name: &ListName,
    list: &List,
    domains: &BTreeSet<Domain>,
) -> Result<(), Refusal> {
    let mut writers = list.writers();
    if writers.contains(sender) {
        return Ok(());
    }
    writers.retain(|writer| is_professional(writer, domains));
    Err(if list.moderators.is_empty() {
        Refusal::NotOwner {
            address: sender.clone(),
            list: name.clone(),
            owner: writers.first().copied().cloned(),
        }
    } else {
        Refusal::NotModerator {
            address: sender.clone(),
            list: name.clone(),
            moderators: writers.into_iter().cloned().collect(),
        }
    })
}

impl Refusal {
    /// Adds who may write instead, where the sender may not write at all.
    #[must_use]
    pub fn naming(mut self, writers: BTreeSet<Address>) -> Self {
        if let Self::Sender { instead, .. } = &mut self {
            *instead = writers;
        }
        self
    }

    /// Returns the rule that refused, as the design numbers it.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Owner { .. } => "R1",
            Self::NotModerator { .. } | Self::NotOwner { .. } => "R3",
            Self::Moderator { .. } | Self::Sender { .. } | Self::NoAccount { .. } => "R4",
        }
    }

    /// Returns the refusal in words, with its rule.
    pub fn text(&self) -> Text {
        match self {
            Self::Owner { address, .. } => text!("refused-owner", address = address),
            Self::Moderator { address, .. } => text!("refused-moderator", address = address),
            Self::Sender { address, .. } => text!("refused-sender", address = address),
            Self::NoAccount { address } => text!("refused-no-account", address = address),
            Self::NotModerator { address, list, .. } => {
                text!("refused-not-moderator", address = address, list = list)
            }
            Self::NotOwner { address, list, .. } => {
                text!("refused-not-owner", address = address, list = list)
            }
        }
    }

    /// Returns who could do it instead, or what would make it possible.
    pub fn hint(&self) -> Text {
        match self {
            Self::Sender { instead, .. } if !instead.is_empty() => text!(
                "hint-writers",
                addresses = joined(instead),
                count = instead.len()
            ),
            Self::Owner { domains, .. }
            | Self::Moderator { domains, .. }
            | Self::Sender { domains, .. } => {
                if domains.is_empty() {
                    text!("hint-no-professional-domain")
                } else {
                    text!(
                        "hint-professional-domains",
                        domains = joined(domains),
                        count = domains.len()
                    )
                }
            }
            Self::NoAccount { address } => text!("hint-add-account", address = address),
            Self::NotModerator {
                moderators,
                list,
                address,
            } => {
                if moderators.is_empty() {
                    text!("hint-no-moderator-writes", list = list, address = address)
                } else {
                    text!(
                        "hint-moderators-write",
                        addresses = joined(moderators),
                        count = moderators.len()
                    )
                }
            }
            Self::NotOwner {
                owner: Some(owner), ..
            } => text!("hint-owner-writes", address = owner),
            Self::NotOwner { list, address, .. } => {
                text!("hint-no-owner-writes", list = list, address = address)
            }
        }
    }
}

fn joined<T: fmt::Display>(items: &BTreeSet<T>) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::list::ListId;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    fn list(owner: &str, moderators: &[&str]) -> List {
        let mut list = List::new(
            ListId::new([7; 16], Timestamp::UNIX_EPOCH),
            address(owner),
            Timestamp::UNIX_EPOCH,
        );
        list.moderators = moderators.iter().map(|one| address(one)).collect();
        list
    }

    #[test]
    fn r1_an_owner_needs_a_professional_address() {
        let domains = BTreeSet::from(["ac-grenoble.fr".parse().unwrap()]);
        assert_eq!(
            check_owner(&address("Dir@AC-Grenoble.fr"), &domains),
            Ok(())
        );
        let refusal = check_owner(&address("dir@gmail.com"), &domains).unwrap_err();
        assert_eq!(refusal.rule(), "R1");
        assert!(check_owner(&address("dir@ac-grenoble.fr"), &BTreeSet::new()).is_err());
    }

    #[test]
    fn r3_without_moderator_the_owner_writes_and_nobody_else() {
        let name = ListName::parse("cp").unwrap();
        let list = list("dir@ac-x.fr", &[]);
        let domains = BTreeSet::from(["ac-x.fr".parse().unwrap()]);
        assert_eq!(
            check_writer(&address("DIR@ac-x.fr"), &name, &list, &domains),
            Ok(())
        );
        assert_eq!(
            check_writer(&address("other@ac-x.fr"), &name, &list, &domains)
                .unwrap_err()
                .rule(),
            "R3"
        );
    }

    #[test]
    fn whoever_may_write_to_every_list_is_named_instead() {
        let named = |name: &str, list: List| (ListName::parse(name).unwrap(), list);
        let cp = named("cp", list("dir@ac-x.fr", &["a@ac-x.fr", "b@ac-x.fr"]));
        let ce1 = named("ce1", list("b@ac-x.fr", &[]));
        let domains = BTreeSet::from(["ac-x.fr".parse().unwrap()]);
        assert_eq!(
            writers(&[cp.clone(), ce1.clone()], &domains),
            BTreeSet::from([address("b@ac-x.fr")])
        );
        assert_eq!(writers(&[cp], &domains).len(), 2);
        assert_eq!(writers(&[], &domains), BTreeSet::new());
    }

    #[test]
    fn r3_the_owner_of_a_moderated_list_writes_only_as_a_moderator() {
        let name = ListName::parse("cp").unwrap();
        let moderated = list("dir@ac-x.fr", &["mod@ac-x.fr"]);
        let domains = BTreeSet::from(["ac-x.fr".parse().unwrap()]);
        assert_eq!(
            check_writer(&address("mod@ac-x.fr"), &name, &moderated, &domains),
            Ok(())
        );
        assert!(matches!(
            check_writer(&address("dir@ac-x.fr"), &name, &moderated, &domains),
            Err(Refusal::NotModerator { .. })
        ));
        let both = list("dir@ac-x.fr", &["mod@ac-x.fr", "dir@ac-x.fr"]);
        assert_eq!(
            check_writer(&address("dir@ac-x.fr"), &name, &both, &domains),
            Ok(())
        );
    }
}
