//! The first message of a send, as its reader will see it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::plan_report::{attachments, sender};
use crate::{
    domain::{
        address::Address,
        message::{AttachmentNote, MessageList},
    },
    mail::compose::RecipientHeaders,
    ops::sending::SendPlan,
    text,
    ui::Page,
};

/// The first message: for people what a mail program shows, as JSON what goes over the wire.
#[derive(Debug, Serialize)]
pub struct FirstMessage<'a> {
    to: &'a Address,
    /// What goes over the wire.
    message: String,
    #[serde(skip)]
    from: String,
    #[serde(skip)]
    subject: &'a str,
    #[serde(skip)]
    reply_to: String,
    #[serde(skip)]
    attachments: &'a [AttachmentNote],
    #[serde(skip)]
    text: &'a str,
}

impl<'a> FirstMessage<'a> {
    /// Describes the first message of a plan, if anybody receives one.
    pub fn new(plan: &'a SendPlan) -> Option<Self> {
        let recipient = plan.audience.recipients.first()?;
        let list = plan.message.list(&recipient.list)?;
        let headers = RecipientHeaders::new(&plan.message).for_recipient(recipient);
        let name = plan.message.from_name.as_deref().unwrap_or_default();
        Some(Self {
            to: &recipient.address,
            message: format!("{headers}{}", String::from_utf8_lossy(&plan.content)),
            from: sender(&plan.message.from, name),
            subject: &list.subject,
            reply_to: reply_to(list),
            attachments: &plan.message.attachments,
            text: &plan.text,
        })
    }

    /// Shows what a mail program would.
    pub fn print(&self, page: &mut Page) {
        page.title(text!("first-message"));
        let mut fields = vec![
            (text!("field-from"), self.from.clone()),
            (text!("field-to"), self.to.to_string()),
            (text!("field-reply-to"), self.reply_to.clone()),
            (text!("field-subject"), self.subject.to_owned()),
        ];
        if !self.attachments.is_empty() {
            fields.push((
                text!("field-attachments"),
                attachments(self.attachments).join("\n"),
            ));
        }
        page.fields(&fields);
        page.blank();
        page.quote(self.text);
    }
}

/// Returns who gets the replies (R6), for people.
fn reply_to(list: &MessageList) -> String {
    let everyone: BTreeSet<&Address> = list.moderators.iter().chain([&list.owner]).collect();
    let addresses: Vec<&str> = everyone.iter().map(|address| address.as_str()).collect();
    addresses.join(", ")
}
