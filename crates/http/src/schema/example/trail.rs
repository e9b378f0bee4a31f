//! Examples of the audit log and the events.

use std::collections::BTreeMap;

use poem_openapi::types::{Any, Example};
use portero_domain::model::Action;

use super::cast;
use crate::schema::{AuditBody, EventBody, ReferenceBody};

impl Example for AuditBody {
    fn example() -> Self {
        let details = [("invitation_ids", cast::INVITATION.to_string())];
        let details = details.map(|(name, value)| (name.to_owned(), value));
        Self {
            number: 3,
            at: cast::invitation_day(),
            actor: ReferenceBody { kind: "user".to_owned(), id: Some(cast::CARMEN) },
            action: Action::InvitationSend.as_str().to_owned(),
            object: ReferenceBody::example(),
            ground: "permission:users.invite".to_owned(),
            network: Some("203.0.113.7".to_owned()),
            details: BTreeMap::from(details),
            hash: "4771eba5cd0243f39c97e798d4086b6fed916f29b95b614c371788a68f517ae2".to_owned(),
        }
    }
}

impl Example for ReferenceBody {
    fn example() -> Self {
        Self { kind: "account".to_owned(), id: Some(cast::ACME) }
    }
}

impl Example for EventBody {
    fn example() -> Self {
        let data = serde_json::json!({ "invitation_id": cast::INVITATION, "user_id": cast::NOA });
        Self {
            number: 6,
            at: cast::invitation_day(),
            name: "invitation_accepted".to_owned(),
            data: Any(data),
        }
    }
}
