//! Members.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use portero_domain::model::MembershipState;
use portero_domain::policy::{Category, Permission, Role};
use portero_domain::use_case::{AmendMember, Error, MemberView};
use uuid::Uuid;

use super::{Grants, Named, Timestamp};
use crate::convention::Fields;

/// Someone with access to an account.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Member", skip_serializing_if_is_none, example)]
pub struct MemberBody {
    /// Who.
    pub user_id: Uuid,
    /// Their address, as typed.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// What they are on the account.
    pub role: Named<Role>,
    /// What was granted beside the role.
    pub grants: Vec<Named<Permission>>,
    /// What they receive.
    pub notifications: Vec<Named<Category>>,
    /// When the access ends.
    pub until: Option<Timestamp>,
    /// `active` or `suspended`.
    pub state: Named<MembershipState>,
    /// Since when they are a member.
    pub since: Timestamp,
    /// When one of their sessions was last used.
    pub last_seen_at: Option<Timestamp>,
    /// The version, as in the `ETag`.
    pub version: i64,
}

impl From<MemberView> for MemberBody {
    fn from(member: MemberView) -> Self {
        let membership = member.membership;
        Self {
            user_id: membership.user_id.as_uuid(),
            email: member.user.email.as_shown().to_owned(),
            first_name: member.user.first_name.as_str().to_owned(),
            last_name: member.user.last_name.as_str().to_owned(),
            role: membership.role.into(),
            grants: membership.grants.iter().map(Named::from).collect(),
            notifications: membership.notifications.iter().map(Named::from).collect(),
            until: membership.until.map(Timestamp::from),
            state: membership.state.into(),
            since: membership.since.into(),
            last_seen_at: member.last_seen_at.map(Timestamp::from),
            version: membership.version.as_i64(),
        }
    }
}

/// What is to change on a membership; what is absent stays.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct MemberPatch {
    /// Another role: administrator, finance or user. To any but user it drops the grants.
    pub role: Option<Named<Role>>,
    /// The complete list of grants, or `all` that the giver may give.
    pub grants: Option<Grants>,
    /// The complete list of what they receive.
    pub notifications: Option<Vec<Named<Category>>>,
    /// When the access is to end; null for never.
    pub until: MaybeUndefined<Timestamp>,
}

impl MemberPatch {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<AmendMember, Error> {
        let mut fields = Fields::default();
        let role = fields.read_optional("role", self.role, Named::known);
        let grants = match self.grants {
            None => Some(None),
            Some(grants) => grants.read(&mut fields).map(Some),
        };
        let notifications = match self.notifications {
            None => Some(None),
            Some(list) => fields.read_list("notifications", list, Named::known).map(Some),
        };
        let until = match self.until {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(until) => Some(Some(until.instant())),
        };
        let (Some(role), Some(grants), Some(notifications)) = (role, grants, notifications) else {
            return Err(fields.refusal());
        };
        Ok(AmendMember { role, grants, notifications, until })
    }
}
