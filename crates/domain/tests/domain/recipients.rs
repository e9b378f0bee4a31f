//! Who receives a communication, and why.

use portero_domain::id::UserId;
use portero_domain::model::{
    Candidate, ContactCandidate, ContactProfile, LeftOutReason, Membership, MembershipState,
    PanelAccess, RecipientReason, UserState, recipients,
};
use portero_domain::policy::{Category, CategorySet, Role};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use crate::given::{a_contact, a_membership, a_user, address, in_days, now};

fn a_candidate(number: u128, role: Role) -> Candidate {
    let id = UserId::from_uuid(Uuid::from_u128(number));
    let mut membership = a_membership(role);
    membership.user_id = id;
    Candidate { membership, user: a_user(id, &format!("person{number}@a.es")) }
}

fn refusing_everything(mut candidate: Candidate) -> Candidate {
    candidate.membership.notifications = CategorySet::EMPTY;
    candidate
}

#[test]
fn those_who_chose_a_category_receive_it() {
    let members =
        [a_candidate(1, Role::Owner), a_candidate(2, Role::Finance), a_candidate(3, Role::User)];

    let (receiving, left_out) = recipients(&members, &[], Category::Billing, now());

    let reasons: Vec<_> = receiving.iter().map(|one| (one.role, one.because)).collect();
    let chosen = RecipientReason::Chosen;
    assert_eq!(reasons, [(Role::Owner, chosen), (Role::Finance, chosen)]);
    assert_eq!(left_out.len(), 1);
    assert_eq!(left_out[0].because, LeftOutReason::NotChosen);
}

#[test]
fn someone_always_receives_if_nobody_would_the_owner_does() {
    let members = [
        refusing_everything(a_candidate(1, Role::Owner)),
        refusing_everything(a_candidate(2, Role::Administrator)),
    ];

    let (receiving, left_out) = recipients(&members, &[], Category::Affiliates, now());

    let reasons: Vec<_> = receiving.iter().map(|one| (one.role, one.because)).collect();
    assert_eq!(reasons, [(Role::Owner, RecipientReason::SomeoneMust)]);
    assert!(left_out.iter().all(|one| one.role != Role::Owner));
}

#[test]
fn the_suspended_are_left_out_by_the_operator_or_the_account() {
    let mut user_suspended = a_candidate(2, Role::Administrator);
    user_suspended.user.state = UserState::Suspended;
    let mut member_suspended = a_candidate(3, Role::Finance);
    member_suspended.membership.state = MembershipState::Suspended;
    let members = [a_candidate(1, Role::Owner), user_suspended, member_suspended];

    let (receiving, left_out) = recipients(&members, &[], Category::Billing, now());

    assert_eq!(receiving.len(), 1);
    assert!(left_out.iter().all(|one| one.because == LeftOutReason::Suspended));
    assert_eq!(left_out.len(), 2);
}

#[test]
fn someone_whose_access_has_run_out_is_not_even_left_out() {
    let mut gone = a_candidate(2, Role::Finance);
    gone.membership.until = Some(now());

    let (receiving, left_out) =
        recipients(&[a_candidate(1, Role::Owner), gone], &[], Category::Billing, now());

    assert_eq!(receiving.len(), 1);
    assert!(left_out.is_empty());
}

fn a_contact_candidate(profile: ContactProfile, access: PanelAccess) -> ContactCandidate {
    ContactCandidate { contact: a_contact(profile, access), access: None }
}

#[test]
fn l10_contacts_receive_by_their_profile_without_any_access() {
    let members = [a_candidate(1, Role::Owner)];
    let mut technical = a_contact_candidate(ContactProfile::Technical, PanelAccess::None);
    technical.contact.details.email = address("tecnico@d.es");
    let contacts = [technical, a_contact_candidate(ContactProfile::Billing, PanelAccess::None)];

    let (receiving, left_out) = recipients(&members, &contacts, Category::Billing, now());

    let roles: Vec<_> = receiving.iter().map(|one| one.role).collect();
    assert_eq!(roles, [Role::Owner, Role::BillingContact]);
    let left: Vec<_> = left_out.iter().map(|one| (one.role, one.because)).collect();
    assert_eq!(left, [(Role::TechnicalContact, LeftOutReason::NotForRole)]);
}

#[test]
fn a_contact_with_access_is_told_once_at_the_address_of_the_contact() {
    let eva = UserId::from_uuid(Uuid::from_u128(2));
    let members = [a_candidate(1, Role::Owner), a_candidate(2, Role::BillingContact)];
    let membership = a_membership(Role::BillingContact);
    let mut contact = a_contact_candidate(ContactProfile::Billing, PanelAccess::Granted(eva));
    contact.access = Some((membership.access(), UserState::Active));

    let (receiving, left_out) =
        recipients(&members, std::slice::from_ref(&contact), Category::Orders, now());

    let addresses: Vec<_> = receiving.iter().map(|one| one.email.canonical()).collect();
    assert_eq!(addresses, ["person1@a.es", "pablo@d.es"]);
    assert!(left_out.is_empty());

    let suspended = Membership { state: MembershipState::Suspended, ..membership };
    contact.access = Some((suspended.access(), UserState::Active));
    let (receiving, left_out) = recipients(&members, &[contact], Category::Orders, now());
    assert_eq!(receiving.len(), 1);
    assert_eq!(left_out[0].because, LeftOutReason::Suspended);
}

#[test]
fn two_people_with_one_address_get_one_mail() {
    let members = [a_candidate(1, Role::Owner)];
    let mut contact = a_contact_candidate(ContactProfile::Billing, PanelAccess::None);
    contact.contact.details.email = address("Person1@A.es");

    let (receiving, left_out) = recipients(&members, &[contact], Category::Billing, now());

    assert_eq!(receiving.len(), 1);
    assert_eq!(left_out[0].because, LeftOutReason::SameAddress);
}

fn any_member() -> impl Strategy<Value = Candidate> {
    let member = |role: &Role| *role != Role::Owner && !role.is_contact();
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(member).collect();
    let categories = subsequence(Category::ALL, 0..=Category::ALL.len());
    let ends = select(vec![None, Some(in_days(-1)), Some(in_days(1))]);
    (2..u128::MAX, select(roles), categories, ends, any::<bool>(), any::<bool>()).prop_map(
        |(number, role, chosen, until, suspended, user_suspended)| {
            let mut member = a_candidate(number, role);
            member.membership.notifications = chosen.into_iter().collect();
            member.membership.until = until;
            if suspended {
                member.membership.state = MembershipState::Suspended;
            }
            if user_suspended {
                member.user.state = UserState::Suspended;
            }
            member
        },
    )
}

proptest! {
    #[test]
    fn every_category_always_reaches_someone(
        others in proptest::collection::vec(any_member(), 0..6),
        owner_chose in subsequence(Category::ALL, 0..=Category::ALL.len()),
        category in select(Category::ALL),
    ) {
        let mut owner = a_candidate(1, Role::Owner);
        owner.membership.notifications = owner_chose.into_iter().collect();
        let members: Vec<Candidate> = std::iter::once(owner).chain(others).collect();

        let (receiving, left_out) = recipients(&members, &[], category, now());

        prop_assert!(!receiving.is_empty());
        let present =
            members.iter().filter(|member| !member.membership.has_run_out(now())).count();
        prop_assert_eq!(receiving.len() + left_out.len(), present);
    }
}
