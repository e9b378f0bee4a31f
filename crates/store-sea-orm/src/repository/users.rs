//! Users in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::UserId;
use portero_domain::model::{EmailAddress, Language, User, UserChange, Write};
use portero_domain::policy::{Actor, Scope};
use portero_domain::port::{Entrances, StoreError, UserRepository};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::error::store_error;
use crate::query;
use crate::table::{answers, micros, password_resets, support_codes, users};
use crate::unit_of_work::SeaOrmUnitOfWork;

/// What a user (`$1`) may enter at an instant (`$2`): an account as a member, an area as a client; and
/// whether an account that is not closed has suspended them as a client.
const ENTRANCES: &str = "SELECT \
     EXISTS (SELECT 1 FROM memberships m \
         JOIN accounts account ON account.id = m.account_id AND account.state = 'active' \
         JOIN memberships owning ON owning.account_id = m.account_id AND owning.role = 'owner' \
         JOIN users owner ON owner.id = owning.user_id AND owner.state = 'active' \
         WHERE m.user_id = $1 AND m.state = 'active' \
             AND (m.ends_at IS NULL OR m.ends_at > $2)), \
     EXISTS (SELECT 1 FROM clients c \
         JOIN accounts account ON account.id = c.account_id AND account.state = 'active' \
         JOIN memberships owning ON owning.account_id = c.account_id AND owning.role = 'owner' \
         JOIN users owner ON owner.id = owning.user_id AND owner.state = 'active' \
         WHERE c.user_id = $1 AND c.suspended_at IS NULL), \
     EXISTS (SELECT 1 FROM clients c \
         JOIN accounts account ON account.id = c.account_id AND account.state = 'active' \
         WHERE c.user_id = $1 AND c.suspended_at IS NOT NULL), \
     EXISTS (SELECT 1 FROM users u \
         JOIN invitations i ON i.email_canonical = u.email_canonical \
             AND i.state IN ('pending', 'claimed') AND i.expires_at > $2 \
         WHERE u.id = $1 AND u.address_confirmed)";

/// Whether anything leads to a user (`$1`).
const TIES: &str = "SELECT EXISTS (SELECT 1 FROM memberships WHERE user_id = $1) \
     OR EXISTS (SELECT 1 FROM clients WHERE user_id = $1) \
     OR EXISTS (SELECT 1 FROM contacts WHERE access_user = $1) \
     OR EXISTS (SELECT 1 FROM invitations WHERE invited_by = $1) \
     OR EXISTS (SELECT 1 FROM invitations WHERE accepted_by = $1) \
     OR EXISTS (SELECT 1 FROM service_keys WHERE created_by = $1) \
     OR EXISTS (SELECT 1 FROM viewings WHERE user_id = $1)";

#[async_trait]
impl UserRepository for SeaOrmUnitOfWork {
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let step = self.step()?;
        let select = query::select::<User>().and_where(users::Column::Id.eq(id.as_uuid())).take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    /// `PostgreSQL` locks the row; on `SQLite`, whoever has begun has the whole database.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let step = self.step()?;
        let select = query::select::<User>()
            .and_where(users::Column::Id.eq(id.as_uuid()))
            .lock_exclusive()
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        let step = self.step()?;
        let select = query::select::<User>()
            .and_where(users::Column::EmailCanonical.eq(email.canonical()))
            .take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_languages(
        &mut self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<(EmailAddress, Language)>, StoreError> {
        let step = self.step()?;
        let canonical = addresses.iter().map(EmailAddress::canonical);
        let select = Query::select()
            .columns(users::ADDRESS)
            .column((users::Entity, users::Column::Language))
            .from(users::Entity)
            .and_where(users::Column::EmailCanonical.is_in(canonical))
            .take();
        let found = query::all(step.transaction, &select, |columns| {
            let address = users::address(columns)?;
            let language: String = columns.value(users::TABLE, "language")?;
            Ok((address, users::TABLE.parse("language", &language)?))
        });
        let found = found.await?;
        step.done(found)
    }

    async fn find_entrances(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Entrances, StoreError> {
        let step = self.step()?;
        let values = [user.as_uuid().into(), micros(now).into()];
        let statement = query::statement(step.transaction, ENTRANCES, values);
        let found = query::one_of_statement(step.transaction, statement, |columns| {
            Ok(Entrances {
                an_account: columns.value(users::TABLE, "an_account")?,
                an_area: columns.value(users::TABLE, "an_area")?,
                a_suspended_area: columns.value(users::TABLE, "a_suspended_area")?,
                an_invitation: columns.value(users::TABLE, "an_invitation")?,
            })
        });
        let found = found.await?.unwrap_or_default();
        step.done(found)
    }

    async fn has_ties(&mut self, user: UserId) -> Result<bool, StoreError> {
        let step = self.step()?;
        let statement = query::statement(step.transaction, TIES, [user.as_uuid().into()]);
        let found = query::one_of_statement(step.transaction, statement, |columns| {
            columns.value(users::TABLE, "has_ties")
        });
        let found = found.await?.unwrap_or_default();
        step.done(found)
    }

    async fn save(&mut self, change: UserChange) -> Result<(), StoreError> {
        match change.write() {
            Write::Insert | Write::Update(_) => {}
            Write::Delete(_) => {
                let step = self.step()?;
                forget_what_goes_along(step.transaction, change.aggregate().id).await?;
                step.done(())?;
            }
        }
        self.write(Scope::Installation, change).await
    }
}

/// Resets, support codes and kept answers are a user's alone, and go with them.
async fn forget_what_goes_along(
    transaction: &DatabaseTransaction,
    user: UserId,
) -> Result<(), StoreError> {
    let resets = password_resets::Entity::delete_many()
        .filter(password_resets::Column::UserId.eq(user.as_uuid()));
    resets.exec(transaction).await.map_err(store_error)?;
    let codes = support_codes::Entity::delete_many()
        .filter(support_codes::Column::UserId.eq(user.as_uuid()));
    codes.exec(transaction).await.map_err(store_error)?;
    let (actor_kind, _) = Actor::User(user).parts();
    let kept = answers::Entity::delete_many()
        .filter(answers::Column::ActorKind.eq(actor_kind))
        .filter(answers::Column::ActorId.eq(user.as_uuid()));
    kept.exec(transaction).await.map(drop).map_err(store_error)
}
