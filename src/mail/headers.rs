//! The headers of one copy of a message, and what may stand in a header at all.

use std::{collections::BTreeMap, fmt::Write as _, ops::Range};

use lettre::message::{
    Mailbox, Mailboxes,
    header::{Headers, ReplyTo, Subject},
};
use ring::hmac;

use super::transaction::Envelope;
use crate::domain::{
    address::Address,
    audience::Recipient,
    hex::push_hex,
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
    by_list: BTreeMap<&'a ListName, ListHeaders>,
    /// For a recipient whose list is not among those of the message.
    without_list: ListHeaders,
}

/// What is one recipient's own in a copy of a message.
#[derive(Clone, Debug)]
pub struct Addressed<'a> {
    from: &'a Address,
    to: &'a Address,
    headers: String,
    /// Where the delivery's identifier stands in the headers.
    id: Range<usize>,
    internationalised: bool,
}

impl<'a> Addressed<'a> {
    /// Returns the recipient's address.
    pub const fn to(&self) -> &'a Address {
        self.to
    }

    /// Returns sender and recipient, for the server.
    pub fn envelope(&self) -> Envelope<'_> {
        let id = self.headers.get(self.id.clone()).unwrap_or_default();
        Envelope::new(self.from, self.to)
            .with_internationalised_headers(self.internationalised)
            .with_id(id)
    }

    /// Returns the headers, each line with its CRLF.
    pub fn headers(&self) -> &str {
        &self.headers
    }
}

/// The headers that are the same for all recipients of a list.
#[derive(Debug)]
struct ListHeaders {
    lines: String,
    /// Whether the sender's address, or one that replies go to, is beyond ASCII.
    internationalised: bool,
}

impl ListHeaders {
    fn new(lines: String, sender: &Address) -> Self {
        // Names are encoded: only an address can be beyond ASCII.
        let internationalised = sender.needs_smtputf8() || !lines.is_ascii();
        Self {
            lines,
            internationalised,
        }
    }
}

impl<'a> RecipientHeaders<'a> {
    /// Prepares the headers of a message's copies.
    pub fn new(message: &'a Message) -> Self {
        let of_list = |lines| ListHeaders::new(lines, &message.from);
        Self {
            message,
            key: hmac::Key::new(hmac::HMAC_SHA256, message.id.as_str().as_bytes()),
            by_list: message
                .lists
                .iter()
                .map(|list| (&list.name, of_list(list_headers(list))))
                .collect(),
            without_list: of_list(
                subject_header(&message.subject) + &reply_to_header([&message.from].into_iter()),
            ),
        }
    }

    /// Returns what is one recipient's own in their copy.
    ///
    /// No other subscriber is named there (R5). It is ASCII unless the local
    /// part of an address is not.
    pub fn addressed<'r>(&'r self, recipient: &'r Recipient) -> Addressed<'r> {
        let (from, to) = (&self.message.from, &recipient.address);
        let list = self.by_list.get(&recipient.list);
        let list = list.unwrap_or(&self.without_list);
        let mut headers = String::with_capacity(list.lines.len() + 192);
        headers.push_str("To: ");
        to.push_wire(&mut headers);
        headers.push_str("\r\nMessage-ID: <");
        let start = headers.len();
        self.push_id(recipient, &mut headers);
        let id = start..headers.len();
        for part in ["@", from.wire_domain(), ">\r\n", &list.lines] {
            headers.push_str(part);
        }
        Addressed {
            from,
            to,
            headers,
            id,
            internationalised: list.internationalised,
        }
    }

    /// Returns the headers of one recipient's copy, each line with its CRLF.
    pub fn for_recipient(&self, recipient: &Recipient) -> String {
        self.addressed(recipient).headers
    }

    /// Returns the Message-ID of one recipient's copy, the same at each attempt.
    ///
    /// Its domain is the sender's: the name of this computer concerns nobody.
    pub fn message_id(&self, recipient: &Recipient) -> String {
        let mut id = "<".to_owned();
        self.push_id(recipient, &mut id);
        for part in ["@", self.message.from.wire_domain(), ">"] {
            id.push_str(part);
        }
        id
    }

    /// Adds what identifies one recipient's copy, to a server as well (RFC 3461, section 4.4).
    fn push_id(&self, recipient: &Recipient, text: &mut String) {
        let tag = hmac::sign(&self.key, recipient.address.key().as_bytes());
        text.push_str(self.message.id.as_str());
        text.push('.');
        push_hex(text, tag.as_ref().get(..12).unwrap_or_default());
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
    // lettre leaves alone what looks like an encoded word, and mail programs
    // would decode what nobody encoded.
    let subject = one_line(subject, SUBJECT_LIMIT).replace("=?", "= ?");
    headers.set(Subject::from(subject));
    headers.to_string()
}

/// Names where replies go (R6), each address once.
fn reply_to_header<'a>(addresses: impl Iterator<Item = &'a Address>) -> String {
    let mut words: Vec<String> = addresses.map(|one| format!("{},", one.to_wire())).collect();
    if let Some(last) = words.last_mut() {
        last.pop();
    }
    folded("Reply-To:", &words)
}

/// Identifies the list for mail programs that sort by it (RFC 2919).
fn list_id_header(list: &MessageList) -> String {
    let title = list.title.as_deref().and_then(phrase);
    let id = format!("<{}.{}>", list.name, list.id);
    folded("List-Id:", &words_of(title, id))
}

/// Names the sender, in the way that the parents see it.
pub(super) fn from_header(address: &Address, name: Option<&str>) -> String {
    match name.and_then(phrase) {
        None => format!("From: {}\r\n", address.to_wire()),
        name => folded("From:", &words_of(name, format!("<{}>", address.to_wire()))),
    }
}

fn words_of(phrase: Option<String>, rest: String) -> Vec<String> {
    phrase.into_iter().chain([rest]).collect()
}

/// Writes a header, on several lines where one would be too long (RFC 5322, section 2.2.3).
///
/// Words may be folded already, and are never broken.
fn folded(name: &str, words: &[String]) -> String {
    let mut header = name.to_owned();
    let mut length = name.len();
    for word in words {
        let start = word.find('\r').unwrap_or(word.len());
        if length + 1 + start > LINE_LIMIT && length > name.len() {
            header.push_str("\r\n");
            length = 0;
        }
        header.push(' ');
        header.push_str(word);
        length = match word.rsplit_once('\n') {
            Some((_, last)) => last.len(),
            None => length + 1 + word.len(),
        };
    }
    header.push_str("\r\n");
    header
}

/// Encodes words that stand before an address or identifier in angle brackets
/// (RFC 2047, section 5); nothing if they are blank.
fn phrase(words: &str) -> Option<String> {
    let words = one_line(words, NAME_LIMIT);
    if words.is_empty() {
        return None;
    }
    // lettre encodes a phrase as a part of a mailbox only.
    let whole = Mailbox::new(Some(words), lettre::Address::new_dangerous("x", "x"));
    let mut headers = Headers::new();
    headers.set(ReplyTo::from(Mailboxes::from(whole)));
    let whole = headers.to_string();
    let (_, value) = whole.split_once(": ")?;
    let (phrase, _) = value.rsplit_once('<')?;
    let phrase = phrase.trim_end();
    // It leaves `M.Durand` without quotes, which is obsolete (RFC 5322, section 4.1).
    if phrase.contains('.') && !phrase.starts_with(['"', '=']) {
        return Some(format!("\"{phrase}\""));
    }
    Some(phrase.to_owned())
}

/// Returns words that may stand in a header: one line, single spaces, no control character.
fn one_line(words: &str, limit: usize) -> String {
    let separated = |c: char| c == ' ' || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let words: Vec<&str> = words
        .split(separated)
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    line.chars().take(limit).collect()
}

/// Returns an address as a `mailto` link spells it (RFC 6068, section 2).
fn to_uri(address: &Address) -> String {
    let mut uri = String::new();
    for byte in address.to_wire().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$'*+@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
