//! The areas that one may change to: as a member, and as a client beside those.

use portero_domain::id::AccountId;
use portero_domain::use_case::PageRequest;

use crate::call::{Call, Stop};

/// The most of either kind that the header offers; the page of all areas has the rest.
const MOST: u32 = 20;

impl Call {
    /// Path and name of each.
    pub(crate) async fn areas_to_enter(&self) -> Result<Vec<(String, String)>, Stop> {
        let caller = self.person()?;
        let page = PageRequest { after: None, limit: MOST };
        let accounts = self.portero().my_accounts(caller, page).await?.items;
        let areas = self.portero().client_areas(caller, page).await?.items;
        let as_member = accounts.iter().map(|one| {
            let path = format!("/areas/{}", one.id);
            (path, one.name.as_str().to_owned())
        });
        let as_client = areas.iter().map(|one| {
            let name = one.account_name.as_str();
            (path(one.account_id), format!("{name} · {}", self.words.client_side.as_client))
        });
        Ok(as_member.chain(as_client).collect())
    }
}

/// Where a client's own area is.
pub(crate) fn path(account: AccountId) -> String {
    format!("/client-areas/{account}")
}
