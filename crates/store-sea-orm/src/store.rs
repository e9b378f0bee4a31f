//! The store: opening it, its schema, and the port it is named after.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::model::{AuditEntry, Origin};
use portero_domain::policy::RefusedAttempt;
use portero_domain::port::{Digest, Store, StoreError, UnitOfWork};
use sea_orm::metric::Info;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter};
use sea_orm_migration::MigratorTrait;
use tokio::sync::Notify;

use crate::connection::{Pools, StoreOptions};
use crate::error::{ConnectError, store_error};
use crate::migration::Migrator;
use crate::records;
use crate::table::{
    answers, mails, micros, password_resets, registrations, sessions, support_codes,
};
use crate::unit_of_work::{SeaOrmUnitOfWork, finished};

/// The store ports on `SQLite` or `PostgreSQL`. Clones share their connections.
#[derive(Clone)]
pub struct SeaOrmStore {
    pub(crate) pools: Pools,
    digest: Arc<dyn Digest>,
    mail_waiting: Arc<Notify>,
}

impl SeaOrmStore {
    /// Opens a database: `sqlite:FILE` (made when it is not there) or `postgres://…`. Its schema is
    /// left as it is: see [`Self::migrate`]. The digest chains the audit records.
    ///
    /// # Errors
    /// [`ConnectError`]
    pub async fn connect(
        url: &str,
        digest: Arc<dyn Digest>,
        options: StoreOptions,
    ) -> Result<Self, ConnectError> {
        let pools = Pools::connect(url, options).await?;
        Ok(Self { pools, digest, mail_waiting: Arc::new(Notify::new()) })
    }

    /// Tells of each statement that this store, or a clone that is made of it later, has carried out.
    pub fn observe(&mut self, observer: impl Fn(&Info<'_>) + Clone + Send + Sync + 'static) {
        self.pools.writer.set_metric_callback(observer.clone());
        self.pools.reader.set_metric_callback(observer);
    }

    /// Brings the schema up to date: applies the migrations that are pending, each in a
    /// transaction.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when one fails, or the schema is a later version's.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        Migrator::up(&self.pools.writer, None).await.map_err(store_error)
    }

    /// The names of the migrations that [`Self::migrate`] would apply, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let pending = Migrator::get_pending_migrations_read_only(&self.pools.reader).await;
        let pending = pending.map_err(store_error)?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    /// Notified after each commit that put mail into the outbox, by this store or a clone of it:
    /// a worker that waits for it need not ask often.
    #[must_use]
    pub fn mail_waiting(&self) -> Arc<Notify> {
        Arc::clone(&self.mail_waiting)
    }

    /// Lets go of every connection, when those who use one have given it back.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]
    pub async fn close(self) -> Result<(), StoreError> {
        self.pools.reader.close().await.map_err(store_error)?;
        self.pools.writer.close().await.map_err(store_error)
    }

    async fn forget_rows<E: EntityTrait>(
        &self,
        over: impl Into<Condition>,
    ) -> Result<(), StoreError> {
        let delete = E::delete_many().filter(over.into());
        delete.exec(&self.pools.writer).await.map(drop).map_err(store_error)
    }

    /// Lets `SQLite` look at a few hundred rows of each index, to choose well between them. Without
    /// the limit it looks at all of them, and then plans joins anew for each execution.
    async fn refresh_statistics(&self) -> Result<(), StoreError> {
        if self.pools.writer.get_database_backend() == DbBackend::Sqlite {
            let refresh = "PRAGMA analysis_limit = 400; PRAGMA optimize";
            self.pools.writer.execute_unprepared(refresh).await.map_err(store_error)?;
        }
        Ok(())
    }
}

#[async_trait]
impl Store for SeaOrmStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let transaction = self.pools.begin().await.map_err(store_error)?;
        Ok(Box::new(SeaOrmUnitOfWork::new(
            transaction,
            Arc::clone(&self.digest),
            Arc::clone(&self.mail_waiting),
        )))
    }

    /// It is finished even if the caller goes away: hanging up must not keep it off the record.
    async fn record_refusal(
        &self,
        attempt: RefusedAttempt,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let store = self.clone();
        finished(async move {
            let transaction = store.pools.begin().await.map_err(store_error)?;
            let digest = store.digest.as_ref();
            records::append_refusal(&transaction, digest, &attempt, origin, at).await?;
            transaction.commit().await.map_err(store_error)
        })
        .await
    }

    /// It is finished even if the caller goes away: hanging up must not keep the question off the
    /// record.
    async fn record(&self, entry: AuditEntry) -> Result<(), StoreError> {
        let store = self.clone();
        finished(async move {
            let transaction = store.pools.begin().await.map_err(store_error)?;
            records::append(&transaction, store.digest.as_ref(), entry, &[]).await?;
            transaction.commit().await.map_err(store_error)
        })
        .await
    }

    /// Attempts and resets do not keep when they ended: each goes once its link has run out, which
    /// is later.
    async fn forget(&self, before: DateTime<Utc>) -> Result<(), StoreError> {
        let before = micros(before);
        self.forget_rows::<sessions::Entity>(sessions::Column::ExpiresAt.lt(before)).await?;
        self.forget_rows::<answers::Entity>(answers::Column::AnsweredAt.lt(before)).await?;
        self.forget_rows::<registrations::Entity>(registrations::Column::ExpiresAt.lt(before))
            .await?;
        self.forget_rows::<password_resets::Entity>(password_resets::Column::ExpiresAt.lt(before))
            .await?;
        self.forget_rows::<support_codes::Entity>(support_codes::Column::ExpiresAt.lt(before))
            .await?;
        let sent_before =
            Condition::all().add(mails::is_sent()).add(mails::Column::SettledAt.lt(before));
        self.forget_rows::<mails::Entity>(sent_before).await?;
        self.refresh_statistics().await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.pools.reader.ping().await.map_err(store_error)
    }
}
