//! `carnet config`.

use std::path::Path;

use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use serde_json::{Map, Value};

use super::list::one_line;
use crate::{
    config::Settings,
    context::Context,
    domain::address::{Address, AddressError, Domain},
    error::{CommandError, CommandResult, Outcome},
    text,
    texts::Language,
    ui::{Page, Report},
};

/// The commands about settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show one setting
    Get(GetArgs),
    /// Change one setting
    Set(SetArgs),
    /// Show all settings
    List(ListArgs),
    /// Show where the settings are kept
    Path(PathArgs),
}

impl ConfigCommand {
    /// Runs the command.
    pub fn run(&self, cx: &Context) -> CommandResult {
        match self {
            Self::Get(args) => get(args, cx),
            Self::Set(args) => set(args, cx),
            Self::List(_) => list(cx),
            Self::Path(_) => path(cx),
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct GetArgs {
    /// The setting
    key: Key,
}

#[derive(Debug, clap::Args)]
pub struct SetArgs {
    /// The setting
    key: Key,
    /// Its new value, several separated by commas; empty for none
    value: String,
}

#[derive(Debug, clap::Args)]
pub struct ListArgs {}

#[derive(Debug, clap::Args)]
pub struct PathArgs {}

/// What may be set with `config set`; accounts have their own commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Key {
    School,
    ProfessionalDomains,
    Language,
    DefaultAccount,
    AttachmentsLimitMib,
    ConfirmAbove,
}

/// Largest limit accepted, in mebibytes; no submission server takes more.
const LARGEST_LIMIT: u32 = 1024;

/// More people than any school writes to.
const MOST_PEOPLE: u32 = 1_000_000;

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::ProfessionalDomains => "professional_domains",
            Self::Language => "language",
            Self::DefaultAccount => "default_account",
            Self::AttachmentsLimitMib => "attachments_limit_mib",
            Self::ConfirmAbove => "confirm_above",
        }
    }

    /// Returns the value in `--json`.
    fn value(self, settings: &Settings) -> Value {
        match self {
            Self::School => Value::from(settings.school.clone()),
            Self::ProfessionalDomains => settings
                .professional_domains
                .iter()
                .map(Domain::as_str)
                .collect(),
            Self::Language => Value::from(settings.language.map(Language::code)),
            Self::DefaultAccount => {
                Value::from(settings.default_account.as_ref().map(Address::as_str))
            }
            Self::AttachmentsLimitMib => Value::from(settings.attachments_limit_mib),
            Self::ConfirmAbove => Value::from(settings.confirm_above),
        }
    }

    /// Reads a value as it is typed; an empty one brings back what stands when nothing is set.
    fn set(self, settings: &mut Settings, typed: &str) -> Result<(), CommandError> {
        let refused = |reason: String| {
            CommandError::usage(text!(
                "usage-value-refused",
                argument = self.name(),
                value = typed,
                reason = reason
            ))
        };
        let typed = typed.trim();
        match self {
            Self::School => {
                let line = one_line(typed).map_err(|error| refused(error.to_string()))?;
                settings.school = Some(line).filter(|line| !line.is_empty());
            }
            Self::ProfessionalDomains => {
                settings.professional_domains = typed
                    .split(',')
                    .filter(|part| !part.trim().is_empty())
                    .map(str::parse)
                    .collect::<Result<_, _>>()
                    .map_err(|error: AddressError| refused(error.to_string()))?;
            }
            Self::Language => {
                settings.language = match typed {
                    "" => None,
                    "fr" => Some(Language::French),
                    "en" => Some(Language::English),
                    _ => return Err(refused(text!("language-choices").to_string())),
                };
            }
            Self::DefaultAccount if typed.is_empty() => settings.default_account = None,
            Self::DefaultAccount => {
                let address = Address::parse(typed).map_err(|error| refused(error.to_string()))?;
                settings.default_account = Some(settings.account(&address)?.address.clone());
            }
            Self::AttachmentsLimitMib if typed.is_empty() => {
                settings.attachments_limit_mib = Settings::default().attachments_limit_mib;
            }
            Self::AttachmentsLimitMib => {
                settings.attachments_limit_mib =
                    number(typed, 1, LARGEST_LIMIT).map_err(refused)?;
            }
            Self::ConfirmAbove if typed.is_empty() => {
                settings.confirm_above = Settings::default().confirm_above;
            }
            Self::ConfirmAbove => {
                settings.confirm_above = number(typed, 0, MOST_PEOPLE).map_err(refused)?;
            }
        }
        Ok(())
    }
}

/// Reads a number from one to another, or says which these are.
fn number(typed: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = typed.parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| text!("number-range", least = least, most = most).to_string())
}

/// Writes a value as it can be given to `config set`.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[derive(Debug, Serialize)]
struct One {
    key: &'static str,
    value: Value,
}

impl Report for One {
    fn print(&self, page: &mut Page) {
        page.line(plain(&self.value));
    }
}

fn get(args: &GetArgs, cx: &Context) -> CommandResult {
    cx.ui.report(&One {
        key: args.key.name(),
        value: args.key.value(cx.settings()?),
    })?;
    Ok(Outcome::Done)
}

#[derive(Debug, Serialize)]
struct Changed {
    key: &'static str,
    value: Value,
    changed: bool,
}

impl Report for Changed {
    fn print(&self, page: &mut Page) {
        let value = plain(&self.value);
        page.line(match (self.changed, value.is_empty()) {
            (false, _) => text!("setting-unchanged", key = self.key),
            (true, true) => text!("setting-cleared", key = self.key),
            (true, false) => text!("setting-changed", key = self.key, value = value),
        });
    }
}

fn set(args: &SetArgs, cx: &Context) -> CommandResult {
    // What is refused is refused before anything is waited for or created.
    args.key.set(&mut cx.settings()?.clone(), &args.value)?;
    let lock = cx.lock()?;
    let before = cx.settings_to_change(&lock)?;
    let mut settings = before.clone();
    args.key.set(&mut settings, &args.value)?;
    let changed = settings != before;
    if changed {
        settings.save(cx.dirs(), &lock)?;
    }
    drop(lock);
    cx.ui.done(&Changed {
        key: args.key.name(),
        value: args.key.value(&settings),
        changed,
    })?;
    Ok(Outcome::Done)
}

#[derive(Debug, Serialize)]
#[serde(transparent)]
struct All(Map<String, Value>);

impl Report for All {
    fn print(&self, page: &mut Page) {
        for (key, value) in &self.0 {
            page.line(format!("{key} = {}", plain(value)).trim_end());
        }
    }
}

fn list(cx: &Context) -> CommandResult {
    let settings = cx.settings()?;
    let values = Key::value_variants()
        .iter()
        .map(|key| (key.name().to_owned(), key.value(settings)))
        .collect();
    cx.ui.report(&All(values))?;
    Ok(Outcome::Done)
}

#[derive(Debug, Serialize)]
struct Paths<'a> {
    config_file: &'a Path,
    data_folder: &'a Path,
}

impl Report for Paths<'_> {
    fn print(&self, page: &mut Page) {
        page.line(self.config_file.display());
        if self.config_file.parent() != Some(self.data_folder) {
            page.line(self.data_folder.display());
        }
    }
}

fn path(cx: &Context) -> CommandResult {
    cx.ui.report(&Paths {
        config_file: &cx.dirs().config_file(),
        data_folder: cx.dirs().data(),
    })?;
    Ok(Outcome::Done)
}
