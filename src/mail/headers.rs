//! The headers of one copy of a message, and what may stand in a header at all.

use std::{collections::BTreeMap, fmt::Write as _};

use lettre::message::{
    Mailbox, Mailboxes,
    header::{HeaderName, HeaderValue, Headers, ReplyTo, Subject},
};
use ring::hmac;

use super::wire_domain;
use crate::domain::{
    address::Address,
    audience::Recipient,
    hex::to_hex,
    list_name::ListName,
    message::{Message, MessageList},
};

/// The longest subject that is sent, in characters: one long word of it still fits a line.
const SUBJECT_LIMIT: usize = 900;
/// The longest name or title that is sent, in characters.
const NAME_LIMIT: usize = 200;
/// Where lines are folded (RFC 5322, section 2.1.1).
const LINE_LIMIT: usize = 78;

/// Makes the headers that differ from one recipient of a message to another.
///
/// What depends on the list only is made once per list.
#[derive(Debug)]
pub struct RecipientHeaders<'a> {
    message: &'a Message,
    key: hmac::Key,
    domain: String,
    by_list: BTreeMap<&'a ListName, String>,
    /// For a recipient whose list is not among those of the message.
    without_list: String,
}

impl<'a> RecipientHeaders<'a> {
    /// Prepares the headers of a message's copies.
    pub fn new(message: &'a Message) -> Self {
        Self {
            message,
            key: hmac::Key::new(hmac::HMAC_SHA256, message.id.as_str().as_bytes()),
            domain: wire_domain(&message.from),
            by_list: message
                .lists
                .iter()
                .map(|list| (&list.name, list_headers(list)))
                .collect(),
            without_list: subject_header(&message.subject)
                + &reply_to_header([&message.from].into_iter()),
        }
    }

    /// Returns the headers of one recipient's copy, each line with its CRLF.
    ///
    /// No other subscriber is named there (R5). They are ASCII unless the
    /// local part of an address is not.
    pub fn for_recipient(&self, recipient: &Recipient) -> String {
        let of_list = self
            .by_list
            .get(&recipient.list)
            .unwrap_or(&self.without_list);
        format!(
            "To: {}\r\nMessage-ID: {}\r\n{of_list}",
            recipient.address.to_wire(),
            self.message_id(recipient),
        )
    }

    /// Returns the Message-ID of one recipient's copy, the same at each attempt.
    ///
    /// Its domain is the sender's: the name of this computer concerns nobody.
    pub fn message_id(&self, recipient: &Recipient) -> String {
        let tag = hmac::sign(&self.key, recipient.address.key().as_bytes());
        let unique = tag.as_ref().get(..16).map(to_hex).unwrap_or_default();
        format!("<{}.{unique}@{}>", self.message.id, self.domain)
    }
}

fn list_headers(list: &MessageList) -> String {
    let owner = &list.owner;
    let moderators = list.moderators.iter();
    let owner_once = (!list.moderators.contains(owner)).then_some(owner);
    let mailto = format!("mailto:{}", to_uri(owner));
    let mut headers = subject_header(&list.subject);
    headers.push_str(&reply_to_header(moderators.chain(owner_once)));
    headers.push_str(&list_id_header(list));
    // Writing to a String cannot fail.
    let _ = write!(headers, "List-Owner: <{mailto}>\r\n");
    let _ = write!(
        headers,
        "List-Unsubscribe: <{mailto}?subject=unsubscribe%20{}>\r\n",
        list.name
    );
    headers
}

fn subject_header(subject: &str) -> String {
    let mut headers = Headers::new();
    headers.set(Subject::from(one_line(subject, SUBJECT_LIMIT)));
    headers.to_string()
}

/// Names where replies go (R6), each address once, folded between addresses.
fn reply_to_header<'a>(addresses: impl Iterator<Item = &'a Address>) -> String {
    let mut header = "Reply-To:".to_owned();
    let mut length = header.len();
    let mut separator = "";
    for address in addresses {
        let wire = address.to_wire();
        header.push_str(separator);
        length += separator.len() + 1 + wire.len();
        // One more for the comma that may follow.
        if length + 1 > LINE_LIMIT && !separator.is_empty() {
            header.push_str("\r\n");
            length = 1 + wire.len();
        }
        header.push(' ');
        header.push_str(&wire);
        separator = ",";
    }
    header.push_str("\r\n");
    header
}

/// Identifies the list for mail programs that sort by it (RFC 2919).
fn list_id_header(list: &MessageList) -> String {
    let id = format!("<{}.{}>", list.name, list.id);
    let title = phrase(list.title.as_deref().unwrap_or_default());
    if title.is_empty() {
        format!("List-Id: {id}\r\n")
    } else {
        format!("List-Id: {title}\r\n {id}\r\n")
    }
}

/// Encodes words that stand before something in angle brackets (RFC 2047, section 5).
fn phrase(words: &str) -> String {
    let words = one_line(words, NAME_LIMIT);
    if words.is_empty() {
        return words;
    }
    // lettre encodes a phrase as a part of a mailbox only.
    let whole = Mailbox::new(Some(words), lettre::Address::new_dangerous("x", "x"));
    let mut headers = Headers::new();
    headers.set(ReplyTo::from(Mailboxes::from(whole)));
    let whole = headers.to_string();
    let after_name = whole
        .split_once(": ")
        .map_or(whole.as_str(), |(_, value)| value);
    let phrase = after_name.rsplit_once('<').map_or("", |(phrase, _)| phrase);
    phrase.trim_end().to_owned()
}

/// Returns an address with a name, as lettre encodes it.
pub(super) fn mailbox(address: &Address, name: Option<&str>) -> Mailbox {
    let wire = lettre::Address::new_dangerous(address.local_part(), wire_domain(address));
    let name = name
        .map(|name| one_line(name, NAME_LIMIT))
        .filter(|name| !name.is_empty());
    Mailbox::new(name, wire)
}

/// Makes a header that lettre knows nothing of.
pub(super) fn raw_header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Returns words that may stand in a header: one line, single spaces, no control character.
///
/// What looks like an encoded word is taken apart: mail programs would decode
/// what nobody encoded.
fn one_line(words: &str, limit: usize) -> String {
    let separated = |c: char| c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let words: Vec<&str> = words
        .split(separated)
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ").replace("=?", "= ?");
    line.chars().take(limit).collect()
}

/// Returns an address as a `mailto` link spells it (RFC 6068, section 2).
fn to_uri(address: &Address) -> String {
    let mut uri = String::new();
    for byte in address.to_wire().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$'*+@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.push_str(&to_hex(&[byte]).to_ascii_uppercase());
        }
    }
    uri
}
