//! The permit: the policy's signature under a change.
//!
//! Its fields are private and its constructors are here, so a change that nobody authorised has
//! nothing to be committed with.

use uuid::Uuid;

use super::{Decision, Denial, Permission, Scope, Standing, decide};
use crate::id::{AccountId, ClientId, InvitationId, ServiceKeyId, UserId};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// A machine with a service key.
    ServiceKey(ServiceKeyId),
    /// Whoever runs the installation, at its command line.
    Operator,
    /// Someone who is not signed in.
    Visitor,
    /// The installation itself, by the clock.
    Clock,
}

impl Actor {
    /// What kind of actor it is, and which one where there are several.
    #[must_use]
    pub const fn parts(self) -> (&'static str, Option<Uuid>) {
        match self {
            Self::User(id) => ("user", Some(id.as_uuid())),
            Self::ServiceKey(id) => ("service_key", Some(id.as_uuid())),
            Self::Operator => ("operator", None),
            Self::Visitor => ("visitor", None),
            Self::Clock => ("clock", None),
        }
    }
}

/// What an action rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// A permission that the actor holds on the account.
    Permission(Permission),
    /// Being a member: for what concerns one's own membership only.
    OwnMembership,
    /// Being the one whom this invitation is addressed to.
    Invitee(InvitationId),
    /// Creating an account, whose owner one becomes.
    Founder,
    /// What concerns only oneself: profile, password, sessions.
    Oneself,
    /// A secret that was mailed to the person, or the credentials they gave.
    Secret,
    /// What anyone may ask for without being known: to register, to have a reset mailed.
    Anyone,
    /// The command line of the installation.
    Operator,
    /// Having been offered the account by its owner.
    OfferedOwnership,
    /// The time that has come.
    Clock,
    /// The signed link in a communication that one received.
    Recipient,
    /// The link with which a client sets up their access (D13).
    SetupLink(ClientId),
}

/// Leave to make one change in one scope. Only the policy makes it; committing consumes it.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit {
    scope: Scope,
    actor: Actor,
    ground: Ground,
    on_behalf_of: Option<ClientId>,
}

impl Permit {
    /// Leave to do what needs this permission on this account.
    ///
    /// # Errors
    /// The decision's denial, when it is a no.
    pub fn on_account(
        actor: Actor,
        account: AccountId,
        standing: &Standing,
        permission: Permission,
    ) -> Result<Self, Denial> {
        match decide(standing, permission) {
            Decision::Allowed(_) => Ok(Self {
                scope: Scope::Account(account),
                actor,
                ground: Ground::Permission(permission),
                on_behalf_of: None,
            }),
            Decision::Denied(denial) => Err(denial),
        }
    }

    /// Leave for a member to change what concerns themselves alone: to leave, or to choose their
    /// notifications. A suspension does not take that away.
    #[must_use]
    pub const fn for_own_membership(user: UserId, account: AccountId, _held: &Standing) -> Self {
        Self {
            scope: Scope::Account(account),
            actor: Actor::User(user),
            ground: Ground::OwnMembership,
            on_behalf_of: None,
        }
    }

    /// Leave to answer an invitation: for the person whose confirmed address is the invited one,
    /// whatever link brought them.
    #[must_use]
    pub fn for_invitee<Address: PartialEq>(
        user: UserId,
        account: AccountId,
        invitation: InvitationId,
        invited: &Address,
        confirmed: Option<&Address>,
    ) -> Option<Self> {
        (confirmed == Some(invited)).then_some(Self {
            scope: Scope::Account(account),
            actor: Actor::User(user),
            ground: Ground::Invitee(invitation),
            on_behalf_of: None,
        })
    }

    /// Leave for the holder of a live invitation link to say that they decline or are registering.
    #[must_use]
    pub const fn for_invitation_link(account: AccountId, invitation: InvitationId) -> Self {
        Self {
            scope: Scope::Account(account),
            actor: Actor::Visitor,
            ground: Ground::Invitee(invitation),
            on_behalf_of: None,
        }
    }

    /// Leave for a signed-in user to create an account of their own.
    #[must_use]
    pub const fn for_founder(user: UserId, account: AccountId) -> Self {
        Self {
            scope: Scope::Account(account),
            actor: Actor::User(user),
            ground: Ground::Founder,
            on_behalf_of: None,
        }
    }

    /// Leave for a person to change what concerns only themselves.
    #[must_use]
    pub const fn for_oneself(user: UserId) -> Self {
        Self {
            scope: Scope::Installation,
            actor: Actor::User(user),
            ground: Ground::Oneself,
            on_behalf_of: None,
        }
    }

    /// Leave for someone who proved a mailed secret, or their password, to become or recover
    /// the user that it belongs to.
    #[must_use]
    pub const fn for_secret_holder(user: UserId) -> Self {
        Self {
            scope: Scope::Installation,
            actor: Actor::User(user),
            ground: Ground::Secret,
            on_behalf_of: None,
        }
    }

    /// Leave for what anyone may ask for: a registration, a reset mail.
    #[must_use]
    pub const fn for_anyone() -> Self {
        Self {
            scope: Scope::Installation,
            actor: Actor::Visitor,
            ground: Ground::Anyone,
            on_behalf_of: None,
        }
    }

    /// Leave for the operator, whose proof is the command line of the machine itself.
    #[must_use]
    pub const fn for_operator(scope: Scope) -> Self {
        Self { scope, actor: Actor::Operator, ground: Ground::Operator, on_behalf_of: None }
    }

    /// Leave for the member to whom the owner has offered the account: to take it, or not.
    #[must_use]
    pub fn for_offered_owner(user: UserId, account: AccountId, offered_to: UserId) -> Option<Self> {
        (user == offered_to).then_some(Self {
            scope: Scope::Account(account),
            actor: Actor::User(user),
            ground: Ground::OfferedOwnership,
            on_behalf_of: None,
        })
    }

    /// Leave for the installation itself to note on an account what the clock has brought about.
    #[must_use]
    pub const fn for_clock(account: AccountId) -> Self {
        Self {
            scope: Scope::Account(account),
            actor: Actor::Clock,
            ground: Ground::Clock,
            on_behalf_of: None,
        }
    }

    /// Leave for whoever holds the signed link of a communication to refuse its category for the
    /// one who received it: that, and nothing else.
    #[must_use]
    pub const fn for_recipient(account: AccountId) -> Self {
        Self {
            scope: Scope::Account(account),
            actor: Actor::Visitor,
            ground: Ground::Recipient,
            on_behalf_of: None,
        }
    }

    /// Leave to make the user whom a permitted change on an account brings with it: users belong to
    /// the installation.
    #[must_use]
    pub const fn to_make_user(&self) -> Self {
        self.about_the_person()
    }

    /// Leave for whoever holds the live setup link of a client to become that client's user (D17).
    /// The actor is that user: they have just proved the link, and their password.
    #[must_use]
    pub const fn for_setup_link(user: UserId, account: AccountId, client: ClientId) -> Self {
        Self {
            scope: Scope::Account(account),
            actor: Actor::User(user),
            ground: Ground::SetupLink(client),
            on_behalf_of: None,
        }
    }

    /// The same leave, put on record as being on behalf of a client: whoever sees what a client sees
    /// (D24) is named with them.
    #[must_use]
    pub const fn on_behalf_of_client(mut self, client: ClientId) -> Self {
        self.on_behalf_of = Some(client);
        self
    }

    /// Leave to do to a person what a permitted change on an account brings with it: to end their
    /// sessions, or to forget a user who was made for nothing else. Users belong to the installation.
    #[must_use]
    pub const fn about_the_person(&self) -> Self {
        Self {
            scope: Scope::Installation,
            actor: self.actor,
            ground: self.ground,
            on_behalf_of: self.on_behalf_of,
        }
    }

    /// Where the change must be.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// Who acts.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// The client on whose behalf it is, if it is on one's.
    #[must_use]
    pub const fn on_behalf_of(&self) -> Option<ClientId> {
        self.on_behalf_of
    }

    /// What the leave rests on.
    #[must_use]
    pub const fn ground(&self) -> Ground {
        self.ground
    }
}

/// An attempt on a visible account that the policy denied, to be put on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedAttempt {
    account: AccountId,
    actor: Actor,
    denial: Denial,
}

impl RefusedAttempt {
    /// Puts together what the record of a denial needs.
    #[must_use]
    pub const fn new(account: AccountId, actor: Actor, denial: Denial) -> Self {
        Self { account, actor, denial }
    }

    /// The account on whose chain it is recorded.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// Who tried.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// What was denied, and why.
    #[must_use]
    pub const fn denial(&self) -> Denial {
        self.denial
    }
}
