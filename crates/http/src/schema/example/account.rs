//! Examples of accounts.

use poem_openapi::types::Example;
use portero_domain::model::Language;

use super::cast;
use crate::schema::{
    AccountBody, AccountPatch, AccountRequest, DetailsBody, OwnershipOfferBody,
    OwnershipTransferRequest,
};

impl Example for DetailsBody {
    fn example() -> Self {
        Self {
            company: Some("Acme Soluciones S.L.".to_owned()),
            tax_id: Some("B12345674".to_owned()),
            address: Some("Calle Mayor 12, 28013 Madrid".to_owned()),
            phone: Some("+34 910 000 000".to_owned()),
        }
    }
}

impl Example for AccountRequest {
    fn example() -> Self {
        Self {
            name: "Acme S.L.".to_owned(),
            language: Some(Language::Spanish.into()),
            details: Some(DetailsBody::example()),
        }
    }
}

impl Example for AccountPatch {
    fn example() -> Self {
        Self {
            name: Some("Acme Soluciones".to_owned()),
            language: Some(Language::Spanish.into()),
            details: Some(DetailsBody::example()),
        }
    }
}

impl Example for AccountBody {
    fn example() -> Self {
        Self {
            id: cast::ACME,
            name: "Acme S.L.".to_owned(),
            language: Language::Spanish.into(),
            details: DetailsBody::example(),
            state: "active".to_owned(),
            created_at: cast::founding(),
            version: 1,
        }
    }
}

impl Example for OwnershipOfferBody {
    fn example() -> Self {
        Self {
            account_id: cast::ACME,
            by_user_id: cast::CARMEN,
            to_user_id: cast::LUIS,
            offered_at: cast::invitation_day(),
            expires_at: cast::invitation_end(),
        }
    }
}

impl Example for OwnershipTransferRequest {
    fn example() -> Self {
        Self { user_id: cast::LUIS }
    }
}
