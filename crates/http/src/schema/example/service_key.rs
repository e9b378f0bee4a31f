//! Examples of service keys.

use poem_openapi::types::Example;
use portero_domain::model::ServiceScope;

use super::cast;
use crate::schema::{NewServiceKeyBody, ServiceKeyBody, ServiceKeyRequest};

impl Example for ServiceKeyRequest {
    fn example() -> Self {
        Self { name: "Tienda en línea".to_owned(), scopes: vec![ServiceScope::AccessCheck.into()] }
    }
}

impl Example for ServiceKeyBody {
    fn example() -> Self {
        Self {
            id: cast::SERVICE_KEY,
            name: "Tienda en línea".to_owned(),
            scopes: vec![ServiceScope::AccessCheck.into()],
            created_by: Some(cast::CARMEN),
            created_at: cast::founding(),
            revoked_at: None,
            last_used_at: Some(cast::sign_in()),
        }
    }
}

impl Example for NewServiceKeyBody {
    fn example() -> Self {
        Self { key: format!("portero_{}", cast::TOKEN), service_key: ServiceKeyBody::example() }
    }
}
