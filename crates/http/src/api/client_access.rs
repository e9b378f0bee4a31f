//! A client's way in: given by the account, and used by the client.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path};
use poem_openapi::payload::Json;
use poem_openapi::types::ToJSON;
use portero_domain::id::ClientId;
use portero_domain::model::{Origin, Password};
use portero_domain::use_case::{Answered, ClientInvited, EditedInvitation};
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{
    Created, CreatedOrFound, Credential, OptionalCredential, Repeat, TakenOn, read_token, replay,
};
use crate::problem::Problem;
use crate::schema::{
    ClientAreaBody, InvitationMailBody, InvitationMailRequest, InvitedClientBody, LinkBody,
    NewSessionBody, SetupLinkBody, SetupRequest, TokenRequest, redeemed,
};

pub(super) struct ClientAccess(pub(super) Operations);

#[OpenApi(tag = "Group::Clients")]
impl ClientAccess {
    /// Make a setup link for a client
    ///
    /// It is shown this once, and works for 30 days (D13, D16). An earlier one works no longer.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/setup-link",
        method = "post",
        operation_id = "make_setup_link"
    )]
    async fn make_link(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
    ) -> Result<Created<LinkBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ClientId::from_uuid(client_id.0);
        let link = self.0.portero.make_setup_link(&caller, account(account_id.0), id).await?;
        let url = self.0.link("setup", &link.token);
        Ok(Created::Created(Json(LinkBody { url, expires_at: link.expires_at.into() })))
    }

    /// See the mail that would invite a client
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/invitation-mail",
        method = "get",
        operation_id = "preview_invitation_mail"
    )]
    async fn preview(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
    ) -> Result<Json<InvitationMailBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ClientId::from_uuid(client_id.0);
        let (account, edited) = (account(account_id.0), EditedInvitation::default());
        let portero = &self.0.portero;
        let preview = portero.preview_client_invitation(&caller, account, id, &edited).await?;
        Ok(Json(preview.into()))
    }

    /// See the mail that would invite a client, as it was edited
    ///
    /// Nothing is sent.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/invitation-mail/preview",
        method = "post",
        operation_id = "preview_edited_invitation_mail"
    )]
    async fn preview_edited(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        body: Json<Option<InvitationMailRequest>>,
    ) -> Result<Json<InvitationMailBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = ClientId::from_uuid(client_id.0);
        let edited = EditedInvitation::from(body.0.unwrap_or_default());
        let (portero, account) = (&self.0.portero, account(account_id.0));
        let preview = portero.preview_client_invitation(&caller, account, id, &edited).await?;
        Ok(Json(preview.into()))
    }

    /// Mail a setup link to a client
    ///
    /// As it is drafted, or as it was edited: the text must keep `{setup_url}` and `{user_name}`
    /// (D14, D15). An earlier link works no longer.
    #[oai(
        path = "/v1/accounts/:account_id/clients/:client_id/invitation-mail",
        method = "post",
        operation_id = "send_invitation_mail"
    )]
    async fn send(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        client_id: Path<Uuid>,
        #[oai(name = "Idempotency-Key")] idempotency_key: Header<Option<String>>,
        body: Json<Option<InvitationMailRequest>>,
    ) -> Result<TakenOn<InvitedClientBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let portero = &self.0.portero;
        let operation = format!("send_invitation_mail {} {}", account_id.0, client_id.0);
        let request = body.0.unwrap_or_default();
        let repeat = Repeat::of(portero, operation, idempotency_key.0, &request)?;
        let render = |invited: &ClientInvited| InvitedClientBody::from(invited).to_json_string();
        let (id, account) = (ClientId::from_uuid(client_id.0), account(account_id.0));
        let (edited, once) = (EditedInvitation::from(request), repeat.once(&render));
        let answered = portero.send_client_invitation(&caller, account, id, &edited, once).await?;
        Ok(TakenOn::TakenOn(Json(match answered {
            Answered::Now(invited) => InvitedClientBody::from(&invited),
            Answered::Before(answer) => replay(&answer)?,
        })))
    }

    /// Look at a setup link
    ///
    /// Needs no sign-in, and changes nothing.
    #[oai(path = "/v1/setup-links/lookup", method = "post", operation_id = "look_up_setup_link")]
    async fn look_up(&self, body: Json<TokenRequest>) -> Result<Json<SetupLinkBody>, Problem> {
        let token = read_token(&body.0.token)?;
        Ok(Json(self.0.portero.preview_setup_link(&token).await?.into()))
    }

    /// Use a setup link
    ///
    /// With a new password, or with one's own where the address has a user, and signs in (D17): 201
    /// with the session. Someone who is signed in as that user needs no password and keeps their
    /// session: 200 with the client area.
    #[oai(path = "/v1/setup-links/redeem", method = "post", operation_id = "redeem_setup_link")]
    async fn redeem(
        &self,
        credential: OptionalCredential,
        origin: Data<&Origin>,
        body: Json<SetupRequest>,
    ) -> Result<CreatedOrFound<NewSessionBody, ClientAreaBody>, Problem> {
        let caller = match &credential {
            OptionalCredential::Given(credential) => {
                Some(self.0.caller(credential, &origin).await?)
            }
            OptionalCredential::Absent => None,
        };
        let token = read_token(&body.0.token)?;
        let password = body.0.password.map(Password::new);
        let (portero, origin) = (&self.0.portero, origin.0.clone());
        let used =
            portero.redeem_setup_link(&token, password.as_ref(), caller.as_ref(), origin).await?;
        Ok(match redeemed(used) {
            Ok(session) => CreatedOrFound::Created(Json(session)),
            Err(area) => CreatedOrFound::Found(Json(area)),
        })
    }
}
