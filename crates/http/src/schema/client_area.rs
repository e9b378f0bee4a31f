//! What clients see, and who sees it with their eyes.

use poem_openapi::Object;
use portero_domain::model::{Message, ViewingState, ViewingStatus};
use portero_domain::use_case::{
    ClientAreaView, CredentialToken, EnterableArea, Error, ListedViewing, NewViewingSession,
};
use uuid::Uuid;

use super::{ClientAreaItem, ClientSiteBody, Named, Timestamp};
use crate::convention::Fields;

/// What a client sees of an account.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ClientAreaContent", example)]
pub struct ClientAreaBody {
    /// The account.
    pub account: ClientAreaItem,
    /// Every site that is assigned to the client; empty when there are none (D19).
    pub sites: Vec<ClientSiteBody>,
}

impl From<ClientAreaView> for ClientAreaBody {
    fn from(view: ClientAreaView) -> Self {
        let name = view.account_name.as_str().to_owned();
        Self {
            account: ClientAreaItem { id: view.account_id.as_uuid(), name },
            sites: view.sites.iter().map(ClientSiteBody::from).collect(),
        }
    }
}

impl From<EnterableArea> for ClientAreaItem {
    fn from(area: EnterableArea) -> Self {
        Self { id: area.account_id.as_uuid(), name: area.account_name.as_str().to_owned() }
    }
}

/// Why someone wants to see what a client sees.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ViewAsRequest {
    /// 1 to 1,000 characters; it is kept.
    pub reason: String,
}

impl ViewAsRequest {
    /// Reads the reason.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<Message, Error> {
        let mut fields = Fields::default();
        let reason = fields.read("reason", Message::parse(&self.reason));
        reason.ok_or_else(|| fields.refusal())
    }
}

/// A session that shows what a client sees.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ViewingSession", example)]
pub struct ViewingSessionBody {
    /// Send it as `Authorization: Bearer …`. It is shown this once, and it only reads.
    pub token: String,
    /// The account whose client's eyes it borrows.
    pub account_id: Uuid,
    /// The client.
    pub client_id: Uuid,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
}

impl From<NewViewingSession> for ViewingSessionBody {
    fn from(new: NewViewingSession) -> Self {
        Self {
            token: format!("{}{}", CredentialToken::VIEWING_PREFIX, new.token.expose()),
            account_id: new.account_id.as_uuid(),
            client_id: new.client_id.as_uuid(),
            expires_at: new.expires_at.into(),
        }
    }
}

/// That someone saw, or was to see, what a client sees.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Viewing", skip_serializing_if_is_none, example)]
pub struct ViewingBody {
    /// The viewing.
    pub id: Uuid,
    /// Who looked.
    pub user_id: Uuid,
    /// With whose eyes.
    pub client_id: Uuid,
    /// Why, in their words.
    pub reason: String,
    /// What it is at this instant.
    pub status: Named<ViewingStatus>,
    /// When they asked for it.
    pub created_at: Timestamp,
    /// When its address stops working, or the session at the latest; absent when it was ended.
    pub expires_at: Option<Timestamp>,
    /// When they ended it before its time.
    pub ended_at: Option<Timestamp>,
}

impl From<ListedViewing> for ViewingBody {
    fn from(ListedViewing { viewing, status }: ListedViewing) -> Self {
        let ended_at = match viewing.state {
            ViewingState::Offered { .. } | ViewingState::Open { .. } => None,
            ViewingState::Ended { at, .. } => Some(at.into()),
        };
        Self {
            id: viewing.id.as_uuid(),
            user_id: viewing.user_id.as_uuid(),
            client_id: viewing.client_id.as_uuid(),
            status: status.into(),
            reason: viewing.reason.as_str().to_owned(),
            created_at: viewing.created_at.into(),
            expires_at: viewing.expires_at().map(Into::into),
            ended_at,
        }
    }
}
