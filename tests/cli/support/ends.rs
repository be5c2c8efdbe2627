//! Between whom a test's message goes.

use carnet::{domain::address::Address, mail::session::Envelope};

/// Sender and recipient of a message.
pub struct Ends {
    from: Address,
    to: Address,
}

/// A message from the school to somebody.
pub fn to(recipient: &str) -> Ends {
    Ends {
        from: "dir@ac-test.fr".parse().unwrap(),
        to: recipient.parse().unwrap(),
    }
}

impl Ends {
    pub fn envelope(&self) -> Envelope<'_> {
        Envelope::new(&self.from, &self.to)
    }
}
