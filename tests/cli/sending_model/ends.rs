//! The model: how a delivery may end, as the script of its recipient has it.

use carnet::domain::delivery::DeliveryState::{self, Accepted, Refused, Uncertain};

use super::server::Answer::{
    self, Accept, AcceptThenLose, Busy, CrashAfter, CrashBefore, Defer, GoAway, LoseAfterAccepting,
    LoseAfterRefusing, LoseBefore, Object, Refuse, RefuseThenLose, Stop, Throttle,
};

/// A state, and how many copies the server accepted.
pub type End = (DeliveryState, usize);

/// Returns how the delivery to somebody may end who is given these answers one
/// after the other, and accepted then, when nothing befalls them through others.
pub fn own_ends(script: &[Answer]) -> Vec<End> {
    let mut ends = Vec::new();
    for answer in script {
        let end = match answer {
            Accept | AcceptThenLose => (Accepted, 1),
            Refuse | RefuseThenLose => (Refused, 0),
            LoseAfterAccepting | CrashAfter => (Uncertain, 1),
            LoseAfterRefusing | CrashBefore => (Uncertain, 0),
            Defer | LoseBefore | GoAway | Busy | Throttle | Stop => continue,
            // Refused when others are accepted; asked again when the run ends before.
            Object => {
                ends.push((Refused, 0));
                continue;
            }
        };
        ends.push(end);
        return ends;
    }
    ends.push((Accepted, 1));
    ends
}

/// Tells whether the delivery to somebody may have ended so who was in flight when
/// the program could hear no more: nobody knows, and it is not sent again.
pub fn fits_cut_off((state, copies): End) -> bool {
    state == Uncertain && copies <= 1
}
