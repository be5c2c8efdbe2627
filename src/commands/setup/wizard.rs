//! The questions of `carnet setup`, one after the other, in a terminal.

use std::collections::BTreeSet;

use super::{
    answers::Answers,
    keep::{keep_default, keep_school},
    question::Question,
};
use crate::{
    config::{Secret, SecretSource, Settings},
    context::Context,
    domain::{
        address::{Address, Domain},
        rights::check_sender,
    },
    error::CommandError,
    text,
    texts::Language,
};

/// Where the password comes from, as far as the questions have come.
#[derive(Debug, Default)]
pub(super) enum Password {
    /// From where the settings say.
    #[default]
    Known,
    /// It was typed.
    Typed(Secret),
    /// A command prints it.
    Command(String),
}

/// Someone at a terminal who is asked.
pub struct Wizard<'a> {
    pub(super) cx: &'a Context,
    pub(super) answers: Answers,
    pub(super) password: Password,
    pub(super) settings: Settings,
    /// Where we are, to say so when someone leaves.
    pub(super) at: Question,
    /// Whether the answers are being tried, and no question stands.
    pub(super) is_trying: bool,
    /// Whether anything was written.
    pub(super) changed: bool,
    pub(super) untried: bool,
}

impl<'a> Wizard<'a> {
    /// Begins with what is known.
    pub fn new(answers: Answers, settings: Settings, untried: bool, cx: &'a Context) -> Self {
        Self {
            cx,
            answers,
            password: Password::default(),
            settings,
            at: Question::Language,
            is_trying: false,
            changed: false,
            untried,
        }
    }

    /// Asks for what is missing, or what to change when nothing is; tells whether anything was.
    pub fn run(mut self) -> Result<bool, CommandError> {
        let is_complete =
            self.settings.default_account().is_some() && self.missing().next().is_none();
        let asked = if is_complete {
            self.change()
        } else {
            self.begin()
        };
        match asked {
            Ok(()) => Ok(self.changed),
            Err(error) if error.is_interruption() => {
                let kept = match self.changed {
                    true => text!("hint-setup-kept"),
                    false if is_complete => text!("hint-setup-nothing-changed"),
                    false => text!("hint-setup-nothing-kept"),
                };
                let place = if self.is_trying {
                    text!("setup-interrupted-trial")
                } else {
                    text!("setup-interrupted", question = self.at.name())
                };
                Err(error.context(place).hint(kept))
            }
            Err(error) => Err(error),
        }
    }

    /// Returns the questions about the school and the address that have no answer.
    fn missing(&self) -> impl Iterator<Item = Question> + use<> {
        let answers = &self.answers;
        let open = [
            (Question::Language, answers.language.is_none()),
            // It may have been left out.
            (
                Question::School,
                answers.school.is_none() && self.settings.default_account().is_none(),
            ),
            (Question::Address, answers.address.is_none()),
            (Question::Domains, answers.domains.is_empty()),
        ];
        open.into_iter()
            .filter(|(_, is_open)| *is_open)
            .map(|(question, _)| question)
    }

    fn begin(&mut self) -> Result<(), CommandError> {
        self.cx.ui.explain(text!("setup-welcome"));
        for question in self.missing() {
            self.ask(question)?;
        }
        // An address that is not in the known domains needs one more.
        if let Some(address) = &self.answers.address
            && check_sender(address, &self.answers.domains).is_err()
        {
            self.ask(Question::Domains)?;
        }
        self.changed |= keep_school(&self.answers, &self.settings, self.cx)?;
        if self.answers.address.is_some() && !self.has_account() {
            self.ask_about_account()?;
        }
        if self.cx.store().list_names()?.is_empty() {
            self.ask(Question::List)?;
        }
        Ok(())
    }

    /// Offers each answer for a change, until nothing is to be changed.
    fn change(&mut self) -> Result<(), CommandError> {
        loop {
            let names = Question::ALL.map(|question| question.name().to_string());
            let width = names.iter().map(|name| name.chars().count()).max();
            let width = width.unwrap_or_default();
            let mut choices: Vec<String> = names
                .iter()
                .zip(Question::ALL)
                .map(|(name, question)| format!("{name:width$}  {}", self.shown(question)))
                .map(|line| line.trim_end().to_owned())
                .collect();
            choices.push(text!("setup-done").to_string());
            let last = choices.len() - 1;
            let ask = text!("ask-what-to-change");
            let chosen = self.cx.ui.choose(&ask, &choices, last, "--help")?;
            let Some(question) = Question::ALL.get(chosen).copied() else {
                return Ok(());
            };
            self.ask(question)?;
            match question {
                Question::List => {}
                Question::Language | Question::School | Question::Domains => {
                    self.changed |= keep_school(&self.answers, &self.settings, self.cx)?;
                }
                Question::Address => {
                    if !self.has_account() {
                        self.ask(Question::Domains)?;
                        self.changed |= keep_school(&self.answers, &self.settings, self.cx)?;
                        self.ask_about_account()?;
                    }
                    self.write_from_address()?;
                }
                _ => self.try_until_it_works()?,
            }
        }
    }

    /// Makes the address that was answered the one that messages leave from.
    fn write_from_address(&mut self) -> Result<(), CommandError> {
        let Some(address) = &self.answers.address else {
            return Ok(());
        };
        if keep_default(address, self.cx)? {
            self.changed = true;
            let said = text!("setup-writes-from", address = address);
            self.cx.ui.status(&said);
        }
        Ok(())
    }

    /// Returns a present answer, as the menu shows it.
    pub(super) fn shown(&self, question: Question) -> String {
        let answers = &self.answers;
        match question {
            Question::Language => answers
                .language
                .map(Language::code)
                .unwrap_or_default()
                .to_owned(),
            Question::School => answers.school.clone().unwrap_or_default(),
            Question::Address => answers
                .address
                .as_ref()
                .map(Address::to_string)
                .unwrap_or_default(),
            Question::Domains => joined(&answers.domains),
            Question::Host => answers.likely_host().unwrap_or_default(),
            Question::Security => answers.likely_security().to_string(),
            Question::Port => answers.likely_port().to_string(),
            Question::Login => answers.likely_login(),
            Question::Password => self
                .answers
                .account(&self.settings)
                .map(|account| {
                    SecretSource::of(self.cx.dirs(), &account)
                        .text()
                        .to_string()
                })
                .unwrap_or_default(),
            Question::List => String::new(),
        }
    }

    fn ask_about_account(&mut self) -> Result<(), CommandError> {
        for question in Question::OF_ACCOUNT {
            self.ask(question)?;
        }
        self.try_until_it_works()
    }
}

/// Returns domains as people list them.
pub(super) fn joined(domains: &BTreeSet<Domain>) -> String {
    let domains: Vec<_> = domains.iter().map(Domain::as_str).collect();
    domains.join(", ")
}
