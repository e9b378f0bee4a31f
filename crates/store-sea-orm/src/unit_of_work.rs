//! The unit of work: one transaction of the database, and what is written at its end.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use portero_domain::model::{AuditTrail, Change, Event};
use portero_domain::policy::Scope;
use portero_domain::port::{
    AccountRepository, AnswerRepository, ClientRepository, CommunicationRepository,
    ContactRepository, Digest, InvitationRepository, MembershipRepository, OutboxWriter,
    PasswordResetRepository, RegistrationRepository, ServiceKeyRepository, SessionRepository,
    SiteAssignmentRepository, SiteRepository, StoreError, SupportCodeRepository, UnitOfWork,
    UserRepository, ViewingRepository,
};
use sea_orm::DatabaseTransaction;
use tokio::sync::Notify;

use crate::error::store_error;
use crate::table::Stored;
use crate::{records, write};

/// A transaction, with the events that it will number and record when it commits. It is each of
/// its repositories itself.
pub(crate) struct SeaOrmUnitOfWork {
    transaction: DatabaseTransaction,
    dead: bool,
    written: BTreeMap<Scope, Vec<Event>>,
    has_mail: bool,
    digest: Arc<dyn Digest>,
    mail_waiting: Arc<Notify>,
}

/// One thing done in a unit of work. Unless it says that it is done, the unit of work is dead:
/// whether an error ended it or the caller went away half-way.
pub(crate) struct Step<'u> {
    /// Where it is done.
    pub(crate) transaction: &'u DatabaseTransaction,
    dead: &'u mut bool,
}

impl Step<'_> {
    /// Ends the step well, with its answer.
    #[allow(clippy::unnecessary_wraps, reason = "it is the last line of every repository's answer")]
    pub(crate) fn done<T>(self, answer: T) -> Result<T, StoreError> {
        *self.dead = false;
        Ok(answer)
    }
}

impl SeaOrmUnitOfWork {
    /// Wraps a transaction that has begun.
    pub(crate) const fn new(
        transaction: DatabaseTransaction,
        digest: Arc<dyn Digest>,
        mail_waiting: Arc<Notify>,
    ) -> Self {
        Self {
            transaction,
            dead: false,
            written: BTreeMap::new(),
            has_mail: false,
            digest,
            mail_waiting,
        }
    }

    /// Begins a step, unless an earlier one failed.
    pub(crate) const fn step(&mut self) -> Result<Step<'_>, StoreError> {
        if self.dead {
            return Err(StoreError::Dead);
        }
        self.dead = true;
        Ok(Step { transaction: &self.transaction, dead: &mut self.dead })
    }

    /// Writes a change, and keeps its event for the commit.
    pub(crate) async fn write<A, E>(
        &mut self,
        scope: Scope,
        change: Change<A, E>,
    ) -> Result<(), StoreError>
    where
        A: Stored + Send + Sync,
        E: Into<Event> + Send,
    {
        let (aggregate, event, how) = change.into_parts();
        let step = self.step()?;
        write::write(step.transaction, &aggregate, how).await?;
        step.done(())?;
        self.keep_event(scope, event);
        Ok(())
    }

    /// Keeps the event of something that was written.
    pub(crate) fn keep_event(&mut self, scope: Scope, event: impl Into<Event>) {
        self.written.entry(scope).or_default().push(event.into());
    }

    /// Counts a mail as a write to its scope.
    pub(crate) fn keep_mail(&mut self, scope: Scope) {
        self.written.entry(scope).or_default();
        self.has_mail = true;
    }

    /// Scopes are locked in their order, so that two commits never wait for each other.
    async fn finish(mut self, trail: AuditTrail) -> Result<(), StoreError> {
        if self.dead {
            return Err(StoreError::Dead);
        }
        if !trail.covers(&self.written.keys().copied().collect::<Vec<_>>()) {
            return Err(StoreError::Unaudited);
        }
        for entry in trail.into_entries() {
            let happened = self.written.remove(&entry.scope()).unwrap_or_default();
            records::append(&self.transaction, self.digest.as_ref(), entry, &happened).await?;
        }
        self.transaction.commit().await.map_err(store_error)?;
        if self.has_mail {
            self.mail_waiting.notify_one();
        }
        Ok(())
    }
}

#[async_trait]
impl UnitOfWork for SeaOrmUnitOfWork {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }
    fn users(&mut self) -> &mut dyn UserRepository {
        self
    }
    fn memberships(&mut self) -> &mut dyn MembershipRepository {
        self
    }
    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        self
    }
    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }
    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        self
    }
    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }
    fn service_keys(&mut self) -> &mut dyn ServiceKeyRepository {
        self
    }
    fn contacts(&mut self) -> &mut dyn ContactRepository {
        self
    }
    fn communications(&mut self) -> &mut dyn CommunicationRepository {
        self
    }
    fn support_codes(&mut self) -> &mut dyn SupportCodeRepository {
        self
    }
    fn clients(&mut self) -> &mut dyn ClientRepository {
        self
    }
    fn sites(&mut self) -> &mut dyn SiteRepository {
        self
    }
    fn assignments(&mut self) -> &mut dyn SiteAssignmentRepository {
        self
    }
    fn viewings(&mut self) -> &mut dyn ViewingRepository {
        self
    }
    fn outbox(&mut self) -> &mut dyn OutboxWriter {
        self
    }
    fn answers(&mut self) -> &mut dyn AnswerRepository {
        self
    }

    async fn commit(self: Box<Self>, trail: AuditTrail) -> Result<(), StoreError> {
        finished(async move { self.finish(trail).await }).await
    }
}

/// Does something to its end, even if the caller goes away.
pub(crate) async fn finished(
    work: impl Future<Output = Result<(), StoreError>> + Send + 'static,
) -> Result<(), StoreError> {
    tokio::spawn(work)
        .await
        .unwrap_or_else(|failure| Err(StoreError::Unavailable(failure.to_string())))
}
