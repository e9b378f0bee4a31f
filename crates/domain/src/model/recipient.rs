//! Who receives a communication, and why.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::{
    Access, Contact, EmailAddress, Language, Membership, MembershipState, PanelAccess, RecipientId,
    User,
};
use crate::policy::{Category, CategorySet, NotificationRules, Role, named_enum};

/// A member who might receive a communication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Their membership.
    pub membership: Membership,
    /// Themselves.
    pub user: User,
}

/// A contact who might receive a communication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactCandidate {
    /// The contact.
    pub contact: Contact,
    /// What their access to the panel gives, and whether the operator lets them sign in.
    pub access: Option<(Access, super::UserState)>,
}

named_enum! {
    /// Why someone receives it.
    RecipientReason, "recipient reason" {
        /// The category is in their notifications.
        Chosen = "chosen",
        /// It would have reached nobody, so it goes to the owner.
        SomeoneMust = "someone_must",
    }
}

named_enum! {
    /// Why someone does not receive it.
    LeftOutReason, "reason to be left out" {
        /// Their role or profile cannot have the category.
        NotForRole = "not_for_role",
        /// The category is not in their notifications.
        NotChosen = "not_chosen",
        /// The person or the membership is suspended.
        Suspended = "suspended",
        /// Someone else with the same address receives it.
        SameAddress = "same_address",
    }
}

/// Someone who receives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Who.
    pub person: RecipientId,
    /// Where it goes.
    pub email: EmailAddress,
    /// To whom.
    pub name: String,
    /// In which language, where they have one of their own.
    pub language: Option<Language>,
    /// In which role.
    pub role: Role,
    /// Why.
    pub because: RecipientReason,
}

/// Someone who does not receive it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Who.
    pub person: RecipientId,
    /// Where it would go.
    pub email: EmailAddress,
    /// To whom.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// Why not.
    pub because: LeftOutReason,
}

impl Recipient {
    /// Whether they may refuse the category by themselves.
    #[must_use]
    pub const fn may_refuse(&self, category: Category) -> bool {
        matches!(self.because, RecipientReason::Chosen)
            && !NotificationRules::of(self.role).cannot_refuse.contains(category)
    }
}

/// What of a person decides whether they receive something.
struct Person {
    recipient: Recipient,
    notifications: CategorySet,
    suspended: bool,
}

/// Divides the people of an account into those who receive a category and those who do not (N12,
/// L10). A contact with access to the panel counts as the contact: communications go to its
/// address. Of two people with one address the first receives; and someone always does: if nobody
/// would, the owner.
#[must_use]
pub fn recipients(
    members: &[Candidate],
    contacts: &[ContactCandidate],
    category: Category,
    now: DateTime<Utc>,
) -> (Vec<Recipient>, Vec<LeftOut>) {
    let in_time = members.iter().filter(|member| !member.membership.has_run_out(now));
    let own = in_time.filter(|member| !member.membership.role.is_contact()).map(of_member);
    let people: Vec<Person> = own.chain(contacts.iter().map(|one| of_contact(one, now))).collect();
    let mut addresses = HashSet::new();
    let mut receiving = Vec::new();
    let mut left_out = Vec::new();
    let mut owner = None;
    for person in people {
        if person.recipient.role == Role::Owner {
            owner = Some(person.recipient.clone());
        }
        match reason_to_leave_out(&person, category) {
            None if addresses.insert(person.recipient.email.clone()) => {
                receiving.push(person.recipient);
            }
            None => left_out.push(left_out_as(person.recipient, LeftOutReason::SameAddress)),
            Some(because) => left_out.push(left_out_as(person.recipient, because)),
        }
    }
    if receiving.is_empty() {
        let stands_in = |owner| Recipient { because: RecipientReason::SomeoneMust, ..owner };
        receiving.extend(owner.map(stands_in));
        left_out.retain(|one| one.role != Role::Owner);
    }
    (receiving, left_out)
}

fn reason_to_leave_out(person: &Person, category: Category) -> Option<LeftOutReason> {
    if !NotificationRules::of(person.recipient.role).may_have.contains(category) {
        return Some(LeftOutReason::NotForRole);
    }
    if !person.notifications.contains(category) {
        return Some(LeftOutReason::NotChosen);
    }
    person.suspended.then_some(LeftOutReason::Suspended)
}

fn of_member(member: &Candidate) -> Person {
    let Candidate { membership, user } = member;
    Person {
        recipient: Recipient {
            person: RecipientId::User(user.id),
            email: user.email.clone(),
            name: user.full_name(),
            language: Some(user.language),
            role: membership.role,
            because: RecipientReason::Chosen,
        },
        notifications: membership.notifications,
        suspended: !user.is_active() || membership.state == MembershipState::Suspended,
    }
}

/// A contact receives without any access, and no longer once the access that they had was
/// suspended: that is a sign of distrust in the person.
fn of_contact(candidate: &ContactCandidate, now: DateTime<Utc>) -> Person {
    let Contact { id, details, access, .. } = &candidate.contact;
    let granted = matches!(access, PanelAccess::Granted(_));
    let is_suspended = |(access, user): &(Access, super::UserState)| {
        !access.has_run_out(now)
            && (access.state == MembershipState::Suspended || *user == super::UserState::Suspended)
    };
    Person {
        recipient: Recipient {
            person: RecipientId::Contact(*id),
            email: details.email.clone(),
            name: details.full_name(),
            language: None,
            role: details.profile.role(),
            because: RecipientReason::Chosen,
        },
        notifications: details.notifications,
        suspended: granted && candidate.access.as_ref().is_some_and(is_suspended),
    }
}

fn left_out_as(person: Recipient, because: LeftOutReason) -> LeftOut {
    LeftOut {
        person: person.person,
        email: person.email,
        name: person.name,
        role: person.role,
        because,
    }
}
