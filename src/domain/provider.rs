//! Who keeps a mailbox, and through which server it sends: `providers.txt`.

/// One provider a line; the file says what its columns are.
const PROVIDERS: &str = include_str!("providers.txt");

/// Who keeps mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider {
    /// For whom.
    pub kind: Kind,
    /// The submission server.
    pub host: &'static str,
    /// The server's port.
    pub port: u16,
    /// What its mailboxes log in with.
    pub login: Login,
    /// How they show that it is them.
    pub access: Access,
    names: &'static str,
}

/// For whom a provider keeps mailboxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The staff of an académie.
    School,
    /// Anyone: the domain makes no address professional.
    Public,
    /// Whoever has a domain.
    Host,
}

/// What a mailbox logs in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// Its address.
    Address,
    /// What stands before the `@`.
    Local,
    /// An identifier that does not follow from the address.
    Own,
}

/// How a mailbox proves whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// By its password.
    Password,
    /// By a password made for one program.
    Application,
    /// In a browser (OAuth 2.0, RFC 6749), which carnet does not speak.
    Browser,
}

impl Provider {
    /// Finds who keeps the mailboxes of a domain, which is in lower case.
    pub fn of_domain(domain: &str) -> Option<Self> {
        all().find(|one| one.kind != Kind::Host && one.has_name(domain))
    }

    /// Finds a company by its name, as someone would type it.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        all().find(|one| one.kind == Kind::Host && one.has_name(&name))
    }

    /// Finds whose server this is.
    pub fn of_host(host: &str) -> Option<Self> {
        all().find(|one| one.host == host)
    }

    /// Returns the names of the companies that [`Self::named`] knows.
    pub fn names() -> impl Iterator<Item = &'static str> {
        all()
            .filter(|one| one.kind == Kind::Host)
            .flat_map(|one| one.names.split(','))
    }

    fn has_name(&self, name: &str) -> bool {
        self.names.split(',').any(|one| one == name)
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split_whitespace();
        let kind = match columns.next()? {
            "school" => Kind::School,
            "public" => Kind::Public,
            "host" => Kind::Host,
            _ => return None,
        };
        let names = columns.next()?;
        let host = columns.next()?;
        let port = columns.next()?.parse().ok()?;
        let login = match columns.next()? {
            "address" => Login::Address,
            "local" => Login::Local,
            "own" => Login::Own,
            _ => return None,
        };
        let access = match columns.next()? {
            "password" => Access::Password,
            "application" => Access::Application,
            "browser" => Access::Browser,
            _ => return None,
        };
        Some(Self {
            kind,
            host,
            port,
            login,
            access,
            names,
        })
    }
}

fn lines() -> impl Iterator<Item = &'static str> {
    PROVIDERS.lines().filter(|line| !line.starts_with('#'))
}

fn all() -> impl Iterator<Item = Provider> {
    lines().filter_map(Provider::read)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::{address::Domain, host::parse_host};

    #[test]
    fn every_line_is_read_and_names_its_source() {
        for line in lines() {
            let provider = Provider::read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(parse_host(provider.host).as_deref(), Ok(provider.host));
            assert!(matches!(provider.port, 465 | 587), "{line}");
            let sources: Vec<_> = line.split_whitespace().skip(6).collect();
            assert!(!sources.is_empty(), "{line}");
            assert!(sources.iter().all(|source| source.starts_with("https://")));
            for name in provider.names.split(',') {
                let is_domain = Domain::parse(name).is_ok();
                assert_eq!(is_domain, provider.kind != Kind::Host, "{line}");
            }
        }
    }

    #[test]
    fn no_name_has_two_servers() {
        let names: Vec<_> = all().flat_map(|one| one.names.split(',')).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }

    #[test]
    fn a_provider_is_found_by_domain_by_name_and_by_server() {
        let lyon = Provider::of_domain("ac-lyon.fr").unwrap();
        assert_eq!((lyon.host, lyon.port), ("smtps.ac-lyon.fr", 587));
        assert_eq!(Provider::of_host("smtps.ac-lyon.fr"), Some(lyon));
        assert_eq!(Provider::named(" OVH ").unwrap().host, "ssl0.ovh.net");
        assert_eq!(Provider::of_domain("ovh"), None);
        assert_eq!(Provider::of_domain("ac-test.fr"), None);
        assert_eq!(Provider::named("gmail.com"), None);
        assert!(Provider::names().any(|name| name == "gandi"));
    }
}
