//! The look-ups on the way to every answer.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ServiceKeyId, SessionId};
use portero_domain::model::Membership;
use portero_domain::port::{
    AccessDirectory, AccessFacts, AccessQuestion, AskerFacts, Credential, Holder, PersonFacts,
    StoreError, Subject,
};

use crate::MemoryStore;
use crate::directory::account_list;
use crate::row::{ServiceKeyPlace, SessionPlace};
use crate::state::State;

#[async_trait]
impl AccessDirectory for MemoryStore {
    async fn identify(&self, credential: Credential) -> Result<Option<Holder>, StoreError> {
        Ok(self.states.read(|state| holder(state, credential)))
    }

    async fn look_up(&self, question: &AccessQuestion) -> Result<Option<AccessFacts>, StoreError> {
        Ok(self.states.read(|state| facts(state, question)))
    }

    async fn look_up_all(
        &self,
        account: AccountId,
        subjects: &[Subject],
    ) -> Result<Vec<Option<PersonFacts>>, StoreError> {
        Ok(self
            .states
            .read(|state| subjects.iter().map(|subject| person(state, account, subject)).collect()))
    }

    async fn note_presence(&self, session: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        if let Some(mut seen) = transaction.state().sessions.get(&session).cloned() {
            seen.last_seen_at = seen.last_seen_at.max(at);
            transaction.put(seen);
            transaction.publish();
        }
        Ok(())
    }

    async fn note_key_use(&self, key: ServiceKeyId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        if let Some(mut used) = transaction.state().service_keys.get(&key).cloned() {
            used.last_used_at = used.last_used_at.max(Some(at));
            transaction.put(used);
            transaction.publish();
        }
        Ok(())
    }
}

fn holder(state: &State, credential: Credential) -> Option<Holder> {
    match credential {
        Credential::Session(token) => {
            let session = state.sessions.at(&SessionPlace::of_token(&token))?.clone();
            let user = state.users.get(&session.user_id)?.clone();
            Some(Holder::User(Box::new((session, user))))
        }
        Credential::ServiceKey(token) => {
            let key = state.service_keys.at(&ServiceKeyPlace::of_token(&token))?.clone();
            Some(Holder::ServiceKey(Box::new(key)))
        }
    }
}

fn facts(state: &State, question: &AccessQuestion) -> Option<AccessFacts> {
    let account = question.account;
    let asker = match holder(state, question.credential)? {
        Holder::User(caller) => AskerFacts::User {
            session: caller.0.id,
            presence: caller.0.presence(),
            must_change_password: caller.1.must_change_password,
            person: person(state, account, &Subject::User(caller.1.id))?,
        },
        Holder::ServiceKey(key) => AskerFacts::ServiceKey(key),
    };
    let subject = question.subject.as_ref();
    Some(AccessFacts {
        asker,
        account: account_list::admission(state, account),
        subject: subject.and_then(|subject| person(state, account, subject)),
    })
}

fn person(state: &State, account: AccountId, subject: &Subject) -> Option<PersonFacts> {
    let user = match subject {
        Subject::User(id) => state.users.get(id),
        Subject::Email(email) => state.users.at(&email.canonical().to_owned()),
    }?;
    Some(PersonFacts {
        user_id: user.id,
        user_state: user.state,
        access: state.memberships.get(&(account, user.id)).map(Membership::access),
    })
}
