//! Invitations, as the account and the invitee see them.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, InvitationId};
use portero_domain::model::{Account, EmailAddress, Invitation, InvitationStatus, TokenHash};
use portero_domain::port::{InvitationFilter, LinkedInvitation, Page, ReceivedInvitation};

use crate::repository::invitation::linked;
use crate::row::InvitationPlace;
use crate::state::State;

/// The most invitations that an invitee is shown.
const MOST_RECEIVED: usize = 200;

/// One invitation of an account.
pub fn find(state: &State, account: AccountId, id: InvitationId) -> Option<ReceivedInvitation> {
    let found = &state.invitations.get(&id)?.invitation;
    if found.account_id == account { with_names(state, found) } else { None }
}

/// The invitations of an account, newest first.
pub fn page(
    state: &State,
    account: AccountId,
    filter: &InvitationFilter,
    page: Page<InvitationId>,
    now: DateTime<Utc>,
) -> Vec<ReceivedInvitation> {
    let newest_first =
        state.invitations.placed(InvitationPlace::of_account(account, page.after)).rev();
    newest_first
        .map(|stored| &stored.invitation)
        .filter(|invitation| is_meant(filter, invitation, now))
        .filter_map(|invitation| with_names(state, invitation))
        .take(page.limit as usize)
        .collect()
}

fn is_meant(filter: &InvitationFilter, invitation: &Invitation, now: DateTime<Utc>) -> bool {
    let has_part = |part: &String| invitation.email.canonical().contains(part.as_str());
    filter.status.is_none_or(|status| status == invitation.status(now))
        && (!filter.unsettled || is_unsettled(invitation.status(now)))
        && filter.address_part.as_ref().is_none_or(has_part)
}

const fn is_unsettled(status: InvitationStatus) -> bool {
    match status {
        InvitationStatus::Pending | InvitationStatus::Claimed | InvitationStatus::Expired => true,
        InvitationStatus::Accepted | InvitationStatus::Declined | InvitationStatus::Revoked => {
            false
        }
    }
}

/// An invitation by its link or an earlier one.
pub fn find_by_link(
    state: &State,
    link: &TokenHash,
) -> Option<(LinkedInvitation, ReceivedInvitation)> {
    let linked = linked(state, link)?;
    let received = with_names(state, &linked.invitation)?;
    Some((linked, received))
}

/// What an address may answer now, newest first.
pub fn received(
    state: &State,
    address: &EmailAddress,
    now: DateTime<Utc>,
) -> Vec<ReceivedInvitation> {
    let open = state.invitations.placed(InvitationPlace::all_open(address));
    let mut live: Vec<&Invitation> = open
        .map(|stored| &stored.invitation)
        .filter(|invitation| can_be_answered(state, invitation, now))
        .collect();
    live.sort_by_key(|invitation| Reverse(invitation.id));
    let shown = live.into_iter().take(MOST_RECEIVED);
    shown.filter_map(|invitation| with_names(state, invitation)).collect()
}

fn can_be_answered(state: &State, invitation: &Invitation, now: DateTime<Utc>) -> bool {
    let account = state.accounts.get(&invitation.account_id);
    invitation.status(now) != InvitationStatus::Expired && account.is_some_and(Account::is_active)
}

fn with_names(state: &State, invitation: &Invitation) -> Option<ReceivedInvitation> {
    Some(ReceivedInvitation {
        invitation: invitation.clone(),
        account_name: state.accounts.get(&invitation.account_id)?.name.as_str().to_owned(),
        invited_by: state.users.get(&invitation.invited_by)?.full_name(),
    })
}
