//! What is sent and to whom: from options, a draft, or a message sent before.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::subject;
use crate::{
    commands::text_file::read_text,
    context::Context,
    domain::{
        address::Address, audience::Audience, list::List, list_name::ListName, message::MessageId,
    },
    error::CommandError,
    mail::compose::Attachment,
    ops::sending::{SendPlan, Snapshot, Writing, plan_audience, plan_send},
    store::{DraftLock, StoreError, Suppressions, random_bytes},
    text,
};

/// Options that say what is sent, and to whom.
#[derive(Debug, clap::Args)]
pub struct MaterialArgs {
    /// The lists to write to; someone on several of them gets one copy
    #[arg(required_unless_present_any = ["draft", "again"], value_name = "LIST")]
    lists: Vec<ListName>,
    /// The subject; asked for in a terminal
    #[arg(long, value_name = "SUBJECT", value_parser = subject)]
    subject: Option<String>,
    /// Send the text of this file (.txt); - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    body: Option<PathBuf>,
    /// Send this text; without one, an editor opens in a terminal
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Open the text in an editor first, that of VISUAL or EDITOR
    #[arg(long)]
    edit: bool,
    /// Send this file with the message; may be repeated
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// Write as this address [default: the default account's]
    #[arg(long, value_name = "ADDRESS")]
    from: Option<Address>,
    /// Only to the parents of pupils in this class; may be repeated
    #[arg(long, value_name = "LABEL")]
    class: Vec<String>,
    /// Take up this draft; options given besides replace what it says
    #[arg(long, value_name = "ID")]
    draft: Option<String>,
    /// Start from this message of the archive; options given besides replace what it says
    #[arg(long, value_name = "ID", conflicts_with = "draft")]
    again: Option<String>,
}

/// What is sent and to whom, as far as it is known.
#[derive(Debug)]
pub struct Material {
    /// Identifies the draft, and the message that it becomes.
    pub id: MessageId,
    /// The lists named, each once.
    pub lists: Vec<ListName>,
    /// What was written; empty where nothing was.
    pub writing: Writing,
    /// Whether a text was given or asked for, were it empty.
    pub has_text: bool,
    /// Whether the text is to be edited, although it is there.
    pub to_edit: bool,
    pub(super) created: Timestamp,
    /// The draft on disk that holds it.
    pub(super) draft: Option<DraftLock>,
    /// Whether the queue has it.
    pub(super) is_frozen: bool,
}

impl Material {
    /// Gathers what options, draft or archive say; asks nothing.
    pub fn gather(args: &MaterialArgs, cx: &Context, now: Timestamp) -> Result<Self, CommandError> {
        let mut material = match (&args.draft, &args.again) {
            (Some(typed), _) => Self::of_draft(typed, cx)?,
            (None, Some(typed)) => Self::of_message(typed, cx, now)?,
            (None, None) => Self::new(now),
        };
        material.take_options(args, cx)?;
        Ok(material)
    }

    /// Knows nothing yet.
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            id: MessageId::new(now, random_bytes()),
            lists: Vec::new(),
            writing: Writing::default(),
            has_text: false,
            to_edit: false,
            created: now,
            draft: None,
            is_frozen: false,
        }
    }

    fn take_options(&mut self, args: &MaterialArgs, cx: &Context) -> Result<(), CommandError> {
        let writing = &mut self.writing;
        if !args.lists.is_empty() {
            self.lists.clear();
        }
        for name in &args.lists {
            if !self.lists.contains(name) {
                self.lists.push(name.clone());
            }
        }
        if let Some(subject) = &args.subject {
            writing.subject.clone_from(subject);
        }
        if let Some(text) = body(args, cx)? {
            writing.text = text;
            self.has_text = true;
        }
        if !args.attach.is_empty() {
            let files = args.attach.iter().map(|path| Attachment::read(path));
            writing.attachments = files.collect::<Result<_, _>>()?;
        }
        if args.from.is_some() {
            writing.from.clone_from(&args.from);
        }
        if !args.class.is_empty() {
            writing.classes.clone_from(&args.class);
        }
        self.to_edit = args.edit;
        Ok(())
    }

    /// Chooses who receives it, once its sender may write to them.
    pub fn audience(&self, cx: &Context) -> Result<Audience, CommandError> {
        let writing = &self.writing;
        let (from, _) = self.read_lists(cx)?;
        Ok(plan_audience(
            writing.from.as_ref(),
            &writing.classes,
            cx.settings()?,
            &from.lists,
            &from.suppressions,
        )?)
    }

    /// Plans the send, from lists as they are at one moment.
    pub fn plan(&self, cx: &Context, now: Timestamp) -> Result<(SendPlan, Snapshot), CommandError> {
        let (from, chosen_from) = self.read_lists(cx)?;
        let plan = plan_send(
            &self.writing,
            cx.settings()?,
            &from.lists,
            &from.suppressions,
            self.id.clone(),
            &now.to_zoned_datetime(cx.clock.zone().clone()),
        )?;
        Ok((plan, chosen_from))
    }

    fn read_lists(&self, cx: &Context) -> Result<(ChosenFrom, Snapshot), CommandError> {
        let store = cx.store();
        let list = |name: &ListName| Ok((name.clone(), store.list(name)?));
        let read = Snapshot::reading(store, &self.lists, || {
            let lists = self.lists.iter().map(list);
            Ok(ChosenFrom {
                lists: lists.collect::<Result<_, StoreError>>()?,
                suppressions: store.suppressions()?,
            })
        });
        read.map_err(|error| {
            // The words of a subject without quotes are taken for lists.
            let is_a_word = matches!(error, StoreError::NoList { .. }) && self.lists.len() > 1;
            let error = CommandError::from(error);
            if is_a_word {
                error.hint(text!("usage-quotes"))
            } else {
                error
            }
        })
    }
}

/// What an audience is chosen from.
struct ChosenFrom {
    lists: Vec<(ListName, List)>,
    suppressions: Suppressions,
}

/// Returns the text of the option or of the file, if one was given.
fn body(args: &MaterialArgs, cx: &Context) -> Result<Option<String>, CommandError> {
    match (&args.text, &args.body) {
        (Some(text), _) => Ok(Some(text.clone())),
        (None, Some(path)) => body_of_file(path, cx).map(Some),
        (None, None) => Ok(None),
    }
}

fn body_of_file(path: &Path, cx: &Context) -> Result<String, CommandError> {
    let is_input = path.as_os_str() == "-";
    let is_text = path
        .extension()
        .is_none_or(|extension| extension.eq_ignore_ascii_case("txt"));
    if !is_input && !is_text {
        let path = path.display().to_string();
        return Err(CommandError::usage(text!("body-not-text", path = &path))
            .hint(text!("hint-body-text", path = path)));
    }
    read_text(path, cx)
}
