//! Examples of access checks.

use poem_openapi::types::Example;
use portero_domain::model::Language;
use portero_domain::policy::{GrantSource, Permission, Role};

use super::cast;
use crate::problem::{BecauseBody, ExplanationBody};
use crate::schema::{BatchBody, BatchRequest, CheckBody, CheckRequest, WhoItem};

impl Example for CheckRequest {
    fn example() -> Self {
        Self {
            user_id: None,
            email: Some("eva@acme.example".to_owned()),
            permission: Some(Permission::InvoicesPay.into()),
            site_permission: None,
            site_id: None,
        }
    }
}

impl Example for CheckBody {
    fn example() -> Self {
        let because = GrantSource::Role(Role::Finance);
        let explanation = ExplanationBody::of_allowance(because, Language::English);
        Self { allowed: true, explanation }
    }
}

impl Example for BatchRequest {
    fn example() -> Self {
        let noa = CheckRequest {
            user_id: Some(cast::NOA),
            email: None,
            permission: Some(Permission::InvoicesPay.into()),
            site_permission: None,
            site_id: None,
        };
        Self { checks: vec![CheckRequest::example(), noa] }
    }
}

impl Example for BatchBody {
    fn example() -> Self {
        let denied = CheckBody { allowed: false, explanation: ExplanationBody::example() };
        Self { results: vec![CheckBody::example(), denied] }
    }
}

impl Example for WhoItem {
    fn example() -> Self {
        Self {
            user_id: cast::CARMEN,
            email: "carmen@acme.example".to_owned(),
            name: "Carmen Soler".to_owned(),
            role: Role::Owner.into(),
            because: BecauseBody::from(GrantSource::Role(Role::Owner)),
            text: "The role owner allows it.".to_owned(),
        }
    }
}
