//! `carnet draft show`.

use serde::Serialize;

use crate::{
    commands::{message_argument::schedule_fields, send::attachments},
    context::Context,
    domain::{
        draft::Draft,
        list_name::ListName,
        message::{AttachmentNote, MessageId},
    },
    error::{CommandResult, Outcome},
    text,
    texts::Text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The draft’s identifier, or its beginning
    id: String,
}

/// What is shown of a draft.
#[derive(Debug, Serialize)]
pub struct Shown {
    #[serde(flatten)]
    draft: Draft,
    #[serde(skip)]
    pub created_words: String,
    /// When it is to leave, for people.
    #[serde(skip)]
    schedule_fields: Vec<(Text, String)>,
}

impl Shown {
    /// Describes a draft.
    pub fn new(draft: Draft, cx: &Context) -> Self {
        let created_words = cx.moment(draft.created).short().to_string();
        let schedule = draft.schedule.as_ref();
        Self {
            schedule_fields: schedule.map_or_else(Vec::new, |one| schedule_fields(one, cx)),
            draft,
            created_words,
        }
    }

    /// Returns what identifies it.
    pub const fn id(&self) -> &MessageId {
        &self.draft.id
    }

    /// Returns the subject.
    pub fn subject(&self) -> &str {
        &self.draft.subject
    }

    /// Returns the names of the lists in one line.
    pub fn lists_line(&self) -> String {
        let names: Vec<&str> = self.draft.lists.iter().map(ListName::as_str).collect();
        names.join(", ")
    }
}

impl Report for Shown {
    fn print(&self, page: &mut Page) {
        let draft = &self.draft;
        let mut fields = vec![(text!("field-draft"), draft.id.to_string())];
        if let Some(from) = &draft.from {
            fields.push((text!("field-from"), from.to_string()));
        }
        fields.push((text!("field-lists"), self.lists_line()));
        if !draft.classes.is_empty() {
            fields.push((text!("field-classes"), draft.classes.join(", ")));
        }
        fields.push((text!("field-subject"), draft.subject.clone()));
        if !draft.attachments.is_empty() {
            let notes: Vec<AttachmentNote> = draft
                .attachments
                .iter()
                .map(|one| AttachmentNote {
                    name: one.name.clone(),
                    size: one.size,
                })
                .collect();
            fields.push((text!("field-attachments"), attachments(&notes).join("\n")));
        }
        fields.extend(self.schedule_fields.iter().cloned());
        fields.push((text!("field-written"), self.created_words.clone()));
        page.fields(&fields);
        if !draft.text.is_empty() {
            page.blank();
            page.quote(draft.text.trim_end());
        }
    }
}

pub fn run(args: &ShowArgs, cx: &Context) -> CommandResult {
    let id = cx.store().find_draft(&args.id)?;
    let draft = cx.store().draft(&id)?;
    cx.ui.report(&Shown::new(draft, cx))?;
    cx.ui.status(&text!("draft-next", id = &id));
    Ok(Outcome::Done)
}
