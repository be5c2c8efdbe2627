//! Where the password of an account is given: never on the command line.

use std::io::{self, IsTerminal as _, Read as _};

use anyhow::Context as _;

use super::fields::command_line;
use crate::{
    config::{Account, Secret},
    context::Context,
    error::CommandError,
    ops::accounts::PasswordChange,
    text,
};

/// The longest password read, in bytes; what is longer is another file than was meant.
const PASSWORD_LIMIT: u64 = 4096;

#[derive(Debug, clap::Args)]
pub struct PasswordArgs {
    /// Run this command for the password, and keep none
    #[arg(long, value_name = "CMD", value_parser = command_line)]
    password_command: Option<String>,
    /// Read the password from standard input, or ask for it in a terminal
    #[arg(long, conflicts_with = "password_command")]
    password_stdin: bool,
}

impl PasswordArgs {
    /// Tells whether nothing was said about the password.
    pub const fn is_empty(&self) -> bool {
        self.password_command.is_none() && !self.password_stdin
    }

    /// Settles where the account's password comes from, asking for it if it is `needed`.
    ///
    /// With `--password-stdin` a person at a terminal is asked too: what is
    /// typed must not be seen.
    pub fn resolve(
        &self,
        account: &mut Account,
        needed: bool,
        cx: &Context,
    ) -> Result<PasswordChange, CommandError> {
        if account.login.is_none() {
            if !self.is_empty() {
                return Err(
                    CommandError::usage(text!("password-without-login")).hint(text!("hint-login"))
                );
            }
            account.password_command = None;
            return Ok(PasswordChange::Forget);
        }
        if let Some(command) = &self.password_command {
            account.password_command = Some(command.clone());
            return Ok(PasswordChange::Forget);
        }
        if !self.password_stdin && !needed {
            return Ok(PasswordChange::Keep);
        }
        let secret = if self.password_stdin && !io::stdin().is_terminal() {
            read_stdin()?
        } else if cx.ui.can_prompt() {
            let question = text!("ask-password", address = &account.address);
            Secret::new(&cx.ui.ask_password(&question, "--password-stdin")?)
        } else {
            let missing = text!("password-needed", address = &account.address);
            return Err(CommandError::usage(missing).hint(text!("hint-give-password")));
        };
        account.password_command = None;
        Ok(PasswordChange::Store(secret))
    }
}

fn read_stdin() -> Result<Secret, CommandError> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(PASSWORD_LIMIT)
        .read_to_end(&mut bytes)
        .with_context(|| text!("cannot-read-password"))?;
    let refused = |reason| CommandError::usage(text!("cannot-read-password")).hint(reason);
    let text = String::from_utf8(bytes).map_err(|_| refused(text!("hint-password-utf8")))?;
    let line = text.trim_start_matches('\u{feff}').lines().next();
    let secret = Secret::new(line.unwrap_or_default());
    if secret.is_empty() {
        return Err(refused(text!("hint-password-empty")));
    }
    Ok(secret)
}
