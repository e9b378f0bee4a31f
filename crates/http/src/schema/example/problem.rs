//! Examples of what a problem tells beside its code.

use poem_openapi::types::Example;
use portero_domain::policy::{Permission, Role};

use super::cast;
use crate::problem::{BecauseBody, ExplanationBody, FieldErrorBody, PersonNameBody};

impl Example for FieldErrorBody {
    fn example() -> Self {
        Self {
            row: None,
            field: "emails[1]".to_owned(),
            code: "malformed_address".to_owned(),
            detail: "\"luis@\" is not an e-mail address: it is not of the form name@domain.tld."
                .to_owned(),
        }
    }
}

impl Example for ExplanationBody {
    fn example() -> Self {
        Self {
            because: None,
            missing: Some(Permission::InvoicesPay.to_string()),
            reason: Some("not_held".to_owned()),
            held_by_roles: Some(vec![
                Role::Owner.into(),
                Role::Administrator.into(),
                Role::Finance.into(),
            ]),
            could_be_given_by: Some(vec![PersonNameBody::example()]),
            text:
                "This needs invoices.pay, which these roles have: owner, administrator, finance. \
                   These people can change that: Luis Romero (administrator)."
                    .to_owned(),
        }
    }
}

impl Example for BecauseBody {
    fn example() -> Self {
        Self { grant: Some(Permission::DomainsRead.into()), ..Self::default() }
    }
}

impl Example for PersonNameBody {
    fn example() -> Self {
        Self {
            user_id: cast::LUIS,
            name: "Luis Romero".to_owned(),
            role: Role::Administrator.into(),
        }
    }
}
