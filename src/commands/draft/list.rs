//! `carnet draft list`.

use serde::Serialize;

use super::show::Shown;
use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    text,
    ui::{Page, Report, Table},
};

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

#[derive(Debug, Serialize)]
struct Drafts {
    drafts: Vec<Shown>,
}

impl Report for Drafts {
    fn print(&self, page: &mut Page) {
        if self.drafts.is_empty() {
            page.line(text!("no-draft-yet"));
            return;
        }
        let mut table = Table::new([
            text!("column-draft"),
            text!("column-created"),
            text!("column-lists"),
            text!("column-subject"),
        ]);
        for shown in self.drafts.iter().rev() {
            table.row([
                shown.id().to_string(),
                shown.created_words.clone(),
                shown.lists_line(),
                shown.subject().to_owned(),
            ]);
        }
        page.table(&table);
    }
}

pub fn run(_args: &ListArgs, cx: &Context) -> CommandResult {
    let store = cx.store();
    let mut drafts = Vec::new();
    for id in store.draft_ids()? {
        drafts.push(Shown::new(store.draft(&id)?, cx));
    }
    cx.ui.report(&Drafts { drafts })?;
    Ok(Outcome::Done)
}
