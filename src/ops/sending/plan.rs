//! What a send will do, before it does anything (R3 to R7).

use std::{collections::BTreeSet, fmt};

use jiff::{SignedDuration, ZonedDateTime};

use crate::{
    config::{Account, Settings},
    domain::{
        address::Address,
        audience::{Audience, fold_label, select_audience},
        delivery::DeliveryCounts,
        limits::shortest_duration,
        list::List,
        list_name::ListName,
        message::{Message, MessageId, MessageList, MessageState},
        rights::{Refusal, check_sender, check_writer, writers},
        schedule::Schedule,
    },
    mail::compose::{Attachment, Draft, compose},
    store::{Frozen, Suppressions},
    text,
    texts::Text,
};

/// What a person wrote, and to whom.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    /// The sender; the default account's address when not given.
    pub from: Option<Address>,
    /// The subject, without any list's prefix.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The files to send with it.
    pub attachments: Vec<Attachment>,
    /// Only parents of pupils in these classes; everybody when empty.
    pub classes: Vec<String>,
    /// When it leaves, if not at once.
    pub schedule: Option<Schedule>,
}

/// What a send will do: shown by `--dry-run`, and done by the send itself.
#[derive(Debug)]
pub struct SendPlan {
    /// What the store will keep.
    pub message: Message,
    /// Who receives, and who does not and why.
    pub audience: Audience,
    /// The headers common to all and the body, encoded.
    pub content: Vec<u8>,
    /// The text as it was written.
    pub written: String,
    /// The text as the parents read it, footer included.
    pub text: String,
    /// The account that submits.
    pub account: Account,
    /// How long it takes at the least, within the account's limits.
    pub duration: SignedDuration,
}

impl SendPlan {
    /// Returns what the store keeps before anything is sent.
    pub fn to_freeze(&self) -> Frozen<'_> {
        Frozen {
            message: &self.message,
            content: &self.content,
            text: &self.written,
            audience: &self.audience,
        }
    }
}

/// Why a message cannot be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanError {
    /// Nothing was written.
    Empty,
    /// The attachments are too large in all; sizes in bytes.
    TooLarge { size: u64, limit: u64 },
    /// No subscriber of the lists has a pupil in this class.
    NoClass { label: String, known: Vec<String> },
}

/// Bytes in a mebibyte.
const MIB: u64 = 1024 * 1024;

/// Chooses who receives a message, once its sender may write to every list; pure.
pub fn plan_audience(
    from: Option<&Address>,
    classes: &[String],
    settings: &Settings,
    lists: &[(ListName, List)],
    suppressions: &Suppressions,
) -> anyhow::Result<Audience> {
    choose_account(from, settings, lists)?;
    let classes = known_classes(classes, lists)?;
    Ok(select_audience(lists, &classes, |list, address| {
        suppressions.contains(&list.id, address)
    }))
}

/// Plans a send; pure.
///
/// `lists` are those named, each once, in the order given.
pub fn plan_send(
    writing: &Writing,
    settings: &Settings,
    lists: &[(ListName, List)],
    suppressions: &Suppressions,
    id: MessageId,
    now: &ZonedDateTime,
) -> anyhow::Result<SendPlan> {
    let account = choose_account(writing.from.as_ref(), settings, lists)?.clone();
    check_writing(writing, settings)?;
    let audience = plan_audience(
        writing.from.as_ref(),
        &writing.classes,
        settings,
        lists,
        suppressions,
    )?;
    let footers = footers(lists, settings.school.as_deref());
    let from_name = settings.sender_name(&account);
    let leaves = match writing.schedule {
        Some(schedule) => &schedule.due.to_zoned_datetime(now.time_zone().clone()),
        None => now,
    };
    let draft = Draft {
        from: &account.address,
        from_name,
        text: &writing.text,
        footers: &footers,
        attachments: &writing.attachments,
        date: leaves,
    };
    let content = compose(&draft)?;
    let message = Message {
        id,
        state: MessageState::Queued,
        from: account.address.clone(),
        from_name: from_name.map(str::to_owned),
        subject: writing.subject.clone(),
        lists: lists
            .iter()
            .map(|(name, list)| MessageList::new(name, list, &writing.subject))
            .collect(),
        classes: writing.classes.clone(),
        attachments: writing.attachments.iter().map(Attachment::note).collect(),
        size: content.len() as u64,
        created: now.timestamp(),
        finished: None,
        excluded: audience.exclusions.len(),
        counts: DeliveryCounts::of_pending(audience.recipients.len()),
        schedule: writing.schedule,
        stop: None,
    };
    let duration = shortest_duration(&account.limits, audience.recipients.len());
    Ok(SendPlan {
        message,
        audience,
        written: writing.text.clone(),
        text: draft.full_text(),
        content,
        account,
        duration,
    })
}

/// Finds the account of the sender, and checks that the sender may write to every list.
fn choose_account<'a>(
    from: Option<&Address>,
    settings: &'a Settings,
    lists: &[(ListName, List)],
) -> anyhow::Result<&'a Account> {
    let sender = match from {
        Some(address) => address,
        None => &settings.chosen_account()?.address,
    };
    let domains = &settings.professional_domains;
    check_sender(sender, domains).map_err(|refusal| refusal.naming(writers(lists, domains)))?;
    for (name, list) in lists {
        check_writer(sender, name, list, domains)?;
    }
    let account = settings.account(sender).map_err(|_| Refusal::NoAccount {
        address: sender.clone(),
    })?;
    Ok(account)
}

fn check_writing(writing: &Writing, settings: &Settings) -> Result<(), PlanError> {
    if writing.text.trim().is_empty() && writing.attachments.is_empty() {
        return Err(PlanError::Empty);
    }
    let size = writing
        .attachments
        .iter()
        .map(|one| one.content.len() as u64)
        .sum();
    let limit = settings.attachments_limit();
    if size > limit {
        Err(PlanError::TooLarge { size, limit })
    } else {
        Ok(())
    }
}

/// Checks that every class asked for exists, and returns their folded labels.
fn known_classes(
    asked: &[String],
    lists: &[(ListName, List)],
) -> Result<BTreeSet<String>, PlanError> {
    if asked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let known: BTreeSet<&String> = lists
        .iter()
        .flat_map(|(_, list)| list.subscribers.iter())
        .flat_map(|one| &one.classes)
        .collect();
    let folded: BTreeSet<String> = known.iter().map(|label| fold_label(label)).collect();
    asked
        .iter()
        .map(|label| {
            let wanted = fold_label(label);
            if folded.contains(&wanted) {
                return Ok(wanted);
            }
            let known = known.iter().map(|label| (*label).clone()).collect();
            Err(PlanError::NoClass {
                label: label.clone(),
                known,
            })
        })
        .collect()
}

/// Returns the footers of the lists, then how an address is used, which no footer
/// takes the place of (R8); the draft leaves out those that say the same.
fn footers(lists: &[(ListName, List)], school: Option<&str>) -> Vec<String> {
    let notice = |list: &List| {
        let text = match school {
            Some(school) => text!("footer-of-school", school = school),
            None => text!("footer"),
        };
        text.in_language(list.language)
    };
    let lists = lists.iter().map(|(_, list)| list);
    let own = lists.clone().filter_map(|list| list.footer.clone());
    own.chain(lists.map(notice)).collect()
}

impl PlanError {
    /// Returns what to do next.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Empty => Some(text!("hint-write-something")),
            Self::TooLarge { size, .. } => Some(text!(
                "hint-attachments-limit",
                size = size.div_ceil(MIB).to_string()
            )),
            Self::NoClass { known, .. } if known.is_empty() => Some(text!("hint-no-classes")),
            Self::NoClass { known, .. } => Some(text!(
                "hint-the-classes-are",
                classes = known.join(", "),
                count = known.len()
            )),
        }
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The size is rounded up and the limit down: a file just above it must not read as equal.
        match self {
            Self::Empty => text!("message-empty"),
            Self::TooLarge { size, limit } => {
                text!(
                    "attachments-too-large",
                    size = size.div_ceil(MIB),
                    limit = limit / MIB
                )
            }
            Self::NoClass { label, .. } => text!("no-class", label = label),
        }
        .fmt(f)
    }
}

impl std::error::Error for PlanError {}
