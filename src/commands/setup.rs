//! `carnet setup`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::list::one_line;
use crate::{
    config::Settings,
    context::Context,
    domain::address::{AddressError, Domain},
    error::{CommandError, CommandResult, Outcome},
    text,
    texts::{Language, Text, language},
    ui::{Page, PromptError, Report},
};

#[derive(Debug, clap::Args)]
pub struct SetupArgs {
    /// The name of the school, as parents know it
    #[arg(long, value_name = "NAME", value_parser = one_line)]
    school: Option<String>,
    /// A domain of professional addresses; may be repeated, and replaces those known
    #[arg(long = "professional-domain", value_name = "DOMAIN")]
    professional_domains: Vec<Domain>,
}

/// What was given or answered; the rest stays as it is.
#[derive(Debug, Default, PartialEq, Eq)]
struct Answers {
    school: Option<String>,
    professional_domains: Option<BTreeSet<Domain>>,
    language: Option<Language>,
}

impl Answers {
    fn given(args: &SetupArgs, cx: &Context) -> Self {
        let domains: BTreeSet<Domain> = args.professional_domains.iter().cloned().collect();
        Self {
            school: args.school.clone(),
            professional_domains: Some(domains).filter(|domains| !domains.is_empty()),
            language: cx.asked_language,
        }
    }

    /// Asks for what neither the options nor the settings have.
    fn ask_missing(&mut self, known: &Settings, cx: &Context) -> Result<(), PromptError> {
        if self.school.is_none() && known.school.is_none() {
            let answer = ask_until(cx, &text!("ask-school"), None, "--school", one_line)?;
            self.school = Some(answer);
        }
        if self.professional_domains.is_none() && known.professional_domains.is_empty() {
            let question = text!("ask-professional-domains");
            let answer = ask_until(cx, &question, None, "--professional-domain", domains)?;
            self.professional_domains = Some(answer);
        }
        if self.language.is_none() && known.language.is_none() {
            let question = text!("ask-language");
            let default = Some(language().code());
            self.language = Some(ask_until(cx, &question, default, "--lang", language_code)?);
        }
        Ok(())
    }

    fn apply(self, settings: &mut Settings) {
        if let Some(school) = self.school {
            settings.school = Some(school).filter(|school| !school.is_empty());
        }
        if let Some(domains) = self.professional_domains {
            settings.professional_domains = domains;
        }
        if let Some(language) = self.language {
            settings.language = Some(language);
        }
    }
}

/// Asks again as long as the answer cannot be understood.
fn ask_until<T>(
    cx: &Context,
    question: &Text,
    default: Option<&str>,
    option: &'static str,
    read: impl Fn(&str) -> Result<T, Text>,
) -> Result<T, PromptError> {
    loop {
        match read(&cx.ui.ask(question, default, option)?) {
            Ok(answer) => return Ok(answer),
            Err(reason) => cx.ui.status(&reason),
        }
    }
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

fn language_code(answer: &str) -> Result<Language, Text> {
    Language::from_locale(answer).ok_or_else(|| text!("language-choices"))
}

#[derive(Debug, Serialize)]
struct Ready {
    school: Option<String>,
    professional_domains: BTreeSet<Domain>,
    language: Option<Language>,
    changed: bool,
    #[serde(skip)]
    has_account: bool,
    #[serde(skip)]
    has_list: bool,
}

impl Report for Ready {
    fn print(&self, page: &mut Page) {
        let domains: Vec<_> = self
            .professional_domains
            .iter()
            .map(Domain::as_str)
            .collect();
        let language = self.language.map(Language::code).unwrap_or_default();
        page.fields(&[
            (
                text!("field-school"),
                self.school.clone().unwrap_or_default(),
            ),
            (text!("field-professional-domains"), domains.join(", ")),
            (text!("field-language"), language.to_owned()),
        ]);
        page.blank();
        page.line(text!("setup-next"));
        if self.professional_domains.is_empty() {
            page.line(text!("setup-next-domain"));
        }
        if !self.has_account {
            page.line(text!("setup-next-account"));
        }
        if !self.has_list {
            page.line(text!("setup-next-import"));
            page.line(text!("setup-next-list"));
        }
        page.line(text!("setup-next-doctor"));
    }
}

pub fn run(args: &SetupArgs, cx: &Context) -> CommandResult {
    let mut answers = Answers::given(args, cx);
    if cx.ui.can_prompt() {
        answers.ask_missing(cx.settings()?, cx)?;
    } else if answers == Answers::default() {
        return Err(CommandError::usage(text!("setup-needs-options")).hint(text!("hint-setup")));
    }

    let lock = cx.lock()?;
    let before = cx.settings_to_change(&lock)?;
    let mut settings = before.clone();
    answers.apply(&mut settings);
    let changed = settings != before;
    if changed {
        settings.save(cx.dirs(), &lock)?;
    }
    drop(lock);
    cx.ui.done(&Ready {
        has_account: !settings.accounts.is_empty(),
        has_list: !cx.store().list_names()?.is_empty(),
        school: settings.school,
        professional_domains: settings.professional_domains,
        language: settings.language,
        changed,
    })?;
    Ok(Outcome::Done)
}
