//! What is sent, taken from a draft or from a message sent before.

use jiff::Timestamp;

use super::{composing::left_in_editor, material::Material};
use crate::{
    context::Context,
    domain::{
        list_name::ListName,
        message::{Message, MessageList, MessageState},
    },
    error::CommandError,
    mail::{compose::Attachment, reading::attached_files},
    ops::sending::Writing,
    store::StoreError,
    text,
};

impl Material {
    /// Takes up a draft.
    pub(super) fn of_draft(typed: &str, cx: &Context) -> Result<Self, CommandError> {
        let store = cx.store();
        let id = store
            .find_draft(typed)
            .map_err(|missing| no_draft(missing, typed, cx))?;
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
                schedule: draft.schedule,
            },
        })
    }

    /// Starts from a message that was sent.
    pub(super) fn of_message(
        typed: &str,
        cx: &Context,
        now: Timestamp,
    ) -> Result<Self, CommandError> {
        let store = cx.store();
        let id = store.find_message(typed)?;
        let message = store.message(&id)?;
        let contents = attached_files(&store.content(&message)?)
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
}

/// Says what else can be done with a message that is frozen, and no draft any more.
fn no_draft(missing: StoreError, typed: &str, cx: &Context) -> CommandError {
    let store = cx.store();
    let message = store.find_message(typed).and_then(|id| store.message(&id));
    let Ok(message) = message else {
        return missing.into();
    };
    let hint = match message.state {
        MessageState::Queued => text!("hint-resume", id = &message.id),
        _ => text!("hint-again", id = &message.id),
    };
    CommandError::from(missing).without_hints().hint(hint)
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
