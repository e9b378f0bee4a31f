//! Examples of what clients see, and of seeing it with their eyes.

use poem_openapi::types::Example;
use portero_domain::model::ViewingStatus;
use portero_domain::use_case::CredentialToken;

use super::cast;
use crate::schema::{
    ClientAreaBody, ClientAreaItem, ClientSiteBody, ViewAsRequest, ViewingBody, ViewingSessionBody,
};

const REASON: &str = "Marta dice que no encuentra sus estadísticas.";

impl Example for ClientAreaBody {
    fn example() -> Self {
        let account = ClientAreaItem { id: cast::ACME, name: "Acme S.L.".to_owned() };
        Self { account, sites: vec![ClientSiteBody::example()] }
    }
}

impl Example for ViewAsRequest {
    fn example() -> Self {
        Self { reason: REASON.to_owned() }
    }
}

impl Example for ViewingSessionBody {
    fn example() -> Self {
        Self {
            token: format!("{}{}", CredentialToken::VIEWING_PREFIX, cast::TOKEN),
            account_id: cast::ACME,
            client_id: cast::MARTA,
            expires_at: cast::sign_in_end(),
        }
    }
}

impl Example for ViewingBody {
    fn example() -> Self {
        Self {
            id: cast::VIEWING,
            user_id: cast::LUIS,
            client_id: cast::MARTA,
            reason: REASON.to_owned(),
            status: ViewingStatus::Open.into(),
            created_at: cast::sign_in(),
            expires_at: Some(cast::sign_in_end()),
            ended_at: None,
        }
    }
}
