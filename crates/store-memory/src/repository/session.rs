//! Sessions in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{SessionId, UserId};
use portero_domain::model::{Session, SessionChange};
use portero_domain::policy::Scope;
use portero_domain::port::{SessionRepository, StoreError};

use crate::row::SessionPlace;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl SessionRepository for MemoryUnitOfWork {
    async fn find(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.read(|state| state.sessions.get(&id).cloned())
    }

    async fn find_of_user(&mut self, user: UserId) -> Result<Vec<Session>, StoreError> {
        let places = SessionPlace::all_of_user(user);
        self.read(|state| state.sessions.placed(places).cloned().collect())
    }

    async fn save(&mut self, change: SessionChange) -> Result<(), StoreError> {
        let (mut session, event, write) = change.into_parts();
        let seen =
            self.read(|state| state.sessions.get(&session.id).map(|row| row.last_seen_at))?;
        session.last_seen_at = seen.map_or(session.last_seen_at, |at| at.max(session.last_seen_at));
        self.save(Scope::Installation, write, session, event)
    }
}
