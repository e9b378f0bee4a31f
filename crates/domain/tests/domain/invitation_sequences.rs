//! Whatever commands come, in whatever order, at whatever time.

use chrono::{DateTime, TimeDelta, Utc};
use portero_domain::id::UserId;
use portero_domain::model::{
    Invitation, InvitationCommand, InvitationEvent, InvitationState, InvitationStatus, Transition,
    Write,
};
use portero_domain::policy::Role;
use proptest::prelude::*;
use proptest::sample::select;

use crate::given::{ANA, EVA, LUIS, an_invitation, link, now, terms};

#[derive(Debug, Clone, Copy)]
struct Step {
    command: InvitationCommand,
    by: UserId,
    days_later: i64,
}

fn any_step() -> impl Strategy<Value = Step> {
    (select(InvitationCommand::ALL), select(vec![ANA, EVA, LUIS]), 0_i64..4)
        .prop_map(|(command, by, days_later)| Step { command, by, days_later })
}

fn any_course() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(any_step(), 1..24)
}

fn take(
    invitation: Invitation,
    step: Step,
    at: DateTime<Utc>,
) -> Option<Transition<Invitation, InvitationEvent>> {
    let end = at + TimeDelta::days(7);
    let answered = match step.command {
        InvitationCommand::Claim => invitation.claim(at),
        InvitationCommand::Accept => invitation.accept(step.by, at),
        InvitationCommand::Decline => invitation.decline(at),
        InvitationCommand::Revoke => invitation.revoke(at),
        InvitationCommand::Resend => invitation.resend(step.by, link(7), end, at),
        InvitationCommand::Renew => invitation.renew(terms(Role::User), step.by, link(8), end, at),
    };
    answered.ok()
}

/// One step as it went: the invitation before and after, and the event if there was one.
struct Taken {
    at: DateTime<Utc>,
    before: Invitation,
    after: Invitation,
    event: Option<InvitationEvent>,
}

fn run(course: &[Step]) -> Vec<Taken> {
    let mut at = now();
    let mut invitation = an_invitation(InvitationState::Pending);
    let mut taken = Vec::new();
    for step in course {
        at += TimeDelta::days(step.days_later);
        let before = invitation.clone();
        let mut event = None;
        match take(invitation.clone(), *step, at) {
            None => {}
            Some(Transition::AlreadySo(same)) => invitation = same,
            Some(Transition::Changed(change)) => {
                assert_eq!(change.write(), Write::Update(before.version));
                let (after, happened, _) = change.into_parts();
                invitation = after;
                event = Some(happened);
            }
        }
        taken.push(Taken { at, before, after: invitation.clone(), event });
    }
    taken
}

const fn is_final(status: InvitationStatus) -> bool {
    match status {
        InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Revoked => true,
        InvitationStatus::Pending | InvitationStatus::Claimed | InvitationStatus::Expired => false,
    }
}

proptest! {
    #[test]
    fn final_states_stay_final(course in any_course()) {
        for step in run(&course) {
            if is_final(step.before.status(step.at)) {
                prop_assert_eq!(&step.before, &step.after);
                prop_assert_eq!(step.event, None);
            }
        }
    }

    #[test]
    fn there_is_at_most_one_acceptance(course in any_course()) {
        let acceptances = run(&course)
            .iter()
            .filter(|step| matches!(step.event, Some(InvitationEvent::InvitationAccepted { .. })))
            .count();

        prop_assert!(acceptances <= 1);
    }

    #[test]
    fn something_changes_exactly_when_there_is_an_event(course in any_course()) {
        for step in run(&course) {
            let version = step.before.version;
            let expected = if step.event.is_some() { version.next() } else { version };
            prop_assert_eq!(step.after.version, expected);
            prop_assert_eq!(step.event.is_none(), step.before == step.after);
        }
    }

    #[test]
    fn nobody_is_admitted_after_the_period(course in any_course()) {
        for step in run(&course) {
            if step.before.status(step.at) == InvitationStatus::Expired {
                prop_assert_ne!(step.after.status(step.at), InvitationStatus::Accepted);
                prop_assert_ne!(step.after.status(step.at), InvitationStatus::Claimed);
            }
        }
    }

    #[test]
    fn who_is_asked_and_by_which_account_never_changes(course in any_course()) {
        let first = an_invitation(InvitationState::Pending);
        for step in run(&course) {
            prop_assert_eq!(step.after.id, first.id);
            prop_assert_eq!(step.after.account_id, first.account_id);
            prop_assert_eq!(&step.after.email, &first.email);
        }
    }
}
