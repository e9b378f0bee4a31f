//! Every state of an invitation, and every command: what becomes of it.

use insta::assert_snapshot;
use portero_domain::model::{
    Invitation, InvitationCommand, InvitationEvent, InvitationState, Refusal, Transition,
};
use portero_domain::policy::Role;

use crate::given::{
    ANA, EVA, LUIS, an_expired_invitation, an_invitation, in_days, link, now, terms,
};
use crate::table::{Table, answer};

type Answer = Result<
    Transition<Invitation, InvitationEvent>,
    Refusal<portero_domain::model::InvitationStatus, InvitationCommand>,
>;

/// Eva accepts, Luis resends and renews.
pub fn give(invitation: Invitation, command: InvitationCommand) -> Answer {
    match command {
        InvitationCommand::Claim => invitation.claim(now()),
        InvitationCommand::Accept => invitation.accept(EVA, now()),
        InvitationCommand::Decline => invitation.decline(now()),
        InvitationCommand::Revoke => invitation.revoke(now()),
        InvitationCommand::Resend => invitation.resend(LUIS, link(9), in_days(14), now()),
        InvitationCommand::Renew => {
            invitation.renew(terms(Role::User), LUIS, link(9), in_days(14), now())
        }
    }
}

fn every_state() -> Vec<(&'static str, Invitation)> {
    let at = in_days(-1);
    vec![
        ("pending", an_invitation(InvitationState::Pending)),
        ("claimed", an_invitation(InvitationState::Claimed)),
        ("pending, expired", an_expired_invitation(InvitationState::Pending)),
        ("claimed, expired", an_expired_invitation(InvitationState::Claimed)),
        ("accepted by the same", an_invitation(InvitationState::Accepted { by: EVA, at })),
        ("accepted by another", an_invitation(InvitationState::Accepted { by: ANA, at })),
        ("accepted, past its period", {
            an_expired_invitation(InvitationState::Accepted { by: ANA, at })
        }),
        ("declined", an_invitation(InvitationState::Declined { at })),
        ("revoked", an_invitation(InvitationState::Revoked { at })),
    ]
}

#[test]
fn every_state_and_command() {
    let mut table = Table::new(["state", "command", "answer"]);
    for (state, invitation) in every_state() {
        for command in InvitationCommand::ALL {
            let answered = give(invitation.clone(), *command);
            let told = answer(answered, |after| after.status(now()).to_string());
            table.row([state.to_owned(), command.to_string(), told]);
        }
    }
    assert_snapshot!(table);
}

#[test]
fn a_refusal_names_the_state_and_the_command() {
    let revoked = an_invitation(InvitationState::Revoked { at: in_days(-1) });

    let refusal = revoked.accept(EVA, now()).expect_err("it was revoked");

    assert_eq!(refusal.to_string(), "cannot accept what is revoked");
}

#[test]
fn a_period_is_over_at_its_very_end_and_not_before() {
    let invitation = an_invitation(InvitationState::Pending);
    let end = invitation.expires_at;
    let just_before = end - chrono::TimeDelta::microseconds(1);

    assert!(invitation.clone().accept(EVA, just_before).is_ok());
    assert!(invitation.accept(EVA, end).is_err());
}

#[test]
fn a_resend_keeps_the_terms_and_replaces_link_period_and_inviter() {
    let before = an_invitation(InvitationState::Claimed);

    let after = give(before.clone(), InvitationCommand::Resend).expect("resent");

    let expected = Invitation {
        state: InvitationState::Pending,
        invited_by: LUIS,
        link: link(9),
        expires_at: in_days(14),
        version: before.version.next(),
        ..before
    };
    assert_eq!(after.aggregate(), &expected);
}

#[test]
fn a_renewal_puts_new_terms() {
    let before = an_expired_invitation(InvitationState::Pending);

    let after = give(before, InvitationCommand::Renew).expect("renewed");

    assert_eq!(after.aggregate().terms.offer.role, Role::User);
    assert_eq!(after.aggregate().link, link(9));
}
