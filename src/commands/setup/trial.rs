//! Trying the answers on the server, and the way back to the one that is wrong.

use super::{
    keep::keep_account,
    question::Question,
    wizard::{Password, Wizard},
};
use crate::{
    commands::account::trial::try_account,
    config::{Account, Security, Settings},
    domain::delivery::Step,
    error::CommandError,
    mail::{AccountError, Cause},
    ops::accounts::PasswordChange,
    text,
    ui::PromptError,
};

/// What to do after a connection that failed.
enum After {
    Ask(Question),
    Retry,
    KeepUntried,
    Stop,
}

impl Wizard<'_> {
    /// Tries the account, and goes back to the answers that somebody wants to correct.
    pub(super) fn try_until_it_works(&mut self) -> Result<(), CommandError> {
        let mut untried = self.untried;
        loop {
            let Some((account, password)) = self.account() else {
                return Ok(());
            };
            self.is_trying = true;
            let error = match self.attempt(&account, &password, untried) {
                Ok(()) => {
                    self.is_trying = false;
                    self.changed |= keep_account(&account, &password, self.cx)?;
                    self.settings = Settings::load(self.cx.dirs())?;
                    self.password = Password::Known;
                    return Ok(());
                }
                Err(error) => error,
            };
            let question = concerned(&error, account.security, account.port);
            let error = CommandError::from(error);
            if error.is_interruption() {
                return Err(error);
            }
            self.is_trying = false;
            error.without_hints().print(&self.cx.ui);
            match self.choose_after(question)? {
                After::Ask(question) => self.ask_again(question)?,
                After::Retry => {}
                After::KeepUntried => untried = true,
                After::Stop if self.has_account() => {
                    return Err(CommandError::failed(text!("setup-account-unchanged")));
                }
                After::Stop => {
                    return Err(CommandError::failed(text!("setup-account-not-kept"))
                        .hint(text!("hint-setup-again")));
                }
            }
        }
    }

    fn attempt(
        &self,
        account: &Account,
        password: &PasswordChange,
        untried: bool,
    ) -> anyhow::Result<()> {
        account.check()?;
        if untried {
            return Ok(());
        }
        let ui = &self.cx.ui;
        ui.status(&text!("setup-trying", server = account.server()));
        let typed = match password {
            PasswordChange::Store(secret) => Some(secret),
            PasswordChange::Keep | PasswordChange::Forget => None,
        };
        for stage in try_account(account, typed, self.cx)? {
            ui.status(&stage);
        }
        ui.status(&text!("account-works", address = &account.address));
        Ok(())
    }

    fn choose_after(&self, likely: Question) -> Result<After, PromptError> {
        let mut choices: Vec<String> = Question::OF_ACCOUNT
            .iter()
            .map(|question| {
                let name = question.name();
                if *question == Question::Password {
                    return text!("setup-change", name = name).to_string();
                }
                let answer = self.shown(*question);
                text!("setup-change-answer", name = name, answer = answer).to_string()
            })
            .collect();
        choices.push(text!("setup-retry").to_string());
        choices.push(text!("setup-keep-untried").to_string());
        choices.push(if self.has_account() {
            text!("setup-stop-unchanged").to_string()
        } else {
            text!("setup-stop").to_string()
        });
        let default = Question::OF_ACCOUNT.iter().position(|one| *one == likely);
        let ask = text!("ask-what-now");
        let chosen = self
            .cx
            .ui
            .choose(&ask, &choices, default.unwrap_or_default(), "--no-test")?;
        let retry = Question::OF_ACCOUNT.len();
        Ok(match Question::OF_ACCOUNT.get(chosen) {
            Some(question) => After::Ask(*question),
            None if chosen == retry => After::Retry,
            None if chosen == retry + 1 => After::KeepUntried,
            None => After::Stop,
        })
    }

    /// Asks once more; what went wrong is not proposed again.
    fn ask_again(&mut self, question: Question) -> Result<(), CommandError> {
        if question == Question::Security {
            let other = match self.answers.likely_security() {
                Security::Tls => Security::Starttls,
                Security::Starttls | Security::None => Security::Tls,
            };
            self.at = question;
            return Ok(self.ask_security(other)?);
        }
        self.ask(question)
    }

    /// Tells whether the account is one that was kept before.
    pub(super) fn has_account(&self) -> bool {
        let address = self.answers.address.as_ref();
        address.is_some_and(|address| self.settings.account(address).is_ok())
    }

    /// Puts the account and its password together.
    fn account(&self) -> Option<(Account, PasswordChange)> {
        let mut account = self.answers.account(&self.settings)?;
        let password = match &self.password {
            _ if account.login.is_none() => {
                account.password_command = None;
                PasswordChange::Forget
            }
            Password::Known => PasswordChange::Keep,
            Password::Typed(secret) => {
                account.password_command = None;
                PasswordChange::Store(secret.clone())
            }
            Password::Command(command) => {
                account.password_command = Some(command.clone());
                PasswordChange::Forget
            }
        };
        Some((account, password))
    }
}

/// Finds the question whose answer is the likeliest to be wrong.
fn concerned(error: &anyhow::Error, security: Security, port: u16) -> Question {
    let failure = error
        .downcast_ref::<AccountError>()
        .map(AccountError::failure);
    // Without a failure on the way there was no password to take along.
    let Some(failure) = failure else {
        return Question::Password;
    };
    match (&failure.cause, failure.step) {
        (Cause::UnknownHost(_) | Cause::Certificate(_), _) => Question::Host,
        (
            Cause::NoStarttls
            | Cause::Encryption(_)
            | Cause::PlainText(_)
            | Cause::NoAuthentication,
            _,
        ) => Question::Security,
        // The usual port does not answer: the other protection has another one.
        (Cause::Lost(_) | Cause::Timeout, _) if port == security.default_port() => {
            Question::Security
        }
        (Cause::Lost(_) | Cause::Timeout | Cause::Unexpected(_), _) => Question::Port,
        (_, Step::Auth) => Question::Password,
        _ => Question::Host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::address::Address, mail::SendError};

    #[test]
    fn a_failure_leads_back_to_the_answer_that_is_likely_wrong() {
        let lost = || Cause::Lost("refused".to_owned());
        let refused = |code| Cause::Reply {
            code,
            text: "no".to_owned(),
        };
        for (step, cause, port, expected) in [
            (
                Step::Connect,
                Cause::UnknownHost("x".into()),
                465,
                Question::Host,
            ),
            (
                Step::Tls,
                Cause::Certificate("x".into()),
                587,
                Question::Host,
            ),
            (Step::Connect, lost(), 465, Question::Security),
            (Step::Connect, lost(), 4650, Question::Port),
            (
                Step::Connect,
                Cause::Encryption("x".into()),
                465,
                Question::Security,
            ),
            (Step::Tls, Cause::NoStarttls, 587, Question::Security),
            (Step::Hello, Cause::Timeout, 4650, Question::Port),
            (Step::Hello, refused(554), 465, Question::Host),
            (Step::Auth, refused(535), 465, Question::Password),
        ] {
            let account = Account::new(
                Address::parse("dir@ac-x.fr").unwrap(),
                "smtp.ac-x.fr".to_owned(),
                Security::of_port(port),
            );
            let failure = SendError { step, cause };
            let error = anyhow::Error::new(AccountError::new(&account, failure));
            let found = concerned(&error, Security::of_port(port), port);
            assert_eq!(found, expected, "{error}");
        }
        let no_password = anyhow::anyhow!("the command failed");
        let found = concerned(&no_password, Security::Tls, 465);
        assert_eq!(found, Question::Password);
    }
}
