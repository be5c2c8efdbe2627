//! The deliveries of a message that were not accepted, with the server's words.

use serde::Serialize;

use crate::{
    domain::{
        address::Address,
        audience::Recipient,
        delivery::{Delivery, DeliveryState, Step},
        list_name::ListName,
        message::Message,
    },
    mail::meaning::{enhanced_code_of, meaning},
    text,
    texts::Text,
    ui::Table,
};

/// A delivery that was not accepted.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    address: Address,
    list: ListName,
    state: DeliveryState,
    step: Option<Step>,
    reply: Option<String>,
    #[serde(skip)]
    words: String,
}

impl Problem {
    /// Describes a delivery.
    pub fn new(recipient: &Recipient, delivery: &Delivery) -> Self {
        let skip = delivery.skip.map(|reason| reason.text().to_string());
        Self {
            address: recipient.address.clone(),
            list: recipient.list.clone(),
            state: delivery.state,
            step: delivery.step,
            reply: delivery.reply.clone(),
            words: skip.unwrap_or_else(|| reply_in_words(delivery)),
        }
    }

    /// Tells whether the server says that it is the address, or the mailbox, that is
    /// wrong (RFC 3463, sections 3.2 and 3.3).
    fn names_mailbox(&self) -> bool {
        let code = self.reply.as_deref().and_then(enhanced_code_of);
        matches!(code, Some((5, 1 | 2, _)))
    }

    /// Tells whether there is anything to say of it.
    pub const fn has_words(&self) -> bool {
        !self.words.is_empty()
    }
}

/// Says what an answer means, with the server's own words behind it.
pub fn reply_in_words(delivery: &Delivery) -> String {
    let Some(reply) = &delivery.reply else {
        return String::new();
    };
    match meaning(reply) {
        Some(meaning) => text!("reply-means", meaning = meaning, reply = reply).to_string(),
        None => reply.clone(),
    }
}

/// Says what to do about the addresses that the server refuses, if it does.
pub fn advice(message: &Message, problems: &[Problem]) -> Option<Text> {
    let is_refused =
        |one: &&Problem| one.state == DeliveryState::Refused && one.step == Some(Step::Rcpt);
    let refused: Vec<&Problem> = problems.iter().filter(is_refused).collect();
    let first = refused.first()?;
    let is_any_wrong = refused.iter().any(|one| one.names_mailbox());
    // Whoever removes them all has lost a list, where it is the account that is refused.
    if message.counts.accepted == 0 && !is_any_wrong {
        return Some(text!("status-all-refused", account = &message.from));
    }
    Some(text!(
        "status-refused",
        count = refused.len(),
        list = &first.list,
        address = &first.address
    ))
}

/// Returns the deliveries that were not accepted, those of one outcome together.
pub fn problems(recipients: &[Recipient], deliveries: &[Delivery]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = recipients
        .iter()
        .zip(deliveries)
        .filter(|(_, delivery)| delivery.state != DeliveryState::Accepted)
        .map(|(recipient, delivery)| Problem::new(recipient, delivery))
        .collect();
    let place = |state| DeliveryState::ALL.iter().position(|one| *one == state);
    problems.sort_by_key(|one| place(one.state));
    problems
}

/// Lists deliveries with the server's words.
pub fn problem_table<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> Table {
    let mut table = Table::new([
        text!("column-address"),
        text!("column-list"),
        text!("column-outcome"),
        text!("column-reply"),
    ]);
    for one in problems {
        table.row([
            one.address.to_string(),
            one.list.to_string(),
            one.state.to_string(),
            one.words.clone(),
        ]);
    }
    table
}
