//! Sessions in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{SessionId, UserId};
use portero_domain::model::{Session, SessionChange, Version, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{SessionRepository, StoreError};
use sea_orm::sea_query::CaseStatement;
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, IntoActiveModel};

use crate::error::store_error;
use crate::table::{Stored, sessions};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::{query, write};

#[async_trait]
impl SessionRepository for SeaOrmUnitOfWork {
    async fn find(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        let step = self.step()?;
        let select =
            query::select::<Session>().and_where(sessions::Column::Id.eq(id.as_uuid())).take();
        let found = query::find(step.transaction, &select).await?;
        step.done(found)
    }

    async fn find_of_user(&mut self, user: UserId) -> Result<Vec<Session>, StoreError> {
        let step = self.step()?;
        let found = query::find_all(step.transaction, &sessions::of_user(user)).await?;
        step.done(found)
    }

    async fn save(&mut self, change: SessionChange) -> Result<(), StoreError> {
        let (session, event, how) = change.into_parts();
        let step = self.step()?;
        match how {
            Write::Insert | Write::Delete(_) => {
                write::write(step.transaction, &session, how).await?;
            }
            Write::Update(from) => update(step.transaction, &session, from).await?,
        }
        step.done(())?;
        self.keep_event(Scope::Installation, event);
        Ok(())
    }
}

/// Presence is noted beside the versions: what was noted since the session was read must stay.
async fn update(
    transaction: &DatabaseTransaction,
    session: &Session,
    from: Version,
) -> Result<(), StoreError> {
    let row = session.to_row();
    let seen = row.last_seen_at;
    let later = CaseStatement::new()
        .case(sessions::Column::LastSeenAt.gt(seen), sessions::Column::LastSeenAt.into_expr())
        .finally(seen);
    let mut row = row.into_active_model();
    row.not_set(sessions::Column::LastSeenAt);
    let update =
        write::update::<Session>(row, from).col_expr(sessions::Column::LastSeenAt, later.into());
    write::matched(update.exec(transaction).await.map_err(store_error)?.rows_affected)
}
