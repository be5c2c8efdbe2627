//! What a link was used for: some servers bear only so much over one connection.

use crate::{domain::delivery::Step, mail::SendError};

/// How many refusals a link is used for.
///
/// Exim hangs up at the eleventh RSET in vain of a connection
/// (`smtp_accept_max_nonmail`), whatever is in flight: up to three more refusals are then.
const REFUSAL_LIMIT: u8 = 7;
/// How many in a row: Postfix takes a second for each from the fifth on
/// (`smtpd_soft_error_limit`: DATA counts as well).
const ROW_LIMIT: u8 = 4;

/// What a link was used for.
#[derive(Debug, Default)]
pub(super) struct Wear {
    /// Whether the server took a message.
    served: bool,
    /// How many refusals there were.
    refusals: u8,
    /// How many there were since the server took a message.
    in_a_row: u8,
    /// Whether the server takes no more messages.
    is_full: bool,
}

impl Wear {
    /// Takes down what became of a message; tells whether the server took some over
    /// this link and takes no more for now: only another link tells whether it takes any.
    pub fn add(&mut self, result: &Result<String, SendError>) -> bool {
        match result {
            Ok(_) => {
                self.served = true;
                self.in_a_row = 0;
                false
            }
            Err(error) => {
                let refusals = u8::from(is_refusal(error));
                self.refusals = self.refusals.saturating_add(refusals);
                self.in_a_row = self.in_a_row.saturating_add(refusals);
                let is_full = self.served && error.is_no_more_for_now();
                self.is_full |= is_full;
                is_full
            }
        }
    }

    /// Tells whether another link is better for those who come next.
    pub const fn is_too_much(&self) -> bool {
        self.is_full || self.refusals >= REFUSAL_LIMIT || self.in_a_row >= ROW_LIMIT
    }
}

/// Tells whether the server refused a recipient before it had the message: it is
/// asked to forget the sender then.
fn is_refusal(error: &SendError) -> bool {
    error.is_answer_to_recipient() && error.step != Step::Content
}
