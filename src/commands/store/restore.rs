//! `carnet store restore`.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    context::Context,
    domain::address::Address,
    error::{CommandResult, Outcome},
    ops::restore::{Restored, UncertainMessage, restore},
    store::BackupCounts,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup; - is the standard input
    file: PathBuf,
}

#[derive(Debug, Serialize)]
struct Shown {
    created: Timestamp,
    #[serde(flatten)]
    counts: BackupCounts,
    uncertain: Vec<UncertainMessage>,
    passwords: Vec<Address>,
    damaged: Vec<String>,
    #[serde(skip)]
    created_local: String,
}

impl Report for Shown {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "restored",
            lists = self.counts.lists,
            messages = self.counts.messages,
            created = &self.created_local
        ));
        for message in &self.uncertain {
            page.line(text!(
                "restored-message",
                id = &message.id,
                subject = &message.subject,
                count = message.recipients
            ));
            page.line(format!(
                "    {}",
                text!("restored-message-next", id = &message.id)
            ));
        }
        for address in &self.passwords {
            page.line(text!("restored-password", address = address));
            page.line(format!(
                "    {}",
                text!("restored-password-next", address = address)
            ));
        }
        for what in &self.damaged {
            page.line(text!("restored-damaged", what = what));
        }
    }
}

pub fn run(args: &RestoreArgs, cx: &Context) -> CommandResult {
    let input: Box<dyn io::Read> = if args.file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        let path = args.file.display().to_string();
        Box::new(File::open(&args.file).with_context(|| text!("cannot-read", path = path))?)
    };
    let locked = cx.lock()?;
    let restored = restore(cx.dirs(), &locked, input, &args.file, cx.clock.now())?;
    let outcome = if restored.uncertain.is_empty() && restored.damaged.is_empty() {
        Outcome::Done
    } else {
        Outcome::Incomplete
    };
    let Restored {
        created,
        counts,
        uncertain,
        passwords,
        damaged,
    } = restored;
    cx.ui.done(&Shown {
        created,
        counts,
        uncertain,
        passwords,
        damaged,
        created_local: cx.clock.minute(created),
    })?;
    Ok(outcome)
}
