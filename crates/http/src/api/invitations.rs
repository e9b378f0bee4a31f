//! Invitations to an account.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::InvitationId;
use portero_domain::model::{InvitationStatus, Origin, TextRefusal, Version};
use portero_domain::port::InvitationFilter;
use portero_domain::use_case::{Answered, Error, InvitationOutcome, InvitationView};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{
    Created, Credential, Found, Limit, Page, Repeat, expected_version, replay, uuid_page,
};
use crate::problem::Problem;
use crate::schema::{InvitationBody, InvitationRequest, InvitationResults, Named};

pub(super) struct Invitations(pub(super) Operations);

#[OpenApi(tag = "Group::Invitations")]
impl Invitations {
    /// Invite people
    ///
    /// Several addresses in one form, all on the same terms (N06, N07). One malformed address
    /// refuses the whole form, and every bad one is named.
    #[oai(path = "/v1/accounts/:account_id/invitations", method = "post", operation_id = "invite")]
    async fn invite(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<InvitationRequest>,
    ) -> Result<Created<InvitationResults>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = format!("invite {}", account_id.0);
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &body.0)?;
        let form = body.0.read(portero)?;
        let render =
            |outcome: &InvitationOutcome| InvitationResults::from(outcome).to_json_string();
        let id = account(account_id.0);
        let answered = portero.invite(&caller, id, form, repeat.once(&render)).await?;
        Ok(Created::Created(Json(match answered {
            Answered::Now(outcome) => InvitationResults::from(&outcome),
            Answered::Before(answer) => replay(&answer)?,
        })))
    }

    /// List invitations, newest first
    ///
    /// `q`: a part of the address.
    #[oai(
        path = "/v1/accounts/:account_id/invitations",
        method = "get",
        operation_id = "list_invitations"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        state: Query<Option<Named<InvitationStatus>>>,
        q: Query<Option<String>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<InvitationBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let filter = InvitationFilter {
            status: state.0.map(|state| state.known_in("state")).transpose()?,
            address_part: q
                .0
                .as_deref()
                .map(address_part)
                .transpose()?
                .filter(|part| !part.is_empty()),
            ..InvitationFilter::default()
        };
        let page = uuid_page(limit.0, cursor.0, InvitationId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.invitations(&caller, id, &filter, page).await?)))
    }

    /// See an invitation
    #[oai(
        path = "/v1/accounts/:account_id/invitations/:invitation_id",
        method = "get",
        operation_id = "read_invitation"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        invitation_id: Path<Uuid>,
    ) -> Result<Found<InvitationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = InvitationId::from_uuid(invitation_id.0);
        let view = self.0.portero.invitation(&caller, account(account_id.0), id).await?;
        Ok(Found::at(view.invitation.version, view))
    }

    /// Mail a new link
    ///
    /// It starts a new period; every earlier link is superseded.
    #[oai(
        path = "/v1/accounts/:account_id/invitations/:invitation_id/resend",
        method = "post",
        operation_id = "resend_invitation"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the request")]
    async fn resend(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        invitation_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
    ) -> Result<Found<InvitationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let expected = expected_version(if_match.0)?;
        let operation = format!("resend_invitation {} {}", account_id.0, invitation_id.0);
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &String::new())?;
        let render = |view: &InvitationView| InvitationBody::from(view).to_json_string();
        let id = InvitationId::from_uuid(invitation_id.0);
        let once = repeat.once(&render);
        let answered =
            portero.resend_invitation(&caller, account(account_id.0), id, expected, once).await?;
        let body = match answered {
            Answered::Now(view) => InvitationBody::from(view),
            Answered::Before(answer) => replay(&answer)?,
        };
        Ok(Found::at(Version::from_i64(body.version), body))
    }

    /// Take an invitation back
    #[oai(
        path = "/v1/accounts/:account_id/invitations/:invitation_id/revoke",
        method = "post",
        operation_id = "revoke_invitation"
    )]
    async fn revoke(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        invitation_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Found<InvitationBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let id = InvitationId::from_uuid(invitation_id.0);
        let account = account(account_id.0);
        let view = self.0.portero.revoke_invitation(&caller, account, id, expected).await?;
        Ok(Found::at(view.invitation.version, view))
    }
}

/// A part of an address, in the one case that addresses are compared in. No address has a control
/// character, and not every database takes one in a question.
fn address_part(text: &str) -> Result<String, Error> {
    if text.contains(char::is_control) {
        return Err(Error::invalid("q", TextRefusal::ControlCharacter.into()));
    }
    Ok(text.to_lowercase())
}
