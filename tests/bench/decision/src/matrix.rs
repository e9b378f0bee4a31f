//! The matrix: every role, and a member with grants, by every permission.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use portero_bench_measure::nanoseconds_per_call;
use portero_domain::id::{AccountId, UserId};
use portero_domain::model::{AccountState, Admission, Membership, UserState};
use portero_domain::policy::{
    Decision, Denial, Offer, Permission, PermissionSet, Role, Standing, decide,
};
use uuid::Uuid;

/// How many answers a round takes, about: so few that most rounds end before the machine turns to
/// something else.
const ANSWERS: usize = 10_000;

/// One question, with where the member stands.
pub struct Cell {
    /// What is asked for.
    pub permission: Permission,
    /// Where the member stands.
    pub standing: Standing,
    /// What the bare bit test looks at.
    pub effective: PermissionSet,
}

/// The same question, with what is stored of the member.
pub struct StoredCell {
    permission: Permission,
    membership: Membership,
}

/// Every question.
pub struct Matrix {
    /// Member by member, permission by permission.
    pub cells: Vec<Cell>,
    /// The same. Kept apart, so that the others stay in the processor's nearest cache.
    pub stored: Vec<StoredCell>,
}

/// Whom the matrix is about: every role, and a member with grants.
pub fn members() -> impl Iterator<Item = Offer> {
    let granted = PermissionSet::of(&[Permission::ServicesRead, Permission::TicketsOpen]);
    let with_grants = Offer { grants: granted, ..Offer::of(Role::User) };
    Role::ALL.iter().map(|role| Offer::of(*role)).chain([with_grants])
}

impl Matrix {
    /// Puts it together.
    pub fn new() -> Self {
        Self { cells: each(Cell::new), stored: each(StoredCell::new) }
    }
}

fn each<Made>(make: impl Fn(Offer, Permission) -> Made) -> Vec<Made> {
    let mut cells = Vec::new();
    for offer in members() {
        cells.extend(Permission::ALL.iter().map(|permission| make(offer, *permission)));
    }
    cells
}

impl Cell {
    fn new(offer: Offer, permission: Permission) -> Self {
        let standing = Standing::of(offer.role).with_grants(offer.grants);
        Self { permission, standing, effective: standing.effective() }
    }
}

impl StoredCell {
    fn new(offer: Offer, permission: Permission) -> Self {
        let (account, user) = (AccountId::from_uuid(Uuid::nil()), UserId::from_uuid(Uuid::nil()));
        let joined = Membership::join(account, user, &offer, None, None, DateTime::UNIX_EPOCH);
        Self { permission, membership: joined.aggregate().clone() }
    }
}

/// The whole way from what is stored: the states of account, user and membership, the clock, then
/// the decision.
pub fn decide_from_membership(cell: &StoredCell) -> Decision {
    let now: DateTime<Utc> = black_box(DateTime::UNIX_EPOCH);
    let admission = Admission { account: AccountState::Active, owner: UserState::Active };
    cell.membership
        .standing(black_box(admission), black_box(UserState::Active), now)
        .map_or(Decision::Denied(Denial::not_a_member(cell.permission)), |standing| {
            decide(&standing, cell.permission)
        })
}

/// A bit test whose answer is as large as a decision: what carrying the reason along takes, before
/// anything is decided.
pub fn bit_test_with_reason(cell: &Cell) -> (bool, Role, Permission) {
    (cell.effective.contains(cell.permission), cell.standing.role(), cell.permission)
}

/// How long one answer takes, over every question several times.
pub fn timed<Question, Answer>(
    questions: &[Question],
    mut answer: impl FnMut(&Question) -> Answer,
) -> f64 {
    let repeats = ANSWERS / questions.len();
    nanoseconds_per_call(|| {
        for _ in 0..repeats {
            for question in questions {
                black_box(answer(black_box(question)));
            }
        }
        repeats * questions.len()
    })
}
