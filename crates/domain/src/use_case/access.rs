//! Access for services that embed or call the product: may this person do that, and why.

use chrono::{DateTime, Utc};

use super::authenticate::admit_key;
use super::caller::require_scope;
use super::{Caller, Credentials, Error, Explanation, FieldProblem, Listed, PageRequest, Portero};
use crate::id::{AccountId, UserId};
use crate::model::{AccountState, Admission, ServiceScope};
use crate::policy::{
    Actor, Decision, Denial, GrantSource, Permission, RefusedAttempt, Standing, decide,
};
use crate::port::{
    AccessFacts, AccessQuestion, AskerFacts, FoundAccount, MemberFilter, MemberRow, PersonFacts,
    Subject,
};

/// One question: may this person do that? Nobody means the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Whom it is about.
    pub subject: Option<Subject>,
    /// What they would do.
    pub permission: Permission,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessAnswer {
    /// Yes, and what allows it.
    Allowed(GrantSource),
    /// No, and why.
    Denied(Box<Explanation>),
}

/// An answer, and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChecked {
    /// The answer.
    pub answer: AccessAnswer,
    /// What was asked for.
    pub permission: Permission,
}

/// Someone who may, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAccess {
    /// The member.
    pub member: MemberRow,
    /// What allows it.
    pub because: GrantSource,
}

/// Who asks, as far as their rights to ask go.
enum Asker {
    /// A member of the account, where they stand.
    Member(UserId, Standing),
    /// A machine with the scope for it.
    Machine,
}

impl Portero {
    /// May this person do that, and why? One statement for the session and all, unless a denial
    /// has people to name. About others it needs `users.read` or a key's scope `access.check`.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`]
    pub async fn check_access(
        &self,
        credentials: &Credentials,
        account: AccountId,
        question: &Question,
    ) -> Result<AccessChecked, Error> {
        let access_question = AccessQuestion {
            credential: self.credential(&credentials.token),
            account,
            subject: question.subject.clone(),
        };
        let found = self.ports.access.look_up(&access_question).await?;
        let facts = found.ok_or(Error::NotSignedIn)?;
        let now = self.now();
        self.admit_asker(&facts.asker, now).await?;
        let asker = Self::asker(&facts, account, now)?;
        let state = facts.account.ok_or(Error::NotFound)?;
        let standing = match (&question.subject, &asker) {
            (None, Asker::Member(_, standing)) => Some(*standing),
            (None, Asker::Machine) => {
                return Err(Error::invalid(
                    "user_id",
                    FieldProblem::ExactlyOneOf(&["user_id", "email"]),
                ));
            }
            (Some(subject), _) => {
                let found = facts.subject.as_ref();
                self.require_right_to_ask(&asker, subject, found, account, credentials).await?;
                facts.subject.as_ref().and_then(|person| person.standing(state, now))
            }
        };
        let answer = self.answer(account, &asker, standing, question.permission).await?;
        Ok(AccessChecked { answer, permission: question.permission })
    }

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
            .map(|question| question.subject.clone().or_else(|| own.clone()))
            .collect::<Option<Vec<Subject>>>()
            .ok_or_else(|| {
                Error::invalid("checks", FieldProblem::ExactlyOneOf(&["user_id", "email"]))
            })?;
        let found = self.ports.access.look_up_all(account, &subjects).await?;
        let now = self.now();
        let mut explained = Explained::default();
        let mut answers = Vec::with_capacity(questions.len());
        for (question, person) in questions.iter().zip(found) {
            let standing = person.as_ref().and_then(|person| person.standing(admission, now));
            let permission = question.permission;
            let answer = match decide_for(standing.as_ref(), permission) {
                Decision::Allowed(because) => AccessAnswer::Allowed(because),
                Decision::Denied(denial) => {
                    let explanation = explained.explain(self, account, &asker, denial).await?;
                    AccessAnswer::Denied(Box::new(explanation))
                }
            };
            answers.push(AccessChecked { answer, permission });
        }
        Ok(answers)
    }

    /// Everyone who may do a thing, and why.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`]
    pub async fn who_may(
        &self,
        caller: &Caller,
        account: AccountId,
        permission: Permission,
        page: PageRequest<UserId>,
    ) -> Result<Listed<PersonAccess, UserId>, Error> {
        let admission = self.admit_reader(caller, account, ServiceScope::AccessCheck).await?;
        let filter = MemberFilter {
            holding: Some(permission),
            state: Some(crate::model::MembershipState::Active),
            ..MemberFilter::default()
        };
        let now = self.now();
        let rows = self.ports.directory.members(account, &filter, page.probe(), now).await?;
        let listed = Listed::cut(rows, page.limit, |row| row.user.id);
        let may = |member: MemberRow| {
            let standing = member.membership.standing(admission, member.user.state, now)?;
            match decide(&standing, permission) {
                Decision::Allowed(because) => Some(PersonAccess { member, because }),
                Decision::Denied(_) => None,
            }
        };
        let items = listed.items.into_iter().filter_map(may).collect();
        Ok(Listed { items, next: listed.next })
    }

    /// Refuses whoever may not read an account: a person without the scope's permission, or a key
    /// without the scope. Tells whether the account admits anyone.
    pub(super) async fn admit_reader(
        &self,
        caller: &Caller,
        account: AccountId,
        scope: ServiceScope,
    ) -> Result<Admission, Error> {
        match caller {
            Caller::User { .. } => {
                Ok(self.visit(caller, account, scope.permission()).await?.admission)
            }
            Caller::ServiceKey { key, .. } if !key.opens(account) => Err(Error::NotFound),
            Caller::ServiceKey { key, .. } => {
                require_scope(key, scope)?;
                let found = self.ports.directory.find_admission(account).await?;
                let admission = found.ok_or(Error::NotFound)?;
                refuse_closed(admission)?;
                Ok(admission)
            }
        }
    }

    /// Refuses whoever shows a credential that opens nothing any more.
    async fn admit_asker(&self, asker: &AskerFacts, now: DateTime<Utc>) -> Result<(), Error> {
        match asker {
            AskerFacts::User { session, presence, must_change_password, person } => {
                self.admit_session(presence, person.user_state, now)?;
                if *must_change_password {
                    return Err(Error::PasswordChangeRequired);
                }
                self.note_presence(*session, presence, now).await
            }
            AskerFacts::ServiceKey(key) => {
                admit_key(key)?;
                self.note_key_use(key, now).await
            }
        }
    }

    fn asker(facts: &AccessFacts, account: AccountId, now: DateTime<Utc>) -> Result<Asker, Error> {
        match &facts.asker {
            AskerFacts::User { person, .. } => {
                let state = facts.account.ok_or(Error::NotFound)?;
                let standing = person.standing(state, now).ok_or(Error::NotFound)?;
                Ok(Asker::Member(person.user_id, standing))
            }
            AskerFacts::ServiceKey(key) if !key.opens(account) => Err(Error::NotFound),
            AskerFacts::ServiceKey(key) => {
                require_scope(key, ServiceScope::AccessCheck)?;
                let admission = facts.account.ok_or(Error::NotFound)?;
                refuse_closed(admission)?;
                Ok(Asker::Machine)
            }
        }
    }

    async fn require_right_to_ask(
        &self,
        asker: &Asker,
        subject: &Subject,
        found: Option<&PersonFacts>,
        account: AccountId,
        credentials: &Credentials,
    ) -> Result<(), Error> {
        let Asker::Member(own, standing) = asker else {
            return Ok(());
        };
        if *subject == Subject::User(*own) || found.is_some_and(|found| found.user_id == *own) {
            return Ok(());
        }
        let Decision::Denied(denial) = decide(standing, Permission::UsersRead) else {
            return Ok(());
        };
        let attempt = RefusedAttempt::new(account, Actor::User(*own), denial);
        let origin = credentials.origin.clone();
        self.ports.store.record_refusal(attempt, origin, self.now()).await?;
        Err(Error::Denied(Box::new(self.explain(account, Some(standing), denial).await?)))
    }

    async fn answer(
        &self,
        account: AccountId,
        asker: &Asker,
        standing: Option<Standing>,
        permission: Permission,
    ) -> Result<AccessAnswer, Error> {
        match decide_for(standing.as_ref(), permission) {
            Decision::Allowed(because) => Ok(AccessAnswer::Allowed(because)),
            Decision::Denied(denial) => {
                let explanation = self.explain(account, asker.standing(), denial).await?;
                Ok(AccessAnswer::Denied(Box::new(explanation)))
            }
        }
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
        let FoundAccount { account, owner, membership } = found.ok_or(Error::NotFound)?;
        let standing = membership
            .and_then(|one| one.standing_of(&account, owner, user, self.now()))
            .ok_or(Error::NotFound)?;
        Ok((Asker::Member(user.id, standing), Some(own), account.admission(owner)))
    }
}

impl Asker {
    /// What an explanation may tell them; a machine may see everything.
    const fn standing(&self) -> Option<&Standing> {
        match self {
            Self::Member(_, standing) => Some(standing),
            Self::Machine => None,
        }
    }
}

/// Explanations of one batch: who could give a permission is looked up once.
#[derive(Default)]
struct Explained {
    known: Vec<Explanation>,
}

impl Explained {
    async fn explain(
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
        let explanation = portero.explain(account, asker.standing(), denial).await?;
        self.known.push(explanation.clone());
        Ok(explanation)
    }
}

/// A closed account admits no machine; a person is told why by their own standing.
pub(super) const fn refuse_closed(admission: Admission) -> Result<(), Error> {
    match admission.account {
        AccountState::Active => Ok(()),
        AccountState::Closed { .. } => Err(Error::AccountClosed),
    }
}

fn decide_for(standing: Option<&Standing>, permission: Permission) -> Decision {
    standing.map_or_else(
        || Decision::Denied(Denial::not_a_member(permission)),
        |standing| decide(standing, permission),
    )
}
