//! Examples of members.

use poem_openapi::types::{Example, MaybeUndefined};
use portero_domain::model::MembershipState;
use portero_domain::policy::{Category, Role};

use super::cast;
use crate::schema::{Grants, MemberBody, MemberPatch};

impl Example for MemberBody {
    fn example() -> Self {
        Self {
            user_id: cast::NOA,
            email: "noa@estudio.example".to_owned(),
            first_name: "Noa".to_owned(),
            last_name: "Vidal".to_owned(),
            role: Role::User.into(),
            grants: cast::noas_grants(),
            notifications: vec![Category::General.into()],
            until: Some(cast::project_end()),
            state: MembershipState::Active.into(),
            since: cast::invitation_day(),
            last_seen_at: Some(cast::sign_in()),
            version: 1,
        }
    }
}

impl Example for MemberPatch {
    fn example() -> Self {
        Self {
            role: Some(Role::User.into()),
            grants: Some(Grants::These(cast::noas_grants())),
            notifications: Some(vec![Category::Billing.into()]),
            until: MaybeUndefined::Value(cast::project_end()),
        }
    }
}
