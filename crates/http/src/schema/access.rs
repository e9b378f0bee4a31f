//! Access checks.

use poem_openapi::Object;
use portero_domain::id::{SiteId, UserId};
use portero_domain::model::Language;
use portero_domain::policy::{Permission, Role, SitePermission};
use portero_domain::port::Subject;
use portero_domain::use_case::{
    AccessAnswer, AccessChecked, Error, FieldProblem, PersonAccess, Portero, Question, Wanted,
};
use uuid::Uuid;

use super::Named;
use crate::convention::Fields;
use crate::problem::{BecauseBody, ExplanationBody, words};

/// May this person do that? Oneself when neither `user_id` nor `email` is given.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct CheckRequest {
    /// Whom it is about.
    pub user_id: Option<Uuid>,
    /// Whom it is about, by address.
    pub email: Option<String>,
    /// What they would do on the account.
    pub permission: Option<Named<Permission>>,
    /// What they would do on a site, in place of `permission`.
    pub site_permission: Option<Named<SitePermission>>,
    /// Which site.
    pub site_id: Option<Uuid>,
}

impl CheckRequest {
    /// Reads every field; `prefix` tells where the question stands in a list.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self, portero: &Portero, prefix: &str) -> Result<Question, Error> {
        let mut fields = Fields::default();
        let field = |name: &str| format!("{prefix}{name}");
        let address =
            fields.read_optional(&field("email"), self.email, |text| portero.parse_address(&text));
        let subject = match (self.user_id, address) {
            (Some(_), Some(Some(_))) => {
                let problem = FieldProblem::ExactlyOneOf(&["user_id", "email"]);
                fields.read::<_, FieldProblem>(&field("user_id"), Err(problem))
            }
            (Some(user), _) => Some(Some(Subject::User(UserId::from_uuid(user)))),
            (None, address) => address.map(|address| address.map(Subject::Email)),
        };
        let wanted = match (self.permission, self.site_permission) {
            (Some(permission), None) => {
                fields.read(&field("permission"), permission.known()).map(Wanted::Permission)
            }
            (None, Some(site_permission)) => {
                let permission = fields.read(&field("site_permission"), site_permission.known());
                let site = self.site_id.map(SiteId::from_uuid).ok_or(FieldProblem::Empty);
                let site = fields.read(&field("site_id"), site);
                permission.zip(site).map(|(permission, site)| Wanted::OnSite { permission, site })
            }
            (Some(_), Some(_)) | (None, None) => {
                let problem = FieldProblem::ExactlyOneOf(&["permission", "site_permission"]);
                fields.read(&field("permission"), Err(problem))
            }
        };
        let (Some(subject), Some(wanted)) = (subject, wanted) else {
            return Err(fields.refusal());
        };
        Ok(Question { subject, wanted })
    }
}

/// The answer to a check.
#[derive(Debug, Clone, Object)]
#[oai(rename = "AccessCheck", example)]
pub struct CheckBody {
    /// Whether they may.
    pub allowed: bool,
    /// Why.
    pub explanation: ExplanationBody,
}

impl CheckBody {
    /// The answer, explained in a language.
    #[must_use]
    pub fn of(checked: &AccessChecked, language: Language) -> Self {
        let on_site = match checked.wanted {
            Wanted::Permission(_) => None,
            Wanted::OnSite { permission, .. } => Some(permission),
        };
        let (allowed, explanation) = match &checked.answer {
            AccessAnswer::Allowed(because) => {
                (true, ExplanationBody::of_allowance(*because, language))
            }
            AccessAnswer::AllowedOnSite(because) => {
                (true, ExplanationBody::of_site_allowance(*because, on_site, language))
            }
            AccessAnswer::Denied(explanation) => {
                (false, ExplanationBody::of_denial(explanation, language))
            }
            AccessAnswer::DeniedOnSite(explanation) => {
                (false, ExplanationBody::of_site_denial(explanation, language))
            }
        };
        Self { allowed, explanation }
    }
}

/// Up to 1,000 checks.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct BatchRequest {
    /// The checks.
    pub checks: Vec<CheckRequest>,
}

impl BatchRequest {
    /// Reads every question.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`]
    pub fn read(self, portero: &Portero) -> Result<Vec<Question>, Error> {
        let mut fields = Fields::default();
        let mut questions = Vec::with_capacity(self.checks.len());
        for (position, check) in self.checks.into_iter().enumerate() {
            let question = check.read(portero, &format!("checks[{position}]."));
            questions.extend(fields.adopt(question)?);
        }
        fields.check()?;
        Ok(questions)
    }
}

/// One answer each, in order.
#[derive(Debug, Clone, Object)]
#[oai(rename = "AccessChecks", example)]
pub struct BatchBody {
    /// The answers.
    pub results: Vec<CheckBody>,
}

/// Someone who may, and why.
#[derive(Debug, Clone, Object)]
#[oai(rename = "PersonAccess", example)]
pub struct WhoItem {
    /// Who.
    pub user_id: Uuid,
    /// Their address, as typed.
    pub email: String,
    /// Given and family name.
    pub name: String,
    /// What they are on the account.
    pub role: Named<Role>,
    /// What allows it.
    pub because: BecauseBody,
    /// The same in words, in the language asked for.
    pub text: String,
}

impl WhoItem {
    /// Someone who may, explained in a language.
    #[must_use]
    pub fn of(person: &PersonAccess, language: Language) -> Self {
        Self {
            text: words::allowed(person.because, language),
            user_id: person.member.user.id.as_uuid(),
            email: person.member.user.email.as_shown().to_owned(),
            name: person.member.user.full_name(),
            role: person.member.membership.role.into(),
            because: person.because.into(),
        }
    }
}
