//! Examples of sites.

use poem_openapi::types::{Example, MaybeUndefined};

use super::cast;
use crate::schema::{AssignmentRequest, SiteBody, SitePatch, SiteRequest};

impl Example for SiteRequest {
    fn example() -> Self {
        Self {
            name: "Floristería Gil".to_owned(),
            alias: Some("floristeria".to_owned()),
            url: Some("https://www.floristeria.example".to_owned()),
            domain: Some("floristeria.example".to_owned()),
        }
    }
}

impl Example for SitePatch {
    fn example() -> Self {
        Self {
            name: Some("Flores Gil".to_owned()),
            alias: MaybeUndefined::Undefined,
            url: MaybeUndefined::Value("https://flores.example".to_owned()),
            domain: MaybeUndefined::Undefined,
        }
    }
}

impl Example for SiteBody {
    fn example() -> Self {
        let SiteRequest { name, alias, url, domain } = SiteRequest::example();
        let created_at = cast::founding();
        Self { id: cast::SITE, name, alias, url, domain, created_at, version: 1 }
    }
}

impl Example for AssignmentRequest {
    fn example() -> Self {
        Self { permissions: cast::martas_permissions() }
    }
}
