//! The whole program against servers that are odd in several ways at once, over the
//! wire: nobody has two copies, nobody is forgotten, and the journal is right.
//!
//! More cases than the usual few are tried with `PROPTEST_CASES`, of which they are a
//! sixteenth: each of them is several runs of the program.

mod course;
mod server;

use proptest::prelude::*;

use self::{
    course::Course,
    server::{Mode, servers},
};

fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
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
