//! What went wrong with a connection, in the reader's words; the system and rustls speak English.

use std::io::{self, ErrorKind};

use super::{Cause, patience::INTERRUPTED};
use crate::{text, texts::Text};

impl Cause {
    /// Says in words what a raw text means; none where nobody knows.
    pub(super) fn words(&self) -> Option<Text> {
        match self {
            Self::Lost(raw) => lost(raw),
            Self::Certificate(raw) => certificate(raw),
            Self::Encryption(raw) => encryption(raw),
            _ => None,
        }
    }
}

fn lost(raw: &str) -> Option<Text> {
    if raw == INTERRUPTED {
        return Some(text!("lost-interrupted"));
    }
    if raw == "connection closed" || raw.starts_with("peer closed connection") {
        return Some(text!("lost-closed"));
    }
    Some(match system_error(raw)?.kind() {
        ErrorKind::ConnectionRefused => text!("lost-refused"),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => text!("lost-closed"),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            text!("lost-no-network")
        }
        ErrorKind::PermissionDenied => text!("lost-forbidden"),
        _ => return None,
    })
}

/// Finds the number that the standard library adds: `Connection refused (os error 111)`.
fn system_error(raw: &str) -> Option<io::Error> {
    let (_, rest) = raw.rsplit_once("(os error ")?;
    let number = rest.strip_suffix(')')?.parse().ok()?;
    Some(io::Error::from_raw_os_error(number))
}

fn certificate(raw: &str) -> Option<Text> {
    if raw.starts_with("certificate not valid for name") || raw == "NotValidForName" {
        let names = presented_names(raw);
        return Some(if names.is_empty() {
            text!("certificate-other-name")
        } else {
            text!("certificate-of", names = names.join(", "))
        });
    }
    Some(
        if raw.starts_with("certificate expired") || raw == "Expired" {
            text!("certificate-expired")
        } else if raw.starts_with("certificate not valid yet") || raw == "NotValidYet" {
            text!("certificate-not-yet")
        } else if raw == "UnknownIssuer" {
            text!("certificate-unknown-issuer")
        } else if raw.contains("CaUsedAsEndEntity") {
            text!("certificate-self-signed")
        } else if raw == "Revoked" {
            text!("certificate-revoked")
        } else {
            return None;
        },
    )
}

/// Returns the names of `certificate is only valid for DnsName("smtp.x.fr")`.
fn presented_names(raw: &str) -> Vec<&str> {
    raw.split("DnsName(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

fn encryption(raw: &str) -> Option<Text> {
    if raw.contains("corrupt message") {
        Some(text!("encryption-not-spoken"))
    } else if raw.contains("fatal alert") || raw.contains("peer is incompatible") {
        Some(text!("encryption-refused"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use rustls::{AlertDescription, CertificateError, Error, InvalidMessage};

    use super::*;

    fn id(cause: &Cause) -> String {
        let words = cause.words();
        words.map_or_else(String::new, |text| text.to_string())
    }

    #[test]
    fn what_the_system_says_of_a_connection_is_said_in_words() {
        let raw = |kind: i32| io::Error::from_raw_os_error(kind).to_string();
        for (cause, known) in [
            ("connection closed".to_owned(), true),
            ("interrupted".to_owned(), true),
            (
                "Connection refused (os error 111)".to_owned(),
                cfg!(target_os = "linux"),
            ),
            (
                "Connection reset by peer (os error 104)".to_owned(),
                cfg!(target_os = "linux"),
            ),
            (
                "Network is unreachable (os error 101)".to_owned(),
                cfg!(target_os = "linux"),
            ),
            (raw(12), false),
            ("something else".to_owned(), false),
            ("odd (os error x)".to_owned(), false),
        ] {
            assert_eq!(
                Cause::Lost(cause.clone()).words().is_some(),
                known,
                "{cause}"
            );
        }
    }

    #[test]
    fn what_rustls_says_of_a_certificate_is_said_in_words() {
        let raw = |error: CertificateError| {
            let text = Error::InvalidCertificate(error).to_string();
            text.strip_prefix("invalid peer certificate: ")
                .unwrap()
                .to_owned()
        };
        for error in [
            CertificateError::UnknownIssuer,
            CertificateError::Expired,
            CertificateError::NotValidYet,
            CertificateError::NotValidForName,
            CertificateError::Revoked,
        ] {
            let raw = raw(error);
            assert!(Cause::Certificate(raw.clone()).words().is_some(), "{raw}");
        }
        let other = r#"certificate not valid for name "localhost"; certificate is only valid for DnsName("a.fr") or DnsName("b.fr")"#;
        assert!(id(&Cause::Certificate(other.to_owned())).contains("a.fr, b.fr"));
        assert_eq!(
            Cause::Certificate(raw(CertificateError::BadSignature)).words(),
            None
        );
    }

    #[test]
    fn what_rustls_says_of_a_handshake_is_said_in_words() {
        for error in [
            Error::InvalidMessage(InvalidMessage::InvalidContentType),
            Error::AlertReceived(AlertDescription::ProtocolVersion),
        ] {
            let raw = error.to_string();
            assert!(Cause::Encryption(raw.clone()).words().is_some(), "{raw}");
        }
    }
}
