//! Examples of contacts.

use poem_openapi::types::{Example, MaybeUndefined};
use portero_domain::model::{ContactProfile, PanelAccessStatus};
use portero_domain::policy::Category;

use super::cast;
use crate::schema::{
    ContactBody, ContactPatch, ContactRequest, FirstPassword, PanelAccessChoice, PanelAccessRequest,
};

impl Example for FirstPassword {
    fn example() -> Self {
        Self { password: "una tarde en el muelle".to_owned() }
    }
}

impl Example for PanelAccessRequest {
    fn example() -> Self {
        Self { password: Some("una tarde en el muelle".to_owned()) }
    }
}

impl Example for ContactRequest {
    fn example() -> Self {
        Self {
            first_name: "Pablo".to_owned(),
            last_name: "Ortega".to_owned(),
            email: "pablo@sistemas.example".to_owned(),
            profile: ContactProfile::Technical.into(),
            phone: Some("+34 910 000 001".to_owned()),
            company: Some("Sistemas Ortega".to_owned()),
            address: None,
            panel_access: Some(PanelAccessChoice::Invite("invite".to_owned())),
            notifications: Some(vec![Category::Technical.into(), Category::Support.into()]),
        }
    }
}

impl Example for ContactPatch {
    fn example() -> Self {
        Self {
            first_name: None,
            last_name: None,
            email: Some("soporte@sistemas.example".to_owned()),
            profile: Some(ContactProfile::Technical.into()),
            phone: MaybeUndefined::Value("+34 910 000 002".to_owned()),
            company: MaybeUndefined::Undefined,
            address: MaybeUndefined::Undefined,
            notifications: None,
        }
    }
}

impl Example for ContactBody {
    fn example() -> Self {
        Self {
            id: cast::PABLO,
            first_name: "Pablo".to_owned(),
            last_name: "Ortega".to_owned(),
            email: "pablo@sistemas.example".to_owned(),
            profile: ContactProfile::Technical.into(),
            phone: Some("+34 910 000 001".to_owned()),
            company: Some("Sistemas Ortega".to_owned()),
            address: None,
            notifications: vec![Category::Technical.into(), Category::Support.into()],
            panel_access: PanelAccessStatus::Invited.into(),
            user_id: None,
            invitation_id: Some(cast::INVITATION),
            created_at: cast::founding(),
            version: 2,
        }
    }
}
