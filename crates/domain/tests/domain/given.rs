//! What the tests start from: aggregates as a store would rebuild them, with plain ids.

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::{
    AccountId, ClientId, ContactId, InvitationId, PasswordResetId, RegistrationId, ServiceKeyId,
    SessionId, SiteId, SupportCodeId, UserId, ViewingId,
};
use portero_domain::model::{
    Account, AccountDetails, AccountState, Client, ClientAccess, ClientDetails, Contact,
    ContactDetails, ContactProfile, EmailAddress, Invitation, InvitationState, InvitationTerms,
    Language, Membership, MembershipState, Message, Name, PanelAccess, PasswordHash, PasswordReset,
    PasswordResetState, Registration, RegistrationState, ServiceKey, ServiceScopeSet, SetupLink,
    SiteAssignment, SupportCode, TokenHash, User, UserState, Version, Viewing, ViewingState,
};
use portero_domain::policy::{
    NotificationRules, Offer, PermissionSet, Role, Scope, SitePermissionSet,
};
use uuid::Uuid;

/// The instant at which everything happens unless a test says otherwise.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("an instant")
}

pub fn in_days(days: i64) -> DateTime<Utc> {
    now() + TimeDelta::days(days)
}

pub const ANA: UserId = UserId::from_uuid(Uuid::from_u128(0xA));
pub const EVA: UserId = UserId::from_uuid(Uuid::from_u128(0xE));
pub const LUIS: UserId = UserId::from_uuid(Uuid::from_u128(0x1));
pub const ACCOUNT: AccountId = AccountId::from_uuid(Uuid::from_u128(0xACC));
pub const INVITATION: InvitationId = InvitationId::from_uuid(Uuid::from_u128(0x14));

pub fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text, |_| None).expect("an address")
}

pub fn link(byte: u8) -> TokenHash {
    TokenHash::from_bytes([byte; 32])
}

pub fn terms(role: Role) -> InvitationTerms {
    InvitationTerms {
        offer: Offer::of(role),
        notifications: None,
        message: None,
        language: Language::Spanish,
        contact: None,
    }
}

/// An invitation of Ana's to Eva, open for another week.
pub fn an_invitation(state: InvitationState) -> Invitation {
    Invitation {
        id: INVITATION,
        account_id: ACCOUNT,
        email: address("eva@c.es"),
        terms: terms(Role::Finance),
        invited_by: ANA,
        link: link(1),
        expires_at: in_days(7),
        state,
        created_at: in_days(-1),
        version: Version::FIRST,
    }
}

/// The same, with its period over.
pub fn an_expired_invitation(state: InvitationState) -> Invitation {
    Invitation { expires_at: now(), ..an_invitation(state) }
}

/// Eva's membership, active and without grants.
pub fn a_membership(role: Role) -> Membership {
    Membership {
        account_id: ACCOUNT,
        user_id: EVA,
        role,
        grants: PermissionSet::EMPTY,
        notifications: NotificationRules::of(role).at_first,
        state: MembershipState::Active,
        until: None,
        ending_told: None,
        since: in_days(-30),
        version: Version::FIRST,
    }
}

/// A confirmed user who may sign in.
pub fn a_user(id: UserId, email: &str) -> User {
    User {
        id,
        email: address(email),
        first_name: name("Eva"),
        last_name: name("Ruiz"),
        language: Language::Spanish,
        password: Some(PasswordHash::from_phc("$old")),
        address_confirmed: true,
        made_by: None,
        must_change_password: false,
        state: UserState::Active,
        created_at: in_days(-30),
        version: Version::FIRST,
    }
}

pub fn an_account(state: AccountState) -> Account {
    Account {
        id: ACCOUNT,
        name: name("Hotel Sol"),
        language: Language::Spanish,
        details: AccountDetails::default(),
        state,
        ownership_offer: None,
        created_at: in_days(-60),
        version: Version::FIRST,
    }
}

pub fn a_registration(state: RegistrationState) -> Registration {
    Registration {
        id: RegistrationId::from_uuid(Uuid::from_u128(0x7)),
        email: address("Eva@c.es"),
        password: PasswordHash::from_phc("$attempt"),
        first_name: name("Eva"),
        last_name: name("Ruiz"),
        language: Language::English,
        invitation: Some(INVITATION),
        link: link(2),
        expires_at: in_days(1),
        state,
        created_at: now(),
        version: Version::FIRST,
    }
}

pub fn a_password_reset(state: PasswordResetState) -> PasswordReset {
    PasswordReset {
        id: PasswordResetId::from_uuid(Uuid::from_u128(0x8)),
        user_id: EVA,
        link: link(3),
        expires_at: in_days(1),
        state,
        created_at: now(),
        version: Version::FIRST,
    }
}

pub fn a_service_key(revoked_at: Option<DateTime<Utc>>) -> ServiceKey {
    ServiceKey {
        id: ServiceKeyId::from_uuid(Uuid::from_u128(0x9)),
        reach: Scope::Account(ACCOUNT),
        name: name("Billing"),
        scopes: ServiceScopeSet::all(),
        token: link(4),
        created_by: Some(ANA),
        created_at: in_days(-5),
        revoked_at,
        last_used_at: None,
        version: Version::FIRST,
    }
}

/// Pablo, a contact of Ana's account.
pub fn a_contact(profile: ContactProfile, access: PanelAccess) -> Contact {
    Contact {
        id: ContactId::from_uuid(Uuid::from_u128(0xC0)),
        account_id: ACCOUNT,
        details: ContactDetails {
            first_name: name("Pablo"),
            last_name: name("Ortega"),
            email: address("pablo@d.es"),
            profile,
            phone: None,
            company: None,
            address: None,
            notifications: NotificationRules::of(profile.role()).at_first,
        },
        access,
        created_at: in_days(-20),
        version: Version::FIRST,
    }
}

/// A code of Eva's with two tries left, whose hash is that of `link(5)`.
pub fn a_support_code() -> SupportCode {
    SupportCode {
        id: SupportCodeId::from_uuid(Uuid::from_u128(0x5C)),
        account_id: ACCOUNT,
        user_id: EVA,
        code: link(5),
        expires_at: in_days(1),
        tries_left: 2,
        used: false,
        version: Version::FIRST,
    }
}

pub const CLIENT: ClientId = ClientId::from_uuid(Uuid::from_u128(0xC1));
pub const SITE: SiteId = SiteId::from_uuid(Uuid::from_u128(0x51));

/// A setup link whose hash is that of `link(6)`, open for another month.
pub fn a_setup_link() -> SetupLink {
    SetupLink { link: link(6), expires_at: in_days(30), mailed: false }
}

/// Carla García Muñoz, a client of Ana's account.
pub fn a_client(site_count: u32, access: ClientAccess, suspended: bool) -> Client {
    Client {
        id: CLIENT,
        account_id: ACCOUNT,
        email: address("carla@garcia.es"),
        details: ClientDetails {
            first_name: name("Carla"),
            last_name: name("García Muñoz"),
            company: None,
            address: None,
            phone: None,
            notes: None,
        },
        site_count,
        access,
        suspended_at: suspended.then(|| in_days(-1)),
        last_active_at: None,
        created_at: in_days(-40),
        version: Version::FIRST,
    }
}

/// The assignment of a site to Carla.
pub fn an_assignment(permissions: SitePermissionSet) -> SiteAssignment {
    SiteAssignment {
        account_id: ACCOUNT,
        client_id: CLIENT,
        site_id: SITE,
        permissions,
        since: in_days(-3),
        version: Version::FIRST,
    }
}

/// Ana's look at what Carla sees.
pub fn a_viewing(state: ViewingState) -> Viewing {
    Viewing {
        id: ViewingId::from_uuid(Uuid::from_u128(0x71)),
        account_id: ACCOUNT,
        client_id: CLIENT,
        user_id: ANA,
        session_id: SessionId::from_uuid(Uuid::from_u128(0x5E)),
        reason: Message::parse("No ve su tienda").expect("a reason"),
        state,
        created_at: now(),
        version: Version::FIRST,
    }
}
