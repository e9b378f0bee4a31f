//! Who receives a communication, and why.

use chrono::{DateTime, Utc};

use super::{EmailAddress, Membership, User};
use crate::policy::{Category, Role};

/// Someone who might receive a communication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Their membership.
    pub membership: Membership,
    /// Themselves.
    pub user: User,
}

/// Why someone receives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientReason {
    /// The category is in their notifications.
    Chosen,
    /// It would have reached nobody, so it goes to the owner.
    SomeoneMust,
}

/// Why someone does not receive it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// The category is not in their notifications.
    NotChosen,
    /// The person or the membership is suspended.
    Suspended,
}

/// Someone who receives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Where it goes.
    pub email: EmailAddress,
    /// To whom.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Why.
    pub because: RecipientReason,
}

/// Someone who does not receive it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it would go.
    pub email: EmailAddress,
    /// To whom.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Why not.
    pub because: LeftOutReason,
}

/// Divides the members of an account into those who receive a category and those who do not
/// (N12). Someone always receives: if nobody would, the owner does.
#[must_use]
pub fn recipients(
    members: &[Candidate],
    category: Category,
    now: DateTime<Utc>,
) -> (Vec<Recipient>, Vec<LeftOut>) {
    let mut receiving = Vec::new();
    let mut left_out = Vec::new();
    for member in members.iter().filter(|member| !member.membership.has_run_out(now)) {
        match reason_to_leave_out(member, category) {
            None => receiving.push(member.receives(RecipientReason::Chosen)),
            Some(because) => left_out.push(member.left_out(because)),
        }
    }
    if receiving.is_empty() {
        let owner = members.iter().find(|member| member.membership.role == Role::Owner);
        receiving.extend(owner.map(|owner| owner.receives(RecipientReason::SomeoneMust)));
        left_out.retain(|one| one.role != Role::Owner);
    }
    (receiving, left_out)
}

fn reason_to_leave_out(member: &Candidate, category: Category) -> Option<LeftOutReason> {
    if !member.membership.notifications.contains(category) {
        return Some(LeftOutReason::NotChosen);
    }
    let suspended =
        !member.user.is_active() || member.membership.state == super::MembershipState::Suspended;
    suspended.then_some(LeftOutReason::Suspended)
}

impl Candidate {
    fn receives(&self, because: RecipientReason) -> Recipient {
        Recipient {
            email: self.user.email.clone(),
            name: self.user.full_name(),
            role: self.membership.role,
            because,
        }
    }

    fn left_out(&self, because: LeftOutReason) -> LeftOut {
        LeftOut {
            email: self.user.email.clone(),
            name: self.user.full_name(),
            role: self.membership.role,
            because,
        }
    }
}
