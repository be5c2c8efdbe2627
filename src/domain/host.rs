//! Host names of servers: what is one, and how it goes to DNS and TLS.

use std::{fmt, net::IpAddr};

use crate::{text, texts::Text};

/// The longest name, in bytes (RFC 1035, section 2.3.4).
const NAME_LIMIT: usize = 253;
/// The longest label, in bytes (RFC 1035, section 2.3.4).
const LABEL_LIMIT: usize = 63;

/// Reads the name or IP address of a server, as connections and certificates need it.
///
/// A name comes back in lower case, internationalised ones as A-labels (RFC
/// 5891); an IPv6 address without its brackets.
pub fn parse_host(input: &str) -> Result<String, HostError> {
    let input = input.trim();
    if input.is_empty() {
        return Err(HostError::Empty);
    }
    let bare = input
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(input);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(address.to_string());
    }
    if input.contains("//") {
        return Err(HostError::Scheme);
    }
    if input.contains(':') {
        return Err(HostError::Port);
    }
    if input.contains('@') {
        return Err(HostError::Address);
    }
    // A final dot is right in DNS, and in no certificate.
    let name = input.strip_suffix('.').unwrap_or(input);
    let ascii = idna::domain_to_ascii(name).map_err(|_| HostError::Name)?;
    if is_name(&ascii) {
        Ok(ascii)
    } else {
        Err(HostError::Name)
    }
}

/// Tells whether something is a host name (RFC 1123, section 2.1).
fn is_name(ascii: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= LABEL_LIMIT
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    // A name whose last label is a number reads as an IPv4 address.
    let top = ascii.rsplit('.').next().unwrap_or_default();
    ascii.len() <= NAME_LIMIT
        && ascii.split('.').all(is_label)
        && !top.bytes().all(|byte| byte.is_ascii_digit())
}

/// Why something is not the name of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostError {
    /// Nothing, or blanks only.
    Empty,
    /// A web address rather than a name.
    Scheme,
    /// A port beside the name.
    Port,
    /// An e-mail address.
    Address,
    /// Not a name that a server can have.
    Name,
}

impl HostError {
    /// Returns the reason in words.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => text!("host-empty"),
            Self::Scheme => text!("host-scheme"),
            Self::Port => text!("host-port"),
            Self::Address => text!("host-address"),
            Self::Name => text!("host-name"),
        }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for HostError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_name_or_an_ip_address() {
        for (input, expected) in [
            (" SMTP.ac-grenoble.FR ", "smtp.ac-grenoble.fr"),
            ("smtp.ac-grenoble.fr.", "smtp.ac-grenoble.fr"),
            ("localhost", "localhost"),
            ("smtp.école.fr", "smtp.xn--cole-9oa.fr"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]", "::1"),
            ("::1", "::1"),
        ] {
            assert_eq!(parse_host(input).as_deref(), Ok(expected), "{input}");
        }
    }

    #[test]
    fn what_is_no_server_is_refused_with_its_reason() {
        let long = format!("{}.fr", "a".repeat(64));
        for (input, expected) in [
            ("", HostError::Empty),
            ("smtps://smtp.x.fr", HostError::Scheme),
            ("smtp.x.fr:465", HostError::Port),
            ("dir@ac-x.fr", HostError::Address),
            ("smtp.x.fr/mail", HostError::Name),
            ("smtp x.fr", HostError::Name),
            ("smtp\n.x.fr", HostError::Name),
            ("smtp..fr", HostError::Name),
            ("-smtp.fr", HostError::Name),
            ("1.2.3", HostError::Name),
            (long.as_str(), HostError::Name),
        ] {
            assert_eq!(parse_host(input), Err(expected), "{input:?}");
        }
    }
}
