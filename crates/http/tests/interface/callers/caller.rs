//! The kinds of callers, and the settings in which they are tried.

use serde_json::{Value, json};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    Anonymous,
    /// Registered, and never confirmed: they hold a token that was never issued.
    Unconfirmed,
    Owner,
    Administrator,
    Finance,
    NoGrants,
    SomeGrants,
    AllGrants,
    /// A technical contact with access to the panel.
    Contact,
    /// A client of Acme, who has a site of it and is no member.
    Client,
    /// Acme's owner, looking with the eyes of a client.
    Viewer,
    SuspendedMember,
    RemovedMember,
    RunOutMember,
    /// Suspended by the operator, everywhere.
    SuspendedUser,
    OwnerElsewhere,
    /// A service key with the scope `access.check`, and one with every other.
    Key,
    KeyForTheRest,
    KeyElsewhere,
}

/// What has become of Acme by the time that it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    Ordinary,
    Closed,
    OwnerSuspended,
}

impl Caller {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Anonymous,
        Self::Unconfirmed,
        Self::Owner,
        Self::Administrator,
        Self::Finance,
        Self::NoGrants,
        Self::SomeGrants,
        Self::AllGrants,
        Self::Contact,
        Self::Client,
        Self::Viewer,
        Self::SuspendedMember,
        Self::RemovedMember,
        Self::RunOutMember,
        Self::SuspendedUser,
        Self::OwnerElsewhere,
        Self::Key,
        Self::KeyForTheRest,
        Self::KeyElsewhere,
    ];

    /// Those whom an account lets in as long as it is open.
    pub const INSIDE: &[Self] = &[
        Self::Owner,
        Self::Administrator,
        Self::Finance,
        Self::AllGrants,
        Self::Contact,
        Self::Client,
        Self::Viewer,
        Self::Key,
        Self::KeyForTheRest,
    ];

    /// The head of their column.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Unconfirmed => "unconfirmed",
            Self::Owner => "owner",
            Self::Administrator => "administrator",
            Self::Finance => "finance",
            Self::NoGrants => "user",
            Self::SomeGrants => "user + some",
            Self::AllGrants => "user + all",
            Self::Contact => "contact",
            Self::Client => "client",
            Self::Viewer => "viewer",
            Self::SuspendedMember => "suspended",
            Self::RemovedMember => "removed",
            Self::RunOutMember => "run out",
            Self::SuspendedUser => "user suspended",
            Self::OwnerElsewhere => "other owner",
            Self::Key => "key: check",
            Self::KeyForTheRest => "key: rest",
            Self::KeyElsewhere => "other key",
        }
    }

    /// What Acme invites them as, if it does.
    pub fn terms(self) -> Option<Value> {
        let some = ["users.read", "invoices.read"];
        match self {
            Self::Administrator
            | Self::SuspendedMember
            | Self::RemovedMember
            | Self::RunOutMember
            | Self::SuspendedUser => Some(json!({ "role": "administrator" })),
            Self::Finance => Some(json!({ "role": "finance" })),
            Self::NoGrants => Some(json!({ "role": "user" })),
            Self::SomeGrants => Some(json!({ "role": "user", "grants": some })),
            Self::AllGrants => Some(json!({ "role": "user", "grants": "all" })),
            Self::Anonymous
            | Self::Unconfirmed
            | Self::Owner
            | Self::Contact
            | Self::Client
            | Self::Viewer
            | Self::OwnerElsewhere
            | Self::Key
            | Self::KeyForTheRest
            | Self::KeyElsewhere => None,
        }
    }

    /// Whether they see that Acme is there: who is suspended is refused, and not told that there
    /// is nothing.
    pub const fn sees_acme(self) -> bool {
        match self {
            Self::Owner
            | Self::Administrator
            | Self::Finance
            | Self::NoGrants
            | Self::SomeGrants
            | Self::AllGrants
            | Self::Contact
            | Self::Client
            | Self::Viewer
            | Self::SuspendedMember
            | Self::Key
            | Self::KeyForTheRest => true,
            Self::Anonymous
            | Self::Unconfirmed
            | Self::RemovedMember
            | Self::RunOutMember
            | Self::SuspendedUser
            | Self::OwnerElsewhere
            | Self::KeyElsewhere => false,
        }
    }

    /// Whether their own account is the other company's.
    pub const fn is_at_duero(self) -> bool {
        matches!(self, Self::OwnerElsewhere | Self::KeyElsewhere)
    }
}
