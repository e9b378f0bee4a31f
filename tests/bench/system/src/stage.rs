//! What is there before anything is measured: people, accounts, members, invitations, sessions.
//!
//! They are written through the store's own ports, many to a transaction: by way of the interface
//! it would take an Argon2 hash for each person.

use std::sync::Arc;

use portero_domain::id::{AccountId, InvitationId, RegistrationId, SessionId, UserId};
use portero_domain::model::{
    Account, AccountDetails, Action, AuditEntry, AuditObject, EmailAddress, Invitation,
    InvitationTerms, Language, Limits, Membership, Name, NewInvitation, Origin, PasswordHash,
    Registration, RegistrationState, Session, TokenHash, TokenPurpose, User, Version,
};
use portero_domain::policy::{Offer, Permit, Role, Scope};
use portero_domain::port::{Clock, IdGenerator, Store, TokenGenerator, UnitOfWork, hash_token};
use portero_store_sea_orm::{SeaOrmStore, StoreOptions};
use portero_system::{OsTokenGenerator, Sha256Digest, SystemClock, UuidV7Generator};

/// How many are written in one transaction.
const AT_ONCE: usize = 1_000;

/// An account, and the one who owns it.
pub struct Place {
    /// The account.
    pub account: AccountId,
    /// Its owner.
    pub owner: User,
}

/// A database to be filled.
pub struct Stage {
    store: SeaOrmStore,
}

impl Stage {
    /// Opens a database and brings its tables up to date.
    pub async fn set(url: &str) -> Self {
        let digest = Arc::new(Sha256Digest);
        let opened = SeaOrmStore::connect(url, digest, StoreOptions::DEFAULT).await;
        let store = opened.expect("the database can be opened");
        store.migrate().await.expect("the tables can be made");
        Self { store }
    }

    /// Leaves it to whoever comes next.
    pub async fn leave(self) {
        self.store.close().await.expect("nobody uses the database any more");
    }

    /// An account of someone's.
    pub async fn found_account(&self) -> Place {
        let mut owners = self.people("owner", 1).await;
        let owner = owners.pop().expect("there is one");
        let account = AccountId::from_uuid(UuidV7Generator.next_id());
        let (now, details) = (SystemClock.now(), AccountDetails::default());
        let founded =
            Account::create(account, name("Hotel Sol"), Language::Spanish, details, owner.id, now);
        let mut unit = self.begin().await;
        unit.accounts().save(founded).await.expect("an account can be written");
        let membership = Membership::found(account, owner.id, now);
        unit.memberships().save(membership).await.expect("its owner can be written");
        commit(unit, Scope::Account(account)).await;
        Place { account, owner }
    }

    /// So many people, each with an address of their own that begins with `kind`.
    pub async fn people(&self, kind: &str, count: usize) -> Vec<User> {
        let mut people = Vec::with_capacity(count);
        while people.len() < count {
            let mut unit = self.begin().await;
            for number in people.len()..count.min(people.len() + AT_ONCE) {
                let address = address(&format!("{kind}{number}@sol.example"));
                let id = UserId::from_uuid(UuidV7Generator.next_id());
                let change = User::from_registration(id, &registration(address), SystemClock.now());
                people.push(change.aggregate().clone());
                unit.users().save(change).await.expect("a user can be written");
            }
            commit(unit, Scope::Installation).await;
        }
        people
    }

    /// Makes people members of an account.
    pub async fn join(&self, place: &Place, people: &[User], role: Role) {
        let offer = Offer::of(role);
        for people in people.chunks(AT_ONCE) {
            let mut unit = self.begin().await;
            for person in people {
                let now = SystemClock.now();
                let joined = Membership::join(place.account, person.id, &offer, None, None, now);
                unit.memberships().save(joined).await.expect("a membership can be written");
            }
            commit(unit, Scope::Account(place.account)).await;
        }
    }

    /// Signs people in; gives the tokens of their sessions.
    pub async fn sign_in(&self, people: &[User]) -> Vec<String> {
        let mut tokens = Vec::with_capacity(people.len());
        for people in people.chunks(AT_ONCE) {
            let mut unit = self.begin().await;
            for person in people {
                let (token, hash) = token(TokenPurpose::Session);
                let id = SessionId::from_uuid(UuidV7Generator.next_id());
                let (limits, now) = (Limits::default(), SystemClock.now());
                let session = Session::start(id, person.id, hash, None, &limits, now);
                unit.sessions().save(session).await.expect("a session can be written");
                tokens.push(token);
            }
            commit(unit, Scope::Installation).await;
        }
        tokens
    }

    /// Invites addresses to an account, with no mail; gives the invitations, in their order.
    pub async fn invite(&self, place: &Place, addresses: &[EmailAddress]) -> Vec<InvitationId> {
        let mut invitations = Vec::with_capacity(addresses.len());
        for addresses in addresses.chunks(AT_ONCE) {
            let sent: Vec<_> = addresses.iter().map(|one| place.invitation(one)).collect();
            invitations.extend(sent.iter().map(|change| change.aggregate().id));
            let mut unit = self.begin().await;
            unit.invitations().save_all(sent).await.expect("invitations can be written");
            commit(unit, Scope::Account(place.account)).await;
        }
        invitations
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.store.begin().await.expect("a unit of work begins")
    }
}

impl Place {
    fn invitation(&self, to: &EmailAddress) -> portero_domain::model::InvitationChange {
        let (_, link) = token(TokenPurpose::Invitation);
        let (limits, now) = (Limits::default(), SystemClock.now());
        let terms = InvitationTerms {
            offer: Offer::of(Role::User),
            notifications: None,
            message: None,
            language: Language::Spanish,
            contact: None,
        };
        let new = NewInvitation {
            id: InvitationId::from_uuid(UuidV7Generator.next_id()),
            account_id: self.account,
            email: to.clone(),
            terms,
            invited_by: self.owner.id,
            link,
            expires_at: now + limits.invitation_period(),
        };
        Invitation::send(new, now)
    }
}

/// A plain address.
pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text, |_| None).expect("a plain address")
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a plain name")
}

fn token(purpose: TokenPurpose) -> (String, TokenHash) {
    let token = OsTokenGenerator.next_token();
    let hash = hash_token(&Sha256Digest, purpose, &token);
    (token.expose().to_owned(), hash)
}

fn registration(email: EmailAddress) -> Registration {
    let (_, link) = token(TokenPurpose::Confirmation);
    let now = SystemClock.now();
    Registration {
        id: RegistrationId::from_uuid(UuidV7Generator.next_id()),
        email,
        // As long as a real one. Nobody signs in with it.
        password: PasswordHash::from_phc(format!("$argon2id$v=19$m=19456,t=2,p=1${:A<66}", "")),
        first_name: name("Ana"),
        last_name: name("López"),
        language: Language::Spanish,
        invitation: None,
        link,
        expires_at: now,
        state: RegistrationState::Open,
        created_at: now,
        version: Version::FIRST,
    }
}

async fn commit(unit: Box<dyn UnitOfWork>, scope: Scope) {
    let permit = Permit::for_operator(scope);
    let (action, origin) = (Action::AccountUpdate, Origin::default());
    let entry = AuditEntry::new(permit, action, AuditObject::Nothing, origin, SystemClock.now());
    unit.commit(entry.into()).await.expect("what is given can be committed");
}
