//! One's own profile, and one's own choice of what one receives.

use super::gate::require_version;
use super::{Caller, Error, FieldProblem, InvalidField, Portero};
use crate::id::AccountId;
use crate::model::{
    Action, Amendment, AuditEntry, AuditObject, Membership, Transition, User, UserAmendment,
    Version,
};
use crate::policy::{CategorySet, NotificationRules, Permit};

impl Portero {
    /// Changes the caller's name or language.
    ///
    /// # Errors
    /// [`Error::Stale`]
    pub async fn amend_profile(
        &self,
        caller: &Caller,
        amendment: UserAmendment,
        expected: Option<Version>,
    ) -> Result<User, Error> {
        let mut unit = self.ports.store.begin().await?;
        let user = self.caller_in(&mut *unit, caller).await?;
        require_version(expected, user.version)?;
        let change = match user.amend(amendment) {
            Transition::Changed(change) => change,
            Transition::AlreadySo(user) => return Ok(user),
        };
        let amended = change.aggregate().clone();
        unit.users().save(change).await?;
        let entry = AuditEntry::new(
            Permit::for_oneself(amended.id),
            Action::ProfileUpdate,
            AuditObject::User(amended.id),
            caller.origin(),
            self.now(),
        );
        unit.commit(entry.into()).await?;
        Ok(amended)
    }

    /// Chooses what the caller receives from an account, within what their role may have and
    /// cannot refuse.
    ///
    /// # Errors
    /// [`Error::NotFound`] for someone who is no member, [`Error::Invalid`]
    pub async fn choose_notifications(
        &self,
        caller: &Caller,
        account: AccountId,
        choice: CategorySet,
    ) -> Result<Membership, Error> {
        let mut work = self.enter_open(caller, account).await?;
        require_choice(work.membership.role, choice)?;
        let amendment = Amendment { notifications: Some(choice), ..Amendment::default() };
        let change = match work.membership.clone().amend(&amendment)? {
            Transition::Changed(change) => change,
            Transition::AlreadySo(membership) => return Ok(membership),
        };
        let chosen = change.aggregate().clone();
        self.tell_contact(&mut *work.unit, &chosen).await?;
        work.unit.memberships().save(change).await?;
        let entry = AuditEntry::new(
            Permit::for_own_membership(chosen.user_id, account, &work.standing),
            Action::MemberChooseNotifications,
            AuditObject::User(chosen.user_id),
            work.origin.clone(),
            work.now,
        );
        work.commit(entry).await?;
        Ok(chosen)
    }
}

/// Whether someone in this role may receive just this.
pub(super) fn require_choice(role: crate::policy::Role, choice: CategorySet) -> Result<(), Error> {
    let rules = NotificationRules::of(role);
    let beyond = rules.beyond(choice);
    let in_vain = rules.refused_in_vain(choice);
    let mut invalid = Vec::new();
    if !beyond.is_empty() {
        invalid.push(FieldProblem::NotificationsBeyondRole(beyond));
    }
    if !in_vain.is_empty() {
        invalid.push(FieldProblem::NotificationsNotRefusable(in_vain));
    }
    if invalid.is_empty() {
        return Ok(());
    }
    let field = |problem| InvalidField { field: "notifications".to_owned(), problem };
    Err(Error::Invalid(invalid.into_iter().map(field).collect()))
}
