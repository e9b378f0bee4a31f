//! Many questions about access at once.

use super::access::Asker;
use super::site_access::{Stands, refuse_unseen};
use super::{
    AccessChecked, Caller, Error, Explanation, FieldProblem, Portero, Question, SiteExplanation,
    Wanted,
};
use crate::id::AccountId;
use crate::model::{Admission, ServiceScope};
use crate::policy::{Denial, Permission, SiteDenial};
use crate::port::{Asked, FoundAccount, Subject};

impl Portero {
    /// The same for up to 1,000 questions, one answer each, in order.
    ///
    /// # Errors
    /// As [`Self::check_access`], and [`Error::Invalid`] for none or too many.
    pub async fn check_access_batch(
        &self,
        caller: &Caller,
        account: AccountId,
        questions: &[Question],
    ) -> Result<Vec<AccessChecked>, Error> {
        let limit = self.limits.checks_per_batch as usize;
        if questions.is_empty() {
            return Err(Error::invalid("checks", FieldProblem::Empty));
        }
        if questions.len() > limit {
            let given = questions.len();
            return Err(Error::invalid("checks", FieldProblem::TooMany { given, limit }));
        }
        let (asker, own, admission) = self.batch_asker(caller, account, questions).await?;
        let subjects = questions
            .iter()
            .map(|question| {
                let subject = question.subject.clone().or_else(|| own.clone())?;
                Some(Asked { subject, site: question.wanted.site() })
            })
            .collect::<Option<Vec<Asked>>>()
            .ok_or_else(|| {
                Error::invalid("checks", FieldProblem::ExactlyOneOf(&["user_id", "email"]))
            })?;
        let found = self.ports.access.look_up_all(account, &subjects).await?;
        let now = self.now();
        let mut explained = Explained::default();
        let mut answers = Vec::with_capacity(questions.len());
        for (place, (question, facts)) in questions.iter().zip(found).enumerate() {
            let person = facts.person.as_ref();
            let stands = person.map_or(Stands::NOWHERE, |one| Stands::of(one, admission, now));
            let wanted = question.wanted;
            refuse_unseen(&asker, &stands, wanted, facts.site_is_there)
                .map_err(|_| unseen_in_batch(place, wanted))?;
            let answer = self.answer(account, &asker, &stands, wanted, &mut explained).await?;
            answers.push(AccessChecked { answer, wanted });
        }
        Ok(answers)
    }

    async fn batch_asker(
        &self,
        caller: &Caller,
        account: AccountId,
        questions: &[Question],
    ) -> Result<(Asker, Option<Subject>, Admission), Error> {
        let Caller::User { signed_in, .. } = caller else {
            let admission = self.admit_reader(caller, account, ServiceScope::AccessCheck).await?;
            return Ok((Asker::Machine, None, admission));
        };
        let user = &signed_in.user;
        let own = Subject::User(user.id);
        let about_others = questions
            .iter()
            .any(|question| question.subject.as_ref().is_some_and(|one| *one != own));
        if about_others {
            let visit = self.visit(caller, account, Permission::UsersRead).await?;
            return Ok((Asker::Member(user.id, visit.standing), Some(own), visit.admission));
        }
        let found = self.ports.directory.find_account(account, user.id).await?;
        let FoundAccount { account: found, owner, membership } = found.ok_or(Error::NotFound)?;
        let standing = membership.and_then(|one| one.standing_of(&found, owner, user, self.now()));
        let asker = if let Some(standing) = standing {
            Asker::Member(user.id, standing)
        } else {
            let area = self.ports.clients.find_area(account, user.id).await?;
            area.ok_or(Error::NotFound)?;
            Asker::Client(user.id)
        };
        Ok((asker, Some(own), found.admission(owner)))
    }
}

/// In a batch, the place of the question that asks about a site which is not there.
fn unseen_in_batch(place: usize, wanted: Wanted) -> Error {
    let given = wanted.site().map(|site| site.to_string()).unwrap_or_default();
    Error::invalid(&format!("checks[{place}].site_id"), FieldProblem::NotThere { given })
}

/// Explanations of one batch: who could give a permission is looked up once.
#[derive(Default)]
pub(super) struct Explained {
    known: Vec<Explanation>,
}

impl Explained {
    pub(super) async fn explain(
        &mut self,
        portero: &Portero,
        account: AccountId,
        asker: &Asker,
        denial: Denial,
    ) -> Result<Explanation, Error> {
        let known = self.known.iter().find(|one| one.missing == denial.missing);
        if let Some(known) = known {
            return Ok(Explanation { reason: denial.reason, ..known.clone() });
        }
        let explanation = portero.explain_to(asker, account, denial).await?;
        self.known.push(explanation.clone());
        Ok(explanation)
    }

    /// The same about a site: those who could give it manage sites, and so hold all of it.
    pub(super) async fn explain_on_site(
        &mut self,
        portero: &Portero,
        account: AccountId,
        asker: &Asker,
        denial: SiteDenial,
    ) -> Result<SiteExplanation, Error> {
        let as_member = self.explain(portero, account, asker, denial.as_denial()).await?;
        let could_be_given_by = as_member.could_be_given_by;
        Ok(SiteExplanation { could_be_given_by, ..SiteExplanation::of(denial) })
    }
}
