//! Plain lists of addresses, as Sympa and Mailman take them.

use crate::domain::subscriber::Subscriber;

/// Writes `address name` lines, one per subscriber (Sympa's bulk add and dump).
pub fn write_sympa(subscribers: &[&Subscriber]) -> Vec<u8> {
    lines(subscribers, |one| {
        let name = one.display_name();
        if name.is_empty() {
            one.address.to_string()
        } else {
            format!("{} {name}", one.address)
        }
    })
}

/// Writes `Name <address>` lines, one per subscriber (Mailman's mass subscription).
pub fn write_mailman(subscribers: &[&Subscriber]) -> Vec<u8> {
    lines(subscribers, |one| {
        let name = one.display_name();
        if name.is_empty() {
            return one.address.to_string();
        }
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{quoted}\" <{}>", one.address)
    })
}

fn lines(subscribers: &[&Subscriber], line: impl Fn(&Subscriber) -> String) -> Vec<u8> {
    let mut text = String::new();
    for one in subscribers {
        text.push_str(&line(one));
        text.push('\n');
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{address::Address, subscriber::Origin};

    #[test]
    fn one_address_a_line_whatever_the_name() {
        let mut one = Subscriber::new(
            Address::parse("zoe@x.fr").unwrap(),
            Origin::Onde,
            Timestamp::UNIX_EPOCH,
        );
        one.names.insert("Zoé \"Zo\" Durand".to_owned());
        let other = Subscriber::new(
            Address::parse("b@x.fr").unwrap(),
            Origin::Manual,
            Timestamp::UNIX_EPOCH,
        );
        let text = |bytes| String::from_utf8(bytes).unwrap();
        assert_eq!(
            text(write_sympa(&[&one, &other])),
            "zoe@x.fr Zoé \"Zo\" Durand\nb@x.fr\n"
        );
        assert_eq!(
            text(write_mailman(&[&one, &other])),
            "\"Zoé \\\"Zo\\\" Durand\" <zoe@x.fr>\nb@x.fr\n"
        );
    }
}
