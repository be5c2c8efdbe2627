//! The whole program against servers that are odd in several ways at once, over the
//! wire: nobody has two copies, nobody is forgotten, and the journal is right.
//!
//! The few that are tried are the same each time. Others, and more, are tried with
//! `PROPTEST_CASES`, of which they are a sixteenth: each is several runs of the program.

mod course;
mod server;

use proptest::{prelude::*, test_runner::RngSeed};

use self::{
    course::Course,
    server::{Mode, servers},
};

/// As many as proptest tries where nothing is said.
const USUAL_CASES: u32 = 256;
/// What the usual few are drawn from.
const SEED: u64 = 20_261_127;

fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    let is_asked_for_more = usual.cases != USUAL_CASES;
    ProptestConfig {
        rng_seed: if is_asked_for_more {
            usual.rng_seed
        } else {
            RngSeed::Fixed(SEED)
        },
        cases: usual.cases.div_ceil(16),
        // Several connections take the odd answers in another order each time.
        max_shrink_iters: 400,
        failure_persistence: None,
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_command_at_a_time(server in servers(Mode::Lockstep)) {
        Course::of(&server).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn several_commands_at_a_time(server in servers(Mode::Pipelining)) {
        Course::of(&server).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn several_messages_at_a_time(server in servers(Mode::Chunking)) {
        Course::of(&server).map_err(TestCaseError::fail)?;
    }
}
