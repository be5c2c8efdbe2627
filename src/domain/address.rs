//! E-mail addresses: what is one, and when two are the same.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::hex::to_hex;
use crate::{text, texts::Text};

/// The longest local part, in bytes (RFC 5321, section 4.5.3.1.1).
const LOCAL_PART_LIMIT: usize = 64;
/// The longest label of a domain (RFC 1035, section 2.3.4).
const LABEL_LIMIT: usize = 63;
/// The longest address, in bytes: a path of 256 less its brackets (RFC 5321, section 4.5.3.1.3).
const ADDRESS_LIMIT: usize = 254;

/// An e-mail address, as typed but for its domain in lower case.
///
/// Two addresses are equal when they differ only by case, or by the spelling
/// of an internationalised domain (`école.fr`, `xn--cole-9oa.fr`).
#[derive(Clone)]
pub struct Address {
    /// As it is written; behind it the form that is compared, when it is another one.
    forms: Box<str>,
    /// How long it is as it is written, in bytes.
    length: u16,
    /// Where the at sign stands.
    at: u8,
}

impl Address {
    /// Reads an address; surrounding blanks are dropped.
    pub fn parse(input: &str) -> Result<Self, AddressError> {
        let input = input.trim();
        if let Some(address) = Self::parse_plain(input.as_bytes()) {
            return Ok(address);
        }
        if input.is_empty() {
            return Err(AddressError::Empty);
        }
        if let Some(control) = input.chars().find(|c| c.is_control()) {
            return Err(AddressError::Character(control));
        }
        let (local, domain) = input.rsplit_once('@').ok_or(AddressError::NoAt)?;
        check_local(local)?;
        if let Some(space) = domain.chars().find(|c| c.is_whitespace()) {
            return Err(AddressError::Character(space));
        }
        let domain = Domain::parse(domain)?;
        let text = format!("{local}@{}", domain.unicode);
        if local.len() + 1 + domain.ascii().len() > ADDRESS_LIMIT {
            return Err(AddressError::TooLong);
        }
        let key = format!("{}@{}", local.to_lowercase(), domain.ascii());
        Self::new(&text, local.len(), &key).ok_or(AddressError::TooLong)
    }

    /// Keeps both forms in one allocation; none of a text too long for an address.
    fn new(text: &str, at: usize, key: &str) -> Option<Self> {
        let key = if key == text { "" } else { key };
        Some(Self {
            forms: [text, key].concat().into_boxed_str(),
            length: u16::try_from(text.len()).ok()?,
            at: u8::try_from(at).ok()?,
        })
    }

    /// Reads an address of letters, digits and the usual signs, as nearly all are, in one go.
    ///
    /// None means that [`parse`](Self::parse) has to look closer.
    pub fn parse_plain(input: &[u8]) -> Option<Self> {
        let at = plain_local_length(input)?;
        let domain = input.get(at + 1..)?;
        if input.len() > ADDRESS_LIMIT || !is_plain_domain(domain) {
            return None;
        }
        let text = std::str::from_utf8(input).ok()?;
        if !input.iter().any(u8::is_ascii_uppercase) {
            return Self::new(text, at, text);
        }
        let key = text.to_ascii_lowercase();
        let mut text = text.to_owned();
        text.get_mut(at + 1..)?.make_ascii_lowercase();
        Self::new(&text, at, &key)
    }

    /// Returns the address as it is written.
    pub fn as_str(&self) -> &str {
        self.forms.get(..self.length.into()).unwrap_or_default()
    }

    /// Returns the form under which addresses are compared and stored once.
    pub fn key(&self) -> &str {
        match self.forms.get(self.length.into()..) {
            Some(key) if !key.is_empty() => key,
            _ => &self.forms,
        }
    }

    /// Returns what stands before the at sign.
    pub fn local_part(&self) -> &str {
        self.forms.get(..self.at.into()).unwrap_or_default()
    }

    /// Returns what stands after the at sign, in lower case.
    pub fn domain(&self) -> &str {
        let start = usize::from(self.at) + 1;
        self.as_str().get(start..).unwrap_or_default()
    }

    /// Returns the address as it goes over the wire: its domain as an A-label (RFC 5891).
    pub fn to_wire(&self) -> String {
        let mut wire = String::with_capacity(self.forms.len());
        self.push_wire(&mut wire);
        wire
    }

    /// Adds the address to a text, as it goes over the wire.
    pub fn push_wire(&self, text: &mut String) {
        for part in [self.local_part(), "@", self.wire_domain()] {
            text.push_str(part);
        }
    }

    /// Returns the domain as it goes over the wire, as an A-label.
    pub fn wire_domain(&self) -> &str {
        let domain = self.key().rsplit_once('@');
        domain.map_or("", |(_, domain)| domain)
    }

    /// Returns a file name of its own for this address, whatever characters it holds.
    pub fn to_file_name(&self) -> String {
        let mut name = String::with_capacity(self.key().len());
        for byte in self.key().bytes() {
            if byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"@._+-".contains(&byte) {
                name.push(char::from(byte));
            } else {
                name.push('%');
                name.push_str(&to_hex(&[byte]));
            }
        }
        name
    }

    /// Tells whether only a server with SMTPUTF8 can take this address (RFC 6531).
    pub fn needs_smtputf8(&self) -> bool {
        !self.local_part().is_ascii()
    }

    /// Tells whether the address belongs to a domain.
    pub fn is_in(&self, domain: &Domain) -> bool {
        self.key()
            .rsplit_once('@')
            .is_some_and(|(_, own)| own == domain.ascii())
    }
}

/// Returns the length of a local part that has nothing unusual, followed by an at sign.
fn plain_local_length(input: &[u8]) -> Option<usize> {
    let mut after_dot = true;
    for (length, &byte) in input.iter().enumerate().take(LOCAL_PART_LIMIT + 1) {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'+' => after_dot = false,
            b'.' if !after_dot => after_dot = true,
            b'@' if !after_dot => return Some(length),
            _ => return None,
        }
    }
    None
}

/// Tells whether a domain is certainly one: letters and digits, single hyphens and dots between them.
///
/// Two hyphens in a row may belong to an A-label.
fn is_plain_domain(domain: &[u8]) -> bool {
    let mut labels = 1;
    let (mut length, mut has_letter) = (0, false);
    let mut after_sign = true;
    for &byte in domain {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => (has_letter, after_sign) = (true, false),
            b'0'..=b'9' => after_sign = false,
            b'-' if !after_sign => after_sign = true,
            b'.' if !after_sign && length <= LABEL_LIMIT => {
                labels += 1;
                (length, has_letter, after_sign) = (0, false, true);
                continue;
            }
            _ => return false,
        }
        length += 1;
    }
    labels > 1 && !after_sign && has_letter && (2..=LABEL_LIMIT).contains(&length)
}

/// A local part is a dot-atom (RFC 5322, section 3.2.3), beyond ASCII too (RFC 6532).
fn check_local(local: &str) -> Result<(), AddressError> {
    if local.is_empty() {
        return Err(AddressError::EmptyLocalPart);
    }
    if local.len() > LOCAL_PART_LIMIT {
        return Err(AddressError::TooLong);
    }
    let forbidden = |c: char| {
        if c.is_ascii() {
            !c.is_ascii_alphanumeric() && !"!#$%&'*+-/=?^_`{|}~.".contains(c)
        } else {
            !c.is_alphanumeric()
        }
    };
    if let Some(c) = local.chars().find(|&c| forbidden(c)) {
        return Err(AddressError::Character(c));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(AddressError::Dots);
    }
    Ok(())
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Address {}

impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(other.key())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(input: &str) -> Result<Self, AddressError> {
        Self::parse(input)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

impl From<&Address> for crate::texts::Value {
    fn from(address: &Address) -> Self {
        Self::Words(address.to_string())
    }
}

/// A domain name, such as `ac-grenoble.fr`; compared by its A-label.
#[derive(Clone, Debug)]
pub struct Domain {
    unicode: Box<str>,
    ascii: Option<Box<str>>,
}

impl Domain {
    /// Reads a domain name of two labels or more, the last one not a number.
    pub fn parse(input: &str) -> Result<Self, AddressError> {
        let input = input.trim();
        if input.is_empty() {
            return Err(AddressError::EmptyDomain);
        }
        let lower = input.to_lowercase();
        let (unicode, ascii) = if lower.is_ascii() {
            // An A-label that decodes to nothing is a domain that nobody can have.
            if lower.contains("xn--") && idna::domain_to_unicode(&lower).1.is_err() {
                return Err(AddressError::Domain);
            }
            (lower, None)
        } else {
            // The way there and back drops invisible characters and unites spellings.
            let ascii = idna::domain_to_ascii(&lower).map_err(|_| AddressError::Domain)?;
            let (unicode, _) = idna::domain_to_unicode(&ascii);
            let distinct = unicode != ascii;
            (unicode, distinct.then(|| ascii.into_boxed_str()))
        };
        check_domain(ascii.as_deref().unwrap_or(&unicode))?;
        Ok(Self {
            unicode: unicode.into_boxed_str(),
            ascii,
        })
    }

    /// Returns the domain in lower case, as people read it.
    pub fn as_str(&self) -> &str {
        &self.unicode
    }

    /// Returns the domain as DNS and SMTP know it.
    pub fn ascii(&self) -> &str {
        self.ascii.as_deref().unwrap_or(&self.unicode)
    }
}

fn check_domain(ascii: &str) -> Result<(), AddressError> {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= LABEL_LIMIT
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let (_, top) = ascii.rsplit_once('.').ok_or(AddressError::NoTopDomain)?;
    if ascii.len() > 253 || !ascii.split('.').all(label) {
        return Err(AddressError::Domain);
    }
    // A name whose last label is a number reads as an IPv4 address.
    if top.len() < 2 || top.bytes().all(|b| b.is_ascii_digit()) {
        return Err(AddressError::NoTopDomain);
    }
    Ok(())
}

impl PartialEq for Domain {
    fn eq(&self, other: &Self) -> bool {
        self.ascii() == other.ascii()
    }
}

impl Eq for Domain {}

impl PartialOrd for Domain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Domain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ascii().cmp(other.ascii())
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.unicode)
    }
}

impl FromStr for Domain {
    type Err = AddressError;

    fn from_str(input: &str) -> Result<Self, AddressError> {
        // People copy the domain with its at sign.
        Self::parse(input.trim().trim_start_matches('@'))
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.unicode)
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// Why something is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing, or blanks only.
    Empty,
    /// No at sign.
    NoAt,
    /// Nothing before the at sign.
    EmptyLocalPart,
    /// Nothing after the at sign.
    EmptyDomain,
    /// A character that no address may contain.
    Character(char),
    /// A dot at the beginning or the end of the local part, or two in a row.
    Dots,
    /// Not a domain name.
    Domain,
    /// A domain without a top-level domain, or an IP address.
    NoTopDomain,
    /// Longer than SMTP can carry.
    TooLong,
}

impl AddressError {
    /// Returns the reason in words.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => text!("address-empty"),
            Self::NoAt => text!("address-no-at"),
            Self::EmptyLocalPart => text!("address-empty-local-part"),
            Self::EmptyDomain => text!("address-empty-domain"),
            Self::Character(' ' | '\u{a0}') => text!("address-space"),
            Self::Character(c) => text!(
                "address-character",
                character = c.escape_default().to_string()
            ),
            Self::Dots => text!("address-dots"),
            Self::Domain => text!("address-domain"),
            Self::NoTopDomain => text!("address-no-top-domain"),
            Self::TooLong => text!("address-too-long"),
        }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_typed_but_for_its_domain() {
        let address = Address::parse("  Zoe.Durand@Example.ORG ").unwrap();
        assert_eq!(address.as_str(), "Zoe.Durand@example.org");
        assert_eq!(address.key(), "zoe.durand@example.org");
        assert_eq!(address.local_part(), "Zoe.Durand");
        assert_eq!(address.domain(), "example.org");
    }

    #[test]
    fn case_and_the_spelling_of_a_domain_do_not_make_two_addresses() {
        let same = [
            ("A@x.fr", "a@X.FR"),
            ("zoe@école.fr", "zoe@xn--cole-9oa.fr"),
            ("ÉLODIE@x.fr", "élodie@x.fr"),
        ];
        for (left, right) in same {
            assert_eq!(
                Address::parse(left).unwrap(),
                Address::parse(right).unwrap()
            );
        }
        assert_ne!(
            Address::parse("a@x.fr").unwrap(),
            Address::parse("b@x.fr").unwrap()
        );
    }

    #[test]
    fn an_internationalised_domain_goes_over_the_wire_as_its_a_label() {
        let address = Address::parse("Zoe@école.fr").unwrap();
        assert_eq!(address.to_wire(), "Zoe@xn--cole-9oa.fr");
        assert!(!address.needs_smtputf8());
        assert!(Address::parse("zoé@ecole.fr").unwrap().needs_smtputf8());
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_reason() {
        let long = format!("{}@x.fr", "a".repeat(65));
        let cases = [
            ("", AddressError::Empty),
            ("zoe.example.org", AddressError::NoAt),
            ("@example.org", AddressError::EmptyLocalPart),
            ("zoe@", AddressError::EmptyDomain),
            ("zoe durand@example.org", AddressError::Character(' ')),
            (
                "zoe\r\nRCPT TO:<x@y.fr>@example.org",
                AddressError::Character('\r'),
            ),
            ("a@b@example.org", AddressError::Character('@')),
            ("zoe..d@example.org", AddressError::Dots),
            (".zoe@example.org", AddressError::Dots),
            ("zoe@XN--a.fr", AddressError::Domain),
            ("zoe@exa_mple.org", AddressError::Domain),
            ("zoe@example,org", AddressError::NoTopDomain),
            ("zoe@-example.org", AddressError::Domain),
            ("zoe@ example.org", AddressError::Character(' ')),
            ("zoe@localhost", AddressError::NoTopDomain),
            ("zoe@192.168.0.1", AddressError::NoTopDomain),
            ("zoe@example.org.", AddressError::Domain),
            ("\"zoe\"@example.org", AddressError::Character('"')),
            (long.as_str(), AddressError::TooLong),
        ];
        for (input, expected) in cases {
            assert_eq!(
                Address::parse(input).map(|a| a.to_string()),
                Err(expected),
                "{input:?}"
            );
        }
    }

    #[test]
    fn a_file_name_stays_in_its_folder() {
        assert_eq!(
            Address::parse("A/b%c@x.fr").unwrap().to_file_name(),
            "a%2fb%25c@x.fr"
        );
    }

    #[test]
    fn invisible_characters_of_a_domain_are_dropped() {
        assert_eq!(
            Address::parse("zoe@x.fr\u{feff}").unwrap().as_str(),
            "zoe@x.fr"
        );
        assert_eq!(
            Address::parse("zoe@x\u{ad}.fr").unwrap().as_str(),
            "zoe@x.fr"
        );
    }

    #[test]
    fn a_subdomain_is_another_domain() {
        let domain: Domain = "@AC-Grenoble.fr".parse().unwrap();
        assert!(
            Address::parse("ce.0380000a@ac-grenoble.fr")
                .unwrap()
                .is_in(&domain)
        );
        assert!(
            !Address::parse("x@mail.ac-grenoble.fr")
                .unwrap()
                .is_in(&domain)
        );
        assert!(
            !Address::parse("x@notac-grenoble.fr")
                .unwrap()
                .is_in(&domain)
        );
    }
}
