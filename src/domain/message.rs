//! A message: what was written, once, to which lists, and how far it has come.

use std::{collections::BTreeSet, fmt};

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{
    address::Address,
    audience::Audience,
    delivery::DeliveryCounts,
    list::{List, ListId},
    list_name::ListName,
    schedule::{AudienceChoice, Schedule},
};
use crate::{text, texts::Text};

/// What identifies a message: its date and time, then four letters drawn at random.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct MessageId(String);

impl MessageId {
    /// Makes an identifier that sorts by time.
    pub fn new(now: Timestamp, random: [u8; 4]) -> Self {
        // Without vowels, so that no word comes out.
        const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";
        let suffix: String = random
            .iter()
            .map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]))
            .collect();
        let when = now
            .to_zoned_datetime(TimeZone::UTC)
            .strftime("%Y%m%d-%H%M%S")
            .to_string();
        Self(format!("{when}-{suffix}"))
    }

    /// Reads an identifier, as the name of a folder.
    pub fn parse(input: &str) -> Option<Self> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (input.starts_with(|c: char| c.is_ascii_digit()) && input.chars().all(allowed))
            .then(|| Self(input.to_owned()))
    }

    /// Returns the identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MessageId {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::parse(&name).ok_or("not the name of a message's folder")
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&MessageId> for crate::texts::Value {
    fn from(id: &MessageId) -> Self {
        Self::Words(id.to_string())
    }
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    /// Frozen, and not finished: someone is still to be written to.
    Queued,
    /// Nobody is left to be written to.
    Finished,
    /// Stopped by the director before everybody was written to.
    Cancelled,
    /// Not begun before it was too late.
    Expired,
}

/// Where a message stands, as people and scripts are told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It has not begun to leave, and a time was set for it.
    Scheduled,
    /// A process is sending it.
    Sending,
    /// A rule refuses it to its sender.
    Stopped,
    /// Nobody is sending it, and its last run did not come to an end.
    Interrupted,
    /// Only those are left whom the server asked to try later.
    Deferred,
    /// Nobody is left to be written to.
    Finished,
    /// Stopped by the director before everybody was written to.
    Cancelled,
    /// Not begun before it was too late.
    Expired,
}

impl Standing {
    /// Says where a message stands; its counts are those of its journal.
    pub fn of(message: &Message, sending: bool) -> Self {
        match message.state {
            MessageState::Finished => Self::Finished,
            MessageState::Cancelled => Self::Cancelled,
            MessageState::Expired => Self::Expired,
            MessageState::Queued if sending => Self::Sending,
            MessageState::Queued if message.stop.is_some() => Self::Stopped,
            MessageState::Queued if message.unbegun_schedule().is_some() => Self::Scheduled,
            MessageState::Queued if message.counts.awaits_retry() => Self::Deferred,
            MessageState::Queued => Self::Interrupted,
        }
    }

    /// Returns the standing in words.
    pub fn text(self) -> Text {
        match self {
            Self::Scheduled => text!("message-scheduled"),
            Self::Sending => text!("message-sending"),
            Self::Stopped => text!("message-stopped"),
            Self::Interrupted => text!("message-interrupted"),
            Self::Deferred => text!("message-deferred"),
            Self::Finished => text!("message-finished"),
            Self::Cancelled => text!("message-cancelled"),
            Self::Expired => text!("message-expired"),
        }
    }
}

/// A rule that refused a message to its sender after it was frozen, as it was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// The rule, such as `R3`.
    pub rule: String,
    /// What was said of it.
    pub reason: String,
}

/// A list as it was when a message was frozen: what its subscribers' copies say of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageList {
    /// Its name then.
    pub name: ListName,
    /// What finds it again if it was renamed.
    pub id: ListId,
    /// Its title then.
    #[serde(default)]
    pub title: Option<String>,
    /// Its owner when the message last left: replies go there (R6).
    pub owner: Address,
    /// Its moderators then: replies go there too (R6).
    #[serde(default)]
    pub moderators: BTreeSet<Address>,
    /// The subject with the list's prefix.
    pub subject: String,
}

impl MessageList {
    /// Takes down what a message needs of a list.
    pub fn new(name: &ListName, list: &List, subject: &str) -> Self {
        let subject = match list.subject_prefix.as_deref().map(str::trim) {
            None | Some("") => subject.to_owned(),
            Some(prefix) if prefix.ends_with([']', ')', ':', '-', '|', '>', '»']) => {
                format!("{prefix} {subject}")
            }
            Some(prefix) => format!("[{prefix}] {subject}"),
        };
        Self {
            name: name.clone(),
            id: list.id.clone(),
            title: list.title.clone(),
            owner: list.owner.clone(),
            moderators: list.moderators.clone(),
            subject,
        }
    }
}

/// A file sent with a message, as the archive remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentNote {
    /// The name that the parents see.
    pub name: String,
    /// Bytes, before encoding.
    pub size: u64,
}

/// A message as the store keeps it (`message.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What identifies it; its folder has the same name.
    pub id: MessageId,
    /// How far it has come.
    pub state: MessageState,
    /// Who writes (R4).
    pub from: Address,
    /// The sender's name, as the parents see it.
    #[serde(default)]
    pub from_name: Option<String>,
    /// The subject as typed, without any list's prefix.
    pub subject: String,
    /// The lists named, in the order given.
    pub lists: Vec<MessageList>,
    /// The classes to which the audience was narrowed.
    #[serde(default)]
    pub classes: Vec<String>,
    /// The files sent with it.
    #[serde(default)]
    pub attachments: Vec<AttachmentNote>,
    /// Bytes of the part common to all, encoded.
    pub size: u64,
    /// When it was frozen.
    pub created: Timestamp,
    /// When nobody was left to be written to.
    #[serde(default)]
    pub finished: Option<Timestamp>,
    /// How many subscribers of the lists were left out.
    pub excluded: usize,
    /// How many recipients are in each state, when the last run ended.
    pub counts: DeliveryCounts,
    /// When it leaves, if not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Why it does not leave, when a rule refuses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
}

impl Message {
    /// Finds the list through which a recipient is reached.
    pub fn list(&self, name: &ListName) -> Option<&MessageList> {
        self.lists.iter().find(|list| list.name == *name)
    }

    /// Returns its schedule as long as nobody was written to: only then can it still be too late.
    pub fn unbegun_schedule(&self) -> Option<Schedule> {
        self.schedule.filter(|_| self.counts.is_unbegun())
    }

    /// Tells whether its audience is still to be chosen: never once something became of
    /// somebody, which in another audience would be said of somebody else.
    pub fn awaits_audience(&self) -> bool {
        let is_late = |schedule: Schedule| schedule.audience == AudienceChoice::Late;
        self.schedule.is_some_and(is_late) && self.counts.pending == self.counts.total()
    }

    /// Puts it into the queue again, whatever it came to before: somebody is to be
    /// written to.
    pub fn reopen(&mut self) {
        self.state = MessageState::Queued;
        self.finished = None;
        self.stop = None;
    }

    /// Takes down the audience that was chosen when the message was due.
    pub fn have_chosen(&mut self, audience: &Audience) {
        self.excluded = audience.exclusions.len();
        self.counts = DeliveryCounts::of_pending(audience.recipients.len());
        if let Some(schedule) = &mut self.schedule {
            schedule.audience = AudienceChoice::Chosen;
        }
    }

    /// Tells whether its audience was chosen when it was due, and not when it was frozen.
    pub fn has_late_audience(&self) -> bool {
        self.schedule
            .is_some_and(|schedule| schedule.audience == AudienceChoice::Chosen)
    }
}

#[cfg(test)]
impl Message {
    /// A message to nobody yet, which tests go on from.
    pub fn sample() -> Self {
        Self {
            id: MessageId::new(Timestamp::UNIX_EPOCH, [1; 4]),
            state: MessageState::Queued,
            from: Address::parse("dir@ac-test.fr").expect("an address"),
            from_name: None,
            subject: "Sortie".to_owned(),
            lists: Vec::new(),
            classes: Vec::new(),
            attachments: Vec::new(),
            size: 0,
            created: Timestamp::UNIX_EPOCH,
            finished: None,
            excluded: 0,
            counts: DeliveryCounts::default(),
            schedule: None,
            stop: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_sorts_by_time_and_is_a_safe_folder() {
        let id = MessageId::new("2026-11-23T08:00:05Z".parse().unwrap(), [0, 1, 20, 255]);
        assert_eq!(id.as_str(), "20261123-080005-bcbt");
        assert_eq!(MessageId::parse(id.as_str()), Some(id));
        for input in ["", ".carnet-x", "../1", "abc", "2026/1"] {
            assert_eq!(MessageId::parse(input), None, "{input}");
        }
    }

    #[test]
    fn a_prefix_stands_between_brackets_unless_it_ends_on_its_own() {
        let now = Timestamp::UNIX_EPOCH;
        let mut list = List::new(
            ListId::new([1; 16], now),
            Address::parse("d@ac-x.fr").unwrap(),
            now,
        );
        let name = ListName::parse("cp").unwrap();
        for (prefix, subject) in [
            (None, "Sortie"),
            (Some("CP"), "[CP] Sortie"),
            (Some("[École]"), "[École] Sortie"),
            (Some(" "), "Sortie"),
        ] {
            list.subject_prefix = prefix.map(str::to_owned);
            assert_eq!(MessageList::new(&name, &list, "Sortie").subject, subject);
        }
    }
}
