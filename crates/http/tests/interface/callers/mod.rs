//! Every operation, tried by every kind of caller: what each is answered, as one table, and that
//! nobody tells from an answer what another account has.

mod call;
mod caller;
mod cast;
mod cell;
mod company;
mod foreign;
mod row;
mod rows;
mod stage;
mod table;
mod things;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::document::operations;
use caller::{Caller, Setting};
use table::Table;

/// Everything tried, once for all the tests.
static ORDINARY: LazyLock<Table> =
    LazyLock::new(|| Table::of(Setting::Ordinary, Caller::ALL, |_| true));

/// The same of an account that admits nobody, or not its owner.
static CLOSED: LazyLock<Table> =
    LazyLock::new(|| Table::of(Setting::Closed, Caller::INSIDE, row::Row::is_on_an_account));
static OWNER_SUSPENDED: LazyLock<Table> = LazyLock::new(|| {
    Table::of(Setting::OwnerSuspended, Caller::INSIDE, row::Row::is_on_an_account)
});

#[test]
fn every_operation_has_a_row_and_every_row_an_operation() {
    let operations: BTreeSet<String> = operations().iter().map(ToString::to_string).collect();
    let rows: BTreeSet<String> = rows::all().iter().map(|row| row.operation.to_owned()).collect();
    let without_row: Vec<_> = operations.difference(&rows).collect();
    assert!(without_row.is_empty(), "say in rows.rs how to try {without_row:?}");
    let without_operation: Vec<_> = rows.difference(&operations).collect();
    assert!(without_operation.is_empty(), "there is no operation {without_operation:?}");
}

#[test]
fn what_each_caller_is_answered_changes_only_on_purpose() {
    insta::assert_snapshot!(ORDINARY.to_string());
}

#[test]
fn what_a_closed_account_answers_changes_only_on_purpose() {
    insta::assert_snapshot!(CLOSED.to_string());
}

#[test]
fn what_the_account_of_a_suspended_owner_answers_changes_only_on_purpose() {
    insta::assert_snapshot!(OWNER_SUSPENDED.to_string());
}

#[test]
fn every_row_asks_what_can_be_asked() {
    for table in [&*ORDINARY, &*CLOSED, &*OWNER_SUSPENDED] {
        assert_eq!(table.unreadable(), Vec::<String>::new());
    }
}

#[test]
fn nobody_tells_another_accounts_things_from_what_is_nowhere() {
    for table in [&*ORDINARY, &*CLOSED, &*OWNER_SUSPENDED] {
        assert!(table.compared > 100, "only {} pairs were compared", table.compared);
        assert!(table.told_apart.is_empty(), "{}", table.told_apart.join("\n\n"));
    }
}
