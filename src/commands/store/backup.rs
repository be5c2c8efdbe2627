//! `carnet store backup`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::Serialize;

use crate::{
    config::SecretSource,
    context::Context,
    domain::address::Address,
    error::{CommandError, CommandResult, Outcome},
    store::BackupCounts,
    text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file to write, such as carnet.tar.zst; - is the standard output
    file: PathBuf,
}

#[derive(Debug, Serialize)]
struct BackedUp<'a> {
    file: &'a Path,
    #[serde(flatten)]
    counts: BackupCounts,
    /// Bytes.
    size: u64,
    /// The accounts whose password is kept here, and not in the backup.
    passwords: Vec<Address>,
}

impl Report for BackedUp<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "backed-up",
            lists = self.counts.lists,
            messages = self.counts.messages,
            file = self.file.display().to_string()
        ));
        if !self.passwords.is_empty() {
            page.line(text!("backup-without-passwords"));
        }
    }
}

pub fn run(args: &BackupArgs, cx: &Context) -> CommandResult {
    let to_output = args.file == Path::new("-");
    if to_output && cx.ui.is_terminal() {
        let hint = text!("hint-backup-to-file");
        return Err(CommandError::usage(text!("backup-to-terminal")).hint(hint));
    }
    // Whole before the first byte is printed: a slow reader must not keep others waiting.
    let path = if to_output {
        cx.store().root().join("backup.tar.zst")
    } else {
        args.file.clone()
    };
    let config = cx.dirs().config_file();
    let waiting = || cx.ui.status(&text!("waiting-for-lock"));
    let (staged, counts) = cx
        .store()
        .back_up(&config, cx.clock.now(), &path, waiting)?;
    let size = staged.size()?;
    if to_output {
        let file = staged.into_file();
        cx.ui
            .copy(file.with_context(|| text!("cannot-read", path = path.display().to_string()))?)?;
        return Ok(Outcome::Done);
    }
    staged.put_in_place()?;
    let accounts = &cx.settings()?.accounts;
    let with_password = accounts
        .iter()
        .filter(|account| SecretSource::of(cx.dirs(), account) == SecretSource::File);
    cx.ui.done(&BackedUp {
        file: &args.file,
        counts,
        size,
        passwords: with_password
            .map(|account| account.address.clone())
            .collect(),
    })?;
    Ok(Outcome::Done)
}
