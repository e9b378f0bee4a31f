//! Invitations.

use portero_domain::id::InvitationId;
use portero_domain::model::{
    Account, Invitation, InvitationTerms, Language, Message, NewInvitation, User,
};
use portero_domain::policy::{Category, CategorySet, Offer, Permission, PermissionSet, Role};

use super::{Given, address, after, noon};

impl Given<'_> {
    /// An invitation to be, open for an hour, with everything that one can have.
    pub(crate) fn new_invitation(&self, account: &Account, by: &User, to: &str) -> NewInvitation {
        let grants = PermissionSet::of(&[Permission::InvoicesRead, Permission::DomainsRead]);
        NewInvitation {
            id: InvitationId::from_uuid(self.id()),
            account_id: account.id,
            email: address(to),
            terms: InvitationTerms {
                offer: Offer { role: Role::User, grants, until: Some(after(10_000)) },
                notifications: Some(CategorySet::of(&[Category::Billing])),
                message: Some(Message::parse("Hola.\nBienvenida.").expect("a plain message")),
                language: Language::English,
                contact: None,
            },
            invited_by: by.id,
            link: self.link(),
            expires_at: after(60),
        }
    }

    /// An invitation, open for an hour.
    pub(crate) async fn invitation(&self, account: &Account, by: &User, to: &str) -> Invitation {
        self.saved(Invitation::send(self.new_invitation(account, by, to), noon())).await
    }
}
