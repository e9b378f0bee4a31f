//! Examples of registering, signing in and passwords.

use poem_openapi::types::Example;
use portero_domain::model::Language;

use super::cast;
use crate::convention::StatusBody;
use crate::schema::{
    AccountItem, CarriedInvitationBody, ClientAreaItem, ConfirmationRequest, NewSessionBody,
    PasswordResetConfirmation, PasswordResetRequest, ReauthenticationRequest, RegistrationRequest,
    SessionBody, SessionRequest, TokenRequest, UserBody,
};

impl Example for RegistrationRequest {
    fn example() -> Self {
        Self {
            email: "carmen@acme.example".to_owned(),
            password: cast::PASSWORD.to_owned(),
            first_name: "Carmen".to_owned(),
            last_name: "Soler".to_owned(),
            language: Some(Language::Spanish.into()),
            invitation_token: None,
        }
    }
}

impl Example for StatusBody {
    fn example() -> Self {
        Self { status: "confirmation_sent".to_owned() }
    }
}

impl Example for ConfirmationRequest {
    fn example() -> Self {
        Self { token: cast::TOKEN.to_owned(), password: cast::PASSWORD.to_owned() }
    }
}

impl Example for SessionRequest {
    fn example() -> Self {
        Self { email: "carmen@acme.example".to_owned(), password: cast::PASSWORD.to_owned() }
    }
}

impl Example for NewSessionBody {
    fn example() -> Self {
        Self {
            token: cast::TOKEN.to_owned(),
            expires_at: cast::sign_in_end(),
            user: UserBody::example(),
            accounts: vec![AccountItem::example()],
            client_areas: vec![ClientAreaItem::example()],
            invitation: None,
            client_area: None,
            must_change_password: None,
        }
    }
}

impl Example for ClientAreaItem {
    fn example() -> Self {
        Self { id: cast::ESTUDIO, name: "Estudio Vidal".to_owned() }
    }
}

impl Example for CarriedInvitationBody {
    fn example() -> Self {
        Self { id: cast::INVITATION, accepted: true, refused: None }
    }
}

impl Example for SessionBody {
    fn example() -> Self {
        Self {
            id: cast::SESSION,
            network: Some("203.0.113.7".to_owned()),
            created_at: cast::sign_in(),
            last_seen_at: cast::sign_in(),
            expires_at: cast::sign_in_end(),
            current: true,
        }
    }
}

impl Example for ReauthenticationRequest {
    fn example() -> Self {
        Self { password: cast::PASSWORD.to_owned() }
    }
}

impl Example for PasswordResetRequest {
    fn example() -> Self {
        Self { email: "carmen@acme.example".to_owned() }
    }
}

impl Example for PasswordResetConfirmation {
    fn example() -> Self {
        Self { token: cast::TOKEN.to_owned(), password: "una tarde en el muelle".to_owned() }
    }
}

impl Example for TokenRequest {
    fn example() -> Self {
        Self { token: cast::TOKEN.to_owned() }
    }
}
