//! The queue: what is to be done with each message that is not finished, and when.

mod backoff;
mod turn;
mod wake;

pub use self::{
    backoff::Backoff,
    turn::{Turn, choose_audience, plan_turn},
    wake::Wake,
};
