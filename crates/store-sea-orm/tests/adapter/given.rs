//! What a test starts from.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::{
    AccountId, CommunicationId, ContactId, InvitationId, MailId, RegistrationId, SessionId,
    SupportCodeId, UserId,
};
use portero_domain::model::{
    Account, AccountDetails, Action, Addressee, AuditEntry, AuditObject, AuditTrail, Communication,
    CommunicationChange, CommunicationContent, Contact, ContactDetails, ContactProfile, Delivery,
    EmailAddress, Invitation, InvitationChange, InvitationTerms, Language, Limits, Line,
    Membership, Name, NewInvitation, NewSupportCode, Origin, PasswordHash, Prose, RecipientId,
    RecipientReason, Registration, RegistrationState, Session, SupportCode, TokenHash, User,
    Version,
};
use portero_domain::policy::{Actor, Category, CategorySet, Offer, Permit, Role, Scope};
use portero_domain::port::Store;
use portero_store_sea_orm::SeaOrmStore;
use uuid::{Builder, Uuid};

static COUNTED: AtomicU64 = AtomicU64::new(1);

fn count() -> u64 {
    COUNTED.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_783_080_000_123_456).unwrap()
}

pub(crate) fn after(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}

pub(crate) fn id() -> Uuid {
    Builder::from_unix_timestamp_millis(1_783_080_000_000 + count(), &[7; 10]).into_uuid()
}

pub(crate) fn hash() -> TokenHash {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&count().to_be_bytes());
    TokenHash::from_bytes(bytes)
}

pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text, |_| None).unwrap()
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(crate) fn trail(scope: Scope) -> AuditTrail {
    let permit = Permit::for_operator(scope);
    AuditEntry::new(permit, Action::AccountUpdate, AuditObject::Nothing, Origin::default(), noon())
        .with("fact", &"ñ \"quoted\"")
        .into()
}

pub(crate) fn attempt(email: &str, first: &str, last: &str) -> Registration {
    Registration {
        id: RegistrationId::from_uuid(id()),
        email: address(email),
        password: PasswordHash::from_phc("$argon2id$stub"),
        first_name: name(first),
        last_name: name(last),
        language: Language::English,
        invitation: None,
        link: hash(),
        expires_at: after(60),
        state: RegistrationState::Open,
        created_at: noon(),
        version: Version::FIRST,
    }
}

pub(crate) async fn user(store: &SeaOrmStore, email: &str, first: &str, last: &str) -> User {
    let attempt = attempt(email, first, last);
    let change = User::from_registration(UserId::from_uuid(id()), &attempt, noon());
    let user = change.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.users().save(change).await.unwrap();
    unit.commit(trail(Scope::Installation)).await.unwrap();
    user
}

pub(crate) async fn session(store: &SeaOrmStore, user: &User) -> Session {
    let id = SessionId::from_uuid(id());
    let change = Session::start(id, user.id, hash(), None, &Limits::default(), noon());
    let session = change.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.sessions().save(change).await.unwrap();
    unit.commit(trail(Scope::Installation)).await.unwrap();
    session
}

pub(crate) async fn account(store: &SeaOrmStore, owner: &User) -> Account {
    let account = AccountId::from_uuid(id());
    let details = AccountDetails::default();
    let created =
        Account::create(account, name("Hotel Sol"), Language::Spanish, details, owner.id, noon());
    let founded = created.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.accounts().save(created).await.unwrap();
    unit.memberships().save(Membership::found(account, owner.id, noon())).await.unwrap();
    unit.commit(trail(Scope::Account(account))).await.unwrap();
    founded
}

pub(crate) fn invitation(account: &Account, by: &User, to: &str) -> InvitationChange {
    let new = NewInvitation {
        id: InvitationId::from_uuid(id()),
        account_id: account.id,
        email: address(to),
        terms: InvitationTerms {
            offer: Offer::of(Role::Finance),
            notifications: None,
            message: None,
            language: Language::Spanish,
            contact: None,
        },
        invited_by: by.id,
        link: hash(),
        expires_at: after(60),
    };
    Invitation::send(new, noon())
}

pub(crate) async fn invited(
    store: &SeaOrmStore,
    account: &Account,
    by: &User,
    to: &str,
) -> Invitation {
    let change = invitation(account, by, to);
    let invitation = change.aggregate().clone();
    let mut unit = store.begin().await.unwrap();
    unit.invitations().save_all(vec![change]).await.unwrap();
    unit.commit(trail(Scope::Account(account.id))).await.unwrap();
    invitation
}

/// A contact, a communication to it, and a support code of this user.
pub(crate) async fn told(store: &SeaOrmStore, account: &Account, by: &User) -> Communication {
    let details = ContactDetails {
        first_name: name("Pablo"),
        last_name: name("Ruiz"),
        email: address("pablo@sol.example"),
        profile: ContactProfile::Billing,
        phone: None,
        company: None,
        address: None,
        notifications: CategorySet::of(&[Category::Billing]),
    };
    let contact = Contact::create(ContactId::from_uuid(id()), account.id, details, noon());
    let sent = communication(account, by, contact.aggregate());
    let communication = sent.aggregate().clone();
    let code = NewSupportCode {
        id: SupportCodeId::from_uuid(id()),
        account_id: account.id,
        user_id: by.id,
        code: hash(),
        expires_at: after(10),
        tries: 3,
    };
    let mut unit = store.begin().await.unwrap();
    unit.contacts().save(contact).await.unwrap();
    unit.communications().save(sent).await.unwrap();
    unit.support_codes().save(SupportCode::issue(code, None)).await.unwrap();
    unit.commit(trail(Scope::Account(account.id))).await.unwrap();
    communication
}

fn communication(account: &Account, by: &User, to: &Contact) -> CommunicationChange {
    let content = CommunicationContent {
        category: Category::Billing,
        subject: Line::parse("Su factura").unwrap(),
        text: Prose::parse("Hola").unwrap(),
        html: None,
    };
    let addressee = Addressee {
        person: RecipientId::Contact(to.id),
        email: to.details.email.clone(),
        name: to.details.full_name(),
        language: Language::Spanish,
        because: RecipientReason::Chosen,
        may_refuse: true,
        mail_id: MailId::from_uuid(id()),
        delivery: Delivery::Queued { problem: None },
    };
    let (id, by) = (CommunicationId::from_uuid(id()), Actor::User(by.id));
    Communication::send(id, account.id, content, by, vec![addressee], noon())
}
