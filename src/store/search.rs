//! Finding one subscriber in many lists without reading each list into memory.
//!
//! A file laid out as carnet writes it holds one subscriber per line, so that
//! the lines which cannot hold the address need not be parsed. A file of any
//! other layout, or one whose end is missing, is read whole, as usual.

use std::{
    fs::File,
    io::{self, Read as _},
};

use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::{
    FORMAT, Store,
    error::{Action, StoreError},
};
use crate::domain::{address::Address, list_name::ListName, subscriber::Subscriber};

/// How the array of subscribers begins.
const SUBSCRIBERS: &[u8] = b"\n\"subscribers\":[";
/// How a list ends.
const END: &[u8] = b"]}\n";

impl Store {
    /// Returns the subscriptions of an address, by the name of the list.
    pub fn subscriptions(
        &self,
        address: &Address,
    ) -> Result<Vec<(ListName, Subscriber)>, StoreError> {
        let mut found = Vec::new();
        let mut bytes = Vec::new();
        for name in self.list_names()? {
            let subscriber = self.subscription(&name, address, &mut bytes)?;
            found.extend(subscriber.map(|subscriber| (name, subscriber)));
        }
        Ok(found)
    }

    /// Returns the lists that an address is on, as far as they can be read.
    pub fn readable_subscriptions(&self, address: &Address) -> Vec<ListName> {
        let mut bytes = Vec::new();
        let mut names = self.list_names().unwrap_or_default();
        names.retain(|name| matches!(self.subscription(name, address, &mut bytes), Ok(Some(_))));
        names
    }

    /// Returns the subscription of an address to one list, whose file is read into `bytes`.
    fn subscription(
        &self,
        name: &ListName,
        address: &Address,
        bytes: &mut Vec<u8>,
    ) -> Result<Option<Subscriber>, StoreError> {
        bytes.clear();
        let read = self.read_list(name, |path| {
            let read = File::open(path).and_then(|mut file| file.read_to_end(bytes));
            match read {
                Ok(_) => Ok(Some(())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(StoreError::io(Action::Read, path)(error)),
            }
        })?;
        // Deleted since its name was read.
        if read.is_none() {
            return Ok(None);
        }
        match search(bytes, address) {
            Searched::Here(subscriber) => Ok(Some(*subscriber)),
            Searched::NotHere => Ok(None),
            Searched::InDoubt => Ok(self.list(name)?.subscribers.remove(address)),
        }
    }
}

/// What the bytes of a list say of an address.
#[derive(Debug)]
enum Searched {
    Here(Box<Subscriber>),
    NotHere,
    /// They are not laid out as carnet does: only reading them whole can tell.
    InDoubt,
}

fn search(bytes: &[u8], address: &Address) -> Searched {
    let Some(subscribers) = subscriber_lines(bytes) else {
        return Searched::InDoubt;
    };
    let mut here = None;
    for at in memchr_iter(b'@', subscribers) {
        if !may_end_here(&subscribers[..at], address.key()) {
            continue;
        }
        match serde_json::from_slice::<Subscriber>(line_around(subscribers, at)) {
            Ok(subscriber) if subscriber.address == *address => here = Some(subscriber),
            Ok(_) => {}
            Err(_) => return Searched::InDoubt,
        }
    }
    here.map_or(Searched::NotHere, |subscriber| {
        Searched::Here(Box::new(subscriber))
    })
}

/// Returns the lines of the subscribers, when nothing but carnet seems to have written them.
fn subscriber_lines(bytes: &[u8]) -> Option<&[u8]> {
    let head = format!("{{\n\"format\":{FORMAT},\n");
    if !bytes.starts_with(head.as_bytes()) {
        return None;
    }
    let start = memmem::find(bytes, SUBSCRIBERS)? + SUBSCRIBERS.len();
    let lines = bytes.get(start..)?.strip_suffix(END)?;
    // The escapes behind which a character of an address could hide.
    let hides = |&at: &usize| matches!(lines.get(at + 1), Some(b'u' | b'/'));
    let hidden = memchr_iter(b'\\', lines).any(|at| hides(&at));
    (!hidden).then_some(lines)
}

/// Tells whether what stands before an at sign can be the end of an address whose key this is.
///
/// A character beyond ASCII may be another spelling of any: the Kelvin sign is
/// a `k` in lower case. One of ASCII is that of the key, but for its case.
fn may_end_here(before: &[u8], key: &str) -> bool {
    let local = key.rsplit_once('@').map_or(key, |(local, _)| local);
    for (byte, wanted) in before.iter().rev().zip(local.bytes().rev()) {
        if !byte.is_ascii() {
            return true;
        }
        if byte.to_ascii_lowercase() != wanted {
            return false;
        }
    }
    before.len() >= local.len()
}

/// Returns the line that a byte stands in, without the comma after it.
fn line_around(lines: &[u8], at: usize) -> &[u8] {
    let start = memrchr(b'\n', &lines[..at]).map_or(0, |end| end + 1);
    let end = memchr(b'\n', &lines[at..]).map_or(lines.len(), |length| at + length);
    let line = &lines[start..end];
    line.strip_suffix(b",").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        domain::{
            list::{List, ListId},
            subscriber::Origin,
        },
        store::file::to_json,
    };

    fn file(addresses: &[&str]) -> String {
        let now = Timestamp::UNIX_EPOCH;
        let owner = Address::parse("dir@ac-x.fr").unwrap();
        let mut list = List::new(ListId::new([1; 16], now), owner, now);
        list.footer = Some("Une ligne\n« autre » \\ fin".to_owned());
        for address in addresses {
            let address = Address::parse(address).unwrap();
            let mut subscriber = Subscriber::new(address, Origin::Onde, now);
            subscriber.names.insert("Zoé \"Zaza\" @dupont".to_owned());
            list.subscribers.insert(subscriber);
        }
        String::from_utf8(to_json(&list)).unwrap()
    }

    fn found(bytes: &str, address: &str) -> Option<bool> {
        match search(bytes.as_bytes(), &Address::parse(address).unwrap()) {
            Searched::Here(_) => Some(true),
            Searched::NotHere => Some(false),
            Searched::InDoubt => None,
        }
    }

    #[test]
    fn an_address_is_found_under_every_spelling() {
        for (written, asked) in [
            ("zoe@x.fr", "ZOE@X.FR"),
            ("Zoe@x.fr", "zoe@x.fr"),
            ("\u{212a}arl@x.fr", "karl@x.fr"),
            ("karl@x.fr", "\u{212a}ARL@x.fr"),
            ("\u{130}nan@x.fr", "\u{130}NAN@x.fr"),
            ("ÉLODIE@x.fr", "élodie@x.fr"),
            ("zoe@école.fr", "zoe@xn--cole-9oa.fr"),
            ("a/b@x.fr", "A/B@x.fr"),
        ] {
            let bytes = file(&["anne@x.fr", written, "zz@x.fr"]);
            assert_eq!(found(&bytes, asked), Some(true), "{written} as {asked}");
            assert_eq!(found(&file(&["anne@x.fr"]), asked), Some(false), "{asked}");
        }
        let bytes = file(&["anne@x.fr"]);
        for other in ["dir@ac-x.fr", "marianne@x.fr", "ne@x.fr", "anne@y.fr"] {
            assert_eq!(found(&bytes, other), Some(false), "{other}");
        }
        assert_eq!(found(&file(&[]), "anne@x.fr"), Some(false));
    }

    #[test]
    fn a_file_laid_out_otherwise_is_never_taken_for_one_without_the_address() {
        let bytes = file(&["anne@x.fr", "zoe@x.fr"]);
        for other in [
            bytes.replace("\"format\":1", "\"format\": 1"),
            bytes.replace("\"format\":1", "\"format\":2"),
            bytes.replace(":[\n{", ": [{"),
            bytes.replace("zoe@", "z\\u006fe@"),
            bytes.replace("zoe@", "zoe\\u0040"),
            bytes.replace("{\"address\":\"zoe", "{\n\"address\":\n\"zoe"),
            bytes.replace("zoe@x.fr\"", "zoe@x.fr\"\n"),
        ] {
            assert_eq!(found(&other, "zoe@x.fr"), None, "{other}");
        }
        for (length, _) in bytes.char_indices() {
            let cut = bytes.get(..length).unwrap();
            assert_eq!(found(cut, "zoe@x.fr"), None, "{length}");
        }
    }
}
