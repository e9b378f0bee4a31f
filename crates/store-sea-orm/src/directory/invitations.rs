//! Invitations, with the names of who invites.

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, InvitationId};
use portero_domain::model::{EmailAddress, Invitation, InvitationStatus, TokenHash};
use portero_domain::port::{
    InvitationFilter, LinkedInvitation, Page, ReceivedInvitation, StoreError,
};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LikeExpr, Order, SelectStatement};
use sea_orm::{ColumnTrait, DatabaseConnection};

use crate::query;
use crate::table::{Columns, accounts, invitations, micros, users};

/// The most invitations that a person is shown.
const MOST_RECEIVED: u64 = 200;

pub(super) async fn find(
    reader: &DatabaseConnection,
    account: AccountId,
    id: InvitationId,
) -> Result<Option<ReceivedInvitation>, StoreError> {
    let select = with_names()
        .and_where(invitations::Column::AccountId.eq(account.as_uuid()))
        .and_where(invitations::Column::Id.eq(id.as_uuid()))
        .take();
    query::one(reader, &select, received_invitation).await
}

pub(super) async fn list(
    reader: &DatabaseConnection,
    account: AccountId,
    filter: &InvitationFilter,
    page: Page<InvitationId>,
    now: DateTime<Utc>,
) -> Result<Vec<ReceivedInvitation>, StoreError> {
    let after = page.after.map(|after| invitations::Column::Id.lt(after.as_uuid()));
    let select = with_names()
        .and_where(invitations::Column::AccountId.eq(account.as_uuid()))
        .cond_where(Condition::all().add_option(filter.status.map(|status| is(status, now))))
        .and_where_option(filter.unsettled.then(invitations::is_open))
        .and_where_option(filter.address_part.as_deref().map(address_contains))
        .and_where_option(after)
        .order_by((invitations::Entity, invitations::Column::Id), Order::Desc)
        .limit(page.limit.into())
        .take();
    query::all(reader, &select, received_invitation).await
}

pub(super) async fn find_by_link(
    reader: &DatabaseConnection,
    link: &TokenHash,
) -> Result<Option<(LinkedInvitation, ReceivedInvitation)>, StoreError> {
    let select = with_names().and_where(invitations::has_had(link)).take();
    let found = query::one(reader, &select, received_invitation).await?;
    Ok(found.map(|received| {
        let invitation = received.invitation.clone();
        let superseded = invitation.link != *link;
        (LinkedInvitation { invitation, superseded }, received)
    }))
}

pub(super) async fn received(
    reader: &DatabaseConnection,
    address: &EmailAddress,
    now: DateTime<Utc>,
) -> Result<Vec<ReceivedInvitation>, StoreError> {
    let select = with_names()
        .and_where(invitations::Column::EmailCanonical.eq(address.canonical()))
        .and_where(invitations::is_open())
        .and_where(invitations::Column::ExpiresAt.gt(micros(now)))
        .and_where(accounts::Column::State.eq("active"))
        .order_by((invitations::Entity, invitations::Column::Id), Order::Desc)
        .limit(MOST_RECEIVED)
        .take();
    query::all(reader, &select, received_invitation).await
}

fn with_names() -> SelectStatement {
    let account = Expr::col((accounts::Entity, accounts::Column::Id))
        .equals((invitations::Entity, invitations::Column::AccountId));
    let inviter = Expr::col((users::Entity, users::Column::Id))
        .equals((invitations::Entity, invitations::Column::InvitedBy));
    query::select::<Invitation>()
        .column((accounts::Entity, accounts::Column::Name))
        .column((users::Entity, users::Column::FirstName))
        .column((users::Entity, users::Column::LastName))
        .inner_join(accounts::Entity, account)
        .inner_join(users::Entity, inviter)
        .take()
}

fn received_invitation(columns: &mut Columns<'_>) -> Result<ReceivedInvitation, StoreError> {
    let invitation = columns.stored()?;
    let account_name = columns.value(accounts::TABLE, "name")?;
    let first_name: String = columns.value(users::TABLE, "first_name")?;
    let last_name: String = columns.value(users::TABLE, "last_name")?;
    let invited_by = format!("{first_name} {last_name}");
    Ok(ReceivedInvitation { invitation, account_name, invited_by })
}

/// What an invitation is by the clock, as [`Invitation::status`] tells it.
fn is(status: InvitationStatus, now: DateTime<Utc>) -> Condition {
    let in_time = invitations::Column::ExpiresAt.gt(micros(now));
    let kept_as = invitations::Column::State.eq(status.as_str());
    match status {
        InvitationStatus::Pending | InvitationStatus::Claimed => {
            Condition::all().add(kept_as).add(in_time)
        }
        InvitationStatus::Expired => {
            Condition::all().add(invitations::is_open()).add(in_time.not())
        }
        InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Revoked => {
            Condition::all().add(kept_as)
        }
    }
}

fn address_contains(part: &str) -> Expr {
    let literal = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::col((invitations::Entity, invitations::Column::EmailCanonical))
        .like(LikeExpr::new(format!("%{literal}%")).escape('\\'))
}
