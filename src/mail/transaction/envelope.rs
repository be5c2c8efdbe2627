//! Sender and recipient of one message, as MAIL and RCPT say them.

use std::fmt::Write as _;

use super::Offers;
use crate::domain::{address::Address, delivery::Step};

/// The parameters of MAIL for a message with an internationalised address
/// (RFC 6531, section 3.4); who offers SMTPUTF8 offers 8BITMIME.
const SMTPUTF8: &str = " BODY=8BITMIME SMTPUTF8";

/// Sender and recipient of one message, as MAIL and RCPT say them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    from: &'a Address,
    to: &'a Address,
    /// What a bounce is to be known by (RFC 3461, section 4.4).
    id: Option<&'a str>,
    internationalised: bool,
}

impl<'a> Envelope<'a> {
    /// Makes the envelope of a message whose headers are ASCII but for these two addresses.
    pub fn new(from: &'a Address, to: &'a Address) -> Self {
        Self {
            from,
            to,
            id: None,
            internationalised: from.needs_smtputf8() || to.needs_smtputf8(),
        }
    }

    /// Says whether another address in the headers is beyond ASCII, which only
    /// a server with SMTPUTF8 takes (RFC 6531).
    #[must_use]
    pub const fn with_internationalised_headers(mut self, internationalised: bool) -> Self {
        self.internationalised |= internationalised;
        self
    }

    /// Names the delivery, so that a bounce tells which one it is about.
    #[must_use]
    pub const fn with_id(mut self, id: &'a str) -> Self {
        self.id = Some(id);
        self
    }

    /// Returns the recipient's address.
    pub(super) const fn recipient(&self) -> &'a Address {
        self.to
    }

    /// Tells whether only a server with SMTPUTF8 can take the message.
    pub(super) const fn is_internationalised(&self) -> bool {
        self.internationalised
    }

    /// Writes a command of the envelope; `size` is that of the message, in bytes.
    pub(super) fn command(&self, step: Step, size: usize, offers: Offers, out: &mut String) {
        match step {
            Step::Mail => self.mail(size, offers, out),
            Step::Rcpt => self.rcpt(offers, out),
            Step::Data => out.push_str("DATA\r\n"),
            Step::Content => push(out, format_args!("BDAT {size} LAST\r\n")),
            _ => out.push_str("RSET\r\n"),
        }
    }

    fn mail(&self, size: usize, offers: Offers, out: &mut String) {
        out.push_str("MAIL FROM:<");
        self.from.push_wire(out);
        out.push('>');
        if offers.size {
            push(out, format_args!(" SIZE={size}"));
        }
        if self.internationalised {
            out.push_str(SMTPUTF8);
        }
        if let Some(id) = self.id.filter(|_| offers.dsn) {
            // Of a message with an attachment, nobody wants back more than its headers.
            push(out, format_args!(" RET=HDRS ENVID={}", xtext(id)));
        }
        out.push_str("\r\n");
    }

    fn rcpt(&self, offers: Offers, out: &mut String) {
        out.push_str("RCPT TO:<");
        self.to.push_wire(out);
        out.push('>');
        if self.id.is_some() && offers.dsn {
            // Not of success: the director would get one report per family.
            let (kind, original) = if self.to.needs_smtputf8() {
                ("utf-8", utf8_xtext(&self.to.to_wire()))
            } else {
                ("rfc822", xtext(&self.to.to_wire()))
            };
            push(
                out,
                format_args!(" NOTIFY=FAILURE,DELAY ORCPT={kind};{original}"),
            );
        }
        out.push_str("\r\n");
    }
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

/// Spells what stands in a parameter (RFC 3461, section 4).
fn xtext(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !b"+=".contains(&byte) {
            spelt.push(char::from(byte));
        } else {
            push(&mut spelt, format_args!("+{byte:02X}"));
        }
    }
    spelt
}

/// Spells an internationalised address in a parameter, for a server with
/// SMTPUTF8 (RFC 6533, section 3: `utf-8-addr-unitext`).
fn utf8_xtext(address: &str) -> String {
    let mut spelt = String::with_capacity(address.len());
    for char in address.chars() {
        if !char.is_ascii() || (char.is_ascii_graphic() && !"+=\\".contains(char)) {
            spelt.push(char);
        } else {
            push(&mut spelt, format_args!("\\x{{{:X}}}", u32::from(char)));
        }
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYTHING: Offers = Offers {
        pipelining: true,
        chunking: true,
        size: true,
        smtputf8: true,
        dsn: true,
    };

    fn commands(to: &str, offers: Offers) -> String {
        let from: Address = "dir@ac-test.fr".parse().unwrap();
        let to = to.parse().unwrap();
        let envelope = Envelope::new(&from, &to).with_id("m-1.f=+é");
        let mut commands = String::new();
        for step in [Step::Mail, Step::Rcpt] {
            envelope.command(step, 12, offers, &mut commands);
        }
        commands
    }

    #[test]
    fn a_bounce_is_asked_to_name_the_delivery_and_the_recipient() {
        assert_eq!(
            commands("marie+cp@example.org", EVERYTHING),
            "MAIL FROM:<dir@ac-test.fr> SIZE=12 RET=HDRS ENVID=m-1.f+3D+2B+C3+A9\r\n\
             RCPT TO:<marie+cp@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;marie+2Bcp@example.org\r\n"
        );
        assert_eq!(
            commands("zoé+cp@example.org", EVERYTHING),
            "MAIL FROM:<dir@ac-test.fr> SIZE=12 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=m-1.f+3D+2B+C3+A9\r\n\
             RCPT TO:<zoé+cp@example.org> NOTIFY=FAILURE,DELAY ORCPT=utf-8;zoé\\x{2B}cp@example.org\r\n"
        );
    }

    #[test]
    fn a_server_that_offers_nothing_is_asked_for_nothing() {
        assert_eq!(
            commands("marie+cp@example.org", Offers::default()),
            "MAIL FROM:<dir@ac-test.fr>\r\nRCPT TO:<marie+cp@example.org>\r\n"
        );
    }
}
