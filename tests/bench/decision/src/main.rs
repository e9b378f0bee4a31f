//! What a decision costs, beside a bare bit test and beside cedar-policy on the same matrix.

mod cedar;
mod lookup;
mod matrix;

use portero_bench_measure::{Finding, Quantity, Target, heading, introduce, side_by_side};
use portero_domain::policy::decide;

use crate::cedar::Cedar;
use crate::lookup::Known;
use crate::matrix::{Matrix, timed};

/// How many rounds count.
const ROUNDS: usize = 301;
/// Among how many memberships the look-up finds one of a thousand that are asked for.
const MEMBERSHIPS: [usize; 2] = [1_000, 20_000];

fn main() {
    introduce("A decision");
    let matrix = Matrix::new();
    heading("Every role and a member with grants × every permission");
    let decision = with_the_membership_in_hand(&matrix);
    beside_cedar(&matrix, decision);
    heading("With the look-up in memory, by account and user");
    for count in MEMBERSHIPS {
        with_the_look_up(count);
    }
}

/// Gives how long a decision takes.
fn with_the_membership_in_hand(matrix: &Matrix) -> Quantity {
    let [bit, yes_or_no, bit_with_reason, decision, whole_way] = side_by_side(
        ROUNDS,
        [
            &mut || timed(&matrix.cells, |cell| cell.effective.contains(cell.permission)),
            &mut || timed(&matrix.cells, |cell| decide(&cell.standing, cell.permission).is_allowed()),
            &mut || timed(&matrix.cells, matrix::bit_test_with_reason),
            &mut || timed(&matrix.cells, |cell| decide(&cell.standing, cell.permission)),
            &mut || timed(&matrix.stored, matrix::decide_from_membership),
        ],
    )
    .map(Quantity::nanoseconds);
    Finding::new("decision, of which only yes or no is asked", yes_or_no)
        .against("a bare bit test", bit)
        .print();
    Finding::new("decision, standing in hand", decision)
        .against("a bare bit test", bit)
        .must_reach(Target::RatioAtMost(2.0))
        .print();
    Finding::new("the same", decision)
        .against("a bit test with as large an answer", bit_with_reason)
        .print();
    Finding::new("decision from a membership (states, end of access)", whole_way)
        .against("a bare bit test", bit)
        .print();
    decision
}

fn beside_cedar(matrix: &Matrix, decision: Quantity) {
    let cedar = Cedar::on(matrix);
    cedar.agrees_with(matrix);
    let [cedar] = side_by_side(ROUNDS, [&mut || cedar.nanoseconds_per_decision()]);
    Finding::new("cedar-policy, the same matrix, all made ready", Quantity::nanoseconds(cedar))
        .against("decision, standing in hand", decision)
        .print();
}

fn with_the_look_up(count: usize) {
    let known = Known::of(count);
    let [hashed, sorted] = side_by_side(
        ROUNDS,
        [&mut || timed(&known.questions, |question| known.decide_hashed(question)), &mut || {
            timed(&known.questions, |question| known.decide_sorted(question))
        }],
    )
    .map(Quantity::nanoseconds);
    Finding::new(format!("look-up and decision, hash map of {count}"), hashed)
        .must_reach(Target::Below(Quantity::nanoseconds(20.0)))
        .print();
    Finding::new(format!("look-up and decision, ordered map of {count}"), sorted).print();
}
