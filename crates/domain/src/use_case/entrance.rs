//! Entering a client area: where someone stands there, for whoever shows them what they may do.

use super::{Caller, Error, Portero};
use crate::id::AccountId;
use crate::model::{Account, Membership};
use crate::policy::{Permission, Standing};
use crate::port::FoundAccount;

/// An account as someone enters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entrance {
    /// The account.
    pub account: Account,
    /// Their own membership of it.
    pub membership: Membership,
    /// Where they stand, at the instant of asking.
    pub standing: Standing,
}

impl Portero {
    /// Where the caller stands on an account, whatever they may do there (N04).
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member.
    pub async fn entrance(&self, caller: &Caller, id: AccountId) -> Result<Entrance, Error> {
        let user = &caller.person()?.user;
        let found = self.ports.directory.find_account(id, user.id).await?;
        let FoundAccount { account, owner, membership } = found.ok_or(Error::NotFound)?;
        let membership = membership.ok_or(Error::NotFound)?;
        let standing = membership.standing_of(&account, owner, user, self.now());
        let standing = standing.ok_or(Error::NotFound)?;
        Ok(Entrance { account, membership, standing })
    }

    /// Refuses a caller who may not do a thing, before a form for it is shown. The refusal is
    /// recorded and explained as that of the thing itself.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member, [`Error::Denied`] for one who may not.
    pub async fn require(
        &self,
        caller: &Caller,
        id: AccountId,
        permission: Permission,
    ) -> Result<(), Error> {
        self.visit(caller, id, permission).await.map(drop)
    }
}
