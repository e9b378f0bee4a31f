//! Lists of clients and sites, and what clients see.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ClientId, SiteId, UserId, ViewingId};
use portero_domain::model::{Site, TokenHash, Viewing};
use portero_domain::port::{
    AssignedClient, AssignedSite, ClientDirectory, ClientFacts, ClientFilter, ClientKey, ClientRow,
    ClientSort, Found, FoundArea, FoundSetupLink, FoundViewing, Page, StoreError,
};

use crate::MemoryStore;
use crate::directory::{area, client_list, site_list};
use crate::row::ViewingPlace;
use crate::state::State;

/// Every method but one reads the committed state once, and leaves the reading to a function of
/// the module that has the list. Where words are sought, that looks on until the page is full.
#[async_trait]
impl ClientDirectory for MemoryStore {
    async fn clients(
        &self,
        account: AccountId,
        filter: &ClientFilter,
        sort: ClientSort,
        page: Page<ClientKey>,
    ) -> Result<Found<ClientRow, ClientKey>, StoreError> {
        let read = |state: &State| client_list::page(state, account, filter, sort, &page);
        Ok(Found::all(self.states.read(read)))
    }

    async fn find_client(
        &self,
        account: AccountId,
        id: ClientId,
    ) -> Result<Option<ClientRow>, StoreError> {
        Ok(self.states.read(|state| client_list::find(state, account, id)))
    }

    async fn assigned_sites(
        &self,
        account: AccountId,
        client: ClientId,
        page: Page<SiteId>,
    ) -> Result<Vec<AssignedSite>, StoreError> {
        Ok(self.states.read(|state| site_list::assigned(state, account, client, page)))
    }

    async fn assigned_clients(
        &self,
        account: AccountId,
        site: SiteId,
        page: Page<ClientId>,
    ) -> Result<Vec<AssignedClient>, StoreError> {
        Ok(self.states.read(|state| site_list::clients_of(state, account, site, page)))
    }

    async fn sites_of_clients(
        &self,
        account: AccountId,
        clients: &[ClientId],
    ) -> Result<Vec<AssignedSite>, StoreError> {
        Ok(self.states.read(|state| site_list::of_clients(state, account, clients)))
    }

    async fn sites(
        &self,
        account: AccountId,
        words: &[String],
        page: Page<SiteId>,
    ) -> Result<Found<Site, SiteId>, StoreError> {
        let read = |state: &State| site_list::page(state, account, words, page);
        Ok(Found::all(self.states.read(read)))
    }

    async fn find_site(&self, account: AccountId, id: SiteId) -> Result<Option<Site>, StoreError> {
        Ok(self.states.read(|state| site_list::find(state, account, id).cloned()))
    }

    async fn find_setup_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<FoundSetupLink>, StoreError> {
        Ok(self.states.read(|state| area::find_setup_link(state, link)))
    }

    async fn enterable_areas(
        &self,
        user: UserId,
        page: Page<AccountId>,
    ) -> Result<Vec<FoundArea>, StoreError> {
        Ok(self.states.read(|state| area::enterable(state, user, page)))
    }

    async fn find_area(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<FoundArea>, StoreError> {
        Ok(self.states.read(|state| area::find(state, account, user)))
    }

    async fn note_activity(
        &self,
        account: AccountId,
        client: ClientId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.states.begin().await;
        let found = transaction.state().clients.get(&client).cloned();
        if let Some(mut seen) = found.filter(|row| row.client.account_id == account) {
            seen.client.last_active_at = seen.client.last_active_at.max(Some(at));
            transaction.put(seen);
            transaction.publish();
        }
        Ok(())
    }

    async fn find_client_facts(
        &self,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<ClientFacts>, StoreError> {
        Ok(self.states.read(|state| client_list::facts_on_site(state, account, client, site)))
    }

    async fn find_viewing(&self, token: &TokenHash) -> Result<Option<FoundViewing>, StoreError> {
        Ok(self.states.read(|state| area::find_viewing(state, token)))
    }

    async fn viewings(
        &self,
        account: AccountId,
        page: Page<ViewingId>,
    ) -> Result<Vec<Viewing>, StoreError> {
        Ok(self.states.read(|state| {
            let newest_first = state.viewings.placed(ViewingPlace::behind(account, page.after));
            newest_first.take(page.limit as usize).cloned().collect()
        }))
    }
}
