//! Invitations in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, InvitationId};
use portero_domain::model::{EmailAddress, Invitation, InvitationChange, TokenHash};
use portero_domain::policy::Scope;
use portero_domain::port::{InvitationRepository, LinkedInvitation, StoreError};

use crate::row::{InvitationPlace, StoredInvitation};
use crate::state::State;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl InvitationRepository for MemoryUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        let found = self.find_for_invitee(id).await?;
        Ok(found.filter(|invitation| invitation.account_id == account))
    }

    async fn find_for_invitee(
        &mut self,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        self.read(|state| state.invitations.get(&id).map(|stored| stored.invitation.clone()))
    }

    async fn find_by_link(
        &mut self,
        link: &TokenHash,
    ) -> Result<Option<LinkedInvitation>, StoreError> {
        self.read(|state| linked(state, link))
    }

    async fn find_open(
        &mut self,
        account: AccountId,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Invitation>, StoreError> {
        self.read(|state| {
            let open = |email| state.invitations.at(&InvitationPlace::open(email, account));
            addresses.iter().filter_map(open).map(|stored| stored.invitation.clone()).collect()
        })
    }

    async fn save_all(&mut self, changes: Vec<InvitationChange>) -> Result<(), StoreError> {
        for change in changes {
            let (invitation, event, write) = change.into_parts();
            let earlier_links = self.read(|state| earlier_links(state, &invitation))?;
            let scope = Scope::Account(invitation.account_id);
            self.save(scope, write, StoredInvitation { invitation, earlier_links }, event)?;
        }
        Ok(())
    }
}

/// Finds an invitation by its link or an earlier one.
pub fn linked(state: &State, link: &TokenHash) -> Option<LinkedInvitation> {
    let invitation = state.invitations.at(&InvitationPlace::of_link(link))?.invitation.clone();
    let superseded = invitation.link != *link;
    Some(LinkedInvitation { invitation, superseded })
}

/// The links that an invitation has had by the time that it is written so.
fn earlier_links(state: &State, invitation: &Invitation) -> Vec<TokenHash> {
    let Some(stored) = state.invitations.get(&invitation.id) else { return Vec::new() };
    let replaced = (stored.invitation.link != invitation.link).then_some(stored.invitation.link);
    stored.earlier_links.iter().copied().chain(replaced).collect()
}
