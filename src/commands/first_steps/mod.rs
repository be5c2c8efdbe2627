//! `carnet` alone: where things stand on this computer, and what to type next, in five lines.

mod inventory;
mod report;

use self::{
    inventory::{Inventory, begin},
    report::{FirstSteps, Stage},
};
use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    text,
};

pub fn run(cx: &Context) -> CommandResult {
    let steps = if is_new(cx) {
        begin(FirstSteps::new(Stage::New, text!("first-steps-new")))
    } else {
        match Inventory::take(cx) {
            Ok(inventory) => inventory.steps(cx),
            // What cannot be read is told by whoever looks into everything.
            Err(_) => FirstSteps::new(Stage::Damaged, text!("first-steps-damaged"))
                .then("carnet doctor", &text!("step-doctor"))
                .then("carnet store restore --help", &text!("step-restore")),
        }
    };
    cx.ui.report(&steps.done())?;
    Ok(Outcome::Done)
}

fn is_new(cx: &Context) -> bool {
    // Settings that cannot be read are there all the same.
    !cx.dirs().config_file().exists() && cx.store().list_names().is_ok_and(|names| names.is_empty())
}
