//! Invitations in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, InvitationId};
use portero_domain::model::{
    EmailAddress, Invitation, InvitationChange, TokenHash, Version, Write,
};
use portero_domain::policy::Scope;
use portero_domain::port::{InvitationRepository, LinkedInvitation, StoreError};
use sea_orm::{ColumnTrait, DatabaseTransaction, IntoActiveModel};

use crate::error::store_error;
use crate::table::{Stored, invitations};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::{query, write};

#[async_trait]
impl InvitationRepository for SeaOrmUnitOfWork {
    async fn find(
        &mut self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Invitation>()
            .and_where(invitations::Column::AccountId.eq(account.as_uuid()))
            .and_where(invitations::Column::Id.eq(id.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_for_invitee(
        &mut self,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Invitation>()
            .and_where(invitations::Column::Id.eq(id.as_uuid()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_by_link(
        &mut self,
        link: &TokenHash,
    ) -> Result<Option<LinkedInvitation>, StoreError> {
        let step = self.step()?;
        let select = query::select::<Invitation>().and_where(invitations::has_had(link)).take();
        let found: Option<Invitation> = query::find(step.transaction, &select).await?;
        step.done(found.map(|invitation| LinkedInvitation {
            superseded: invitation.link != *link,
            invitation,
        }))
    }

    async fn find_open(
        &mut self,
        account: AccountId,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Invitation>, StoreError> {
        let step = self.step()?;
        let canonical = addresses.iter().map(EmailAddress::canonical);
        let select = query::select::<Invitation>()
            .and_where(invitations::Column::AccountId.eq(account.as_uuid()))
            .and_where(invitations::Column::EmailCanonical.is_in(canonical))
            .and_where(invitations::is_open())
            .take();
        let found = query::find_all(step.transaction, &select).await?;
        step.done(found)
    }

    async fn save_all(&mut self, changes: Vec<InvitationChange>) -> Result<(), StoreError> {
        let mut new = Vec::new();
        let mut happened = Vec::new();
        let step = self.step()?;
        for change in changes {
            let (invitation, event, how) = change.into_parts();
            happened.push((Scope::Account(invitation.account_id), event));
            match how {
                Write::Insert => new.push(invitation.to_row()),
                Write::Update(from) => update(step.transaction, &invitation, from).await?,
                Write::Delete(_) => write::write(step.transaction, &invitation, how).await?,
            }
        }
        write::insert_all::<invitations::Entity, _>(step.transaction, new).await?;
        step.done(())?;
        for (scope, event) in happened {
            self.keep_event(scope, event);
        }
        Ok(())
    }
}

/// The link that is about to be replaced, if it is, is copied before it is lost.
async fn update(
    transaction: &DatabaseTransaction,
    invitation: &Invitation,
    from: Version,
) -> Result<(), StoreError> {
    const KEEP_LINK: &str = "INSERT INTO superseded_links (link, invitation_id) \
         SELECT link, id FROM invitations WHERE id = $1 AND version = $2 AND link <> $3";
    let row = invitation.to_row();
    let values = [row.id.into(), from.as_i64().into(), row.link.clone().into()];
    write::execute(transaction, query::statement(transaction, KEEP_LINK, values)).await?;
    let update = write::update::<Invitation>(row.into_active_model(), from);
    write::matched(update.exec(transaction).await.map_err(store_error)?.rows_affected)
}
