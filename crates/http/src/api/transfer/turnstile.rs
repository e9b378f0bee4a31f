//! How many imports go on at once: each takes room on disk and in memory, and keeps the store busy.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use portero_domain::id::AccountId;
use portero_domain::model::RetryAfter;
use portero_domain::use_case::Error;

use crate::problem::{Code, Problem};

/// After how long whoever has an import under way may ask again.
const PATIENCE: TimeDelta = TimeDelta::seconds(5);

/// Lets imports in: one of each account, and so many of all of them.
#[derive(Clone, Default)]
pub(super) struct Turnstile(Arc<Mutex<HashSet<AccountId>>>);

/// An import that was let in, until it is over.
pub(super) struct Turn {
    turnstile: Turnstile,
    account: AccountId,
}

impl Turnstile {
    /// Lets an import of an account in, unless as many as may are under way.
    ///
    /// # Errors
    /// [`Error::TooOften`] while another one of the account is; [`Code::Busy`] while `most` of other
    /// accounts are
    pub(super) fn enter(&self, account: AccountId, most: usize) -> Result<Turn, Problem> {
        let mut inside = self.inside();
        if inside.contains(&account) {
            return Err(Error::TooOften(RetryAfter(PATIENCE)).into());
        }
        if inside.len() >= most {
            return Err(Problem::Request(Code::Busy, None));
        }
        inside.insert(account);
        Ok(Turn { turnstile: self.clone(), account })
    }

    fn inside(&self) -> MutexGuard<'_, HashSet<AccountId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turnstile.inside().remove(&self.account);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_an_account_and_so_many_of_all_are_let_in_until_they_are_over() {
        let turnstile = Turnstile::default();
        let enter = |number| {
            let account = AccountId::from_uuid(uuid::Uuid::from_u128(number));
            turnstile.enter(account, 2).map_err(|problem| problem.code().facts().name)
        };
        let (first, second) = (enter(1), enter(2));
        assert!(first.is_ok() && second.is_ok());
        assert_eq!(enter(1).err(), Some("too_many_requests"));
        assert_eq!(enter(3).err(), Some("busy"));
        drop(first);
        assert!(enter(3).is_ok(), "and gone again");
        assert!(enter(1).is_ok());
    }
}
