//! Random people do random things to two accounts, and nobody ever holds what no path of theirs
//! gave.
//!
//! Each walk drives the real use cases on the store in memory. Beside them runs a small model of
//! who was given what, which shares nothing with them but roles, permissions and sets of these:
//!
//! - [`command`] makes up what people try, lawful or not;
//! - [`stage`] tries it on the product, as those people;
//! - [`model`] states the laws, and holds every success against them;
//! - [`walk`] compares the two after each step.

mod command;
mod model;
mod stage;
mod walk;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::command::{Command, any_walk};
use crate::walk::{Tally, walk};

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn nobody_ever_holds_what_no_path_of_theirs_gave(commands in any_walk()) {
        if let Err(breach) = walk(&commands, &mut Tally::default()) {
            return Err(TestCaseError::fail(breach));
        }
    }
}

/// A walk on which everything is refused would prove nothing.
#[test]
fn the_walks_go_everywhere() {
    let mut runner = TestRunner::deterministic();
    let mut tally = Tally::default();
    for _ in 0..96 {
        let commands = any_walk().new_tree(&mut runner).expect("a walk").current();
        walk(&commands, &mut tally).unwrap();
    }
    for name in Command::NAMES {
        assert!(tally.done(name) > 0, "{name} never succeeded: {tally:?}");
    }
    for name in Command::REFUSABLE {
        assert!(tally.refused(name) > 0, "{name} was never refused: {tally:?}");
    }
}
