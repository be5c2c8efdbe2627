//! `carnet subscriber list`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{
        list_name::ListName,
        subscriber::{Subscriber, SubscriberStatus},
    },
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// The list
    list: ListName,
    /// Only those with this status
    #[arg(long, value_name = "STATUS")]
    status: Option<StatusFilter>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum StatusFilter {
    Active,
    Suspended,
}

#[derive(Debug, Serialize)]
struct Subscribers<'a> {
    list: &'a ListName,
    subscribers: Vec<&'a Subscriber>,
    /// The only status asked for.
    #[serde(skip)]
    status: Option<SubscriberStatus>,
}

impl Report for Subscribers<'_> {
    fn print(&self, page: &mut Page) {
        if self.subscribers.is_empty() {
            page.line(match self.status {
                Some(_) => text!("no-subscriber", list = self.list),
                None => text!("no-subscriber-yet", list = self.list),
            });
            return;
        }
        let mut table = Table::new([
            text!("column-address"),
            text!("column-name"),
            text!("column-classes"),
            text!("column-origin"),
            text!("column-status"),
        ]);
        for one in &self.subscribers {
            table.row([
                one.address.to_string(),
                one.display_name(),
                one.classes
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
                one.origin.text().to_string(),
                one.status.text().to_string(),
            ]);
        }
        page.table(&table);
    }
}

pub fn run(args: &ListArgs, cx: &Context) -> CommandResult {
    let list = cx.store().list(&args.list)?;
    let wanted = args.status.map(|status| match status {
        StatusFilter::Active => SubscriberStatus::Active,
        StatusFilter::Suspended => SubscriberStatus::Suspended,
    });
    let subscribers = list
        .subscribers
        .iter()
        .filter(|one| wanted.is_none_or(|status| one.status == status))
        .collect();
    cx.ui.report(&Subscribers {
        list: &args.list,
        subscribers,
        status: wanted,
    })?;
    Ok(Outcome::Done)
}
