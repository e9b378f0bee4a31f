//! Inviting: what is denied is recorded, and nothing of it is written.

use portero_domain::model::{AddressList, UserState};
use portero_domain::policy::{
    Denial, DenialReason, GrantChoice, Offer, Permission, PermissionSet, Role,
};
use portero_domain::port::MockUnitOfWork;
use portero_domain::use_case::{Error, Invite, Once};

use crate::stage::{Stage, account, address, caller, member, user};

fn form(offer: Offer) -> Invite {
    Invite {
        addresses: AddressList { entries: vec![(address("eva@c.es"), false)] },
        role: offer.role,
        grants: GrantChoice::These(offer.grants),
        until: offer.until,
        notifications: None,
        message: None,
        language: None,
    }
}

/// A unit of work on an account, in which the caller has this role and nothing may be written.
fn unit_of(role: Role) -> MockUnitOfWork {
    let mut unit = MockUnitOfWork::default();
    unit.accounts.expect_lock().times(1).return_once(|_| Ok(Some(account())));
    unit.accounts.expect_find_owner_state().returning(|_| Ok(Some(UserState::Active)));
    unit.users.expect_find().returning(|_| Ok(Some(user(1, "ana@a.es"))));
    let membership = member(&user(1, "ana@a.es"), role);
    unit.memberships.expect_find().returning(move |_, _| Ok(Some(membership.clone())));
    unit
}

#[tokio::test]
async fn a_denied_invitation_is_recorded_and_writes_nothing() {
    let mut stage = Stage::new().beginning(unit_of(Role::Finance));
    stage
        .store
        .expect_record_refusal()
        .times(1)
        .withf(|attempt, _, _| {
            let denial = Denial { missing: Permission::UsersInvite, reason: DenialReason::NotHeld };
            attempt.denial() == denial && attempt.account() == account().id
        })
        .returning(|_, _, _| Ok(()));
    stage.directory.expect_members().returning(|_, _, _, _| Ok(Vec::new()));
    let ana = caller(&user(1, "ana@a.es"));
    let form = form(Offer::of(Role::User));
    let refused = stage.portero().invite(&ana, account().id, form, Once::each_time()).await;
    let Err(Error::Denied(explanation)) = refused else { panic!("{refused:?}") };
    assert_eq!(explanation.missing, Permission::UsersInvite);
    // Finance reads users, so it may be told who could give it: nobody, here.
    assert_eq!(explanation.could_be_given_by, Some(Vec::new()));
}

#[tokio::test]
async fn someone_who_is_no_member_cannot_tell_the_account_from_none() {
    let mut unit = MockUnitOfWork::default();
    unit.accounts.expect_lock().return_once(|_| Ok(Some(account())));
    unit.users.expect_find().returning(|_| Ok(Some(user(1, "ana@a.es"))));
    unit.memberships.expect_find().returning(|_, _| Ok(None));
    let there = Stage::new().beginning(unit);
    let mut unit = MockUnitOfWork::default();
    unit.accounts.expect_lock().return_once(|_| Ok(None));
    let not_there = Stage::new().beginning(unit);
    for stage in [there, not_there] {
        let ana = caller(&user(1, "ana@a.es"));
        let form = form(Offer::of(Role::User));
        let refused = stage.portero().invite(&ana, account().id, form, Once::each_time()).await;
        assert_eq!(refused.expect_err("not theirs to see"), Error::NotFound);
    }
}

#[tokio::test]
async fn what_can_never_be_offered_is_a_wrong_value() {
    let offers = [
        Offer::of(Role::Owner),
        Offer::of(Role::BillingContact),
        Offer { grants: PermissionSet::of(&[Permission::AccountClose]), ..Offer::of(Role::User) },
        Offer {
            grants: PermissionSet::of(&[Permission::InvoicesRead]),
            ..Offer::of(Role::Finance)
        },
    ];
    for offer in offers {
        let mut stage = Stage::new().beginning(unit_of(Role::Administrator));
        stage.store.expect_record_refusal().returning(|_, _, _| Ok(()));
        let ana = caller(&user(1, "ana@a.es"));
        let portero = stage.portero();
        let refused = portero.invite(&ana, account().id, form(offer), Once::each_time()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{offer:?}: {refused:?}");
    }
}
