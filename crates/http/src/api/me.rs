//! One's own profile, accounts and invitations.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use portero_domain::id::{AccountId, InvitationId};
use portero_domain::model::{InvitationStatus, NewPassword, Origin, Password};
use portero_domain::use_case::Error;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{
    Credential, Done, Found, Limit, Page, expected_version, read_token, uuid_page,
};
use crate::problem::Problem;
use crate::schema::{
    AccountItem, AnsweredInvitation, InvitationPreviewBody, NotificationsBody,
    NotificationsRequest, PasswordChange, ProfilePatch, ReceivedInvitationBody, TokenRequest,
    UserBody,
};

pub(super) struct Me(pub(super) Operations);

#[OpenApi(tag = "Group::Me")]
impl Me {
    /// See one's own profile
    #[oai(path = "/v1/me", method = "get", operation_id = "read_me")]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
    ) -> Result<Found<UserBody>, Problem> {
        let caller = self.0.newcomer(&credential, &origin).await?;
        let user = caller.person()?.user.clone();
        Ok(Found::at(user.version, user))
    }

    /// Change one's name or language
    #[oai(path = "/v1/me", method = "patch", operation_id = "update_me")]
    async fn update(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<ProfilePatch>,
    ) -> Result<Found<UserBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let user = self.0.portero.amend_profile(&caller, body.0.read()?, expected).await?;
        Ok(Found::at(user.version, user))
    }

    /// Set another password
    ///
    /// Every other session ends, and a mail tells of it.
    #[oai(path = "/v1/me/password", method = "post", operation_id = "change_password")]
    async fn change_password(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        body: Json<PasswordChange>,
    ) -> Result<Done, Problem> {
        let caller = self.0.newcomer(&credential, &origin).await?;
        let new = NewPassword::parse(Password::new(body.0.new), &caller.person()?.user.email)
            .map_err(|refusal| Error::invalid("new", refusal.into()))?;
        let current = Password::new(body.0.current);
        self.0.portero.change_password(&caller, &current, &new).await?;
        Ok(Done::Done)
    }

    /// List the accounts that one may enter
    ///
    /// One's own are marked (S02, S11).
    #[oai(path = "/v1/me/accounts", method = "get", operation_id = "list_my_accounts")]
    async fn accounts(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<AccountItem>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let page = uuid_page(limit.0, cursor.0, AccountId::from_uuid)?;
        Ok(Json(Page::of(self.0.portero.my_accounts(&caller, page).await?)))
    }

    /// Choose what one receives from an account
    #[oai(
        path = "/v1/me/accounts/:account_id/notifications",
        method = "put",
        operation_id = "choose_notifications"
    )]
    async fn notifications(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        body: Json<NotificationsRequest>,
    ) -> Result<Json<NotificationsBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let choice = body.0.read()?;
        let id = account(account_id.0);
        Ok(Json(self.0.portero.choose_notifications(&caller, id, choice).await?.into()))
    }

    /// List the invitations that wait for one's confirmed address
    #[oai(path = "/v1/me/invitations", method = "get", operation_id = "list_my_invitations")]
    async fn invitations(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
    ) -> Result<Json<Page<ReceivedInvitationBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let received = self.0.portero.received_invitations(&caller).await?;
        let items = received.into_iter().map(Into::into).collect();
        Ok(Json(Page { items, next_cursor: None }))
    }

    /// Accept an invitation from inside
    #[oai(
        path = "/v1/me/invitations/:invitation_id/accept",
        method = "post",
        operation_id = "accept_my_invitation"
    )]
    async fn accept(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        invitation_id: Path<Uuid>,
    ) -> Result<Json<AnsweredInvitation>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = InvitationId::from_uuid(invitation_id.0);
        let accepted = self.0.portero.accept_received(&caller, id).await?;
        Ok(Json(AnsweredInvitation::with(InvitationStatus::Accepted, &accepted)))
    }

    /// Decline an invitation from inside
    #[oai(
        path = "/v1/me/invitations/:invitation_id/decline",
        method = "post",
        operation_id = "decline_my_invitation"
    )]
    async fn decline(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        invitation_id: Path<Uuid>,
    ) -> Result<Json<AnsweredInvitation>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let id = InvitationId::from_uuid(invitation_id.0);
        let declined = self.0.portero.decline_received(&caller, id).await?;
        Ok(Json(AnsweredInvitation::with(InvitationStatus::Declined, &declined)))
    }

    /// Look at an invitation by its link
    ///
    /// Needs no sign-in, and changes nothing.
    #[oai(path = "/v1/invitations/lookup", method = "post", operation_id = "look_up_invitation")]
    async fn look_up(
        &self,
        body: Json<TokenRequest>,
    ) -> Result<Json<InvitationPreviewBody>, Problem> {
        let token = read_token(&body.0.token)?;
        Ok(Json(self.0.portero.preview_invitation(&token).await?.into()))
    }

    /// Accept an invitation by its link
    ///
    /// It is the caller's confirmed address that counts, whatever the link.
    #[oai(path = "/v1/invitations/accept", method = "post", operation_id = "accept_invitation")]
    async fn accept_by_link(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        body: Json<TokenRequest>,
    ) -> Result<Json<AnsweredInvitation>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let token = read_token(&body.0.token)?;
        let accepted = self.0.portero.accept_by_link(&caller, &token).await?;
        Ok(Json(AnsweredInvitation::with(InvitationStatus::Accepted, &accepted)))
    }

    /// Decline an invitation by its link
    #[oai(path = "/v1/invitations/decline", method = "post", operation_id = "decline_invitation")]
    async fn decline_by_link(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        body: Json<TokenRequest>,
    ) -> Result<Json<AnsweredInvitation>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let token = read_token(&body.0.token)?;
        let declined = self.0.portero.decline_by_link(&caller, &token).await?;
        Ok(Json(AnsweredInvitation::with(InvitationStatus::Declined, &declined)))
    }
}
