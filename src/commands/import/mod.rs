//! `carnet import`.

mod departures;
mod planning;
mod print;
mod report;
mod sheet;
mod sources;

use std::path::PathBuf;

use anyhow::Context as _;

use self::{
    planning::plan,
    report::{Applied, ImportReport},
    sources::{ColumnArg, FormatArg},
};
use crate::{
    context::Context,
    domain::{
        address::Address,
        class_list::DEFAULT_PREFIX,
        list_name::{ListName, ListNameError},
        rights::check_owner,
    },
    error::{CommandError, CommandResult, Outcome},
    formats,
    ops::import::{ImportOptions, ImportPlan, Mode, Source, Target, apply, check_removals},
    store::file::write_whole,
    text,
};

#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Files to read: ONDE's extraction of the responsables, CSV, plain addresses; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Put everybody onto this list
    #[arg(long, value_name = "NAME", conflicts_with = "by_class")]
    list: Option<ListName>,
    /// Put everybody onto the lists of their pupils' classes; missing lists are created
    #[arg(long)]
    by_class: bool,
    /// Take this class only, whatever accents and case; may be repeated
    #[arg(long = "class", value_name = "LABEL")]
    classes: Vec<String>,
    /// Remove whoever came from ONDE and is absent from the files
    #[arg(long)]
    sync: bool,
    /// Remove them even if they are many
    #[arg(long, requires = "sync")]
    allow_mass_removal: bool,
    /// Read the files as this kind
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    format: FormatArg,
    /// Say which heading holds a field: email, name, first-name or class; may be repeated
    #[arg(long = "column", value_name = "FIELD=HEADER")]
    columns: Vec<ColumnArg>,
    /// Begin the names of the classes' lists with this [default: parents-]
    #[arg(long, value_name = "PREFIX", requires = "by_class", value_parser = prefix)]
    prefix: Option<String>,
    /// Give new lists to this owner: a professional address [default: the default account's]
    #[arg(long, value_name = "ADDRESS", requires = "by_class")]
    owner: Option<Address>,
    /// Write the whole report into this file, for a spreadsheet
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Show what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Accepts what a list's name can begin with.
fn prefix(input: &str) -> Result<String, ListNameError> {
    /// Leaves room for the class.
    const LIMIT: usize = 30;
    if input.is_empty() {
        return Ok(String::new());
    }
    ListName::parse(input)?;
    if input.len() > LIMIT {
        return Err(ListNameError::TooLong);
    }
    Ok(input.to_owned())
}

pub fn run(args: &ImportArgs, cx: &Context) -> CommandResult {
    let now = cx.clock.now();
    let target = args.target(cx)?;
    let sources = sources::read(&args.files, &args.read_options(), now)?;
    let options = ImportOptions {
        target,
        classes: args.classes.clone(),
        mode: if args.sync {
            Mode::Synchronise
        } else {
            Mode::Add
        },
    };
    if args.dry_run {
        let plan = plan(&sources, &options, cx.store(), now)?;
        let report = ImportReport::new(&sources, &plan, &options, Applied::Not, now);
        args.write_report(&report)?;
        cx.ui.report(&report)?;
        args.refuse_removals(&sources, &plan, cx)?;
        return Ok(outcome(&plan));
    }
    let locked = cx.lock()?;
    let plan = plan(&sources, &options, &locked, now)?;
    if let Err(refusal) = args.refuse_removals(&sources, &plan, cx) {
        let report = ImportReport::new(&sources, &plan, &options, Applied::Refused, now);
        args.write_report(&report)?;
        cx.ui.preview(&report);
        return Err(refusal);
    }
    apply(&plan, &locked, now)?;
    drop(locked);
    let report = ImportReport::new(&sources, &plan, &options, Applied::Done, now);
    cx.ui.done(&report)?;
    if !plan.refused.is_empty() {
        cx.ui
            .warn_if_quiet(&text!("import-refused", count = plan.refused.len()));
    }
    if let Some(text) = report.elsewhere_text() {
        cx.ui.warn_if_quiet(&text);
    }
    for one in &plan.renamed {
        cx.ui.warn_if_quiet(&one.text());
    }
    args.write_report(&report)?;
    Ok(outcome(&plan))
}

/// 3 when something of the files was refused, or someone is on no list.
const fn outcome(plan: &ImportPlan<'_>) -> Outcome {
    if plan.refused.is_empty() && plan.without_class.is_empty() {
        Outcome::Done
    } else {
        Outcome::Incomplete
    }
}

impl ImportArgs {
    fn target(&self, cx: &Context) -> Result<Target, CommandError> {
        if let Some(list) = &self.list {
            return Ok(Target::List(list.clone()));
        }
        if !self.by_class {
            return Err(self.without_target());
        }
        let owner = match &self.owner {
            Some(owner) => owner.clone(),
            None => cx.default_account()?.address.clone(),
        };
        check_owner(&owner, &cx.settings()?.professional_domains)?;
        Ok(Target::ByClass {
            prefix: self
                .prefix
                .clone()
                .unwrap_or_else(|| DEFAULT_PREFIX.to_owned()),
            owner,
        })
    }

    /// Says that no list was named, with both ways to name one.
    fn without_target(&self) -> CommandError {
        let file = self.files.first().map(|file| file.display().to_string());
        let file = file.unwrap_or_default();
        CommandError::usage(text!("import-needs-target"))
            .hint(text!("hint-import-by-class", file = file.as_str()))
            .hint(text!("hint-import-one-list", file = file))
    }

    fn read_options(&self) -> formats::ReadOptions {
        formats::ReadOptions {
            kind: self.format.kind(),
            columns: self.columns.iter().map(ColumnArg::to_pair).collect(),
        }
    }

    fn write_report(&self, report: &ImportReport<'_>) -> Result<(), CommandError> {
        if let Some(path) = &self.report {
            write_whole(path, &formats::sheet::write(&sheet::rows(report)))
                .with_context(|| text!("cannot-write-report"))?;
        }
        Ok(())
    }

    fn refuse_removals(
        &self,
        sources: &[Source],
        plan: &ImportPlan<'_>,
        cx: &Context,
    ) -> Result<(), CommandError> {
        if !self.sync || self.allow_mass_removal {
            return Ok(());
        }
        let alarms = check_removals(sources, plan).into_iter();
        let both = |first, second| text!("import-both-reasons", first = first, second = second);
        let Some(reasons) = alarms.map(|alarm| alarm.text(&cx.clock)).reduce(both) else {
            return Ok(());
        };
        let mut error = CommandError::failed(text!("import-removals-refused", reason = reasons));
        for renamed in &plan.renamed {
            error = error.hint(text!(
                "hint-rename-class-list",
                old = &renamed.old_list,
                new = &renamed.new_list
            ));
        }
        Err(error.hint(text!("hint-allow-mass-removal")))
    }
}
