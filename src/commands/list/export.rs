//! `carnet list export`.

use serde::Serialize;

use crate::{
    context::Context,
    domain::{list::List, list_name::ListName, subscriber::Subscriber},
    error::{CommandResult, Outcome},
    formats::{contacts, sympa},
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The list
    name: ListName,
    /// How to write the subscribers: csv opens in a spreadsheet, and carnet import reads it back
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    format: ExportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum ExportFormat {
    Csv,
    Json,
    Sympa,
    Mailman,
}

#[derive(Debug, Serialize)]
struct Exported<'a> {
    name: &'a ListName,
    #[serde(flatten)]
    list: &'a List,
}

impl Report for Exported<'_> {
    fn print(&self, page: &mut Page) {
        page.block(&serde_json::to_string_pretty(self).unwrap_or_default());
    }
}

pub fn run(args: &ExportArgs, cx: &Context) -> CommandResult {
    let list = cx.store().list(&args.name)?;
    let subscribers: Vec<&Subscriber> = list.subscribers.iter().collect();
    let bytes = match args.format {
        _ if cx.ui.is_json() => return report_json(&args.name, &list, cx),
        ExportFormat::Json => return report_json(&args.name, &list, cx),
        ExportFormat::Csv => contacts::write(&subscribers),
        ExportFormat::Sympa => sympa::write_sympa(&subscribers),
        ExportFormat::Mailman => sympa::write_mailman(&subscribers),
    };
    cx.ui.raw(&bytes)?;
    Ok(Outcome::Done)
}

fn report_json(name: &ListName, list: &List, cx: &Context) -> CommandResult {
    cx.ui.report(&Exported { name, list })?;
    Ok(Outcome::Done)
}
