//! `carnet archive deliveries`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    commands::{
        message_argument::{Loaded, MessageArgument},
        problems::reply_in_words,
    },
    context::Context,
    domain::{
        address::Address,
        delivery::{DeliveryState, SkipReason, Step},
        list_name::ListName,
        message::MessageId,
    },
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct DeliveriesArgs {
    #[command(flatten)]
    message: MessageArgument,
    /// Only those in this state
    #[arg(long, value_name = "STATUS")]
    status: Vec<StateFilter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum StateFilter {
    Accepted,
    Refused,
    Deferred,
    Uncertain,
    Pending,
    Skipped,
}

impl StateFilter {
    const fn state(self) -> DeliveryState {
        match self {
            Self::Accepted => DeliveryState::Accepted,
            Self::Refused => DeliveryState::Refused,
            Self::Deferred => DeliveryState::Deferred,
            Self::Uncertain => DeliveryState::Uncertain,
            Self::Pending => DeliveryState::Pending,
            Self::Skipped => DeliveryState::Skipped,
        }
    }
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: &'a MessageId,
    deliveries: Vec<Row<'a>>,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    address: &'a Address,
    list: &'a ListName,
    state: DeliveryState,
    attempts: u32,
    at: Option<Timestamp>,
    step: Option<Step>,
    reply: Option<&'a str>,
    reason: Option<SkipReason>,
    retry: Option<Timestamp>,
    #[serde(skip)]
    at_words: String,
    #[serde(skip)]
    words: String,
}

impl Report for Shown<'_> {
    fn print(&self, page: &mut Page) {
        if self.deliveries.is_empty() {
            page.line(text!("no-such-delivery"));
            return;
        }
        let mut table = Table::new([
            text!("column-address"),
            text!("column-list"),
            text!("column-outcome"),
            text!("column-when"),
            text!("column-reply"),
        ]);
        for row in &self.deliveries {
            let skipped = row.reason.map(|reason| reason.text().to_string());
            table.row([
                row.address.to_string(),
                row.list.to_string(),
                row.state.to_string(),
                row.at_words.clone(),
                skipped.unwrap_or_else(|| row.words.clone()),
            ]);
        }
        page.table(&table);
    }
}

pub fn run(args: &DeliveriesArgs, cx: &Context) -> CommandResult {
    let Loaded {
        message,
        recipients,
        deliveries,
        ..
    } = args.message.load(cx)?;
    let wanted =
        |state| args.status.is_empty() || args.status.iter().any(|filter| filter.state() == state);
    let rows = recipients
        .iter()
        .zip(&deliveries)
        .filter(|(_, delivery)| wanted(delivery.state));
    let rows = rows.map(|(recipient, delivery)| Row {
        address: &recipient.address,
        list: &recipient.list,
        state: delivery.state,
        attempts: delivery.attempts,
        at: delivery.at,
        step: delivery.step,
        reply: delivery.reply.as_deref(),
        reason: delivery.skip,
        words: reply_in_words(delivery),
        retry: delivery.retry,
        at_words: delivery
            .at
            .map(|at| cx.moment(at).short().to_string())
            .unwrap_or_default(),
    });
    cx.ui.report(&Shown {
        id: &message.id,
        deliveries: rows.collect(),
    })?;
    Ok(Outcome::Done)
}
