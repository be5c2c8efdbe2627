//! `carnet list list`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{
        address::Address, class_order::class_order, list::SubscriberCounts, list_name::ListName,
    },
    error::{CommandResult, Outcome},
    store::StoreError,
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

#[derive(Debug, Serialize)]
struct Lists {
    lists: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: ListName,
    title: Option<String>,
    owner: Address,
    moderators: Vec<Address>,
    subscribers: usize,
    #[serde(flatten)]
    counts: SubscriberCounts,
}

impl Report for Lists {
    fn print(&self, page: &mut Page) {
        if self.lists.is_empty() {
            page.line(text!("no-list-yet"));
            return;
        }
        let mut table = Table::new([
            text!("column-list"),
            text!("column-title"),
            text!("column-subscribers"),
            text!("column-moderators"),
            text!("column-owner"),
        ])
        .right_aligned(2)
        .right_aligned(3);
        let mut rows: Vec<&Row> = self.lists.iter().collect();
        // As a school names its classes; the other lists after them.
        rows.sort_by_cached_key(|row| class_order(row.name.as_str()));
        for row in rows {
            table.row([
                row.name.to_string(),
                row.title.clone().unwrap_or_default(),
                row.subscribers.to_string(),
                row.moderators.len().to_string(),
                row.owner.to_string(),
            ]);
        }
        page.table(&table);
    }
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let store = cx.store();
    let row = |name: ListName| -> Result<Row, StoreError> {
        let summary = store.list_summary(&name)?;
        Ok(Row {
            name,
            title: summary.title,
            owner: summary.owner,
            moderators: summary.moderators,
            subscribers: summary.counts.total(),
            counts: summary.counts,
        })
    };
    let lists = store
        .list_names()?
        .into_iter()
        .map(row)
        .collect::<Result<_, _>>()?;
    cx.ui.report(&Lists { lists })?;
    Ok(Outcome::Done)
}
