//! What is sent and to whom: from options, a draft, or a message sent before.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{composing::left_in_editor, subject};
use crate::{
    commands::text_file::read_text,
    context::Context,
    domain::{
        address::Address,
        audience::Audience,
        draft::Draft,
        list::List,
        list_name::ListName,
        message::{Message, MessageId, MessageList},
    },
    error::{CommandError, ErrorKind},
    mail::{compose::Attachment, reading::attached_files},
    ops::sending::{SendPlan, Writing, plan_audience, plan_send},
    store::{DraftLock, StoreError, draft_attachment, random_bytes},
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
    /// Send this file with the message
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// Write as this address [default: the default account's]
    #[arg(long, value_name = "ADDRESS")]
    from: Option<Address>,
    /// Only to the parents of pupils in this class
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
    created: Timestamp,
    draft: Option<DraftLock>,
    is_frozen: bool,
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

    fn new(now: Timestamp) -> Self {
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

    fn of_draft(typed: &str, cx: &Context) -> Result<Self, CommandError> {
        let store = cx.store();
        let id = store.find_draft(typed)?;
        // Read under the lock: another process may have sent it meanwhile.
        let lock = store.lock_draft(&id)?;
        let draft = store.draft(&id)?;
        // The program was killed after the freeze, before it removed the draft.
        if store.message_path(&id).exists() {
            return Err(CommandError::failed(text!("draft-was-sent", id = &id))
                .hint(text!("hint-remove-draft", id = &id)));
        }
        let contents = store.draft_contents(&draft)?;
        let names = draft.attachments.into_iter().map(|one| one.name);
        let text = left_in_editor(&lock, "")?.unwrap_or(draft.text);
        Ok(Self {
            id,
            lists: draft.lists,
            has_text: !text.trim().is_empty(),
            to_edit: false,
            created: draft.created,
            draft: Some(lock),
            is_frozen: false,
            writing: Writing {
                from: draft.from,
                subject: draft.subject,
                text,
                attachments: attachments(names, contents),
                classes: draft.classes,
                schedule: None,
            },
        })
    }

    fn of_message(typed: &str, cx: &Context, now: Timestamp) -> Result<Self, CommandError> {
        let store = cx.store();
        let id = store.find_message(typed)?;
        let message = store.message(&id)?;
        let contents = attached_files(&store.content(&id)?)
            .filter(|contents| contents.len() == message.attachments.len())
            .ok_or_else(|| StoreError::Corrupt {
                path: store.message_path(&id),
                reason: text!("corrupt-attachments"),
            })?;
        let lists = lists_now(&message, cx)?;
        let names = message.attachments.into_iter().map(|one| one.name);
        Ok(Self {
            lists,
            has_text: true,
            writing: Writing {
                from: Some(message.from),
                subject: message.subject,
                text: store.text(&id)?,
                attachments: attachments(names, contents),
                classes: message.classes,
                schedule: None,
            },
            ..Self::new(now)
        })
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
        Ok(plan_audience(
            writing.from.as_ref(),
            &writing.classes,
            cx.settings()?,
            &self.read_lists(cx)?,
            &cx.store().suppressions()?,
        )?)
    }

    /// Plans the send.
    pub fn plan(&self, cx: &Context, now: Timestamp) -> Result<SendPlan, CommandError> {
        Ok(plan_send(
            &self.writing,
            cx.settings()?,
            &self.read_lists(cx)?,
            &cx.store().suppressions()?,
            self.id.clone(),
            &now.to_zoned_datetime(cx.clock.zone().clone()),
        )?)
    }

    fn read_lists(&self, cx: &Context) -> Result<Vec<(ListName, List)>, StoreError> {
        let read = |name: &ListName| Ok((name.clone(), cx.store().list(name)?));
        self.lists.iter().map(read).collect()
    }

    /// Tells whether a draft on disk holds it.
    pub const fn is_kept(&self) -> bool {
        self.draft.is_some()
    }

    /// Keeps it as a draft: the one that it comes from, one that says the same, or a new one.
    pub fn keep(&mut self, cx: &Context) -> Result<&DraftLock, StoreError> {
        let lock = match self.draft.take() {
            Some(lock) => lock,
            None => self.draft_like_it(cx)?,
        };
        let contents: Vec<&[u8]> = self
            .writing
            .attachments
            .iter()
            .map(|one| one.content.as_slice())
            .collect();
        lock.save(&self.to_draft(), &contents)?;
        Ok(self.draft.insert(lock))
    }

    /// Locks a draft that says the same, so that a script that fails each day leaves but one.
    fn draft_like_it(&mut self, cx: &Context) -> Result<DraftLock, StoreError> {
        let store = cx.store();
        let draft = self.to_draft();
        for id in store.draft_ids()? {
            if store
                .draft(&id)
                .is_ok_and(|other| other.says_the_same(&draft))
                && let Ok(lock) = store.lock_draft(&id)
            {
                self.id = id;
                return Ok(lock);
            }
        }
        store.lock_draft(&self.id)
    }

    /// Removes the draft, if there is one: the queue has the message from now on.
    pub fn hand_over(&mut self) -> Result<(), StoreError> {
        self.is_frozen = true;
        self.forget()
    }

    /// Removes the draft, if there is one.
    pub fn forget(&mut self) -> Result<(), StoreError> {
        self.draft.take().map_or(Ok(()), DraftLock::remove)
    }

    /// Keeps what a send failed with, where it may succeed another time, and says where it is.
    ///
    /// What is frozen is in the queue, and needs no draft besides.
    pub fn keep_after(&mut self, error: CommandError, cx: &Context) -> CommandError {
        let may_succeed = matches!(
            error.kind(),
            ErrorKind::NotAllowed | ErrorKind::Config | ErrorKind::TryAgain
        );
        if may_succeed && self.has_text && !self.is_frozen {
            // The failure that is told is the one that matters.
            let _unkept = self.keep(cx).is_err();
        }
        self.point_to_draft(error)
    }

    /// Adds where the draft is, if there is one.
    pub fn point_to_draft(&self, error: CommandError) -> CommandError {
        if self.is_kept() {
            error.hint(text!("hint-draft", id = &self.id))
        } else {
            error
        }
    }

    fn to_draft(&self) -> Draft {
        let writing = &self.writing;
        let attachments = writing.attachments.iter();
        Draft {
            id: self.id.clone(),
            created: self.created,
            from: writing.from.clone(),
            lists: self.lists.clone(),
            classes: writing.classes.clone(),
            subject: writing.subject.clone(),
            text: writing.text.clone(),
            attachments: attachments
                .map(|one| draft_attachment(&one.name, &one.content))
                .collect(),
        }
    }
}

/// Returns the names that the lists of a message have now; the old one of a list that is deleted.
fn lists_now(message: &Message, cx: &Context) -> Result<Vec<ListName>, StoreError> {
    let name = |list: &MessageList| {
        let name = cx.store().list_name_by_id(&list.id, &list.name)?;
        Ok(name.unwrap_or_else(|| list.name.clone()))
    };
    message.lists.iter().map(name).collect()
}

fn attachments(names: impl Iterator<Item = String>, contents: Vec<Vec<u8>>) -> Vec<Attachment> {
    names
        .zip(contents)
        .map(|(name, content)| Attachment { name, content })
        .collect()
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
        return Err(
            CommandError::usage(text!("body-not-text", path = path)).hint(text!("hint-body-text"))
        );
    }
    read_text(path, cx)
}
