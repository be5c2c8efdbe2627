//! Keeping what was written as a draft, until the queue has it.

use super::material::Material;
use crate::{
    context::Context,
    domain::draft::Draft,
    error::{CommandError, ErrorKind},
    store::{DraftLock, StoreError, draft_attachment},
    text,
};

impl Material {
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
        let lock = lock.save(&self.to_draft(), &contents)?;
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
        let may_succeed = error.is_interruption()
            || matches!(
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
            schedule: writing.schedule,
        }
    }
}
