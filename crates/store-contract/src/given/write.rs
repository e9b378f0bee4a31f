//! Changes of every kind, written alike.

use portero_domain::model::{
    Account, AccountChange, Communication, CommunicationChange, Contact, ContactChange, Invitation,
    InvitationChange, Membership, MembershipChange, PasswordReset, PasswordResetChange,
    Registration, RegistrationChange, ServiceKey, ServiceKeyChange, Session, SessionChange,
    SupportCode, SupportCodeChange, User, UserChange,
};
use portero_domain::policy::Scope;
use portero_domain::port::{StoreError, UnitOfWork};

use super::trail;
use crate::Faces;

/// A change that knows its repository and its scope.
pub(crate) trait Write {
    /// What it changes.
    type Aggregate;

    fn aggregate(&self) -> Self::Aggregate;
    fn scope(&self) -> Scope;
    fn write(
        self,
        unit: &mut dyn UnitOfWork,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

macro_rules! written {
    ( $( $change:ty, $aggregate:ty, |$it:pat_param| $scope:expr, $repository:ident; )+ ) => { $(
        impl Write for $change {
            type Aggregate = $aggregate;

            fn aggregate(&self) -> $aggregate {
                self.aggregate().clone()
            }

            fn scope(&self) -> Scope {
                let $it = self.aggregate();
                $scope
            }

            async fn write(self, unit: &mut dyn UnitOfWork) -> Result<(), StoreError> {
                unit.$repository().save(self).await
            }
        }
    )+ };
}

written! {
    AccountChange, Account, |it| Scope::Account(it.id), accounts;
    UserChange, User, |_| Scope::Installation, users;
    MembershipChange, Membership, |it| Scope::Account(it.account_id), memberships;
    RegistrationChange, Registration, |_| Scope::Installation, registrations;
    PasswordResetChange, PasswordReset, |_| Scope::Installation, password_resets;
    SessionChange, Session, |_| Scope::Installation, sessions;
    ServiceKeyChange, ServiceKey, |it| it.reach, service_keys;
    ContactChange, Contact, |it| Scope::Account(it.account_id), contacts;
    CommunicationChange, Communication, |it| Scope::Account(it.account_id), communications;
    SupportCodeChange, SupportCode, |it| Scope::Account(it.account_id), support_codes;
}

impl Write for InvitationChange {
    type Aggregate = Invitation;

    fn aggregate(&self) -> Invitation {
        self.aggregate().clone()
    }

    fn scope(&self) -> Scope {
        Scope::Account(self.aggregate().account_id)
    }

    async fn write(self, unit: &mut dyn UnitOfWork) -> Result<(), StoreError> {
        unit.invitations().save_all(vec![self]).await
    }
}

/// Writes one change in a unit of work of its own, and gives whatever comes of it.
pub(crate) async fn attempt(faces: &Faces, change: impl Write) -> Result<(), StoreError> {
    let scope = change.scope();
    let mut unit = faces.begin().await;
    change.write(&mut *unit).await?;
    unit.commit(trail(&[scope])).await
}

/// Writes a change that nothing stands against.
pub(crate) async fn save(unit: &mut dyn UnitOfWork, change: impl Write) {
    change.write(unit).await.expect("nothing stands against the change");
}
