//! Accounts, with their members and service keys.

use portero_domain::id::{AccountId, ServiceKeyId, UserId};
use portero_domain::model::{
    Account, AccountChange, AccountDetails, Language, Membership, ServiceKey, ServiceKeyChange,
    ServiceScope, ServiceScopeSet, User,
};
use portero_domain::policy::{Offer, Scope};

use super::{Given, name, noon, save, trail};

impl Given<'_> {
    /// An account to be, not yet written.
    pub(crate) fn new_account(&self, owner: &User) -> AccountChange {
        let id = AccountId::from_uuid(self.id());
        let details = AccountDetails::default();
        Account::create(id, name("Hotel Sol"), Language::Spanish, details, owner.id, noon())
    }

    /// An account of this owner's.
    pub(crate) async fn account_of(&self, owner: &User) -> Account {
        let change = self.new_account(owner);
        let account = change.aggregate().clone();
        let mut unit = self.faces.begin().await;
        save(&mut *unit, change).await;
        save(&mut *unit, Membership::found(account.id, owner.id, noon())).await;
        let trail = trail(&[Scope::Account(account.id)]);
        unit.commit(trail).await.expect("the account can be founded");
        account
    }

    /// An account, and its owner.
    pub(crate) async fn account(&self) -> (Account, User) {
        let owner = self.user(&format!("owner{}@sol.example", self.count())).await;
        (self.account_of(&owner).await, owner)
    }

    /// A member of an account.
    pub(crate) async fn member(&self, account: &Account, user: &User, offer: Offer) -> Membership {
        self.saved(Membership::join(account.id, user.id, &offer, None, None, noon())).await
    }

    /// A service key to an account to be, not yet written.
    pub(crate) fn new_service_key(&self, account: &Account) -> ServiceKeyChange {
        self.new_key(Scope::Account(account.id))
    }

    /// A service key to be, not yet written, which opens this.
    pub(crate) fn new_key(&self, reach: Scope) -> ServiceKeyChange {
        self.new_key_by(reach, None)
    }

    /// A service key to be, not yet written, which this user made.
    pub(crate) fn new_key_by(&self, reach: Scope, maker: Option<UserId>) -> ServiceKeyChange {
        let scopes = ServiceScopeSet::of(&[ServiceScope::AccessCheck, ServiceScope::EventsRead]);
        let id = ServiceKeyId::from_uuid(self.id());
        ServiceKey::create(id, reach, name("Billing"), scopes, self.link(), maker, noon())
    }
}
