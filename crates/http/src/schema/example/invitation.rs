//! Examples of invitations.

use poem_openapi::types::{Example, MaybeUndefined};
use portero_domain::model::{InvitationStatus, Language};
use portero_domain::policy::Role;

use super::cast;
use crate::schema::{
    Addresses, AnsweredInvitation, InvitationBody, InvitationPreviewBody, InvitationRequest,
    InvitationResultBody, InvitationResults,
};

impl Example for InvitationRequest {
    fn example() -> Self {
        let addresses = "eva@acme.example, mario@gestoria.example";
        Self {
            emails: Addresses::Text(addresses.to_owned()),
            role: Role::Finance.into(),
            grants: None,
            notifications: Some(cast::finance_mail()),
            until: MaybeUndefined::Undefined,
            message: Some("Desde aquí llevamos las facturas. ¡Bienvenidos!".to_owned()),
            language: Some(Language::Spanish.into()),
        }
    }
}

impl Example for InvitationResults {
    fn example() -> Self {
        let luis = InvitationResultBody {
            email: "luis@acme.example".to_owned(),
            outcome: "already_member".to_owned(),
            invitation: None,
        };
        Self { results: vec![InvitationResultBody::example(), luis] }
    }
}

impl Example for InvitationResultBody {
    fn example() -> Self {
        Self {
            email: "eva@acme.example".to_owned(),
            outcome: "invited".to_owned(),
            invitation: Some(InvitationBody::example()),
        }
    }
}

impl Example for InvitationBody {
    fn example() -> Self {
        Self {
            id: cast::INVITATION,
            email: "eva@acme.example".to_owned(),
            role: Role::Finance.into(),
            grants: Vec::new(),
            notifications: Some(cast::finance_mail()),
            until: None,
            message: Some("Desde aquí llevamos las facturas. ¡Bienvenidos!".to_owned()),
            state: InvitationStatus::Pending.into(),
            invited_by: Some("Carmen Soler".to_owned()),
            created_at: cast::invitation_day(),
            expires_at: cast::invitation_end(),
            contact_id: None,
            version: 1,
        }
    }
}

impl Example for InvitationPreviewBody {
    fn example() -> Self {
        Self {
            account_name: "Acme S.L.".to_owned(),
            invited_by: "Carmen Soler".to_owned(),
            role: Role::Finance.into(),
            grants: Vec::new(),
            email: "eva@acme.example".to_owned(),
            message: Some("Desde aquí llevamos las facturas. ¡Bienvenidos!".to_owned()),
            state: InvitationStatus::Pending.into(),
            expires_at: cast::invitation_end(),
            registration_required: true,
        }
    }
}

impl Example for AnsweredInvitation {
    fn example() -> Self {
        Self {
            id: cast::INVITATION,
            account_id: cast::ACME,
            state: InvitationStatus::Accepted.into(),
        }
    }
}
