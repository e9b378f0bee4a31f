//! Questions about sites: by clients about themselves, by members, by machines, and by whoever looks
//! with a client's eyes.

use chrono::{DateTime, Utc};

use super::access::{Asker, decide_for};
use super::{
    AccessAnswer, AccessChecked, Credentials, Error, Explanation, Portero, Question,
    SiteExplanation, Wanted,
};
use crate::id::AccountId;
use crate::model::{Admission, UserState};
use crate::policy::{
    AreaStanding, Decision, Denial, SiteDecision, SiteDenial, SiteDenialReason, SitePermission,
    Standing, decide_on_site,
};
use crate::port::{PersonFacts, Subject};

/// Where a person stands: as a member, as a client, as both or neither.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stands {
    member: Option<Standing>,
    client: Option<AreaStanding>,
}

impl Stands {
    /// Where someone stands whom the account does not know.
    pub(super) const NOWHERE: Self = Self { member: None, client: None };

    pub(super) fn of(person: &PersonFacts, admission: Admission, now: DateTime<Utc>) -> Self {
        Self { member: person.standing(admission, now), client: person.area_standing(admission) }
    }

    pub(super) const fn member(&self) -> Option<&Standing> {
        self.member.as_ref()
    }

    pub(super) fn decide_on_site(&self, permission: SitePermission) -> SiteDecision {
        decide_on_site(self.client.as_ref(), self.member.as_ref(), permission)
    }

    fn has_site(&self) -> bool {
        self.client.is_some_and(|client| client.assigned.is_some())
    }
}

/// A site that is not the account's is not found; to a client, one that is not assigned to them is
/// the same.
pub(super) fn refuse_unseen(
    asker: &Asker,
    stands: &Stands,
    wanted: Wanted,
    site_is_there: bool,
) -> Result<(), Error> {
    let is_seen = match (wanted, asker) {
        (Wanted::Permission(_), _) => true,
        (Wanted::OnSite { .. }, Asker::Client(_)) => stands.has_site(),
        (Wanted::OnSite { .. }, Asker::Member(..) | Asker::Machine) => site_is_there,
    };
    if is_seen { Ok(()) } else { Err(Error::NotFound) }
}

impl Portero {
    /// Answers whoever looks with a client's eyes as the client would be: about the client alone.
    pub(super) async fn check_as_viewer(
        &self,
        credentials: &Credentials,
        account: AccountId,
        question: &Question,
    ) -> Result<AccessChecked, Error> {
        let viewer = self.authenticate_viewer(credentials).await?;
        let area = viewer.area();
        if area.account_id != account {
            return Err(Error::NotFound);
        }
        self.note_viewing(&viewer).await?;
        let is_the_client = match &question.subject {
            None => true,
            Some(Subject::User(user)) => area.client.user() == Some(*user),
            Some(Subject::Email(email)) => area.client.email == *email,
        };
        if !is_the_client {
            let denial = Denial::not_a_member(crate::policy::Permission::UsersRead);
            return Err(Error::Denied(Box::new(Explanation::of(denial))));
        }
        let wanted = question.wanted;
        let answer = match wanted {
            Wanted::Permission(permission) => match decide_for(None, permission) {
                Decision::Allowed(because) => AccessAnswer::Allowed(because),
                Decision::Denied(denial) => AccessAnswer::Denied(Box::new(Explanation::of(denial))),
            },
            Wanted::OnSite { permission, site } => {
                let facts =
                    self.ports.clients.find_client_facts(account, area.client.id, site).await?;
                let facts = facts.ok_or(Error::NotFound)?;
                let client = AreaStanding {
                    assigned: facts.assigned,
                    is_suspended: facts.is_suspended,
                    suspension: area.admission.suspension_of_client(UserState::Active),
                };
                match decide_on_site(Some(&client), None, permission) {
                    SiteDecision::Allowed(because) => AccessAnswer::AllowedOnSite(because),
                    SiteDecision::Denied(SiteDenial {
                        reason: SiteDenialReason::NotAssigned,
                        ..
                    }) => return Err(Error::NotFound),
                    SiteDecision::Denied(denial) => {
                        AccessAnswer::DeniedOnSite(Box::new(SiteExplanation::of(denial)))
                    }
                }
            }
        };
        Ok(AccessChecked { answer, wanted })
    }
}
