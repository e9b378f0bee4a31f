//! What a membership gives: the few facts that a standing is made from.

use chrono::{DateTime, Utc};

use super::{AccountState, Admission, MembershipState, UserState};
use crate::policy::{PermissionSet, Role, Standing, Suspension};

/// What a membership gives: all of it that a standing is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// What they are on the account (N01).
    pub role: Role,
    /// What was granted beside the role (S06).
    pub grants: PermissionSet,
    /// Whether it counts for now.
    pub state: MembershipState,
    /// The instant at which it ends, if it does.
    pub until: Option<DateTime<Utc>>,
}

impl Access {
    /// Whether it has run out by the clock: then the person is no member.
    #[must_use]
    #[inline]
    pub fn has_run_out(&self, now: DateTime<Utc>) -> bool {
        self.until.is_some_and(|until| now >= until)
    }

    /// Where its holder stands at this instant; nothing once it has run out.
    #[must_use]
    #[inline]
    pub fn standing(
        &self,
        admission: Admission,
        user: UserState,
        now: DateTime<Utc>,
    ) -> Option<Standing> {
        if self.has_run_out(now) {
            return None;
        }
        let suspension = match (admission.account, user, admission.owner, self.state) {
            (AccountState::Closed { .. }, _, _, _) => Some(Suspension::AccountClosed),
            (AccountState::Active, UserState::Suspended, _, _) => Some(Suspension::UserSuspended),
            (AccountState::Active, UserState::Active, UserState::Suspended, _) => {
                Some(Suspension::OwnerSuspended)
            }
            (_, _, _, MembershipState::Suspended) => Some(Suspension::MembershipSuspended),
            (_, _, _, MembershipState::Active) => None,
        };
        let standing = Standing::of(self.role).with_grants(self.grants);
        Some(standing.suspended(suspension).ending(self.until))
    }
}
