//! Problem details on the wire (RFC 9457).

use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::Object;
use poem_openapi::types::{Example, ToJSON};
use portero_domain::model::Language;
use portero_domain::policy::{
    DenialReason, Excess, GrantSource, Permission, Role, RoleSet, SiteDenialReason,
    SiteGrantSource, SitePermission, Suspension,
};
use portero_domain::port::StoreError;
use portero_domain::use_case::{Error, Explanation, PersonName, SiteExplanation};
use uuid::Uuid;

use super::detail::detail;
use super::field::{field_errors, fixed_email, form_errors, row_errors};
use super::{Code, Problem, words};
use crate::schema::Named;

/// An error, in the form of RFC 9457.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none, example)]
pub struct ProblemBody {
    /// A URI that names the kind of problem.
    #[oai(rename = "type")]
    pub kind: String,
    /// The kind of problem in words, in the language asked for.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here, and what would be right.
    pub detail: String,
    /// The stable name of the kind.
    pub code: String,
    /// The fields whose values are refused; of an import those of the first 100 rows that are.
    #[oai(skip_serializing_if_is_empty)]
    pub errors: Option<Vec<FieldErrorBody>>,
    /// Of an import: that more rows are refused than `errors` names.
    pub more_refused: Option<bool>,
    /// On a 403: why, and what could be done about it.
    pub explanation: Option<ExplanationBody>,
}

/// A field whose value is refused.
#[derive(Debug, Clone, Object)]
#[oai(rename = "FieldError", skip_serializing_if_is_none, example)]
pub struct FieldErrorBody {
    /// The row of an import, from 1.
    pub row: Option<u64>,
    /// The field, with its place in a list where there is one: `emails[3]`.
    pub field: String,
    /// The stable name of what is wrong.
    pub code: String,
    /// What is wrong, and what would be right.
    pub detail: String,
}

/// Why something is allowed or denied.
#[derive(Debug, Clone, Default, Object)]
#[oai(rename = "Explanation", skip_serializing_if_is_none, example)]
pub struct ExplanationBody {
    /// What allows it.
    pub because: Option<BecauseBody>,
    /// The permission that is missing; asked about a site, the site permission.
    pub missing: Option<String>,
    /// Why it is denied: `not_a_member`, `not_held`, `account_closed`, `user_suspended`,
    /// `owner_suspended` or `membership_suspended`; of a client on a site also `not_assigned` or
    /// `client_suspended`.
    pub reason: Option<String>,
    /// The roles that have it; of a site permission, those that have every one on every site.
    pub held_by_roles: Option<Vec<Named<Role>>>,
    /// Who on the account could give it; absent for those who may not see the account's users.
    pub could_be_given_by: Option<Vec<PersonNameBody>>,
    /// All of it in words that a person can act on, in the language asked for.
    pub text: String,
}

/// What allows something: a role, a grant, or that a site is assigned.
#[derive(Debug, Clone, Default, Object)]
#[oai(rename = "Because", skip_serializing_if_is_none, example)]
pub struct BecauseBody {
    /// The role that has the permission.
    pub role: Option<Named<Role>>,
    /// The permission, granted beside the role.
    pub grant: Option<Named<Permission>>,
    /// The site permission with which the site is assigned to the client.
    pub assignment: Option<Named<SitePermission>>,
}

/// A person, by name.
#[derive(Debug, Clone, Object)]
#[oai(rename = "PersonName", example)]
pub struct PersonNameBody {
    /// Who.
    pub user_id: Uuid,
    /// Given and family name.
    pub name: String,
    /// Their role on the account.
    pub role: Named<Role>,
}

impl From<PersonName> for PersonNameBody {
    fn from(person: PersonName) -> Self {
        Self { user_id: person.user_id.as_uuid(), name: person.name, role: person.role.into() }
    }
}

impl ExplanationBody {
    /// Why something is denied.
    #[must_use]
    pub fn of_denial(explanation: &Explanation, language: Language) -> Self {
        let people = explanation.could_be_given_by.clone();
        Self {
            because: None,
            missing: Some(explanation.missing.to_string()),
            reason: Some(reason_name(explanation.reason).to_owned()),
            held_by_roles: Some(explanation.held_by_roles.iter().map(Named::from).collect()),
            could_be_given_by: people.map(|people| people.into_iter().map(Into::into).collect()),
            text: words::denied(explanation, language),
        }
    }

    /// Why something is denied on a site.
    #[must_use]
    pub fn of_site_denial(explanation: &SiteExplanation, language: Language) -> Self {
        let people = explanation.could_be_given_by.clone();
        Self {
            because: None,
            missing: Some(explanation.missing.to_string()),
            reason: Some(site_reason_name(explanation.reason).to_owned()),
            held_by_roles: Some(explanation.held_by_roles.iter().map(Named::from).collect()),
            could_be_given_by: people.map(|people| people.into_iter().map(Into::into).collect()),
            text: words::denied_on_site(explanation, language),
        }
    }

    /// Why something is allowed on a site, `wanted` being what was asked for.
    #[must_use]
    pub fn of_site_allowance(
        because: SiteGrantSource,
        wanted: Option<SitePermission>,
        language: Language,
    ) -> Self {
        let source = match because {
            SiteGrantSource::Assignment => {
                BecauseBody { assignment: wanted.map(Named::from), ..BecauseBody::default() }
            }
            SiteGrantSource::SitesManage(source) => source.into(),
        };
        Self {
            because: Some(source),
            text: words::allowed_on_site(because, language),
            ..Self::default()
        }
    }

    /// Why something is allowed.
    #[must_use]
    pub fn of_allowance(because: GrantSource, language: Language) -> Self {
        Self {
            because: Some(because.into()),
            text: words::allowed(because, language),
            ..Self::default()
        }
    }
}

impl From<GrantSource> for BecauseBody {
    fn from(because: GrantSource) -> Self {
        match because {
            GrantSource::Role(role) => Self { role: Some(role.into()), ..Self::default() },
            GrantSource::Grant(grant) => Self { grant: Some(grant.into()), ..Self::default() },
        }
    }
}

const fn reason_name(reason: DenialReason) -> &'static str {
    match reason {
        DenialReason::NotAMember => "not_a_member",
        DenialReason::NotHeld => "not_held",
        DenialReason::Suspended(Suspension::AccountClosed) => "account_closed",
        DenialReason::Suspended(Suspension::UserSuspended) => "user_suspended",
        DenialReason::Suspended(Suspension::OwnerSuspended) => "owner_suspended",
        DenialReason::Suspended(Suspension::MembershipSuspended) => "membership_suspended",
    }
}

const fn site_reason_name(reason: SiteDenialReason) -> &'static str {
    match reason {
        SiteDenialReason::NotHeld => "not_held",
        SiteDenialReason::NotAssigned => "not_assigned",
        SiteDenialReason::ClientSuspended => "client_suspended",
        SiteDenialReason::Member(reason) => reason_name(reason),
        SiteDenialReason::Suspended(suspension) => reason_name(DenialReason::Suspended(suspension)),
    }
}

impl Example for ProblemBody {
    fn example() -> Self {
        Problem::Request(Code::NotFound, None).body(Language::English)
    }
}

impl Problem {
    /// What the client is told, in its language.
    #[must_use]
    pub fn body(&self, language: Language) -> ProblemBody {
        let code = self.code();
        let facts = code.facts();
        let errors = match self {
            Self::Domain(Error::Invalid(fields)) => Some(field_errors(fields, language)),
            Self::Domain(Error::ImportRefused(report)) => {
                Some(row_errors(&report.refused_rows, language))
            }
            Self::Request(Code::EmailIsFixed, _) => Some(vec![fixed_email(language)]),
            Self::Form(_, faults) if !faults.is_empty() => Some(form_errors(faults, language)),
            Self::Domain(_) | Self::Request(..) | Self::Form(..) => None,
        };
        let explanation = (facts.status == StatusCode::FORBIDDEN).then(|| self.explain(language));
        let more_refused = match self {
            Self::Domain(Error::ImportRefused(report)) => report.has_more_refused().then_some(true),
            Self::Domain(_) | Self::Request(..) | Self::Form(..) => None,
        };
        ProblemBody {
            kind: format!("urn:portero:problem:{}", facts.name),
            title: code.title(language).to_owned(),
            status: facts.status.as_u16(),
            detail: detail(self, language),
            code: facts.name.to_owned(),
            errors,
            more_refused,
            explanation,
        }
    }

    /// Every 403 says why in words, and what was missing where it is known.
    fn explain(&self, language: Language) -> ExplanationBody {
        match self {
            Self::Domain(Error::Denied(explanation)) => {
                ExplanationBody::of_denial(explanation, language)
            }
            Self::Domain(error) => {
                let missing = error.excess().and_then(Excess::first);
                let held_by = missing.map(RoleSet::holding);
                ExplanationBody {
                    missing: missing.map(|permission| permission.to_string()),
                    held_by_roles: held_by.map(|roles| roles.iter().map(Named::from).collect()),
                    text: detail(self, language),
                    ..ExplanationBody::default()
                }
            }
            Self::Request(..) | Self::Form(..) => {
                ExplanationBody { text: detail(self, language), ..ExplanationBody::default() }
            }
        }
    }

    /// The whole answer, in the client's language.
    #[must_use]
    pub fn into_answer(self, language: Language) -> Response {
        self.log();
        let body = self.body(language);
        let facts = self.code().facts();
        let mut response = body.to_json_string().with_status(facts.status).into_response();
        let headers = response.headers_mut();
        let problem_json = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, problem_json);
        let spoken = HeaderValue::from_static(language.as_str());
        headers.insert(header::CONTENT_LANGUAGE, spoken);
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if facts.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    /// In how many seconds to try again.
    fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Domain(Error::TooOften(retry_after)) => Some(retry_after.seconds()),
            Self::Domain(Error::Busy) | Self::Request(Code::Busy, _) => Some(1),
            Self::Domain(Error::Store(StoreError::Unavailable(_)))
            | Self::Request(Code::Unavailable, _) => Some(5),
            Self::Domain(_) | Self::Request(..) | Self::Form(..) => None,
        }
    }

    /// What is our fault is for the log; what is the client's is for the client.
    pub(crate) fn log(&self) {
        if let Self::Domain(Error::Store(error)) = self
            && *error != StoreError::Conflict
        {
            tracing::error!(%error, "the store failed");
        }
    }
}
