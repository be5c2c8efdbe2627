//! `carnet` alone: what to do first on a new computer, the help on any other.

use clap::builder::StyledStr;

use crate::{
    context::Context,
    error::{CommandResult, Outcome},
    text,
};

pub fn run(cx: &Context, tree: &mut clap::Command) -> CommandResult {
    // Settings that cannot be read are there all the same.
    let new = !cx.dirs().config_file().exists()
        && cx.store().list_names().is_ok_and(|names| names.is_empty());
    if new {
        let steps = format!("{}\n", text!("first-steps"));
        cx.ui.help(&StyledStr::from(steps))?;
    } else {
        cx.ui.help(&tree.render_help())?;
    }
    Ok(Outcome::Done)
}
