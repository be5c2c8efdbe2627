//! What setup asks: one table for the questions and the options that answer them.

use crate::{text, texts::Text};

/// Something to know, in the order in which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// The language of carnet: all other questions are asked in it.
    Language,
    /// The name of the school.
    School,
    /// The sender's address, from which most of the rest is proposed.
    Address,
    /// The domains of professional addresses.
    Domains,
    /// The submission server.
    Host,
    /// How the connection is protected.
    Security,
    /// The server's port.
    Port,
    /// The login name.
    Login,
    /// The password, or the command that prints it.
    Password,
    /// A first list.
    List,
}

impl Question {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Language,
        Self::School,
        Self::Address,
        Self::Domains,
        Self::Host,
        Self::Security,
        Self::Port,
        Self::Login,
        Self::Password,
        Self::List,
    ];

    /// Those about an account.
    pub const OF_ACCOUNT: [Self; 5] = [
        Self::Host,
        Self::Security,
        Self::Port,
        Self::Login,
        Self::Password,
    ];

    /// Returns the option that answers in a script.
    pub const fn option(self) -> &'static str {
        match self {
            Self::Language => "--lang",
            Self::School => "--school",
            Self::Address => "--address",
            Self::Domains => "--professional-domain",
            Self::Host => "--host",
            Self::Security => "--security",
            Self::Port => "--port",
            Self::Login => "--login",
            Self::Password => "--password-stdin",
            Self::List => "--list",
        }
    }

    /// Returns its name, as in a menu.
    pub fn name(self) -> Text {
        match self {
            Self::Language => text!("field-language"),
            Self::School => text!("field-school"),
            Self::Address => text!("field-address"),
            Self::Domains => text!("field-professional-domains"),
            Self::Host => text!("field-server"),
            Self::Security => text!("field-security"),
            Self::Port => text!("field-port"),
            Self::Login => text!("field-login"),
            Self::Password => text!("field-password"),
            Self::List => text!("setup-another-list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::Args as _;

    use super::{super::SetupArgs, *};

    #[test]
    fn every_question_has_an_option_and_every_option_answers_a_question() {
        let command = SetupArgs::augment_args(clap::Command::new("setup"));
        let options: BTreeSet<String> = command
            .get_arguments()
            .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
            .collect();
        let mut answers: BTreeSet<String> = Question::ALL
            .iter()
            .map(|question| question.option().to_owned())
            .collect();
        // A global option, another way to answer, and whether to try the answers.
        answers.remove("--lang");
        answers.extend(["--password-command", "--no-test"].map(str::to_owned));
        assert_eq!(options, answers);
    }
}
