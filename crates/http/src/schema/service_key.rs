//! Service keys.

use poem_openapi::Object;
use portero_domain::model::{Name, ServiceKey, ServiceScope, ServiceScopeSet};
use portero_domain::use_case::{Error, NewServiceKey};
use uuid::Uuid;

use super::{Named, Timestamp};
use crate::convention::Fields;

/// What makes a service key.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ServiceKeyRequest {
    /// 1 to 64 characters.
    pub name: String,
    /// What it may be used for, at least one thing.
    pub scopes: Vec<Named<ServiceScope>>,
}

impl ServiceKeyRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<(Name, ServiceScopeSet), Error> {
        let mut fields = Fields::default();
        let name = fields.read("name", Name::parse(&self.name));
        let scopes = fields.read_list("scopes", self.scopes, Named::known);
        name.zip(scopes).ok_or_else(|| fields.refusal())
    }
}

/// A service key, without its secret.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ServiceKey", skip_serializing_if_is_none, example)]
pub struct ServiceKeyBody {
    /// The key; no secret.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Named<ServiceScope>>,
    /// The user who made it; absent when the operator did.
    pub created_by: Option<Uuid>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl From<ServiceKey> for ServiceKeyBody {
    fn from(key: ServiceKey) -> Self {
        Self {
            id: key.id.as_uuid(),
            name: key.name.as_str().to_owned(),
            scopes: key.scopes.iter().map(Named::from).collect(),
            created_by: key.created_by.map(portero_domain::id::UserId::as_uuid),
            created_at: key.created_at.into(),
            revoked_at: key.revoked_at.map(Timestamp::from),
            last_used_at: key.last_used_at.map(Timestamp::from),
        }
    }
}

/// A service key that has just been made.
#[derive(Debug, Clone, Object)]
#[oai(rename = "NewServiceKey", example)]
pub struct NewServiceKeyBody {
    /// Send it as `Authorization: Bearer …`. It is shown this once.
    pub key: String,
    /// What is kept of it.
    pub service_key: ServiceKeyBody,
}

impl From<NewServiceKey> for NewServiceKeyBody {
    fn from(new: NewServiceKey) -> Self {
        Self { key: new.secret(), service_key: new.key.into() }
    }
}
