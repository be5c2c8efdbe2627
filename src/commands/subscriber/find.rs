//! `carnet subscriber find`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{address::Address, list_name::ListName, subscriber::Subscriber},
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct FindArgs {
    /// The address
    address: Address,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    address: &'a Address,
    subscriptions: Vec<Subscription>,
}

#[derive(Debug, Serialize)]
struct Subscription {
    list: ListName,
    #[serde(flatten)]
    subscriber: Subscriber,
}

impl Report for Found<'_> {
    fn print(&self, page: &mut Page) {
        if self.subscriptions.is_empty() {
            page.line(text!("subscriber-nowhere", address = self.address));
            return;
        }
        let mut table = Table::new([
            text!("column-list"),
            text!("column-name"),
            text!("column-classes"),
            text!("column-origin"),
            text!("column-status"),
        ]);
        for Subscription { list, subscriber } in &self.subscriptions {
            table.row([
                list.to_string(),
                subscriber.display_name(),
                subscriber
                    .classes
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
                subscriber.origin.text().to_string(),
                subscriber.status.text().to_string(),
            ]);
        }
        page.table(&table);
    }
}

pub fn run(args: &FindArgs, cx: &Context) -> CommandResult {
    let subscriptions = cx.store().subscriptions(&args.address)?;
    let subscriptions = subscriptions
        .into_iter()
        .map(|(list, subscriber)| Subscription { list, subscriber })
        .collect();
    cx.ui.report(&Found {
        address: &args.address,
        subscriptions,
    })?;
    Ok(Outcome::Done)
}
