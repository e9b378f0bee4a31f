//! The look-ups on the way to every answer.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ServiceKeyId, SessionId, SiteId};
use portero_domain::model::Membership;
use portero_domain::port::{
    AccessDirectory, AccessFacts, AccessQuestion, Asked, AskedFacts, AskerFacts, Credential,
    Holder, PersonFacts, StoreError, Subject,
};

use crate::MemoryStore;
use crate::directory::{account_list, client_list, site_list};
use crate::repository::client::of_user;
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
        asked: &[Asked],
    ) -> Result<Vec<AskedFacts>, StoreError> {
        Ok(self.states.read(|state| {
            let facts = |asked: &Asked| AskedFacts {
                person: person(state, account, &asked.subject, asked.site),
                site_is_there: site_is_there(state, account, asked.site),
            };
            asked.iter().map(facts).collect()
        }))
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
    let (account, site) = (question.account, question.site);
    let asker = match holder(state, question.credential)? {
        Holder::User(caller) => AskerFacts::User {
            session: caller.0.id,
            presence: caller.0.presence(),
            must_change_password: caller.1.must_change_password,
            person: person(state, account, &Subject::User(caller.1.id), site)?,
        },
        Holder::ServiceKey(key) => AskerFacts::ServiceKey(key),
    };
    let subject = question.subject.as_ref();
    Some(AccessFacts {
        asker,
        account: account_list::admission(state, account),
        site_is_there: site_is_there(state, account, site),
        subject: subject.and_then(|subject| person(state, account, subject, site)),
    })
}

fn site_is_there(state: &State, account: AccountId, site: Option<SiteId>) -> bool {
    site.is_some_and(|site| site_list::find(state, account, site).is_some())
}

fn person(
    state: &State,
    account: AccountId,
    subject: &Subject,
    site: Option<SiteId>,
) -> Option<PersonFacts> {
    let user = match subject {
        Subject::User(id) => state.users.get(id),
        Subject::Email(email) => state.users.at(&email.canonical().to_owned()),
    }?;
    let client = of_user(state, account, user.id);
    Some(PersonFacts {
        user_id: user.id,
        user_state: user.state,
        access: state.memberships.get(&(account, user.id)).map(Membership::access),
        client: client.map(|client| client_list::facts(state, client, site)),
    })
}
