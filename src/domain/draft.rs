//! A message that is not sent yet: what was written so far, and to whom.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{address::Address, list_name::ListName, message::MessageId, schedule::Schedule};

/// What is kept of a message that is not sent yet (`draft.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What identifies it; the message that it becomes keeps it, so that no draft is sent twice.
    pub id: MessageId,
    /// When it was kept for the first time.
    pub created: Timestamp,
    /// Who writes, if that was said.
    #[serde(default)]
    pub from: Option<Address>,
    /// The lists named, in the order given.
    pub lists: Vec<ListName>,
    /// Only parents of pupils in these classes; everybody when empty.
    #[serde(default)]
    pub classes: Vec<String>,
    /// The subject; empty as long as there is none.
    #[serde(default)]
    pub subject: String,
    /// The text; empty as long as there is none.
    #[serde(default)]
    pub text: String,
    /// Copies of the files to send with it.
    #[serde(default)]
    pub attachments: Vec<DraftAttachment>,
    /// When it is to leave, if not at once.
    #[serde(default)]
    pub schedule: Option<Schedule>,
}

/// A file to send with a draft, kept beside it: the original may be gone by then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAttachment {
    /// The name that the parents see.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// What its bytes are known by, and its copy named after.
    pub sha256: String,
}

impl Draft {
    /// Tells whether two drafts say the same to the same people.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let alike = Self {
            id: self.id.clone(),
            created: self.created,
            ..other.clone()
        };
        *self == alike
    }
}
