//! The unit of work: a transaction, and the events that wait for its commit.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::model::{AuditEntry, AuditHash, AuditTrail, Event, NumberedEvent, Write};
use portero_domain::policy::Scope;
use portero_domain::port::{
    AccountRepository, AnswerRepository, ClientRepository, CommunicationRepository,
    ContactRepository, Digest, InvitationRepository, MembershipRepository, OutboxWriter,
    PasswordResetRepository, RegistrationRepository, ServiceKeyRepository, SessionRepository,
    SiteAssignmentRepository, SiteRepository, StoreError, SupportCodeRepository, UnitOfWork,
    UserRepository, ViewingRepository,
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::row::StoredEvent;
use crate::state::{State, Stored};
use crate::table::Versioned;
use crate::transaction::Transaction;

/// A unit of work, and every repository of it.
pub struct MemoryUnitOfWork {
    transaction: Transaction,
    events: Vec<(Scope, Event)>,
    mailed: Vec<Scope>,
    dead: bool,
    digest: Arc<dyn Digest>,
    mail_waiting: Arc<Notify>,
}

impl MemoryUnitOfWork {
    pub(crate) fn new(
        transaction: Transaction,
        digest: Arc<dyn Digest>,
        mail_waiting: Arc<Notify>,
    ) -> Self {
        Self {
            transaction,
            events: Vec::new(),
            mailed: Vec::new(),
            dead: false,
            digest,
            mail_waiting,
        }
    }

    /// Reads, unless there was an error before.
    pub(crate) fn read<Answer>(
        &self,
        statement: impl FnOnce(&State) -> Answer,
    ) -> Result<Answer, StoreError> {
        if self.dead { Err(StoreError::Dead) } else { Ok(statement(self.transaction.state())) }
    }

    /// Writes, unless there was an error before; an error now is the last.
    pub(crate) fn write(
        &mut self,
        statement: impl FnOnce(&mut Transaction) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.dead {
            return Err(StoreError::Dead);
        }
        let outcome = statement(&mut self.transaction);
        self.dead = outcome.is_err();
        outcome
    }

    /// Writes an aggregate, and its event.
    pub(crate) fn save<R: Stored + Versioned>(
        &mut self,
        scope: Scope,
        write: Write,
        row: R,
        event: impl Into<Event>,
    ) -> Result<(), StoreError> {
        self.write(|transaction| transaction.save(write, row))?;
        self.events.push((scope, event.into()));
        Ok(())
    }

    /// Remembers that mail of this scope goes out with the commit.
    pub(crate) fn note_mail(&mut self, scope: Scope) {
        self.mailed.push(scope);
    }

    /// Numbers the events of one scope and closes them with its audit entry. An event happened
    /// when the audited change was made: a store has no clock of its own.
    fn record(&mut self, entry: AuditEntry) -> Result<(), StoreError> {
        let (scope, at) = (entry.scope(), entry.at());
        let mut number = last_event_number(self.transaction.state(), scope.key());
        for (_, event) in self.events.iter().filter(|(of, _)| *of == scope) {
            number += 1;
            let event = numbered(event, number, at)?;
            self.transaction.put(StoredEvent { scope: scope.key(), event });
        }
        let (number, previous) = chain_end(self.transaction.state(), scope.key());
        let record = entry.into_record(number + 1, previous);
        self.transaction.put(record.sealed(|bytes| self.digest.sha256(bytes)));
        Ok(())
    }
}

#[async_trait]
impl UnitOfWork for MemoryUnitOfWork {
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

    /// Never waits, so that it cannot be left half done.
    async fn commit(mut self: Box<Self>, trail: AuditTrail) -> Result<(), StoreError> {
        if self.dead {
            return Err(StoreError::Dead);
        }
        let changed = self.events.iter().map(|(scope, _)| *scope);
        let written: Vec<Scope> = changed.chain(self.mailed.iter().copied()).collect();
        if !trail.covers(&written) {
            return Err(StoreError::Unaudited);
        }
        for entry in trail.into_entries() {
            self.record(entry)?;
        }
        self.transaction.publish();
        if !self.mailed.is_empty() {
            self.mail_waiting.notify_one();
        }
        Ok(())
    }
}

/// The number and hash of the last record of a scope's audit chain.
pub fn chain_end(state: &State, scope: Uuid) -> (i64, AuditHash) {
    let last = state.audit.range((scope, i64::MIN)..=(scope, i64::MAX)).next_back();
    last.map_or((0, AuditHash::ZERO), |record| (record.number, record.hash))
}

fn last_event_number(state: &State, scope: Uuid) -> i64 {
    let last = state.events.range((scope, i64::MIN)..=(scope, i64::MAX)).next_back();
    last.map_or(0, |stored| stored.event.number)
}

fn numbered(event: &Event, number: i64, at: DateTime<Utc>) -> Result<NumberedEvent, StoreError> {
    let nonsense =
        |problem: String| StoreError::Corrupt { table: "events", column: "data", problem };
    let json = serde_json::to_value(event).map_err(|error| nonsense(error.to_string()))?;
    let name = json["name"].as_str().ok_or_else(|| nonsense("no name".to_owned()))?;
    Ok(NumberedEvent { number, at, name: name.to_owned(), data: json["data"].to_string() })
}
