//! Examples of what support asks.

use poem_openapi::types::Example;
use portero_domain::policy::{Permission, Role};

use super::cast;
use crate::schema::{
    SupportCodeBody, SupportCodeCheckBody, SupportCodeCheckRequest, VerificationBody,
    VerificationRequest,
};

impl Example for VerificationRequest {
    fn example() -> Self {
        Self { email: "pablo@sistemas.example".to_owned(), topic: Permission::ServicesRead.into() }
    }
}

impl Example for VerificationBody {
    fn example() -> Self {
        Self {
            authorised: true,
            reason: "authorised".to_owned(),
            role: Some(Role::TechnicalContact.into()),
            name: Some("Pablo Ortega".to_owned()),
            text: "You may talk to this person about services.read.".to_owned(),
        }
    }
}

impl Example for SupportCodeBody {
    fn example() -> Self {
        Self { code: "407193".to_owned(), expires_at: cast::sign_in_end() }
    }
}

impl Example for SupportCodeCheckRequest {
    fn example() -> Self {
        Self { email: "luis@acme.example".to_owned(), code: "407 193".to_owned() }
    }
}

impl Example for SupportCodeCheckBody {
    fn example() -> Self {
        Self {
            valid: true,
            reason: "right".to_owned(),
            tries_left: 3,
            user_id: Some(cast::LUIS),
            name: Some("Luis Romero".to_owned()),
        }
    }
}
