//! `carnet` alone: where things stand on this computer, and what to type next, in five lines.

mod inventory;
mod report;

use self::{
    inventory::{Inventory, begin, mend},
    report::{FirstSteps, Stage},
};
use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    text,
};

pub fn run(cx: &Context) -> CommandResult {
    let (steps, outcome) = if is_new(cx) {
        let steps = begin(FirstSteps::new(Stage::New, text!("first-steps-new")));
        (steps, Outcome::Done)
    } else {
        match Inventory::take(cx) {
            Ok(inventory) => (inventory.steps(cx), inventory.outcome()),
            Err(error) => {
                error.print(&cx.ui);
                (mend(), Outcome::NeedsSomeone)
            }
        }
    };
    cx.ui.report(&steps.done())?;
    Ok(outcome)
}

fn is_new(cx: &Context) -> bool {
    // Settings that cannot be read are there all the same.
    !cx.dirs().config_file().exists() && cx.store().list_names().is_ok_and(|names| names.is_empty())
}
