//! The product itself: the real use cases on the store in memory, and the people who use it.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::{AccountId, InvitationId, UserId};
use portero_domain::model::{
    AccountDetails, EmailAddress, Language, Letter, Limits, Name, NewPassword, Origin, Password,
    ServiceScope, ServiceScopeSet, Token,
};
use portero_domain::policy::{GrantChoice, Scope};
use portero_domain::port::{Clock, Draft, LetterDrafts, Outbox, Sealer};
use portero_domain::use_case::{
    AmendMember, Answered, Caller, CredentialToken, Credentials, Error, InvitationResult, Invite,
    NewAccount, Once, Portero, Ports, Register,
};
use portero_store_memory::MemoryStore;
use portero_system::{
    AmmoniaSanitizer, Argon2Hasher, HmacSigner, NoRateLimits, OsTokenGenerator, SecretKey,
    Sha256Digest, UnicodeDomains, UuidV7Generator, XChaChaSealer,
};
use uuid::Uuid;

use crate::command::{Account, Change, Command, Grants, Hours, Invited, Person};

const PASSWORD: &str = "quiet harbour lanterns";

/// A clock that stands still until someone moves it.
pub struct HandClock(Mutex<DateTime<Utc>>);

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("not poisoned")
    }
}

/// Words that nobody reads: no walk invites a client.
struct NoDrafts;

impl LetterDrafts for NoDrafts {
    fn client_invitation(&self, _: Language, _: &str, _: &str, _: u32) -> Draft {
        Draft { subject: String::new(), text: String::new() }
    }

    fn html(&self, _: Language, _: &Letter) -> String {
        String::new()
    }
}

/// Someone who can sign in.
struct Actor {
    address: EmailAddress,
    caller: Caller,
    token: Token,
}

/// Why nothing was done.
#[derive(Debug)]
pub enum NotDone {
    Refused(Error),
    AlreadyMemberOrInvited,
}

impl From<Error> for NotDone {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

pub struct Stage {
    pub portero: Portero,
    pub store: Arc<MemoryStore>,
    pub clock: Arc<HandClock>,
    pub users: Vec<UserId>,
    pub accounts: Vec<AccountId>,
    /// For each account, the machine that asks it about everyone.
    pub machines: Vec<Caller>,
    sealer: Arc<XChaChaSealer>,
    actors: Vec<Actor>,
    invitations: [[Option<InvitationId>; 6]; 2],
}

/// Setting up.
impl Stage {
    /// Everyone has registered, and the founders have founded.
    pub async fn set() -> Result<Self, Error> {
        let mut stage = Self::empty();
        for person in Person::ALL {
            stage.register(person).await?;
        }
        for account in Account::ALL {
            stage.found(account).await?;
        }
        Ok(stage)
    }

    fn empty() -> Self {
        let store = Arc::new(MemoryStore::new(Arc::new(Sha256Digest)));
        let clock = Arc::new(HandClock(Mutex::new(DateTime::UNIX_EPOCH + TimeDelta::days(20_000))));
        let sealer = Arc::new(XChaChaSealer::new(&SecretKey::generate()));
        let ports = Ports {
            store: store.clone(),
            directory: store.clone(),
            clients: store.clone(),
            access: store.clone(),
            clock: clock.clone(),
            ids: Arc::new(UuidV7Generator),
            tokens: Arc::new(OsTokenGenerator),
            digest: Arc::new(Sha256Digest),
            passwords: Arc::new(Argon2Hasher::cheap_for_tests()),
            sealer: sealer.clone(),
            domains: Arc::new(UnicodeDomains),
            rates: Arc::new(NoRateLimits),
            signer: Arc::new(HmacSigner::new(&SecretKey::generate())),
            letters: Arc::new(NoDrafts),
            html: Arc::new(AmmoniaSanitizer),
        };
        Self {
            portero: Portero::new(ports, Limits::default()),
            store,
            clock,
            sealer,
            users: Vec::new(),
            accounts: Vec::new(),
            machines: Vec::new(),
            actors: Vec::new(),
            invitations: [[None; 6]; 2],
        }
    }

    async fn register(&mut self, person: Person) -> Result<(), Error> {
        let address = self.portero.parse_address(&format!("{person:?}@people.example"));
        let address = address.expect("an address");
        let password = Password::new(PASSWORD);
        let new = Register {
            email: address.clone(),
            password: NewPassword::parse(password.clone(), &address).expect("a password"),
            first_name: name(&format!("{person:?}")),
            last_name: name("García"),
            language: None,
            invitation: None,
        };
        self.portero.register(new, Origin::default()).await?;
        let link = self.mailed_link().await?;
        let origin = Origin::default();
        let confirmed = self.portero.confirm_registration(&link, &password, origin).await?;
        let token = confirmed.session.token;
        let caller = self.portero.authenticate(&session(&token)).await?;
        self.users.push(confirmed.session.user.id);
        self.actors.push(Actor { address, caller, token });
        Ok(())
    }

    /// The link in the one mail that waits.
    async fn mailed_link(&self) -> Result<Token, Error> {
        let now = self.clock.now();
        let until = now + TimeDelta::days(10_000);
        let mails = self.store.lease(Uuid::from_u128(1), now, until, 1).await?;
        let mail = &mails.first().expect("a mail").mail;
        let secret = mail.secret.as_ref().expect("a link");
        Ok(self.sealer.open(mail.id, secret).expect("our own seal"))
    }

    async fn found(&mut self, account: Account) -> Result<(), Error> {
        let founder = &self.actors[account.founder() as usize].caller;
        let new = NewAccount {
            name: name(&format!("{account:?}")),
            language: None,
            details: AccountDetails::default(),
        };
        let created = self.portero.create_account(founder, new, Once::each_time()).await?;
        let Answered::Now(created) = created else { unreachable!("a request that counts") };
        let scopes = ServiceScopeSet::of(&[ServiceScope::AccessCheck]);
        let machine = name("Billing");
        let reach = Scope::Account(created.id);
        let key = self.portero.create_service_key_as_operator(reach, machine, scopes).await?;
        let token = CredentialToken::ServiceKey(key.token);
        let credentials = Credentials { token, origin: Origin::default() };
        self.machines.push(self.portero.authenticate(&credentials).await?);
        self.accounts.push(created.id);
        Ok(())
    }
}

/// Acting.
impl Stage {
    /// The person signs in again if they have to. One who cannot acts all the same, as if their
    /// request had come in just before they were stopped.
    pub async fn sign_in(&mut self, person: Person) {
        let actor = &mut self.actors[person as usize];
        if let Ok(caller) = self.portero.authenticate(&session(&actor.token)).await {
            actor.caller = caller;
            return;
        }
        let password = Password::new(PASSWORD);
        let signed_in = self.portero.sign_in(&actor.address, &password, Origin::default()).await;
        if let Ok(new) = signed_in
            && let Ok(caller) = self.portero.authenticate(&session(&new.token)).await
        {
            (actor.token, actor.caller) = (new.token, caller);
        }
    }

    /// Tries a command on the product, as the person who gives it.
    pub async fn perform(&mut self, command: &Command) -> Result<(), NotDone> {
        let portero = self.portero.clone();
        let caller = |person: Person| &self.actors[person as usize].caller;
        let id = |on: Account| self.accounts[on as usize];
        let user = |person: Person| self.users[person as usize];
        match *command {
            Command::Invite { .. } => return self.invite(command).await,
            Command::Accept { by, invitation } => {
                portero.accept_received(caller(by), self.sent(invitation)?).await.map(drop)
            }
            Command::Decline { by, invitation } => {
                portero.decline_received(caller(by), self.sent(invitation)?).await.map(drop)
            }
            Command::Revoke { by, on, invitation } => {
                let sent = self.sent(invitation)?;
                portero.revoke_invitation(caller(by), id(on), sent, None).await.map(drop)
            }
            Command::Resend { by, on, invitation } => {
                let (sent, once) = (self.sent(invitation)?, Once::each_time());
                portero.resend_invitation(caller(by), id(on), sent, None, once).await.map(drop)
            }
            Command::Amend { by, on, whom, change } => {
                let wanted = self.wanted(change);
                portero.amend_member(caller(by), id(on), user(whom), wanted, None).await.map(drop)
            }
            Command::Suspend { by, on, whom } => {
                portero.suspend_member(caller(by), id(on), user(whom)).await
            }
            Command::Reactivate { by, on, whom } => {
                portero.reactivate_member(caller(by), id(on), user(whom)).await
            }
            Command::Remove { by, on, whom } => {
                portero.remove_member(caller(by), id(on), user(whom), None).await
            }
            Command::Leave { by, on } => {
                portero.remove_member(caller(by), id(on), user(by), None).await
            }
            Command::OfferOwnership { by, on, to } => {
                portero.offer_ownership(caller(by), id(on), user(to)).await.map(drop)
            }
            Command::AcceptOwnership { by, on } => {
                portero.accept_ownership(caller(by), id(on)).await.map(drop)
            }
            Command::CallOffOwnership { by, on } => {
                portero.call_off_ownership(caller(by), id(on)).await
            }
            Command::TransferOwnership { by, on, to } => {
                portero.transfer_ownership(caller(by), id(on), user(to), None).await.map(drop)
            }
            Command::Close { by, on } => portero.close_account(caller(by), id(on), None).await,
            Command::OperatorSuspends { whom } => {
                portero.suspend_user(&self.actors[whom as usize].address).await.map(drop)
            }
            Command::OperatorReactivates { whom } => {
                portero.reactivate_user(&self.actors[whom as usize].address).await.map(drop)
            }
            Command::TimePasses { hours } => {
                *self.clock.0.lock().expect("not poisoned") += TimeDelta::hours(hours);
                Ok(())
            }
        }
        .map_err(NotDone::from)
    }

    async fn invite(&mut self, command: &Command) -> Result<(), NotDone> {
        let Command::Invite { by, on, to, role, grants, until } = *command else {
            unreachable!("invitations only")
        };
        let invitee = &self.actors[to as usize].address;
        let form = Invite {
            addresses: self.portero.parse_address_list([invitee.canonical()])?,
            role,
            grants: choice(grants),
            until: self.after(until),
            notifications: None,
            message: None,
            language: None,
        };
        let (caller, account) = (&self.actors[by as usize].caller, self.accounts[on as usize]);
        let answered = self.portero.invite(caller, account, form, Once::each_time()).await?;
        let Answered::Now(outcome) = answered else { unreachable!("a request that counts") };
        let [(_, InvitationResult::Invited(invitation))] = &outcome.results[..] else {
            return Err(NotDone::AlreadyMemberOrInvited);
        };
        self.invitations[on as usize][to as usize] = Some(invitation.id);
        Ok(())
    }

    fn sent(&self, invited: Invited) -> Result<InvitationId, Error> {
        self.invitations[invited.by as usize][invited.to as usize].ok_or(Error::NotFound)
    }

    fn wanted(&self, change: Change) -> AmendMember {
        AmendMember {
            role: change.role,
            grants: change.grants.map(choice),
            notifications: None,
            until: change.until.map(|until| self.after(until)),
        }
    }

    fn after(&self, hours: Hours) -> Option<DateTime<Utc>> {
        hours.map(|hours| self.clock.now() + TimeDelta::hours(hours))
    }
}

const fn choice(grants: Grants) -> GrantChoice {
    match grants {
        Grants::These(grants) => GrantChoice::These(grants),
        Grants::All => GrantChoice::All,
    }
}

fn session(token: &Token) -> Credentials {
    Credentials { token: CredentialToken::Session(token.clone()), origin: Origin::default() }
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}
