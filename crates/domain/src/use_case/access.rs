//! Access for services that embed or call the product: may this person do that, and why.

use chrono::{DateTime, Utc};

use super::access_batch::Explained;
use super::authenticate::admit_key;
use super::caller::require_scope;
use super::site_access::{Stands, refuse_unseen};
use super::{
    Caller, CredentialToken, Credentials, Error, Explanation, FieldProblem, Listed, PageRequest,
    Portero, SiteExplanation,
};
use crate::id::{AccountId, SiteId, UserId};
use crate::model::{AccountState, Admission, ServiceScope};
use crate::policy::{
    Actor, Decision, Denial, GrantSource, Permission, RefusedAttempt, SiteDecision,
    SiteGrantSource, SitePermission, Standing, decide,
};
use crate::port::{
    AccessFacts, AccessQuestion, AskerFacts, MemberFilter, MemberRow, PersonFacts, Subject,
};

/// One question: may this person do that? Nobody means the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Whom it is about.
    pub subject: Option<Subject>,
    /// What they would do.
    pub wanted: Wanted,
}

/// What someone would do: on the account, or on one of its sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Something on the account.
    Permission(Permission),
    /// Something on a site, as a client to whom it is assigned or as a member who manages sites.
    OnSite {
        /// What.
        permission: SitePermission,
        /// On which.
        site: SiteId,
    },
}

impl Wanted {
    /// The site that it is about, if it is about one.
    #[must_use]
    pub const fn site(&self) -> Option<SiteId> {
        match self {
            Self::Permission(_) => None,
            Self::OnSite { site, .. } => Some(*site),
        }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessAnswer {
    /// Yes, and what allows it.
    Allowed(GrantSource),
    /// No, and why.
    Denied(Box<Explanation>),
    /// Yes on the site, and what allows it.
    AllowedOnSite(SiteGrantSource),
    /// No on the site, and why.
    DeniedOnSite(Box<SiteExplanation>),
}

/// An answer, and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChecked {
    /// The answer.
    pub answer: AccessAnswer,
    /// What was asked for.
    pub wanted: Wanted,
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
pub(super) enum Asker {
    /// A member of the account, where they stand.
    Member(UserId, Standing),
    /// A client of the account, who may ask about themselves alone.
    Client(UserId),
    /// A machine with the scope for it.
    Machine,
}

impl Portero {
    /// May this person do that, and why? One statement for the session and all, unless a denial
    /// has people to name. About others it needs `users.read` or a key's scope `access.check`; a
    /// client asks about themselves, and a viewing has the client's answers.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::NotFound`], [`Error::Denied`], [`Error::ScopeMissing`]
    pub async fn check_access(
        &self,
        credentials: &Credentials,
        account: AccountId,
        question: &Question,
    ) -> Result<AccessChecked, Error> {
        if let CredentialToken::Viewing(_) = credentials.token {
            return self.check_as_viewer(credentials, account, question).await;
        }
        let access_question = AccessQuestion {
            credential: self.credential(&credentials.token)?,
            account,
            subject: question.subject.clone(),
            site: question.wanted.site(),
        };
        let found = self.ports.access.look_up(&access_question).await?;
        let facts = found.ok_or(Error::NotSignedIn)?;
        let now = self.now();
        self.admit_asker(&facts.asker, now).await?;
        let asker = Self::asker(&facts, account, now)?;
        let state = facts.account.ok_or(Error::NotFound)?;
        let person = match (&question.subject, &facts.asker) {
            (None, AskerFacts::User { person, .. }) => Some(person),
            (None, AskerFacts::ServiceKey(_)) => {
                return Err(Error::invalid(
                    "user_id",
                    FieldProblem::ExactlyOneOf(&["user_id", "email"]),
                ));
            }
            (Some(subject), _) => {
                let found = facts.subject.as_ref();
                self.require_right_to_ask(&asker, subject, found, account, credentials).await?;
                found
            }
        };
        let stands = person.map_or(Stands::NOWHERE, |person| Stands::of(person, state, now));
        refuse_unseen(&asker, &stands, question.wanted, facts.site_is_there)?;
        let mut explained = Explained::default();
        let answer = self.answer(account, &asker, &stands, question.wanted, &mut explained).await?;
        Ok(AccessChecked { answer, wanted: question.wanted })
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
                match person.standing(state, now) {
                    Some(standing) => Ok(Asker::Member(person.user_id, standing)),
                    None if person.client.is_some() => Ok(Asker::Client(person.user_id)),
                    None => Err(Error::NotFound),
                }
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
        let (own, standing) = match asker {
            Asker::Member(own, standing) => (own, Some(standing)),
            Asker::Client(own) => (own, None),
            Asker::Machine => return Ok(()),
        };
        if *subject == Subject::User(*own) || found.is_some_and(|found| found.user_id == *own) {
            return Ok(());
        }
        let Decision::Denied(denial) = decide_for(standing, Permission::UsersRead) else {
            return Ok(());
        };
        let attempt = RefusedAttempt::new(account, Actor::User(*own), denial);
        let origin = credentials.origin.clone();
        self.ports.store.record_refusal(attempt, origin, self.now()).await?;
        Err(Error::Denied(Box::new(self.explain_to(asker, account, denial).await?)))
    }

    pub(super) async fn answer(
        &self,
        account: AccountId,
        asker: &Asker,
        stands: &Stands,
        wanted: Wanted,
        explained: &mut Explained,
    ) -> Result<AccessAnswer, Error> {
        match wanted {
            Wanted::Permission(permission) => match decide_for(stands.member(), permission) {
                Decision::Allowed(because) => Ok(AccessAnswer::Allowed(because)),
                Decision::Denied(denial) => {
                    let explanation = explained.explain(self, account, asker, denial).await?;
                    Ok(AccessAnswer::Denied(Box::new(explanation)))
                }
            },
            Wanted::OnSite { permission, .. } => match stands.decide_on_site(permission) {
                SiteDecision::Allowed(because) => Ok(AccessAnswer::AllowedOnSite(because)),
                SiteDecision::Denied(denial) => {
                    let explained = explained.explain_on_site(self, account, asker, denial);
                    Ok(AccessAnswer::DeniedOnSite(Box::new(explained.await?)))
                }
            },
        }
    }

    /// Explains a denial to whoever asked. A client is told of nobody.
    pub(super) async fn explain_to(
        &self,
        asker: &Asker,
        account: AccountId,
        denial: Denial,
    ) -> Result<Explanation, Error> {
        match asker {
            Asker::Client(_) => Ok(Explanation::of(denial)),
            Asker::Member(_, standing) => self.explain(account, Some(standing), denial).await,
            Asker::Machine => self.explain(account, None, denial).await,
        }
    }
}

/// A closed account admits no machine; a person is told why by their own standing.
pub(super) const fn refuse_closed(admission: Admission) -> Result<(), Error> {
    match admission.account {
        AccountState::Active => Ok(()),
        AccountState::Closed { .. } => Err(Error::AccountClosed),
    }
}

pub(super) fn decide_for(standing: Option<&Standing>, permission: Permission) -> Decision {
    standing.map_or_else(
        || Decision::Denied(Denial::not_a_member(permission)),
        |standing| decide(standing, permission),
    )
}
