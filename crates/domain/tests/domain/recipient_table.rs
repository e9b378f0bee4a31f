//! The whole recipient table: who, what, and what they chose.

use insta::assert_snapshot;
use portero_domain::id::UserId;
use portero_domain::model::{
    Candidate, ContactCandidate, ContactProfile, PanelAccess, RecipientId, recipients,
};
use portero_domain::policy::{Category, CategorySet, NotificationRules, Role};
use uuid::Uuid;

use crate::given::{a_contact, a_membership, a_user, now};
use crate::table::Table;

/// What someone has chosen.
#[derive(Clone, Copy)]
enum Choice {
    AtFirst,
    Everything,
    Nothing,
}

impl Choice {
    const ALL: [(Self, &str); 3] =
        [(Self::AtFirst, "at first"), (Self::Everything, "everything"), (Self::Nothing, "nothing")];

    fn of(self, role: Role) -> CategorySet {
        let rules = NotificationRules::of(role);
        match self {
            Self::AtFirst => rules.at_first,
            Self::Everything => rules.may_have,
            Self::Nothing => rules.cannot_refuse,
        }
    }
}

const OWNER: u128 = 1;
const OTHER: u128 = 2;

fn member(number: u128, role: Role, notifications: CategorySet) -> Candidate {
    let id = UserId::from_uuid(Uuid::from_u128(number));
    let mut membership = a_membership(role);
    membership.user_id = id;
    membership.notifications = notifications;
    Candidate { membership, user: a_user(id, &format!("person{number}@a.es")) }
}

fn contact(profile: ContactProfile, notifications: CategorySet) -> ContactCandidate {
    let mut contact = a_contact(profile, PanelAccess::None);
    contact.details.notifications = notifications;
    ContactCandidate { contact, access: None }
}

/// What becomes of one category for someone in a role, beside an owner who receives nothing that
/// can be refused.
fn cell(role: Role, choice: Choice, category: Category) -> &'static str {
    let notifications = choice.of(role);
    let silent = member(OWNER, Role::Owner, NotificationRules::of(Role::Owner).cannot_refuse);
    let (members, contacts) = match role {
        Role::Owner => (vec![member(OWNER, role, notifications)], vec![]),
        Role::Administrator | Role::Finance | Role::User => {
            (vec![silent, member(OTHER, role, notifications)], vec![])
        }
        Role::TechnicalContact => {
            (vec![silent], vec![contact(ContactProfile::Technical, notifications)])
        }
        Role::BillingContact => {
            (vec![silent], vec![contact(ContactProfile::Billing, notifications)])
        }
    };
    let (receiving, left_out) = recipients(&members, &contacts, category, now());
    let received = receiving.iter().find(|one| one.role == role);
    let left = left_out.iter().find(|one| one.role == role);
    match (received, left) {
        (Some(received), None) => received.because.as_str(),
        (None, Some(left)) => left.because.as_str(),
        (Some(_), Some(_)) | (None, None) => panic!("{role} is in one of the two"),
    }
}

#[test]
fn every_role_category_and_choice() {
    let heading = ["role", "choice"].into_iter();
    let mut table =
        Table::new(heading.chain(Category::ALL.iter().map(|category| category.as_str())));
    for role in Role::ALL {
        for (choice, name) in Choice::ALL {
            let cells = Category::ALL.iter().map(|category| cell(*role, choice, *category));
            table.row([role.as_str(), name].into_iter().chain(cells));
        }
    }
    assert_snapshot!(table);
}

#[test]
fn the_owner_stands_in_for_whatever_would_reach_nobody() {
    for category in Category::ALL {
        let silent = member(OWNER, Role::Owner, CategorySet::EMPTY);
        let deaf = contact(ContactProfile::Technical, CategorySet::EMPTY);

        let (receiving, _) = recipients(&[silent], &[deaf], *category, now());

        let owner = RecipientId::User(UserId::from_uuid(Uuid::from_u128(OWNER)));
        assert_eq!(receiving.iter().map(|one| one.person).collect::<Vec<_>>(), [owner]);
        assert!(!receiving[0].may_refuse(*category), "{category}");
    }
}
