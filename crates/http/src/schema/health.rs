//! Health and readiness.

use poem_openapi::Object;

/// How the server is.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Health", example)]
pub struct HealthBody {
    /// `ok` for the process, `ready` for all that it needs.
    pub status: String,
}
