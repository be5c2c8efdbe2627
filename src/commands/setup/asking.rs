//! How each question of `carnet setup` is asked, and its answer read.

use std::collections::BTreeSet;

use super::{
    keep::keep_list,
    question::Question,
    wizard::{Password, Wizard, joined},
};
use crate::{
    commands::{
        account::fields::{command_line, port},
        list::one_line,
    },
    config::{Secret, SecretSource, Security},
    domain::{
        address::{Address, AddressError, Domain},
        class_list::class_list_name,
        host::{HostError, parse_host},
        list_name::ListName,
        provider::{Access, Kind, Login, Provider},
        rights::check_sender,
    },
    error::CommandError,
    text,
    texts::{Language, Text, language, set_language},
    ui::PromptError,
};

impl Wizard<'_> {
    /// Asks one question.
    pub(super) fn ask(&mut self, question: Question) -> Result<(), CommandError> {
        self.at = question;
        match question {
            Question::Language => self.ask_language()?,
            Question::School => {
                let known = self.answers.school.clone();
                self.cx.ui.explain(text!("about-school"));
                let answer = self.until(&text!("ask-school"), known.as_deref(), one_line)?;
                self.answers.school = Some(answer);
            }
            Question::Address => self.ask_address()?,
            Question::Domains => self.ask_domains()?,
            Question::Host => self.ask_host()?,
            Question::Security => self.ask_security(self.answers.likely_security())?,
            Question::Port => {
                let known = self.answers.likely_port().to_string();
                self.answers.port = Some(self.until(&text!("ask-port"), Some(&known), port)?);
            }
            Question::Login => self.ask_login()?,
            Question::Password => self.ask_password()?,
            Question::List => self.ask_list()?,
        }
        Ok(())
    }

    fn ask_language(&mut self) -> Result<(), PromptError> {
        let known = self.answers.language.unwrap_or_else(language);
        let chosen = self.until(&text!("ask-language"), Some(known.code()), language_code)?;
        set_language(chosen);
        self.answers.language = Some(chosen);
        Ok(())
    }

    fn ask_address(&mut self) -> Result<(), PromptError> {
        let known = self.answers.address.as_ref().map(Address::to_string);
        self.cx.ui.explain(text!("about-address"));
        let question = text!("ask-address");
        let address = self.until(&question, known.as_deref(), |answer| {
            Address::parse(answer).map_err(AddressError::text)
        })?;
        let provider = Provider::of_domain(address.domain());
        if provider.is_some_and(|provider| provider.kind == Kind::Public) {
            let domain = address.domain();
            self.cx
                .ui
                .explain(text!("setup-public-domain", domain = domain));
        }
        self.answers.take_address(address, &self.settings);
        Ok(())
    }

    fn ask_domains(&mut self) -> Result<(), PromptError> {
        let likely = joined(&self.answers.likely_domains());
        let known = Some(likely.as_str()).filter(|likely| !likely.is_empty());
        let address = self.answers.address.clone();
        self.cx.ui.explain(text!("about-domains"));
        let question = text!("ask-professional-domains");
        self.answers.domains = self.until(&question, known, |answer| {
            let domains = domains(answer)?;
            match &address {
                Some(address) if check_sender(address, &domains).is_err() => {
                    Err(text!("setup-domain-of-address", domain = address.domain()))
                }
                _ => Ok(domains),
            }
        })?;
        Ok(())
    }

    fn ask_host(&mut self) -> Result<(), PromptError> {
        let ui = &self.cx.ui;
        let hosts: Vec<_> = Provider::names().collect();
        match self.answers.provider() {
            Some(_) => ui.explain(text!("setup-known-server")),
            None => ui.explain(text!("setup-guessed-server", names = hosts.join(", "))),
        }
        let likely = self.answers.likely_host();
        let (host, port) = self.until(&text!("ask-host"), likely.as_deref(), server)?;
        self.answers.take_host(host);
        if let Some(port) = port {
            self.answers.take_port(port);
        }
        if self.access() == Some(Access::Browser) {
            ui.warn(&text!("setup-browser-only"));
        }
        Ok(())
    }

    fn access(&self) -> Option<Access> {
        self.answers.provider().map(|provider| provider.access)
    }

    /// Asks how the connection is protected, and proposes an answer.
    pub(super) fn ask_security(&mut self, likely: Security) -> Result<(), PromptError> {
        self.cx.ui.explain(text!("about-security"));
        let question = text!("ask-security");
        let security = self.until(&question, Some(likely.as_str()), security)?;
        self.answers.take_security(security);
        Ok(())
    }

    fn ask_login(&mut self) -> Result<(), PromptError> {
        let likely = self.answers.likely_login();
        let own = self
            .answers
            .provider()
            .is_none_or(|provider| provider.login == Login::Own);
        if own && self.answers.login.is_none() {
            self.cx.ui.explain(text!("setup-login-of-its-own"));
        }
        let (question, known) = if likely.is_empty() {
            (text!("ask-login-if-any"), None)
        } else {
            (text!("ask-login"), Some(likely.as_str()))
        };
        self.answers.login = Some(self.until(&question, known, one_line)?);
        Ok(())
    }

    fn ask_password(&mut self) -> Result<(), PromptError> {
        let Some(account) = self.answers.account(&self.settings) else {
            return Ok(());
        };
        if account.login.is_none() {
            return Ok(());
        }
        if self.access() == Some(Access::Application) {
            self.cx.ui.explain(text!("setup-application-password"));
        }
        let is_known = SecretSource::of(self.cx.dirs(), &account) != SecretSource::Missing;
        self.cx.ui.explain(if is_known {
            text!("about-known-password")
        } else {
            text!("about-new-password")
        });
        let question = text!("ask-password-alone");
        let typed = self.cx.ui.ask_hidden(&question, self.at.option())?;
        self.password = match typed.as_str() {
            "" if is_known => Password::Known,
            "" => {
                let question = text!("ask-password-command");
                Password::Command(self.until(&question, None, command_line)?)
            }
            typed => Password::Typed(Secret::new(typed)),
        };
        Ok(())
    }

    fn ask_list(&mut self) -> Result<(), CommandError> {
        self.cx.ui.explain(text!("about-first-list"));
        let question = text!("ask-first-list");
        let mut likely = None;
        let name = loop {
            let answer = self
                .cx
                .ui
                .ask(&question, likely.as_deref(), self.at.option())?;
            if answer.is_empty() {
                return Ok(());
            }
            match ListName::parse(&answer) {
                Ok(name) => break name,
                Err(reason) => self.cx.ui.explain(sentence(&reason.text())),
            }
            // What was meant is likely the same in the letters of a name.
            likely = class_list_name("", &answer)
                .ok()
                .map(|name| name.to_string());
        };
        let created = keep_list(&name, self.cx)?;
        self.changed |= created;
        let said = if created {
            text!("setup-list-created", name = &name)
        } else {
            text!("list-exists", name = &name)
        };
        self.cx.ui.status(&said);
        Ok(())
    }

    /// Asks again as long as the answer cannot be understood.
    fn until<T>(
        &self,
        question: &Text,
        default: Option<&str>,
        read: impl Fn(&str) -> Result<T, Text>,
    ) -> Result<T, PromptError> {
        loop {
            match read(&self.cx.ui.ask(question, default, self.at.option())?) {
                Ok(answer) => return Ok(answer),
                Err(reason) => self.cx.ui.explain(sentence(&reason)),
            }
        }
    }
}

/// Makes a sentence of a reason that would otherwise stand within one.
fn sentence(reason: &Text) -> String {
    let reason = reason.to_string();
    let first_word = reason.split(' ').next().unwrap_or_default();
    let end = if reason.ends_with('.') { "" } else { "." };
    // The name of a domain stays as it is.
    if first_word.contains('.') {
        return reason + end;
    }
    let mut rest = reason.chars();
    let begin = rest.next().into_iter().flat_map(char::to_uppercase);
    begin.chain(rest).chain(end.chars()).collect()
}

/// Reads domains as people list them; one at least.
fn domains(answer: &str) -> Result<BTreeSet<Domain>, Text> {
    let domains: BTreeSet<Domain> = answer
        .split([',', ';', ' '])
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|error: AddressError| error.text())?;
    if domains.is_empty() {
        return Err(text!("domains-needed"));
    }
    Ok(domains)
}

/// Reads a server as people copy it: by its name, with its port, or by its host's name.
fn server(answer: &str) -> Result<(String, Option<u16>), Text> {
    if let Some(provider) = Provider::named(answer) {
        return Ok((provider.host.to_owned(), None));
    }
    let with_port = answer.rsplit_once(':').and_then(|(host, digits)| {
        let is_alone = host.starts_with('[') || !host.contains(':');
        let place = (parse_host(host).ok()?, Some(port(digits).ok()?));
        is_alone.then_some(place)
    });
    with_port.map_or_else(
        || Ok((parse_host(answer).map_err(HostError::text)?, None)),
        Ok,
    )
}

fn language_code(answer: &str) -> Result<Language, Text> {
    Language::from_locale(answer).ok_or_else(|| text!("language-choices"))
}

fn security(answer: &str) -> Result<Security, Text> {
    [Security::Tls, Security::Starttls, Security::None]
        .into_iter()
        .find(|security| security.as_str() == answer.to_lowercase())
        .ok_or_else(|| text!("security-choices"))
}
