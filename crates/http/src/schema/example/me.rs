//! Examples of one's own profile, accounts and invitations.

use poem_openapi::types::Example;
use portero_domain::model::Language;
use portero_domain::policy::{Category, Role};

use super::cast;
use crate::schema::{
    AccountItem, Named, NotificationsBody, NotificationsRequest, PasswordChange, ProfilePatch,
    ReceivedInvitationBody, UserBody,
};

impl Example for UserBody {
    fn example() -> Self {
        Self {
            id: cast::CARMEN,
            email: "carmen@acme.example".to_owned(),
            first_name: "Carmen".to_owned(),
            last_name: "Soler".to_owned(),
            language: Language::Spanish.into(),
            email_confirmed: true,
            created_at: cast::founding(),
            version: 1,
        }
    }
}

impl Example for ProfilePatch {
    fn example() -> Self {
        Self {
            first_name: Some("María del Carmen".to_owned()),
            last_name: Some("Soler".to_owned()),
            language: Some(Language::English.into()),
        }
    }
}

impl Example for PasswordChange {
    fn example() -> Self {
        Self { current: cast::PASSWORD.to_owned(), new: "una tarde en el muelle".to_owned() }
    }
}

impl Example for AccountItem {
    fn example() -> Self {
        Self {
            id: cast::ACME,
            name: "Acme S.L.".to_owned(),
            role: Role::Owner.into(),
            kind: "own".to_owned(),
            ownership_offered: false,
            notifications: Category::ALL.iter().copied().map(Named::from).collect(),
        }
    }
}

impl Example for NotificationsRequest {
    fn example() -> Self {
        Self { notifications: cast::finance_mail() }
    }
}

impl Example for NotificationsBody {
    fn example() -> Self {
        Self { account_id: cast::ACME, notifications: cast::finance_mail() }
    }
}

impl Example for ReceivedInvitationBody {
    fn example() -> Self {
        Self {
            id: cast::INVITATION,
            account_name: "Acme S.L.".to_owned(),
            invited_by: "Carmen Soler".to_owned(),
            role: Role::User.into(),
            grants: cast::noas_grants(),
            until: Some(cast::project_end()),
            message: None,
            expires_at: cast::invitation_end(),
        }
    }
}
