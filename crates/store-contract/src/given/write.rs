//! Changes of every kind, written alike.

use portero_domain::model::{
    Account, AccountChange, Client, ClientChange, Communication, CommunicationChange, Contact,
    ContactChange, Invitation, InvitationChange, Membership, MembershipChange, PasswordReset,
    PasswordResetChange, Registration, RegistrationChange, ServiceKey, ServiceKeyChange, Session,
    SessionChange, Site, SiteAssignment, SiteAssignmentChange, SiteChange, SupportCode,
    SupportCodeChange, User, UserChange, Viewing, ViewingChange,
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
    ( @ save $repository:expr, $change:ident ) => { $repository.save($change).await };
    ( @ save_all $repository:expr, $change:ident ) => { $repository.save_all(vec![$change]).await };
    ( $(
        $change:ty, $aggregate:ty, |$it:pat_param| $scope:expr, $repository:ident.$save:ident;
    )+ ) => { $(
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
                written!(@ $save unit.$repository(), self)
            }
        }
    )+ };
}

written! {
    AccountChange, Account, |it| Scope::Account(it.id), accounts.save;
    UserChange, User, |_| Scope::Installation, users.save;
    MembershipChange, Membership, |it| Scope::Account(it.account_id), memberships.save;
    RegistrationChange, Registration, |_| Scope::Installation, registrations.save;
    PasswordResetChange, PasswordReset, |_| Scope::Installation, password_resets.save;
    SessionChange, Session, |_| Scope::Installation, sessions.save;
    ServiceKeyChange, ServiceKey, |it| it.reach, service_keys.save;
    ContactChange, Contact, |it| Scope::Account(it.account_id), contacts.save;
    CommunicationChange, Communication, |it| Scope::Account(it.account_id), communications.save;
    SupportCodeChange, SupportCode, |it| Scope::Account(it.account_id), support_codes.save;
    InvitationChange, Invitation, |it| Scope::Account(it.account_id), invitations.save_all;
    ClientChange, Client, |it| Scope::Account(it.account_id), clients.save_all;
    SiteChange, Site, |it| Scope::Account(it.account_id), sites.save_all;
    SiteAssignmentChange, SiteAssignment, |it| Scope::Account(it.account_id), assignments.save_all;
    ViewingChange, Viewing, |it| Scope::Account(it.account_id), viewings.save;
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
