//! Questions to a person; never asked without a terminal.

use std::{
    fmt,
    io::{self, IsTerminal as _},
};

use dialoguer::{Input, theme::Theme};

use super::{Ui, clean_stderr, write_stderr};
use crate::{
    text,
    texts::{Language, Text, language},
};

/// Why a question has no answer.
#[derive(Debug)]
pub enum PromptError {
    /// Nobody is there to answer the question; the option that answers instead.
    NoTerminal {
        question: String,
        option: &'static str,
    },
    /// The person left.
    Interrupted,
    /// The terminal failed.
    Io(io::Error),
}

impl PromptError {
    /// Returns the option to give instead.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::NoTerminal { option, .. } => Some(text!("hint-option-instead", option = *option)),
            _ => None,
        }
    }
}

impl fmt::Display for PromptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTerminal { question, .. } => {
                text!("prompt-no-terminal", question = question).fmt(f)
            }
            Self::Interrupted => text!("prompt-interrupted").fmt(f),
            Self::Io(_) => text!("prompt-failed").fmt(f),
        }
    }
}

impl std::error::Error for PromptError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<dialoguer::Error> for PromptError {
    fn from(error: dialoguer::Error) -> Self {
        let dialoguer::Error::IO(error) = error;
        if error.kind() == io::ErrorKind::Interrupted {
            // The cursor is hidden while a question stands (dialoguer#294).
            let _ignored = console::Term::stderr().show_cursor();
            write_stderr("\n");
            Self::Interrupted
        } else {
            Self::Io(error)
        }
    }
}

/// Shows a question as it is: what stands after it depends on the language.
pub(super) struct AsAsked;

impl Theme for AsAsked {
    fn format_input_prompt(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        _default: Option<&str>,
    ) -> fmt::Result {
        write!(f, "{prompt} ")
    }

    fn format_error(&self, f: &mut dyn fmt::Write, reason: &str) -> fmt::Result {
        f.write_str(reason)
    }

    fn format_input_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        answer: &str,
    ) -> fmt::Result {
        write!(f, "{prompt} {answer}")
    }
}

impl Ui {
    /// Tells whether someone is there to answer.
    pub fn can_prompt(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks for yes or no; `--yes` answers yes.
    ///
    /// In French, `o` and `oui` as well as `y` and `yes`: dialoguer's own
    /// question knows English only.
    pub fn confirm(&self, question: &Text) -> Result<bool, PromptError> {
        if self.assumes_yes() {
            return Ok(true);
        }
        self.require_terminal(question, "--yes")?;
        let choices = text!("prompt-yes-no").to_string();
        let input = Input::<String>::with_theme(&AsAsked)
            .with_prompt(format!("{question} {choices}"))
            .allow_empty(true)
            .validate_with(|answer: &String| {
                parse_answer(answer)
                    .map(|_| ())
                    .ok_or_else(|| choices.clone())
            });
        let answer = self.waiting(|| input.interact_text())?;
        Ok(parse_answer(&answer).unwrap_or(false))
    }

    /// Asks for a line of text; an empty answer is the default one.
    pub fn ask(
        &self,
        question: &Text,
        default: Option<&str>,
        option: &'static str,
    ) -> Result<String, PromptError> {
        self.require_terminal(question, option)?;
        let question = match default {
            Some(default) => format!("{question} [{default}]"),
            None => question.to_string(),
        };
        let mut input = Input::<String>::with_theme(&AsAsked)
            .with_prompt(text!("prompt-question", question = question).to_string())
            .allow_empty(true);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        let answer = self.waiting(|| input.interact_text())?;
        Ok(answer.trim().to_owned())
    }

    /// Asks to choose by number; an empty answer is the default one.
    pub fn choose(
        &self,
        question: &Text,
        choices: &[String],
        default: usize,
        option: &'static str,
    ) -> Result<usize, PromptError> {
        self.require_terminal(question, option)?;
        for (number, choice) in (1..).zip(choices) {
            write_stderr(&format!("{number:>4}  {}\n", clean_stderr(choice)));
        }
        let default = (default + 1).to_string();
        loop {
            let answer = self.ask(question, Some(&default), option)?;
            let chosen = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
            match chosen.filter(|chosen| *chosen < choices.len()) {
                Some(chosen) => return Ok(chosen),
                None => self.status(&text!("choose-number", most = choices.len())),
            }
        }
    }

    /// Asks for a password without showing it, until there is one.
    pub fn ask_password(
        &self,
        question: &Text,
        option: &'static str,
    ) -> Result<String, PromptError> {
        loop {
            let password = self.ask_hidden(question, option)?;
            if !password.is_empty() {
                return Ok(password);
            }
        }
    }

    /// Asks for a line without showing it; it may be empty.
    pub fn ask_hidden(&self, question: &Text, option: &'static str) -> Result<String, PromptError> {
        self.require_terminal(question, option)?;
        let question = text!("prompt-question", question = question.clone());
        #[cfg(unix)]
        return super::hidden::read_hidden(&format!("{question} "))
            .map_err(PromptError::Io)?
            .ok_or(PromptError::Interrupted);
        #[cfg(not(unix))]
        Ok(dialoguer::Password::with_theme(&AsAsked)
            .with_prompt(question.to_string())
            .allow_empty_password(true)
            .interact()?)
    }

    /// Says for the time of a question that someone is asked.
    pub(super) fn waiting<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.with_interrupts(|| {
            // dialoguer does so while it reads a key only: what is typed in between would
            // show twice, and Ctrl-C would find nobody.
            #[cfg(unix)]
            let _modes = super::hidden::Modes::keys_only();
            ask()
        })
    }

    pub(super) fn require_terminal(
        &self,
        question: &Text,
        option: &'static str,
    ) -> Result<(), PromptError> {
        if self.can_prompt() {
            return Ok(());
        }
        let question = question.to_string();
        Err(PromptError::NoTerminal { question, option })
    }
}

/// Reads yes or no in either language; an empty answer is no.
pub(super) fn parse_answer(answer: &str) -> Option<bool> {
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Some(true),
        "o" | "oui" if language() == Language::French => Some(true),
        "" | "n" | "no" | "non" => Some(false),
        _ => None,
    }
}
