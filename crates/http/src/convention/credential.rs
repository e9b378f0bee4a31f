//! The credential of a request.

use poem_openapi::SecurityScheme;
use poem_openapi::auth::Bearer;
use portero_domain::model::Origin;
use portero_domain::use_case::{CredentialToken, Credentials, Error};

/// A session token from `POST /v1/sessions` or `POST /v1/view-as/redeem`, or the secret of a service
/// key.
#[derive(SecurityScheme)]
#[oai(ty = "bearer", rename = "bearer")]
pub struct Credential(Bearer);

impl Credential {
    /// What a use case is let in by.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for what was never issued.
    pub fn sent_from(&self, origin: &Origin) -> Result<Credentials, Error> {
        let token = CredentialToken::parse(&self.0.token)?;
        Ok(Credentials { token, origin: origin.clone() })
    }
}

/// The same where someone may come without one.
#[derive(SecurityScheme)]
pub enum OptionalCredential {
    /// With one, which must open something.
    Given(Credential),
    /// Without any.
    #[oai(fallback)]
    Absent,
}
