//! What setup knows, and what it proposes for the rest.

use std::collections::BTreeSet;

use crate::{
    config::{Account, Security, Settings},
    domain::{
        address::{Address, Domain},
        list::is_professional,
        provider::{Kind, Login, Provider},
    },
    texts::Language,
};

/// What is known of each question: from the settings, then from options and answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub language: Option<Language>,
    pub school: Option<String>,
    pub address: Option<Address>,
    pub domains: BTreeSet<Domain>,
    pub host: Option<String>,
    pub security: Option<Security>,
    pub port: Option<u16>,
    /// Empty for a server that wants none.
    pub login: Option<String>,
}

impl Answers {
    /// Takes what the settings say, of the account in use if there is one.
    pub fn known(settings: &Settings) -> Self {
        let mut answers = Self {
            language: settings.language,
            school: settings.school.clone(),
            domains: settings.professional_domains.clone(),
            ..Self::default()
        };
        if let Some(account) = settings.default_account() {
            answers.take_account(account);
        }
        answers
    }

    /// Takes an address, and what is known of its account.
    pub fn take_address(&mut self, address: Address, settings: &Settings) {
        if self.address.as_ref() == Some(&address) {
            return;
        }
        match settings.account(&address) {
            Ok(account) => self.take_account(account),
            Err(_) => {
                *self = Self {
                    address: Some(address),
                    language: self.language,
                    school: self.school.take(),
                    domains: std::mem::take(&mut self.domains),
                    ..Self::default()
                }
            }
        }
    }

    fn take_account(&mut self, account: &Account) {
        self.address = Some(account.address.clone());
        self.host = Some(account.host.clone());
        self.security = Some(account.security);
        self.port = Some(account.port);
        self.login = Some(account.login.clone().unwrap_or_default());
    }

    /// Takes another protection; the port follows it unless it is one of its own.
    pub fn take_security(&mut self, security: Security) {
        let usual = self.security.unwrap_or(Security::Tls).default_port();
        if self.port == Some(usual) {
            self.port = None;
        }
        self.security = Some(security);
    }

    /// Takes another port; the protection follows it where it is the usual one of a protection.
    pub fn take_port(&mut self, port: u16) {
        let usual = Security::of_port(port);
        if usual.default_port() == port {
            self.security = Some(usual);
        }
        self.port = Some(port);
    }

    /// Takes another server, and forgets what belonged to the former one.
    pub fn take_host(&mut self, host: String) {
        if self.host.as_ref() != Some(&host) {
            let known = Provider::of_host(&host).is_some();
            self.host = Some(host);
            if known {
                self.security = None;
                self.port = None;
            }
        }
    }

    /// Returns the provider of the server, or else of the address.
    pub fn provider(&self) -> Option<Provider> {
        match &self.host {
            Some(host) => Provider::of_host(host),
            None => Provider::of_domain(self.address.as_ref()?.domain()),
        }
    }

    /// Proposes the domains: those known, with that of the address unless anyone can have it.
    pub fn likely_domains(&self) -> BTreeSet<Domain> {
        let mut domains = self.domains.clone();
        let Some(address) = &self.address else {
            return domains;
        };
        let is_public = Provider::of_domain(address.domain())
            .is_some_and(|provider| provider.kind == Kind::Public);
        if !is_public && !is_professional(address, &domains) {
            domains.extend(address.domain().parse::<Domain>());
        }
        domains
    }

    /// Proposes the server: the one known, that of the provider, or the usual name.
    pub fn likely_host(&self) -> Option<String> {
        let usual = || Some(format!("smtp.{}", self.address.as_ref()?.domain()));
        let of_provider = || self.provider().map(|provider| provider.host.to_owned());
        self.host.clone().or_else(of_provider).or_else(usual)
    }

    /// Proposes the protection: the one known, that of the port, or that of the provider.
    pub fn likely_security(&self) -> Security {
        let of_port = || {
            self.port
                .or_else(|| self.provider().map(|provider| provider.port))
                .map(Security::of_port)
        };
        self.security.or_else(of_port).unwrap_or(Security::Tls)
    }

    /// Proposes the port: the one known, or the usual one of the protection.
    pub fn likely_port(&self) -> u16 {
        self.port
            .unwrap_or_else(|| self.likely_security().default_port())
    }

    /// Proposes the login: the one known, or what the provider wants; empty for none.
    pub fn likely_login(&self) -> String {
        if let Some(login) = &self.login {
            return login.clone();
        }
        let Some(address) = &self.address else {
            return String::new();
        };
        match self.provider().map(|provider| provider.login) {
            // A server that is asked in plain text is a local one, which rarely wants a login.
            _ if self.likely_security() == Security::None => String::new(),
            Some(Login::Local) => address.local_part().to_owned(),
            Some(Login::Address | Login::Own) | None => address.to_string(),
        }
    }

    /// Puts the account together, with proposals where there is no answer.
    pub fn account(&self, settings: &Settings) -> Option<Account> {
        let address = self.address.clone()?;
        let host = self.likely_host()?;
        let security = self.likely_security();
        let known = settings.account(&address).ok().cloned();
        let mut account = known.unwrap_or_else(|| Account::new(address, String::new(), security));
        account.host = host;
        account.security = security;
        account.port = self.likely_port();
        account.login = Some(self.likely_login()).filter(|login| !login.is_empty());
        Some(account)
    }

    /// Puts what concerns the school into the settings, where it is not what was `known`.
    ///
    /// Somebody else may have changed the rest since.
    pub fn apply(&self, known: &Settings, settings: &mut Settings) {
        let school = self.school.clone().filter(|school| !school.is_empty());
        if school != known.school {
            settings.school = school;
        }
        if self.language != known.language {
            settings.language = self.language;
        }
        if self.domains != known.professional_domains {
            settings.professional_domains.clone_from(&self.domains);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Answers {
        Answers {
            address: Some(Address::parse(address).unwrap()),
            ..Answers::default()
        }
    }

    fn proposed(answers: &Answers) -> String {
        let account = answers.account(&Settings::default()).unwrap();
        let domains: Vec<_> = answers.likely_domains().into_iter().collect();
        let domains: Vec<_> = domains.iter().map(Domain::as_str).collect();
        format!(
            "{} {} {} [{}]",
            account.server(),
            account.security,
            account.login.unwrap_or_default(),
            domains.join(" ")
        )
    }

    #[test]
    fn the_rest_follows_from_the_address() {
        for (address, expected) in [
            (
                "ce.0380000a@ac-test.fr",
                "smtp.ac-test.fr:465 tls ce.0380000a@ac-test.fr [ac-test.fr]",
            ),
            (
                "dir@ac-lyon.fr",
                "smtps.ac-lyon.fr:587 starttls dir@ac-lyon.fr [ac-lyon.fr]",
            ),
            ("dir@free.fr", "smtp.free.fr:465 tls dir []"),
        ] {
            assert_eq!(proposed(&of(address)), expected);
        }
    }

    #[test]
    fn an_answer_changes_the_proposals_that_depend_on_it() {
        let mut answers = of("dir@ac-test.fr");
        answers.take_security(Security::Starttls);
        assert_eq!(answers.likely_port(), 587);
        answers.port = Some(2587);
        answers.take_security(Security::Tls);
        assert_eq!(answers.likely_port(), 2587);
        answers.take_port(587);
        assert_eq!(answers.likely_security(), Security::Starttls);
        answers.take_host("ssl0.ovh.net".to_owned());
        assert_eq!(answers.likely_port(), 465);
        answers.take_security(Security::None);
        assert_eq!(answers.likely_login(), "");
    }

    #[test]
    fn another_address_has_another_account() {
        let mut settings = Settings::default();
        let known = Address::parse("known@ac-test.fr").unwrap();
        let account = Account::new(known.clone(), "mail.ac-test.fr".into(), Security::Starttls);
        settings.accounts.push(account);
        let mut answers = Answers::known(&settings);
        answers.school = Some("École".to_owned());
        assert_eq!(answers.likely_host().as_deref(), Some("mail.ac-test.fr"));
        answers.take_address(Address::parse("other@ac-test.fr").unwrap(), &settings);
        assert_eq!(answers.likely_host().as_deref(), Some("smtp.ac-test.fr"));
        answers.take_address(known, &settings);
        assert_eq!(answers.likely_port(), 587);
        assert_eq!(answers.school.as_deref(), Some("École"));
    }
}
