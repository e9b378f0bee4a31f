//! The outbox, as the worker that empties it sees it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::MailId;
use portero_domain::model::{Mail, MailState, QueuedMail};
use portero_domain::port::{Outbox, OutboxStatus, SendOutcome, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Order};
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, UpdateMany};
use uuid::Uuid;

use crate::error::store_error;
use crate::query;
use crate::store::SeaOrmStore;
use crate::table::{communication_recipients as recipients, mails, micros};

#[async_trait]
impl Outbox for SeaOrmStore {
    /// Those whose turn came first: a mail that failed waits behind those that never did.
    async fn lease(
        &self,
        holder: Uuid,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<QueuedMail>, StoreError> {
        let writer = &self.pools.writer;
        let values =
            [holder.into(), micros(now).into(), micros(until).into(), i64::from(limit).into()];
        let text = lease_statement(writer.get_database_backend());
        let statement = query::statement(writer, &text, values);
        let mut leased = query::all_of_statement(writer, statement, mails::leased).await?;
        leased.sort_unstable_by_key(|(due_at, queued)| (*due_at, queued.mail.id));
        Ok(leased.into_iter().map(|(_, queued)| queued).collect())
    }

    async fn renew(
        &self,
        mail: MailId,
        holder: Uuid,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let renewal =
            held_by(mail, holder).col_expr(mails::Column::LeasedUntil, Expr::val(micros(until)));
        let renewed = renewal.exec(&self.pools.writer).await.map_err(store_error)?;
        Ok(renewed.rows_affected > 0)
    }

    /// The mail's row comes first: whoever has lost the lease does not get to the addressee.
    async fn settle(
        &self,
        mail: MailId,
        holder: Uuid,
        outcome: SendOutcome,
    ) -> Result<(), StoreError> {
        let attempts = Expr::col(mails::Column::Attempts).add(1);
        let delivery = recipients::after(&outcome);
        let settled = held_by(mail, holder)
            .set(mails::after(outcome))
            .col_expr(mails::Column::Attempts, attempts);
        let transaction = self.pools.begin().await.map_err(store_error)?;
        let is_held = settled.exec(&transaction).await.map_err(store_error)?.rows_affected > 0;
        if is_held {
            let delivered = recipients::Entity::update_many()
                .set(delivery)
                .filter(recipients::Column::MailId.eq(mail.as_uuid()));
            delivered.exec(&transaction).await.map_err(store_error)?;
        }
        transaction.commit().await.map_err(store_error)
    }

    async fn kept<'a>(
        &self,
        to: Option<&'a str>,
        limit: u32,
    ) -> Result<Vec<(Mail, DateTime<Utc>)>, StoreError> {
        let select = query::rows_of::<mails::Model>()
            .and_where(mails::is_sent())
            .and_where(mails::Column::Kept.eq(true))
            .and_where_option(to.map(|address| mails::Column::RecipientCanonical.eq(address)))
            .order_by((mails::Entity, mails::Column::SettledAt), Order::Desc)
            .order_by((mails::Entity, mails::Column::Id), Order::Desc)
            .limit(limit.into())
            .take();
        query::all(&self.pools.reader, &select, mails::settled).await
    }

    async fn status(&self) -> Result<OutboxStatus, StoreError> {
        const COUNT: &str = "SELECT \
             (SELECT count(*) FROM mails WHERE state = 'queued'), \
             (SELECT count(*) FROM mails WHERE state = 'undeliverable')";
        let reader = &self.pools.reader;
        let status =
            query::one_of_statement(reader, query::statement(reader, COUNT, []), |columns| {
                let queued: i64 = columns.value(mails::TABLE, "state")?;
                let undeliverable: i64 = columns.value(mails::TABLE, "state")?;
                Ok(OutboxStatus {
                    queued: queued.unsigned_abs(),
                    undeliverable: undeliverable.unsigned_abs(),
                })
            });
        Ok(status.await?.unwrap_or_default())
    }
}

/// Changes a mail that is still under the holder's lease; for anyone else, it changes nothing.
fn held_by(mail: MailId, holder: Uuid) -> UpdateMany<mails::Entity> {
    mails::Entity::update_many()
        .filter(mails::Column::Id.eq(mail.as_uuid()))
        .filter(mails::Column::LeaseHolder.eq(holder))
        .filter(mails::Column::State.eq(MailState::Queued.as_str()))
}

/// On `PostgreSQL` workers pass over what another is leasing at the same time; on `SQLite` only one
/// leases at a time.
fn lease_statement(backend: DbBackend) -> String {
    let passing_over = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    format!(
        "WITH due AS ( \
             SELECT id FROM mails \
             WHERE state = 'queued' AND due_at <= $2 \
                 AND (leased_until IS NULL OR leased_until <= $2) \
             ORDER BY due_at, id LIMIT $4 {passing_over} \
         ) \
         UPDATE mails SET lease_holder = $1, leased_until = $3 \
         WHERE id IN (SELECT id FROM due) RETURNING {}",
        query::plain_columns::<mails::Model>(),
    )
}
