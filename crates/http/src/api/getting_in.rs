//! Registering, signing in, passwords.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use portero_domain::id::SessionId;
use portero_domain::model::{Language, NewPassword, Origin, Password};
use portero_domain::use_case::Error;
use uuid::Uuid;

use super::{Group, Operations};
use crate::convention::{Accepted, Created, Credential, Done, Page, read_token};
use crate::problem::Problem;
use crate::schema::{
    ConfirmationRequest, NewSessionBody, PasswordResetConfirmation, PasswordResetRequest,
    ReauthenticationRequest, RegistrationRequest, SessionBody, SessionRequest,
};

pub(super) struct GettingIn(pub(super) Operations);

#[OpenApi(tag = "Group::GettingIn")]
impl GettingIn {
    /// Register
    ///
    /// Mails a link to confirm the address (N15). The answer is the same whatever is known of the
    /// address; the mail says if it has a user already.
    #[oai(path = "/v1/registrations", method = "post", operation_id = "register")]
    async fn register(
        &self,
        origin: Data<&Origin>,
        body: Json<RegistrationRequest>,
    ) -> Result<Accepted, Problem> {
        let portero = &self.0.portero;
        portero.register(body.0.read(portero)?, origin.0.clone()).await?;
        Ok(Accepted::because("confirmation_sent"))
    }

    /// Confirm a registration
    ///
    /// Takes the mailed token and the password that the registration was made with; makes the
    /// user, accepts the invitation that it carried (N16), and signs in.
    #[oai(
        path = "/v1/registrations/confirm",
        method = "post",
        operation_id = "confirm_registration"
    )]
    async fn confirm(
        &self,
        origin: Data<&Origin>,
        body: Json<ConfirmationRequest>,
    ) -> Result<Created<NewSessionBody>, Problem> {
        let token = read_token(&body.0.token)?;
        let password = Password::new(body.0.password);
        let origin = origin.0.clone();
        let confirmed = self.0.portero.confirm_registration(&token, &password, origin).await?;
        Ok(Created::Created(Json(confirmed.into())))
    }

    /// Sign in
    #[oai(path = "/v1/sessions", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        origin: Data<&Origin>,
        body: Json<SessionRequest>,
    ) -> Result<Created<NewSessionBody>, Problem> {
        let portero = &self.0.portero;
        // What is no address has no user: the same answer as for any other wrong pair.
        let address = portero.parse_address(&body.0.email).map_err(|_| Error::BadCredentials)?;
        let password = Password::new(body.0.password);
        let session = portero.sign_in(&address, &password, origin.0.clone()).await?;
        Ok(Created::Created(Json(session.into())))
    }

    /// List one's own sessions
    #[oai(path = "/v1/sessions", method = "get", operation_id = "list_sessions")]
    async fn sessions(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
    ) -> Result<Json<Page<SessionBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let current = &caller.person()?.session;
        let listed = self.0.portero.sessions(&caller).await?;
        let seen = |session| SessionBody::seen_from(current, session);
        let items = listed.items.into_iter().map(seen).collect();
        Ok(Json(Page { items, next_cursor: None }))
    }

    /// Sign out
    #[oai(path = "/v1/sessions/current", method = "delete", operation_id = "sign_out")]
    async fn sign_out(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
    ) -> Result<Done, Problem> {
        let caller = self.0.newcomer(&credential, &origin).await?;
        self.0.portero.end_session(&caller, None).await?;
        Ok(Done::Done)
    }

    /// End one of one's own sessions
    #[oai(path = "/v1/sessions/:session_id", method = "delete", operation_id = "end_session")]
    async fn end_session(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        session_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = SessionId::from_uuid(session_id.0);
        self.0.portero.end_session(&caller, Some(id)).await?;
        Ok(Done::Done)
    }

    /// Give one's password again
    ///
    /// For the next ten minutes, what is sensitive is allowed.
    #[oai(
        path = "/v1/sessions/current/reauthenticate",
        method = "post",
        operation_id = "reauthenticate"
    )]
    async fn reauthenticate(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        body: Json<ReauthenticationRequest>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        self.0.portero.reauthenticate(&caller, &Password::new(body.0.password)).await?;
        Ok(Done::Done)
    }

    /// Ask for a link to set a new password
    ///
    /// The answer is the same whatever is known of the address.
    #[oai(path = "/v1/password-resets", method = "post", operation_id = "request_password_reset")]
    async fn request_reset(
        &self,
        origin: Data<&Origin>,
        #[oai(name = "Accept-Language")] accept_language: Header<Option<String>>,
        body: Json<PasswordResetRequest>,
    ) -> Result<Accepted, Problem> {
        let portero = &self.0.portero;
        let address = portero
            .parse_address(&body.0.email)
            .map_err(|refusal| Error::invalid("email", refusal.into()))?;
        let wanted = accept_language.0.unwrap_or_default();
        let language = crate::convention::preferred(&wanted).unwrap_or(Language::Spanish);
        portero.request_password_reset(&address, language, origin.0.clone()).await?;
        Ok(Accepted::because("reset_sent"))
    }

    /// Set a new password by a mailed link
    ///
    /// Confirms the address, and ends every session.
    #[oai(
        path = "/v1/password-resets/confirm",
        method = "post",
        operation_id = "confirm_password_reset"
    )]
    async fn confirm_reset(
        &self,
        origin: Data<&Origin>,
        body: Json<PasswordResetConfirmation>,
    ) -> Result<Done, Problem> {
        let portero = &self.0.portero;
        let token = read_token(&body.0.token)?;
        let address = portero.password_reset_address(&token).await?;
        let password = NewPassword::parse(Password::new(body.0.password), &address)
            .map_err(|refusal| Error::invalid("password", refusal.into()))?;
        portero.reset_password(&token, &password, origin.0.clone()).await?;
        Ok(Done::Done)
    }
}
