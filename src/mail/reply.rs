//! What a server answers to a command (RFC 5321, section 4.2).

use std::borrow::Cow;

use super::{Cause, meaning::enhanced_code};

/// How much is shown of what is no reply, in characters.
const EXCERPT: usize = 200;

/// What a server answers to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    /// From 200 to 599.
    pub code: u16,
    /// The code and a space, then the text of each line without them, a line feed
    /// between two: most replies are one line, and kept as it is.
    said: String,
}

impl Reply {
    /// How many bytes of what was said are the code and a space.
    const CODE: usize = 4;

    /// Takes the first line of a reply.
    pub fn begun_by(line: &Line<'_>) -> Self {
        let mut said = String::with_capacity(Self::CODE + line.text.len());
        for part in [line.digits, " ", &line.text] {
            said.push_str(part);
        }
        Self {
            code: line.code,
            said,
        }
    }

    /// Takes another line of it.
    pub fn push(&mut self, line: &Line<'_>) {
        self.said.push('\n');
        self.said.push_str(&line.text);
    }

    /// Returns the text of each line, without the code.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.texts().split('\n')
    }

    fn texts(&self) -> &str {
        self.said.get(Self::CODE..).unwrap_or_default()
    }

    /// Returns code and text, in one line.
    pub fn line(&self) -> String {
        match self.text() {
            Cow::Borrowed(_) => self.said.clone(),
            Cow::Owned(text) => format!("{} {text}", self.code),
        }
    }

    /// Returns code and text, in one line.
    pub fn into_line(self) -> String {
        if self.said.contains('\n') {
            self.line()
        } else {
            self.said
        }
    }

    /// Takes a refusal (4xx or 5xx) for the failure that it is.
    pub fn accepted(self) -> Result<Self, Cause> {
        match self.code {
            ..400 => Ok(self),
            code => Err(Cause::Reply {
                code,
                text: self.text().into_owned(),
            }),
        }
    }

    /// Returns the texts as one, their common enhanced code (RFC 2034) said once.
    fn text(&self) -> Cow<'_, str> {
        let Some((first, rest)) = self.texts().split_once('\n') else {
            return Cow::Borrowed(self.texts());
        };
        let enhanced = first
            .split_whitespace()
            .next()
            .filter(|word| enhanced_code(word).is_some());
        let joined = rest.split('\n').fold(first.to_owned(), |mut text, line| {
            let line = enhanced
                .and_then(|code| line.strip_prefix(code)?.strip_prefix(' '))
                .unwrap_or(line);
            text.push(' ');
            text.push_str(line);
            text
        });
        Cow::Owned(joined)
    }
}

/// One line of a reply.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// From 200 to 599.
    pub code: u16,
    /// The code as it stands there.
    digits: &'a str,
    /// Whether no line of the same reply follows.
    pub is_last: bool,
    pub text: Cow<'a, str>,
}

impl<'a> Line<'a> {
    /// Takes a line apart, with or without its end; nothing if it is none of a reply.
    pub fn parse(line: &'a [u8]) -> Option<Self> {
        let line = line.trim_ascii_end();
        let (digits, rest) = line.split_at_checked(3)?;
        let digits = std::str::from_utf8(digits).ok()?;
        let code = digits.parse().ok()?;
        let is_last = match rest.first() {
            None | Some(b' ') => true,
            Some(b'-') => false,
            Some(_) => return None,
        };
        let text = to_text(rest.get(1..).unwrap_or_default());
        (200..600).contains(&code).then_some(Self {
            code,
            digits,
            is_last,
            text,
        })
    }
}

/// Reads a server's words, which older ones write in Latin-1.
fn to_text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(
        |_| bytes.iter().copied().map(char::from).collect(),
        Cow::Borrowed,
    )
}

/// Returns the beginning of what is no reply, to be shown.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    to_text(bytes.trim_ascii()).chars().take(EXCERPT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(lines: &[&str]) -> Reply {
        let mut lines = lines
            .iter()
            .map(|line| Line::parse(line.as_bytes()).unwrap());
        let mut reply = Reply::begun_by(&lines.next().unwrap());
        lines.for_each(|line| reply.push(&line));
        reply
    }

    #[test]
    fn a_reply_is_one_line_with_its_code_and_enhanced_code_said_once() {
        for (lines, line) in [
            (
                &["250 2.0.0 Ok: queued as 4\r\n"][..],
                "250 2.0.0 Ok: queued as 4",
            ),
            (&["250"], "250 "),
            (
                &["550-5.1.1 nobody", "550 5.1.1 of that name"],
                "550 5.1.1 nobody of that name",
            ),
            (
                &["550-nobody", "550-", "550 5.1.1 here"],
                "550 nobody  5.1.1 here",
            ),
        ] {
            let reply = reply(lines);
            assert_eq!(reply.line(), line);
            assert_eq!(reply.lines().count(), lines.len());
            assert_eq!(reply.clone().into_line(), line);
            let refused = reply.clone().accepted().err();
            let expected = (reply.code >= 400).then(|| Cause::Reply {
                code: reply.code,
                text: line.get(4..).unwrap().to_owned(),
            });
            assert_eq!(refused, expected);
        }
    }

    #[test]
    fn what_is_no_line_of_a_reply_is_not_taken_for_one() {
        for line in [
            "", "25", "2x0 ok", "250ok", "+25 ok", "199 ok", "600 ok", "é50 ok",
        ] {
            assert!(Line::parse(line.as_bytes()).is_none(), "{line}");
        }
        let latin = Line::parse(b"550 bo\xeete pleine\r\n").unwrap();
        assert_eq!((latin.code, latin.is_last), (550, true));
        assert_eq!(latin.text, "boîte pleine");
        assert!(!Line::parse(b"250-more").unwrap().is_last);
    }
}
