//! Everything that `send` does without sending to the lists: `--dry-run`, `--test`, `--outbox`.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::{SendArgs, complete, material::Material, nobody, plan_report::Shown};
use crate::{
    commands::delivering::send_one,
    context::Context,
    domain::{
        address::{Address, AddressError},
        audience::Recipient,
    },
    error::{CommandResult, Outcome},
    mail::{
        compose::{RecipientHeaders, redate},
        outbox::Outbox,
    },
    ops::sending::SendPlan,
    text,
    ui::{Page, Report},
};

/// Who gets the one copy of `--test`.
#[derive(Clone, Debug)]
pub enum TestTarget {
    Sender,
    Address(Address),
}

/// Reads the value of `--test`, which may be left out.
pub fn test_target(input: &str) -> Result<TestTarget, AddressError> {
    if input.is_empty() {
        return Ok(TestTarget::Sender);
    }
    input.parse().map(TestTarget::Address)
}

/// Shows, tries or writes down what would be sent.
pub fn look(
    args: &SendArgs,
    material: &mut Material,
    cx: &Context,
    now: Timestamp,
) -> CommandResult {
    complete(material, cx)?;
    let (plan, _) = material.plan(cx, now)?;
    if args.test.is_none() && plan.audience.recipients.is_empty() {
        return Err(nobody(&plan.audience, &material.lists));
    }
    let outcome = if let Some(target) = &args.test {
        test(cx, plan, target, now)?
    } else if let Some(folder) = &args.outbox {
        fill_outbox(cx, &plan, folder)?
    } else {
        cx.ui
            .report(&Shown::new(&plan, cx).with_first_message(&plan))?;
        Outcome::Done
    };
    if material.is_kept() {
        cx.ui.status(&text!("draft-kept", id = &material.id));
    } else if args.dry_run {
        cx.ui.status(&text!("dry-run-sent-nothing"));
    }
    Ok(outcome)
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
fn test(cx: &Context, mut plan: SendPlan, target: &TestTarget, now: Timestamp) -> CommandResult {
    // This copy leaves now, whenever the others do.
    redate(
        &mut plan.content,
        &now.to_zoned_datetime(cx.clock.zone().clone()),
    );
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
