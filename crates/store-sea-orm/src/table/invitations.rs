//! `invitations`: a row is an invitation.

use portero_domain::id::{AccountId, ContactId, InvitationId, UserId};
use portero_domain::model::{
    Invitation, InvitationState, InvitationTerms, Message, TokenHash, Version,
};
use portero_domain::policy::Offer;
use portero_domain::port::StoreError;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Query, UnionType};

use super::{Stored, micros, row, superseded_links, words};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) account_id: Uuid,
    pub(crate) email: String,
    pub(crate) email_canonical: String,
    pub(crate) role: String,
    pub(crate) grants: String,
    pub(crate) ends_at: Option<i64>,
    pub(crate) notifications: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) language: String,
    pub(crate) invited_by: Uuid,
    pub(crate) link: Vec<u8>,
    pub(crate) expires_at: i64,
    pub(crate) state: String,
    pub(crate) accepted_by: Option<Uuid>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) contact_id: Option<Uuid>,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
}

row!("invitations": id, account_id, email, email_canonical, role, grants, ends_at, notifications,
    message, language, invited_by, link, expires_at, state, accepted_by, ended_at, contact_id,
    created_at, version);

impl Stored for Invitation {
    type Entity = Entity;
    const VERSION: Column = Column::Version;

    fn from_row(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: InvitationId::from_uuid(row.id),
            account_id: AccountId::from_uuid(row.account_id),
            state: state(&row)?,
            terms: terms(&row)?,
            email: TABLE.address("email", row.email, row.email_canonical)?,
            invited_by: UserId::from_uuid(row.invited_by),
            link: TokenHash::from_bytes(TABLE.hash("link", &row.link)?),
            expires_at: TABLE.instant("expires_at", row.expires_at)?,
            created_at: TABLE.instant("created_at", row.created_at)?,
            version: Version::from_i64(row.version),
        })
    }

    fn to_row(&self) -> Model {
        let (accepted_by, ended_at) = ending(self.state);
        Model {
            id: self.id.as_uuid(),
            account_id: self.account_id.as_uuid(),
            email: self.email.as_shown().to_owned(),
            email_canonical: self.email.canonical().to_owned(),
            role: self.terms.offer.role.to_string(),
            grants: words(self.terms.offer.grants.iter()),
            ends_at: self.terms.offer.until.map(micros),
            notifications: self.terms.notifications.map(|set| words(set.iter())),
            message: self.terms.message.as_ref().map(|message| message.as_str().to_owned()),
            language: self.terms.language.to_string(),
            invited_by: self.invited_by.as_uuid(),
            link: self.link.as_bytes().to_vec(),
            expires_at: micros(self.expires_at),
            state: state_name(self.state).to_owned(),
            accepted_by: accepted_by.map(UserId::as_uuid),
            ended_at,
            contact_id: self.terms.contact.map(ContactId::as_uuid),
            created_at: micros(self.created_at),
            version: self.version.as_i64(),
        }
    }
}

/// Whether an invitation is kept as open. The index on these has the same condition, and a database
/// sees that only where nothing is a parameter.
pub(crate) fn is_open() -> Expr {
    Expr::cust("invitations.state IN ('pending', 'claimed')")
}

const fn state_name(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Pending => "pending",
        InvitationState::Claimed => "claimed",
        InvitationState::Accepted { .. } => "accepted",
        InvitationState::Declined { .. } => "declined",
        InvitationState::Revoked { .. } => "revoked",
    }
}

/// Who accepted, and when it came to its end.
const fn ending(state: InvitationState) -> (Option<UserId>, Option<i64>) {
    match state {
        InvitationState::Pending | InvitationState::Claimed => (None, None),
        InvitationState::Accepted { by, at } => (Some(by), Some(micros(at))),
        InvitationState::Declined { at } | InvitationState::Revoked { at } => {
            (None, Some(micros(at)))
        }
    }
}

fn state(row: &Model) -> Result<InvitationState, StoreError> {
    let ended_at = TABLE.optional_instant("ended_at", row.ended_at)?;
    match (row.state.as_str(), row.accepted_by, ended_at) {
        ("pending", None, None) => Ok(InvitationState::Pending),
        ("claimed", None, None) => Ok(InvitationState::Claimed),
        ("accepted", Some(by), Some(at)) => {
            Ok(InvitationState::Accepted { by: UserId::from_uuid(by), at })
        }
        ("declined", None, Some(at)) => Ok(InvitationState::Declined { at }),
        ("revoked", None, Some(at)) => Ok(InvitationState::Revoked { at }),
        (state, _, _) => Err(TABLE.corrupt(
            "state",
            format!("{state:?} does not go with who accepted it and when it ended"),
        )),
    }
}

fn terms(row: &Model) -> Result<InvitationTerms, StoreError> {
    let notifications = row.notifications.as_deref();
    let message = row.message.as_deref();
    Ok(InvitationTerms {
        offer: Offer {
            role: TABLE.parse("role", &row.role)?,
            grants: TABLE.parse_set("grants", &row.grants)?,
            until: TABLE.optional_instant("ends_at", row.ends_at)?,
        },
        notifications: notifications
            .map(|names| TABLE.parse_set("notifications", names))
            .transpose()?,
        message: message.map(|text| TABLE.checked("message", Message::parse(text))).transpose()?,
        language: TABLE.parse("language", &row.language)?,
        contact: row.contact_id.map(ContactId::from_uuid),
    })
}

/// Whether an invitation has this link, or had it before.
pub(crate) fn has_had(link: &TokenHash) -> Expr {
    let link = link.as_bytes().to_vec();
    let earlier = Query::select()
        .column(superseded_links::Column::InvitationId)
        .from(superseded_links::Entity)
        .and_where(superseded_links::Column::Link.eq(link.clone()))
        .take();
    let either = Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::Link.eq(link))
        .union(UnionType::All, earlier)
        .take();
    Column::Id.in_subquery(either)
}
