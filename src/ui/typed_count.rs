//! A question that takes more thought than yes.

use dialoguer::Input;

use super::{
    Ui,
    prompt::{AsAsked, PromptError, parse_answer},
};
use crate::{text, texts::Text};

impl Ui {
    /// Asks for a number to be typed as a yes; `--yes` types it.
    ///
    /// An empty answer or a no is a no; anything else is asked again.
    pub fn confirm_count(&self, question: &Text, count: usize) -> Result<bool, PromptError> {
        if self.assumes_yes() {
            return Ok(true);
        }
        self.require_terminal(question, "--yes")?;
        let to_type = text!("prompt-type-count", count = count).to_string();
        let input = Input::<String>::with_theme(&AsAsked)
            .with_prompt(format!("{question} {to_type}"))
            .allow_empty(true)
            .validate_with(|answer: &String| {
                let understood =
                    typed(answer) == Some(count) || parse_answer(answer) == Some(false);
                understood.then_some(()).ok_or_else(|| to_type.clone())
            });
        let answer = self.waiting(|| input.interact_text())?;
        Ok(typed(&answer) == Some(count))
    }
}

/// Reads a number as people type it, with or without spaces between thousands.
fn typed(answer: &str) -> Option<usize> {
    let digits: String = answer.split_whitespace().collect();
    digits.parse().ok()
}
