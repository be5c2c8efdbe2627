//! `carnet send`.

mod first_message;
mod plan_report;
mod schedule;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use self::{plan_report::Shown, schedule::ScheduleArgs};
use super::{
    delivering::{deliver, send_one},
    list::one_line,
    text_file::read_text,
};
use crate::{
    context::Context,
    domain::{
        address::{Address, AddressError},
        audience::Recipient,
        list_name::ListName,
        message::MessageId,
    },
    error::{CommandError, CommandResult, Outcome},
    mail::{
        compose::{Attachment, RecipientHeaders},
        outbox::Outbox,
    },
    ops::sending::{PlanError, Remaining, SendPlan, Writing, plan_send},
    store::random_bytes,
    text,
    texts::Text,
    ui::{Page, Report},
};

#[derive(Debug, clap::Args)]
pub struct SendArgs {
    /// The lists to write to; someone on several of them gets one copy
    #[arg(required = true, value_name = "LIST")]
    lists: Vec<ListName>,
    /// The subject
    #[arg(long, value_name = "SUBJECT", value_parser = subject)]
    subject: String,
    /// Send the text of this file (.txt); - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    body: Option<PathBuf>,
    /// Send this text
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Send this file with the message
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// Write as this address [default: the default account's]
    #[arg(long, value_name = "ADDRESS")]
    from: Option<Address>,
    /// Only to the parents of pupils in this class
    #[arg(long, value_name = "LABEL")]
    class: Vec<String>,
    #[command(flatten)]
    schedule: ScheduleArgs,
    /// Show the plan and the first message, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Send one copy to yourself, or to this address, and to nobody else
    #[arg(
        long,
        value_name = "ADDRESS",
        num_args = 0..=1,
        default_missing_value = "",
        value_parser = test_target,
        conflicts_with = "dry_run"
    )]
    test: Option<TestTarget>,
    /// Write what each subscriber would get into this Maildir, and send nothing
    #[arg(long, value_name = "DIR", conflicts_with_all = ["dry_run", "test"])]
    outbox: Option<PathBuf>,
}

/// Who gets the one copy of `--test`.
#[derive(Clone, Debug)]
enum TestTarget {
    Sender,
    Address(Address),
}

fn test_target(input: &str) -> Result<TestTarget, AddressError> {
    if input.is_empty() {
        return Ok(TestTarget::Sender);
    }
    input.parse().map(TestTarget::Address)
}

fn subject(input: &str) -> Result<String, Text> {
    let subject = one_line(input)?;
    if subject.is_empty() {
        Err(text!("subject-empty"))
    } else {
        Ok(subject)
    }
}

pub fn run(args: &SendArgs, cx: &Context) -> CommandResult {
    let now = cx.clock.now();
    let plan = plan(args, cx, now)?;
    if let Some(target) = &args.test {
        return test(cx, plan, target);
    }
    if plan.audience.recipients.is_empty() {
        return Err(nobody(&plan, cx));
    }
    if args.dry_run {
        cx.ui
            .report(&Shown::new(&plan, cx).with_first_message(&plan))?;
        cx.ui.status(&text!("dry-run-sent-nothing"));
        return Ok(Outcome::Done);
    }
    if let Some(folder) = &args.outbox {
        return fill_outbox(cx, &plan, folder);
    }
    cx.ui.before_question(&Shown::new(&plan, cx));
    let count = plan.audience.recipients.len();
    let question = match plan.message.schedule {
        Some(_) => text!("confirm-schedule", count = count),
        None => text!("confirm-send", count = count),
    };
    if !cx.ui.confirm(&question)? {
        return Err(CommandError::failed(text!("nothing-sent")));
    }
    if let Some(schedule) = plan.message.schedule {
        return schedule::schedule(cx, &plan, schedule);
    }
    // A password that cannot be had is told before anything is written.
    let secret = super::delivering::secret(cx, &plan.account)?;
    let lock = cx.store().freeze(&plan.to_freeze())?;
    let recipients = u32::try_from(plan.audience.recipients.len()).unwrap_or(u32::MAX);
    let remaining = Remaining {
        recipients: (0..recipients).collect(),
        ..Remaining::default()
    };
    deliver(cx, plan.message, &lock, remaining, &plan.account, secret)
}

fn plan(args: &SendArgs, cx: &Context, now: Timestamp) -> Result<SendPlan, CommandError> {
    let writing = Writing {
        from: args.from.clone(),
        subject: args.subject.clone(),
        text: body(args, cx)?,
        attachments: args
            .attach
            .iter()
            .map(|path| Attachment::read(path))
            .collect::<Result<_, _>>()?,
        classes: args.class.clone(),
        schedule: args.schedule.resolve(cx, now)?,
    };
    let store = cx.store();
    let mut lists = Vec::new();
    for name in &args.lists {
        if !lists.iter().any(|(known, _)| known == name) {
            lists.push((name.clone(), store.list(name)?));
        }
    }
    let local = now.to_zoned_datetime(cx.clock.zone().clone());
    let id = MessageId::new(now, random_bytes());
    Ok(plan_send(
        &writing,
        cx.settings()?,
        &lists,
        &store.suppressions()?,
        id,
        &local,
    )?)
}

/// Returns the text, from the option or the file.
fn body(args: &SendArgs, cx: &Context) -> Result<String, CommandError> {
    match (&args.text, &args.body) {
        (Some(text), _) => Ok(text.clone()),
        (None, Some(path)) => body_of_file(path, cx),
        (None, None) => Err(PlanError::Empty.into()),
    }
}

fn body_of_file(path: &Path, cx: &Context) -> Result<String, CommandError> {
    let is_input = path.as_os_str() == "-";
    let is_text = path
        .extension()
        .is_none_or(|extension| extension.eq_ignore_ascii_case("txt"));
    if !is_input && !is_text {
        let path = path.display().to_string();
        return Err(
            CommandError::usage(text!("body-not-text", path = path)).hint(text!("hint-body-text"))
        );
    }
    read_text(path, cx)
}

fn nobody(plan: &SendPlan, cx: &Context) -> CommandError {
    let mut error = CommandError::failed(text!("nobody-to-write-to"));
    for left_out in Shown::new(plan, cx).left_out() {
        error = error.hint(text!("hint-left-out", left_out = left_out));
    }
    error
}

#[derive(Debug, Serialize)]
struct Tested {
    to: Address,
    reply: String,
}

impl Report for Tested {
    fn print(&self, page: &mut Page) {
        page.line(text!("test-sent", address = &self.to));
    }
}

/// Sends one copy, marked in its subject, outside journal and archive.
fn test(cx: &Context, mut plan: SendPlan, target: &TestTarget) -> CommandResult {
    let address = match target {
        TestTarget::Sender => plan.message.from.clone(),
        TestTarget::Address(address) => address.clone(),
    };
    for list in &mut plan.message.lists {
        list.subject = format!("[TEST] {}", list.subject);
    }
    let list = plan.message.lists[0].name.clone();
    let recipient = Recipient::new(address.clone(), list);
    let reply = send_one(cx, &plan, &recipient)?;
    cx.ui.done(&Tested { to: address, reply })?;
    Ok(Outcome::Done)
}

#[derive(Debug, Serialize)]
struct Filled {
    outbox: PathBuf,
    messages: usize,
}

impl Report for Filled {
    fn print(&self, page: &mut Page) {
        let path = self.outbox.display().to_string();
        page.line(text!("outbox-filled", count = self.messages, path = path));
    }
}

fn fill_outbox(cx: &Context, plan: &SendPlan, folder: &Path) -> CommandResult {
    let outbox = Outbox::create(folder)?;
    let headers = RecipientHeaders::new(&plan.message);
    for recipient in &plan.audience.recipients {
        outbox.deliver(&headers.for_recipient(recipient), &plan.content)?;
    }
    cx.ui.done(&Filled {
        outbox: folder.to_owned(),
        messages: plan.audience.recipients.len(),
    })?;
    Ok(Outcome::Done)
}
