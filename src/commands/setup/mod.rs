//! `carnet setup`.

mod answers;
mod asking;
mod keep;
mod question;
mod report;
mod trial;
mod wizard;

use self::{
    answers::Answers,
    keep::{keep_account, keep_list, keep_school},
    report::Ready,
    wizard::Wizard,
};
use super::{
    account::{
        fields::{SecurityArg, port},
        password::PasswordArgs,
        trial::try_account,
    },
    list::one_line,
};
use crate::{
    config::{Account, SecretSource, Settings},
    context::Context,
    domain::{
        address::{Address, Domain},
        host::parse_host,
        list_name::ListName,
        rights::check_sender,
    },
    error::{CommandError, CommandResult, Outcome},
    ops::accounts::PasswordChange,
    text,
};

#[derive(Debug, clap::Args)]
pub struct SetupArgs {
    /// The name of the school, as parents know it
    #[arg(long, value_name = "NAME", value_parser = one_line)]
    school: Option<String>,
    /// A domain of professional addresses; may be repeated, and replaces those known
    #[arg(long = "professional-domain", value_name = "DOMAIN")]
    professional_domains: Vec<Domain>,
    /// The professional address to write from, whose account is added or changed
    #[arg(long, value_name = "ADDRESS")]
    address: Option<Address>,
    /// The submission server [default: the one known for the address, or smtp.DOMAIN]
    #[arg(long, value_name = "HOST", value_parser = parse_host)]
    host: Option<String>,
    /// The server's port, usually 465 with tls and 587 with starttls
    #[arg(long, value_name = "PORT", value_parser = port)]
    port: Option<u16>,
    /// How the connection is protected; none to this computer only
    #[arg(long, value_name = "SECURITY")]
    security: Option<SecurityArg>,
    /// The login name when it is not the address; empty for none
    #[arg(long, value_name = "LOGIN", value_parser = one_line)]
    login: Option<String>,
    #[command(flatten)]
    password: PasswordArgs,
    /// Keep the account without trying to connect
    #[arg(long)]
    no_test: bool,
    /// A list to create, which belongs to the address; may be repeated
    #[arg(long = "list", value_name = "NAME")]
    lists: Vec<ListName>,
}

impl SetupArgs {
    /// Tells whether an account is to be added or changed.
    const fn is_about_account(&self) -> bool {
        self.address.is_some()
            || self.host.is_some()
            || self.port.is_some()
            || self.security.is_some()
            || self.login.is_some()
            || !self.password.is_empty()
    }

    /// Tells whether nothing was given, `--lang` aside.
    const fn is_empty(&self) -> bool {
        self.school.is_none()
            && self.professional_domains.is_empty()
            && self.lists.is_empty()
            && !self.is_about_account()
    }

    /// Puts what was given over what is known.
    fn answer(&self, answers: &mut Answers, settings: &Settings) {
        if let Some(school) = &self.school {
            answers.school = Some(school.clone());
        }
        if !self.professional_domains.is_empty() {
            answers.domains = self.professional_domains.iter().cloned().collect();
        }
        if let Some(address) = &self.address {
            answers.take_address(address.clone(), settings);
        }
        if let Some(host) = &self.host {
            answers.take_host(host.clone());
        }
        if let Some(security) = self.security {
            answers.take_security(security.into());
        }
        if let Some(port) = self.port {
            answers.port = Some(port);
        }
        if let Some(login) = &self.login {
            answers.login = Some(login.clone());
        }
    }

    /// Puts the account together and tries it; nothing is written yet.
    fn account(
        &self,
        answers: &mut Answers,
        settings: &Settings,
        cx: &Context,
    ) -> Result<(Account, PasswordChange), CommandError> {
        let Some(mut account) = answers.account(settings) else {
            let hint = text!("hint-option-instead", option = "--address");
            return Err(CommandError::usage(text!("setup-needs-address")).hint(hint));
        };
        if answers.domains.is_empty() {
            answers.domains = answers.likely_domains();
        }
        check_sender(&account.address, &answers.domains)?;
        account.check()?;
        let needed = SecretSource::of(cx.dirs(), &account) == SecretSource::Missing;
        let password = self.password.resolve(&mut account, needed, cx)?;
        if !self.no_test {
            let given = match &password {
                PasswordChange::Store(secret) => Some(secret),
                PasswordChange::Keep | PasswordChange::Forget => None,
            };
            // The account is not kept: there is nothing to edit yet.
            let not_kept = |error| {
                CommandError::from(error)
                    .without_hints()
                    .hint(text!("hint-no-test"))
            };
            for stage in try_account(&account, given, cx).map_err(not_kept)? {
                cx.ui.status(&stage);
            }
        }
        Ok((account, password))
    }
}

pub fn run(args: &SetupArgs, cx: &Context) -> CommandResult {
    let settings = cx.settings()?;
    let mut answers = Answers::known(settings);
    if let Some(language) = cx.asked_language {
        answers.language = Some(language);
    }
    if args.is_empty() && cx.ui.can_prompt() {
        let changed = Wizard::new(answers, settings.clone(), args.no_test, cx).run()?;
        return report(changed, cx);
    }
    if args.is_empty() && cx.asked_language.is_none() {
        return Err(CommandError::usage(text!("setup-needs-options")).hint(text!("hint-setup")));
    }
    args.answer(&mut answers, settings);
    let account = if args.is_about_account() {
        Some(args.account(&mut answers, settings, cx)?)
    } else {
        None
    };
    let mut changed = keep_school(&answers, settings, cx)?;
    if let Some((account, password)) = &account {
        changed |= keep_account(account, password, cx)?;
    }
    for list in &args.lists {
        changed |= keep_list(list, cx)?;
    }
    report(changed, cx)
}

fn report(changed: bool, cx: &Context) -> CommandResult {
    let settings = Settings::load(cx.dirs())?;
    let ready = Ready::new(&settings, cx.store().list_names()?, changed, cx);
    cx.ui.done(&ready)?;
    Ok(Outcome::Done)
}
