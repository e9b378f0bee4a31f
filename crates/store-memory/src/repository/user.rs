//! Users in a unit of work.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::UserId;
use portero_domain::model::{
    EmailAddress, Language, PasswordReset, SupportCode, User, UserChange, Write,
};
use portero_domain::policy::Scope;
use portero_domain::port::{Entrances, StoreError, UserRepository};

use crate::directory::{account_list, area};
use crate::row::{
    AnswerKey, ClientPlace, ContactPlace, InvitationPlace, MembershipPlace, PasswordResetPlace,
    ServiceKeyPlace, SessionPlace, StoredAnswer, SupportCodePlace, ViewingPlace,
};
use crate::state::State;
use crate::table::Row;
use crate::transaction::Transaction;
use crate::unit_of_work::MemoryUnitOfWork;

#[async_trait]
impl UserRepository for MemoryUnitOfWork {
    async fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.get(&id).cloned())
    }

    /// Whoever has a unit of work is the only writer: every user is locked already.
    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.find(id).await
    }

    async fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.at(&email.canonical().to_owned()).cloned())
    }

    async fn find_languages(
        &mut self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<(EmailAddress, Language)>, StoreError> {
        self.read(|state| {
            let user = |address: &EmailAddress| state.users.at(&address.canonical().to_owned());
            let known = addresses.iter().filter_map(|address| Some((address, user(address)?)));
            known.map(|(address, user)| (address.clone(), user.language)).collect()
        })
    }

    async fn find_entrances(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Entrances, StoreError> {
        self.read(|state| entrances(state, user, now))
    }

    async fn has_ties(&mut self, user: UserId) -> Result<bool, StoreError> {
        self.read(|state| has_ties(state, user))
    }

    async fn save(&mut self, change: UserChange) -> Result<(), StoreError> {
        let (user, event, write) = change.into_parts();
        self.write(|transaction| match write {
            Write::Insert | Write::Update(_) => Ok(()),
            Write::Delete(_) => part_with(transaction, user.id),
        })?;
        self.save(Scope::Installation, write, user, event)
    }
}

fn entrances(state: &State, user: UserId, now: DateTime<Utc>) -> Entrances {
    let mut memberships = state.memberships.placed(MembershipPlace::all_of_user(user));
    let areas = || {
        let clients = state.clients.placed(ClientPlace::all_of_user(user));
        clients.filter_map(|row| area::of_client(state, &row.client))
    };
    Entrances {
        an_account: memberships
            .any(|membership| account_list::enterable_account(state, membership, now).is_some()),
        an_area: areas().any(|area| area::is_open(&area)),
        a_suspended_area: areas().any(|area| area::is_suspended(&area)),
        an_invitation: is_invited(state, user, now),
    }
}

fn is_invited(state: &State, user: UserId, now: DateTime<Utc>) -> bool {
    let confirmed = state.users.get(&user).filter(|user| user.address_confirmed);
    confirmed.is_some_and(|user| {
        let mut waiting = state.invitations.placed(InvitationPlace::all_open(&user.email));
        waiting.any(|row| row.invitation.expires_at > now)
    })
}

fn has_ties(state: &State, user: UserId) -> bool {
    leads_to(state, user) || is_named(state, user)
}

/// Whether a user has a way into anything.
fn leads_to(state: &State, user: UserId) -> bool {
    let mut memberships = state.memberships.placed(MembershipPlace::all_of_user(user));
    let mut clients = state.clients.placed(ClientPlace::all_of_user(user));
    let mut contacts = state.contacts.placed(ContactPlace::all_of_user(user));
    memberships.next().is_some() || clients.next().is_some() || contacts.next().is_some()
}

/// Whether something of others names a user.
fn is_named(state: &State, user: UserId) -> bool {
    let mut invitations = state.invitations.placed(InvitationPlace::all_naming(user));
    let mut keys = state.service_keys.placed(ServiceKeyPlace::all_made_by(user));
    let mut viewings = state.viewings.placed(ViewingPlace::all_of_user(user));
    invitations.next().is_some() || keys.next().is_some() || viewings.next().is_some()
}

/// Takes along what is a user's alone. Their sessions have ended before, and nothing else refers to
/// them.
fn part_with(transaction: &mut Transaction, user: UserId) -> Result<(), StoreError> {
    let state = transaction.state();
    let has_sessions = state.sessions.placed(SessionPlace::all_of_user(user)).next().is_some();
    if has_sessions || has_ties(state, user) {
        return Err(StoreError::Conflict);
    }
    let resets = state.password_resets.placed(PasswordResetPlace::all_of_user(user));
    let resets: Vec<_> = resets.map(Row::key).collect();
    let codes = state.support_codes.placed(SupportCodePlace::all_of_user(user));
    let codes: Vec<_> = codes.map(Row::key).collect();
    let first = AnswerKey::before_all_of_user(user);
    let answers = state.answers.range(first.clone()..).map(Row::key);
    let answers: Vec<_> = answers.take_while(|key| key.has_actor_of(&first)).collect();
    for reset in resets {
        transaction.remove::<PasswordReset>(reset);
    }
    for code in codes {
        transaction.remove::<SupportCode>(code);
    }
    for answer in answers {
        transaction.remove::<StoredAnswer>(answer);
    }
    Ok(())
}
