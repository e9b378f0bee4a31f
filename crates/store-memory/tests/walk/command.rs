//! What people may try: any of them, on either account, lawful or not.

use portero_domain::policy::{Permission, PermissionSet, Role};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// The people. Ana founds one account, Luis the other, and the rest are nobody yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Ana,
    Luis,
    Eva,
    Juan,
    Marta,
    Pau,
}

impl Person {
    pub const ALL: [Self; 6] =
        [Self::Ana, Self::Luis, Self::Eva, Self::Juan, Self::Marta, Self::Pau];
}

/// The accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    Acme,
    Globex,
}

impl Account {
    pub const ALL: [Self; 2] = [Self::Acme, Self::Globex];

    pub const fn founder(self) -> Person {
        match self {
            Self::Acme => Person::Ana,
            Self::Globex => Person::Luis,
        }
    }
}

/// Which grants someone tries to give.
#[derive(Debug, Clone, Copy)]
pub enum Grants {
    These(PermissionSet),
    All,
}

/// When access is to end: in so many hours, or never.
pub type Hours = Option<i64>;

/// The newest invitation that an account sent to a person.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    pub to: Person,
    pub by: Account,
}

/// One thing that someone tries.
#[derive(Debug, Clone, Copy)]
pub enum Command {
    Invite { by: Person, on: Account, to: Person, role: Role, grants: Grants, until: Hours },
    Accept { by: Person, invitation: Invited },
    Decline { by: Person, invitation: Invited },
    Revoke { by: Person, on: Account, invitation: Invited },
    Resend { by: Person, on: Account, invitation: Invited },
    Amend { by: Person, on: Account, whom: Person, change: Change },
    Suspend { by: Person, on: Account, whom: Person },
    Reactivate { by: Person, on: Account, whom: Person },
    Remove { by: Person, on: Account, whom: Person },
    Leave { by: Person, on: Account },
    OfferOwnership { by: Person, on: Account, to: Person },
    AcceptOwnership { by: Person, on: Account },
    CallOffOwnership { by: Person, on: Account },
    TransferOwnership { by: Person, on: Account, to: Person },
    Close { by: Person, on: Account },
    OperatorSuspends { whom: Person },
    OperatorReactivates { whom: Person },
    TimePasses { hours: i64 },
}

/// What someone tries to change on a membership; what is absent stays.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    pub role: Option<Role>,
    pub grants: Option<Grants>,
    pub until: Option<Hours>,
}

macro_rules! names {
    ( $( $variant:ident ),+ ) => {
        impl Command {
            pub const NAMES: &[&str] = &[ $( stringify!($variant) ),+ ];

            pub const fn name(&self) -> &'static str {
                match self { $( Self::$variant { .. } => stringify!($variant) ),+ }
            }
        }
    };
}

names!(
    Invite,
    Accept,
    Decline,
    Revoke,
    Resend,
    Amend,
    Suspend,
    Reactivate,
    Remove,
    Leave,
    OfferOwnership,
    AcceptOwnership,
    CallOffOwnership,
    TransferOwnership,
    Close,
    OperatorSuspends,
    OperatorReactivates,
    TimePasses
);

impl Command {
    /// All but what the operator and the clock do, whom nobody refuses: they come last.
    pub const REFUSABLE: &[&str] = Self::NAMES.split_at(Self::NAMES.len() - 3).0;

    /// Who tries it; nobody for the operator and the clock.
    pub const fn by(&self) -> Option<Person> {
        match *self {
            Self::Invite { by, .. }
            | Self::Accept { by, .. }
            | Self::Decline { by, .. }
            | Self::Revoke { by, .. }
            | Self::Resend { by, .. }
            | Self::Amend { by, .. }
            | Self::Suspend { by, .. }
            | Self::Reactivate { by, .. }
            | Self::Remove { by, .. }
            | Self::Leave { by, .. }
            | Self::OfferOwnership { by, .. }
            | Self::AcceptOwnership { by, .. }
            | Self::CallOffOwnership { by, .. }
            | Self::TransferOwnership { by, .. }
            | Self::Close { by, .. } => Some(by),
            Self::OperatorSuspends { .. }
            | Self::OperatorReactivates { .. }
            | Self::TimePasses { .. } => None,
        }
    }
}

/// A whole sequence: some people join, so that there is something to fight over, and then anyone
/// tries anything. A failure shrinks to the few commands that matter.
pub fn any_walk() -> impl Strategy<Value = Vec<Command>> {
    (vec(any_joining(), 0..=8), vec(any_command(), 1..=80))
        .prop_map(|(joining, rest)| joining.into_iter().flatten().chain(rest).collect())
}

/// A founder invites someone, who accepts.
fn any_joining() -> impl Strategy<Value = [Command; 2]> {
    let user = any_these(PermissionSet::GRANTABLE).prop_map(|these| (Role::User, these)).boxed();
    let everything = Just((Role::User, Grants::All)).boxed();
    let role = select(vec![Role::Administrator, Role::Finance]);
    let plain = role.prop_map(|role| (role, Grants::These(PermissionSet::EMPTY))).boxed();
    let what = prop_oneof![3 => user, 1 => everything, 2 => plain];
    let until = option::weighted(0.3, 24_i64..400);
    (any_invitation(), what, until).prop_map(|(invitation, (role, grants), until)| {
        let Invited { to, by: on } = invitation;
        let invite = Command::Invite { by: on.founder(), on, to, role, grants, until };
        [invite, Command::Accept { by: to, invitation }]
    })
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        16 => any_answer_or_invitation(),
        14 => any_management(),
        6 => any_handing_over(),
        3 => any_turn_of_events(),
    ]
}

fn any_answer_or_invitation() -> impl Strategy<Value = Command> {
    let invite = (anyone_on_any(), anyone(), any_role(), any_grants(), any_until());
    prop_oneof![
        10 => invite.prop_map(|((by, on), to, role, grants, until)| {
            Command::Invite { by, on, to, role, grants, until }
        }),
        6 => any_answer().prop_map(|(by, invitation)| Command::Accept { by, invitation }),
        2 => any_answer().prop_map(|(by, invitation)| Command::Decline { by, invitation }),
        3 => any_upkeep().prop_map(|(by, on, invitation)| Command::Revoke { by, on, invitation }),
        5 => any_upkeep().prop_map(|(by, on, invitation)| Command::Resend { by, on, invitation }),
    ]
}

fn any_management() -> impl Strategy<Value = Command> {
    let pair = || (anyone_on_any(), anyone());
    let change = (option::of(any_role()), option::of(any_grants()), option::of(any_until()))
        .prop_map(|(role, grants, until)| Change { role, grants, until });
    prop_oneof![
        6 => (pair(), change)
            .prop_map(|(((by, on), whom), change)| Command::Amend { by, on, whom, change }),
        2 => pair().prop_map(|((by, on), whom)| Command::Suspend { by, on, whom }),
        2 => pair().prop_map(|((by, on), whom)| Command::Reactivate { by, on, whom }),
        1 => pair().prop_map(|((by, on), whom)| Command::Remove { by, on, whom }),
        1 => anyone_on_any().prop_map(|(by, on)| Command::Leave { by, on }),
    ]
}

fn any_handing_over() -> impl Strategy<Value = Command> {
    let pair = || (anyone_on_any(), anyone());
    prop_oneof![
        3 => pair().prop_map(|((by, on), to)| Command::OfferOwnership { by, on, to }),
        3 => anyone_on_any().prop_map(|(by, on)| Command::AcceptOwnership { by, on }),
        1 => anyone_on_any().prop_map(|(by, on)| Command::CallOffOwnership { by, on }),
        1 => pair().prop_map(|((by, on), to)| Command::TransferOwnership { by, on, to }),
    ]
}

fn any_turn_of_events() -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => (1_i64..100).prop_map(|hours| Command::TimePasses { hours }),
        2 => anyone().prop_map(|whom| Command::OperatorSuspends { whom }),
        4 => anyone().prop_map(|whom| Command::OperatorReactivates { whom }),
        1 => anyone_on_any().prop_map(|(by, on)| Command::Close { by, on }),
    ]
}

fn anyone() -> impl Strategy<Value = Person> {
    select(Person::ALL.to_vec())
}

/// Founders act more often than others: much of what the others try is refused.
fn anyone_on_any() -> impl Strategy<Value = (Person, Account)> {
    prop_oneof![
        1 => any_account().prop_map(|on| (on.founder(), on)),
        1 => (anyone(), any_account()),
    ]
}

fn any_account() -> impl Strategy<Value = Account> {
    select(Account::ALL.to_vec())
}

fn any_invitation() -> impl Strategy<Value = Invited> {
    (anyone(), any_account()).prop_map(|(to, by)| Invited { to, by })
}

/// Mostly it is the account's own invitation; now and then another account's.
fn any_upkeep() -> impl Strategy<Value = (Person, Account, Invited)> {
    prop_oneof![
        5 => (anyone_on_any(), anyone()).prop_map(|((by, on), to)| (by, on, Invited { to, by: on })),
        1 => (anyone_on_any(), any_invitation())
            .prop_map(|((by, on), invitation)| (by, on, invitation)),
    ]
}

/// Mostly the invitee answers; now and then someone else tries to.
fn any_answer() -> impl Strategy<Value = (Person, Invited)> {
    prop_oneof![
        7 => any_invitation().prop_map(|invitation| (invitation.to, invitation)),
        1 => (anyone(), any_invitation()),
    ]
}

fn any_role() -> impl Strategy<Value = Role> {
    prop_oneof![
        6 => select(vec![Role::User, Role::Administrator, Role::Finance]),
        1 => select(Role::ALL),
    ]
}

fn any_grants() -> impl Strategy<Value = Grants> {
    prop_oneof![
        4 => Just(Grants::These(PermissionSet::EMPTY)),
        4 => any_these(PermissionSet::GRANTABLE),
        1 => any_these(PermissionSet::all()),
        2 => Just(Grants::All),
    ]
}

/// Anything from none to all of these.
fn any_these(permissions: PermissionSet) -> impl Strategy<Value = Grants> {
    let permissions: Vec<Permission> = permissions.iter().collect();
    let most = permissions.len();
    subsequence(permissions, 0..=most).prop_map(|some| Grants::These(some.into_iter().collect()))
}

fn any_until() -> impl Strategy<Value = Hours> {
    option::of(1_i64..200)
}
