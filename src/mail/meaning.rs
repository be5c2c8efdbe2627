//! What a server's answer means, for who does not read SMTP.

use super::Cause;
use crate::{text, texts::Text};

/// Returns what a reply of a journal means; none where it says no more than its code.
///
/// The second number of an enhanced code tells what it is about, the third
/// what of it (RFC 3463; the registry of IANA has the later ones).
pub fn meaning(reply: &str) -> Option<Text> {
    let Some(code) = enhanced_code_of(reply) else {
        let is_answer = reply.starts_with(|c: char| c.is_ascii_digit());
        return if is_answer { None } else { of_link(reply) };
    };
    Some(match code {
        (5, 1, 1 | 6) => text!("means-no-mailbox"),
        (5, 1, 2 | 10) | (5, 4, 4) => text!("means-no-domain"),
        (5, 1, 3) => text!("means-not-an-address"),
        (5, 2, 1) => text!("means-closed"),
        (4 | 5, 2, 2) => text!("means-full"),
        (5, 2, 3) | (5, 3, 4) => text!("means-too-large"),
        (5, 7, _) => text!("means-forbidden"),
        (4, 7, 1) => text!("means-greylisted"),
        (4, 4, _) => text!("means-unreachable"),
        (4, 3, 1 | 2) | (4, 7, _) => text!("means-busy"),
        _ => return None,
    })
}

/// What was noticed instead of an answer.
fn of_link(raw: &str) -> Option<Text> {
    if raw == Cause::Timeout.raw() {
        return Some(text!("means-no-answer"));
    }
    Cause::Lost(raw.to_owned()).words()
}

/// Reads the enhanced code of a reply of a journal, after the first code: `550 5.1.1 no
/// such user`.
pub fn enhanced_code_of(reply: &str) -> Option<(u16, u16, u16)> {
    reply.split(' ').nth(1).and_then(enhanced_code)
}

/// Reads class, subject and detail of the enhanced code that a text begins with
/// (RFC 3463, section 2).
pub fn enhanced_code(text: &str) -> Option<(u16, u16, u16)> {
    let mut parts = text.split_whitespace().next()?.split('.');
    let mut number = || parts.next()?.parse().ok();
    let code = (number()?, number()?, number()?);
    parts.next().is_none().then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_said_in_words_where_its_code_says_enough() {
        for (reply, known) in [
            ("550 5.1.1 <a@x.fr>: Recipient address rejected", true),
            ("452 4.2.2 mailbox full", true),
            ("451 4.7.1 Greylisted, see you in 5 minutes", true),
            ("550 no such user", false),
            ("550 5.1", false),
            ("550 5.1.1.1 odd", false),
            ("550 5.9.99 unheard of", false),
            ("250 2.1.5 ok", false),
            ("timeout", true),
            ("connection closed", true),
            ("something else", false),
        ] {
            assert_eq!(meaning(reply).is_some(), known, "{reply}");
        }
    }
}
