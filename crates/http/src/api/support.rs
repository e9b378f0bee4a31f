//! What support asks about an account's people: may it talk to them, and is it them?

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use portero_domain::model::{Language, Origin};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Created, Credential, Fields};
use crate::problem::Problem;
use crate::schema::{
    SupportCodeBody, SupportCodeCheckBody, SupportCodeCheckRequest, VerificationBody,
    VerificationRequest,
};

pub(super) struct Support(pub(super) Operations);

#[OpenApi(tag = "Group::Support")]
impl Support {
    /// Ask whether support may talk to someone about something
    ///
    /// The owner, administrators, finance and contacts are authorised for what their role, or
    /// profile, can read (L04). The question is put on record. `contacts.read`, or a key's scope
    /// `contacts.verify`.
    #[oai(
        path = "/v1/accounts/:account_id/authorised-contacts/verify",
        method = "post",
        operation_id = "verify_contact"
    )]
    async fn verify(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        language: Data<&Language>,
        account_id: Path<Uuid>,
        body: Json<VerificationRequest>,
    ) -> Result<Json<VerificationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let mut fields = Fields::default();
        let email = fields.read("email", portero.parse_address(&body.0.email));
        let topic = fields.read("topic", body.0.topic.known());
        let (email, topic) = email.zip(topic).ok_or_else(|| fields.refusal())?;
        let verified =
            portero.verify_contact(&caller, account(account_id.0), &email, topic).await?;
        Ok(Json(VerificationBody::of(&verified, *language.0)))
    }

    /// Get a code to show to support
    ///
    /// It works for ten minutes and one time, and takes the place of an earlier one.
    #[oai(
        path = "/v1/me/accounts/:account_id/support-code",
        method = "post",
        operation_id = "issue_support_code"
    )]
    async fn issue_code(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
    ) -> Result<Created<SupportCodeBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let new = self.0.portero.issue_support_code(&caller, account(account_id.0)).await?;
        Ok(Created::Created(Json(new.into())))
    }

    /// Check a code that someone says
    ///
    /// Three wrong tries make it worthless. `contacts.read`, or a key's scope `contacts.verify`.
    #[oai(
        path = "/v1/accounts/:account_id/support-codes/check",
        method = "post",
        operation_id = "check_support_code"
    )]
    async fn check_code(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        body: Json<SupportCodeCheckRequest>,
    ) -> Result<Json<SupportCodeCheckBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let mut fields = Fields::default();
        let email = fields.read("email", portero.parse_address(&body.0.email));
        let email = email.ok_or_else(|| fields.refusal())?;
        let id = account(account_id.0);
        let checked = portero.check_support_code(&caller, id, &email, &body.0.code).await?;
        Ok(Json(checked.into()))
    }
}
