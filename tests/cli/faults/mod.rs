//! A server that fails at every step and in every way: what becomes of each
//! recipient is what DESIGN.md, section 6, says, whether commands go one by one,
//! several at once, or several messages at once.

mod always;
mod case;
mod fault;
mod opening;
mod trial;

use self::{
    case::{Case, PARENTS},
    trial::{Trial, try_all},
};

fn trials(cases: Vec<Case>) -> Vec<Trial> {
    cases.into_iter().map(Case::trial).collect()
}

#[test]
fn every_fault_at_every_step_means_what_the_design_says() {
    try_all(&PARENTS, &trials(Case::all()));
}

#[test]
fn a_fault_at_the_first_or_the_last_recipient_means_the_same() {
    try_all(&PARENTS, &trials(Case::at_either_end()));
}

#[test]
fn a_fault_means_the_same_encrypted_or_not_and_whether_answers_come_together_or_apart() {
    try_all(&PARENTS, &trials(Case::varied()));
}
