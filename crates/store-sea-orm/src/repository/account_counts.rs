//! How many there are of what an account keeps: counted as they come and go, not when asked.

use std::collections::BTreeMap;

use portero_domain::id::AccountId;
use portero_domain::model::Write;
use portero_domain::port::StoreError;
use sea_orm::DatabaseTransaction;

use crate::table::accounts;
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::{query, write};

/// What is counted.
#[derive(Clone, Copy)]
pub(super) enum Counted {
    Members,
    Contacts,
    Clients,
    Sites,
}

impl Counted {
    const fn column(self) -> &'static str {
        match self {
            Self::Members => "member_count",
            Self::Contacts => "contact_count",
            Self::Clients => "client_count",
            Self::Sites => "site_count",
        }
    }
}

/// By how many a write changes the count.
pub(super) const fn difference(write: Write) -> Option<i64> {
    match write {
        Write::Insert => Some(1),
        Write::Delete(_) => Some(-1),
        Write::Update(_) => None,
    }
}

/// By how many writes to several accounts change the count of each.
pub(super) fn differences(
    writes: impl Iterator<Item = (AccountId, Write)>,
) -> BTreeMap<AccountId, i64> {
    let mut differences = BTreeMap::new();
    for (account, write) in writes {
        if let Some(one) = difference(write) {
            *differences.entry(account).or_default() += one;
        }
    }
    differences
}

impl SeaOrmUnitOfWork {
    /// How many an account has; none where there is no account.
    pub(super) async fn count_of(
        &mut self,
        account: AccountId,
        counted: Counted,
    ) -> Result<u64, StoreError> {
        let text = format!("SELECT {} FROM accounts WHERE id = $1", counted.column());
        let step = self.step()?;
        let statement = query::statement(step.transaction, &text, [account.as_uuid().into()]);
        let count = query::one_of_statement(step.transaction, statement, |columns| {
            let count: i64 = columns.value(accounts::TABLE, counted.column())?;
            accounts::TABLE.checked(counted.column(), u64::try_from(count))
        });
        let count = count.await?.unwrap_or_default();
        step.done(count)
    }

    /// Keeps the count beside what came or went.
    pub(super) async fn keep_count(
        &mut self,
        account: AccountId,
        counted: Counted,
        difference: Option<i64>,
    ) -> Result<(), StoreError> {
        let Some(difference) = difference else { return Ok(()) };
        let step = self.step()?;
        count_by(step.transaction, account, counted, difference).await?;
        step.done(())
    }
}

/// Keeps the counts of several accounts beside what came or went.
pub(super) async fn count_all(
    transaction: &DatabaseTransaction,
    counted: Counted,
    differences: BTreeMap<AccountId, i64>,
) -> Result<(), StoreError> {
    for (account, difference) in differences {
        if difference != 0 {
            count_by(transaction, account, counted, difference).await?;
        }
    }
    Ok(())
}

/// It is no change to the account.
async fn count_by(
    transaction: &DatabaseTransaction,
    account: AccountId,
    counted: Counted,
    difference: i64,
) -> Result<(), StoreError> {
    let column = counted.column();
    let text = format!("UPDATE accounts SET {column} = {column} + $2 WHERE id = $1");
    let values = [account.as_uuid().into(), difference.into()];
    write::matched(write::execute(transaction, query::statement(transaction, &text, values)).await?)
}
