//! Members of an account.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Header, Path, Query};
use poem_openapi::payload::Json;
use portero_domain::id::UserId;
use portero_domain::model::{MembershipState, Origin};
use portero_domain::policy::Role;
use portero_domain::port::MemberFilter;
use uuid::Uuid;

use super::{Group, Operations, account};
use crate::convention::{Credential, Done, Found, Limit, Page, expected_version, uuid_page};
use crate::problem::Problem;
use crate::schema::{MemberBody, MemberPatch, Named};

pub(super) struct Members(pub(super) Operations);

#[OpenApi(tag = "Group::Users")]
impl Members {
    /// List everyone with access, each with their role
    ///
    /// `q`: words, each of which begins a word of the name or the address, case and accents apart.
    #[oai(path = "/v1/accounts/:account_id/users", method = "get", operation_id = "list_users")]
    #[allow(clippy::too_many_arguments, reason = "one for each parameter of the query")]
    async fn list(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        q: Query<Option<String>>,
        role: Query<Option<Named<Role>>>,
        state: Query<Option<Named<MembershipState>>>,
        limit: Query<Option<Limit>>,
        cursor: Query<Option<String>>,
    ) -> Result<Json<Page<MemberBody>>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let filter = MemberFilter {
            words: self.0.portero.words_sought(&q.0.unwrap_or_default())?,
            role: role.0.map(|role| role.known_in("role")).transpose()?,
            state: state.0.map(|state| state.known_in("state")).transpose()?,
            holding: None,
        };
        let page = uuid_page(limit.0, cursor.0, UserId::from_uuid)?;
        let id = account(account_id.0);
        Ok(Json(Page::of(self.0.portero.members(&caller, id, &filter, page).await?)))
    }

    /// See one member
    #[oai(
        path = "/v1/accounts/:account_id/users/:user_id",
        method = "get",
        operation_id = "read_user"
    )]
    async fn read(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        user_id: Path<Uuid>,
    ) -> Result<Found<MemberBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let user = UserId::from_uuid(user_id.0);
        let member = self.0.portero.member(&caller, account(account_id.0), user).await?;
        Ok(Found::at(member.membership.version, member))
    }

    /// Change a member's role, grants, notifications or end
    ///
    /// With effect on their very next request. Nobody gives more than they hold, and nobody
    /// manages a member who holds more.
    #[oai(
        path = "/v1/accounts/:account_id/users/:user_id",
        method = "patch",
        operation_id = "update_user"
    )]
    async fn update(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        user_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<MemberPatch>,
    ) -> Result<Found<MemberBody>, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let user = UserId::from_uuid(user_id.0);
        let id = account(account_id.0);
        let amendment = body.0.read()?;
        let member = self.0.portero.amend_member(&caller, id, user, amendment, expected).await?;
        Ok(Found::at(member.membership.version, member))
    }

    /// Take a member's access away, or leave
    #[oai(
        path = "/v1/accounts/:account_id/users/:user_id",
        method = "delete",
        operation_id = "remove_user"
    )]
    async fn remove(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        user_id: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let expected = expected_version(if_match.0)?;
        let user = UserId::from_uuid(user_id.0);
        self.0.portero.remove_member(&caller, account(account_id.0), user, expected).await?;
        Ok(Done::Done)
    }

    /// Take a membership out of force
    #[oai(
        path = "/v1/accounts/:account_id/users/:user_id/suspend",
        method = "post",
        operation_id = "suspend_user"
    )]
    async fn suspend(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        user_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let user = UserId::from_uuid(user_id.0);
        self.0.portero.suspend_member(&caller, account(account_id.0), user).await?;
        Ok(Done::Done)
    }

    /// Put a membership in force again
    #[oai(
        path = "/v1/accounts/:account_id/users/:user_id/reactivate",
        method = "post",
        operation_id = "reactivate_user"
    )]
    async fn reactivate(
        &self,
        credential: Credential,
        origin: Data<&Origin>,
        account_id: Path<Uuid>,
        user_id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let caller = self.0.caller(&credential, &origin).await?;
        let user = UserId::from_uuid(user_id.0);
        self.0.portero.reactivate_member(&caller, account(account_id.0), user).await?;
        Ok(Done::Done)
    }
}
