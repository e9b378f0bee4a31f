//! A system whose ports are all mocks: nothing is expected until a test says so.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::{AccountId, SessionId, UserId};
use portero_domain::model::{
    Account, AccountDetails, AccountState, EmailAddress, Language, Limits, Membership,
    MembershipState, Name, Origin, PasswordHash, SealedSecret, Session, Token, TokenHash, User,
    UserState, Version,
};
use portero_domain::policy::{CategorySet, PermissionSet, Role};
use portero_domain::port::{
    MockAccessDirectory, MockClientDirectory, MockClock, MockDigest, MockDirectory,
    MockHtmlSanitizer, MockIdGenerator, MockInternationalDomains, MockLetterDrafts,
    MockPasswordHasher, MockRateLimiter, MockSealer, MockSigner, MockStore, MockTokenGenerator,
    MockUnitOfWork,
};
use portero_domain::use_case::{Caller, Portero, Ports, SignedIn};
use uuid::Uuid;

/// The instant at which everything happens.
pub fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text, |_| None).expect("an address")
}

pub fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

pub fn user(number: u128, email: &str) -> User {
    User {
        id: UserId::from_uuid(Uuid::from_u128(number)),
        email: address(email),
        first_name: name("Ana"),
        last_name: name("López"),
        language: Language::Spanish,
        password: Some(PasswordHash::from_phc("the user's hash")),
        address_confirmed: true,
        made_by: None,
        must_change_password: false,
        state: UserState::Active,
        created_at: now(),
        version: Version::FIRST,
    }
}

pub fn account() -> Account {
    Account {
        id: AccountId::from_uuid(Uuid::from_u128(77)),
        name: name("Acme S.L."),
        language: Language::Spanish,
        details: AccountDetails::default(),
        state: AccountState::Active,
        ownership_offer: None,
        created_at: now(),
        version: Version::FIRST,
    }
}

pub fn member(user: &User, role: Role) -> Membership {
    Membership {
        account_id: account().id,
        user_id: user.id,
        role,
        grants: PermissionSet::EMPTY,
        notifications: CategorySet::EMPTY,
        state: MembershipState::Active,
        until: None,
        ending_told: None,
        since: now(),
        version: Version::FIRST,
    }
}

pub fn session(user: &User) -> Session {
    Session {
        id: SessionId::from_uuid(Uuid::from_u128(9)),
        user_id: user.id,
        token: TokenHash::from_bytes([9; 32]),
        network: None,
        created_at: now(),
        last_seen_at: now(),
        authenticated_at: now(),
        expires_at: now() + TimeDelta::hours(12),
        version: Version::FIRST,
    }
}

pub fn caller(user: &User) -> Caller {
    let signed_in = Box::new(SignedIn { session: session(user), user: user.clone() });
    Caller::User { signed_in, origin: Origin::default() }
}

/// A stand-in for SHA-256: different texts have different ones.
fn a_digest(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [1_u8; 32];
    for (place, byte) in bytes.iter().enumerate() {
        let at = place % digest.len();
        digest[at] = digest[at].wrapping_mul(31).wrapping_add(*byte);
    }
    digest
}

/// The mocks of one test.
pub struct Stage {
    pub store: MockStore,
    pub directory: MockDirectory,
    pub clients: MockClientDirectory,
    pub access: MockAccessDirectory,
    pub letters: MockLetterDrafts,
    pub passwords: MockPasswordHasher,
    pub rates: MockRateLimiter,
}

impl Stage {
    pub fn new() -> Self {
        Self {
            store: MockStore::new(),
            directory: MockDirectory::new(),
            clients: MockClientDirectory::new(),
            access: MockAccessDirectory::new(),
            letters: MockLetterDrafts::new(),
            passwords: MockPasswordHasher::new(),
            rates: MockRateLimiter::new(),
        }
    }

    /// Nothing comes too often.
    pub fn without_rates(mut self) -> Self {
        self.rates.expect_take().returning(|_, _, _, _| Ok(()));
        self.rates.expect_give_back().return_const(());
        self
    }

    /// The next unit of work to begin.
    pub fn beginning(mut self, unit: MockUnitOfWork) -> Self {
        let mut unit = Some(unit);
        self.store
            .expect_begin()
            .times(1)
            .returning(move || Ok(Box::new(unit.take().expect("one unit of work only"))));
        self
    }

    /// Every unit of work to begin, made when it does.
    pub fn beginning_each(mut self, make: impl Fn() -> MockUnitOfWork + Send + 'static) -> Self {
        self.store.expect_begin().returning(move || Ok(Box::new(make())));
        self
    }

    pub fn portero(self) -> Portero {
        let mut clock = MockClock::new();
        clock.expect_now().returning(now);
        let mut ids = MockIdGenerator::new();
        let mut last = 1_000;
        let counted = std::sync::Mutex::new(move || {
            last += 1;
            Uuid::from_u128(last)
        });
        ids.expect_next_id().returning(move || (counted.lock().expect("not poisoned"))());
        let mut tokens = MockTokenGenerator::new();
        let token = || Token::parse("t".repeat(Token::LENGTH)).expect("a token");
        tokens.expect_next_token().returning(token);
        let mut digest = MockDigest::new();
        digest.expect_sha256().returning(a_digest);
        let mut sealer = MockSealer::new();
        sealer.expect_seal().returning(|_, _| SealedSecret::from_bytes(vec![1]));
        let ports = Ports {
            store: Arc::new(self.store),
            directory: Arc::new(self.directory),
            clients: Arc::new(self.clients),
            access: Arc::new(self.access),
            letters: Arc::new(self.letters),
            clock: Arc::new(clock),
            ids: Arc::new(ids),
            tokens: Arc::new(tokens),
            digest: Arc::new(digest),
            passwords: Arc::new(self.passwords),
            sealer: Arc::new(sealer),
            domains: Arc::new(MockInternationalDomains::new()),
            rates: Arc::new(self.rates),
            signer: Arc::new(MockSigner::new()),
            html: Arc::new(MockHtmlSanitizer::new()),
        };
        Portero::new(ports, Limits::default())
    }
}
