//! What may stand at a place of a command line: lists, accounts, moderators, classes, messages, drafts.
//!
//! Never a subscriber: whoever looks over a shoulder must not see families.

use std::{
    any::TypeId,
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    sync::Arc,
};

use clap::{Arg, Command, builder::StyledStr};
use clap_complete::{ArgValueCompleter, CompletionCandidate};

use crate::{
    config::{Dirs, Settings},
    domain::{address::Address, list_name::ListName, message::MessageId},
    store::Store,
    ui::sanitize,
};

/// How many messages are offered, the latest ones: nobody reads more.
const MESSAGES: usize = 50;

/// What an argument names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Lists,
    Accounts,
    Moderators,
    Classes,
    Messages,
    UnfinishedMessages,
    Drafts,
}

impl Kind {
    /// Tells what an argument of a command names, as in `list show`.
    fn of(command: &str, argument: &Arg) -> Option<Self> {
        let parsed = argument.get_value_parser().type_id();
        match (command, argument.get_id().as_str()) {
            // A name that nobody has yet.
            ("list create", "name")
            | ("list rename", "new")
            | ("setup", "lists")
            | ("account add", "address") => None,
            ("moderator add" | "moderator remove", "addresses") => Some(Self::Moderators),
            ("send", "test") => Some(Self::Accounts),
            ("queue cancel" | "queue resume", "id") => Some(Self::UnfinishedMessages),
            ("queue show" | "archive show" | "archive deliveries" | "archive export", "id")
            | ("send", "again") => Some(Self::Messages),
            ("draft show" | "draft remove", "id") | ("send", "draft") => Some(Self::Drafts),
            ("send", "class") => Some(Self::Classes),
            _ if parsed == TypeId::of::<ListName>() => Some(Self::Lists),
            (command, _) if command.starts_with("subscriber ") => None,
            _ if parsed == TypeId::of::<Address>() => Some(Self::Accounts),
            _ => None,
        }
    }
}

/// Where candidates come from.
#[derive(Debug)]
pub struct Known {
    dirs: Dirs,
    store: Store,
    /// The words of the command line.
    typed: Vec<String>,
}

/// Candidates, each with what a shell may show beside it.
type Candidates = BTreeMap<String, String>;

impl Known {
    /// Remembers where to look and what was typed; reads nothing.
    pub fn new(dirs: &Dirs, typed: &[OsString]) -> Self {
        Self {
            store: Store::new(dirs.data().to_owned()),
            dirs: dirs.clone(),
            typed: typed
                .iter()
                .map(|word| word.to_string_lossy().into_owned())
                .collect(),
        }
    }

    /// Returns what begins with `current`, in the order to show.
    fn complete(&self, kind: Kind, current: &OsStr) -> Vec<CompletionCandidate> {
        let Some(current) = current.to_str() else {
            return Vec::new();
        };
        let found = match kind {
            Kind::Lists => self.lists(current),
            Kind::Accounts => self.accounts(),
            Kind::Moderators => self.moderators(),
            Kind::Classes => self.classes(),
            Kind::Messages => return self.messages(current, |_| true),
            Kind::Drafts => return self.drafts(current),
            Kind::UnfinishedMessages => {
                return self.messages(current, |id| self.store.is_queued(id));
            }
        };
        let is_open =
            |value: &str| value == current || !self.typed.iter().any(|word| word == value);
        found
            .into_iter()
            .filter(|(value, _)| value.starts_with(current) && is_open(value))
            .map(|(value, help)| candidate(value, &help))
            .collect()
    }

    fn lists(&self, current: &str) -> Candidates {
        let names = self.store.list_names().unwrap_or_default();
        names
            .into_iter()
            .filter(|name| name.as_str().starts_with(current))
            .map(|name| {
                let summary = self.store.list_summary(&name).ok();
                let title = summary.and_then(|summary| summary.title);
                (name.to_string(), title.unwrap_or_default())
            })
            .collect()
    }

    fn accounts(&self) -> Candidates {
        let settings = Settings::load(&self.dirs).unwrap_or_default();
        let of = |name: Option<String>| name.unwrap_or_default();
        settings
            .accounts
            .into_iter()
            .map(|account| (account.address.to_string(), of(account.display_name)))
            .collect()
    }

    /// Returns the lists that the command line names.
    fn named_lists(&self) -> Vec<ListName> {
        self.typed
            .iter()
            .filter_map(|word| ListName::parse(word).ok())
            .filter(|name| self.store.has_list(name))
            .collect()
    }

    /// Returns the moderators of the list to remove one from; to add one, those known elsewhere.
    fn moderators(&self) -> Candidates {
        let is_added = self.typed.iter().any(|word| word == "add");
        let mut found = if is_added {
            self.accounts()
        } else {
            Candidates::new()
        };
        let named = self.named_lists();
        let lists = if is_added {
            self.store.list_names().unwrap_or_default()
        } else {
            named.clone()
        };
        for name in lists {
            let Ok(summary) = self.store.list_summary(&name) else {
                continue;
            };
            for moderator in summary.moderators {
                let address = moderator.to_string();
                if is_added && named.contains(&name) {
                    found.remove(&address);
                } else {
                    found.entry(address).or_default();
                }
            }
        }
        found
    }

    fn classes(&self) -> Candidates {
        let lists = self.named_lists();
        let lists = lists.iter().filter_map(|name| self.store.list(name).ok());
        let mut labels = BTreeSet::new();
        for list in lists {
            for subscriber in list.subscribers.iter() {
                labels.extend(subscriber.classes.iter().cloned());
            }
        }
        labels
            .into_iter()
            .map(|label| (label, String::new()))
            .collect()
    }

    /// Returns drafts, the latest first.
    fn drafts(&self, current: &str) -> Vec<CompletionCandidate> {
        let ids = self.store.draft_ids().unwrap_or_default();
        ids.iter()
            .rev()
            .filter(|id| id.as_str().starts_with(current))
            .take(MESSAGES)
            .filter_map(|id| self.store.draft(id).ok())
            .map(|draft| candidate(draft.id.to_string(), &draft.subject))
            .collect()
    }

    /// Returns messages, the latest first.
    fn messages(
        &self,
        current: &str,
        is_wanted: impl Fn(&MessageId) -> bool,
    ) -> Vec<CompletionCandidate> {
        let ids = self.store.message_ids().unwrap_or_default();
        let read = |id: &MessageId| self.store.message(id).ok();
        ids.iter()
            .rev()
            .filter(|id| id.as_str().starts_with(current) && is_wanted(id))
            .filter_map(read)
            .take(MESSAGES)
            .map(|message| candidate(message.id.to_string(), &message.subject))
            .collect()
    }
}

fn candidate(value: String, help: &str) -> CompletionCandidate {
    let help = Some(help)
        .filter(|help| !help.is_empty())
        .map(|help| StyledStr::from(sanitize(help).into_owned()));
    CompletionCandidate::new(value).help(help)
}

/// Gives every argument of a command tree that names something known its candidates.
pub fn attach(tree: Command, known: &Arc<Known>) -> Command {
    attach_below(tree, "", known)
}

fn attach_below(command: Command, path: &str, known: &Arc<Known>) -> Command {
    command
        .mut_args(|argument| match Kind::of(path, &argument) {
            None => argument,
            Some(kind) => {
                let known = Arc::clone(known);
                let complete = move |current: &OsStr| known.complete(kind, current);
                argument.add(ArgValueCompleter::new(complete))
            }
        })
        .mut_subcommands(|child| {
            let path = format!("{path} {}", child.get_name());
            attach_below(child, path.trim_start(), known)
        })
}
