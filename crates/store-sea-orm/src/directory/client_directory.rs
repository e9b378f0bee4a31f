//! The lists of clients and sites, and what a client sees.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ClientId, SiteId, UserId, ViewingId};
use portero_domain::model::{Site, TokenHash, Viewing};
use portero_domain::port::{
    AssignedClient, AssignedSite, ClientDirectory, ClientFacts, ClientFilter, ClientKey, ClientRow,
    ClientSort, Found, FoundArea, FoundSetupLink, FoundViewing, Page, StoreError,
};

use super::{areas, clients, sites};
use crate::store::SeaOrmStore;

#[async_trait]
impl ClientDirectory for SeaOrmStore {
    async fn clients(
        &self,
        account: AccountId,
        filter: &ClientFilter,
        sort: ClientSort,
        page: Page<ClientKey>,
    ) -> Result<Found<ClientRow, ClientKey>, StoreError> {
        clients::list(&self.pools.reader, account, filter, sort, page).await
    }

    async fn find_client(
        &self,
        account: AccountId,
        id: ClientId,
    ) -> Result<Option<ClientRow>, StoreError> {
        clients::find(&self.pools.reader, account, id).await
    }

    async fn assigned_sites(
        &self,
        account: AccountId,
        client: ClientId,
        page: Page<SiteId>,
    ) -> Result<Vec<AssignedSite>, StoreError> {
        sites::of_client(&self.pools.reader, account, client, page).await
    }

    async fn assigned_clients(
        &self,
        account: AccountId,
        site: SiteId,
        page: Page<ClientId>,
    ) -> Result<Vec<AssignedClient>, StoreError> {
        clients::of_site(&self.pools.reader, account, site, page).await
    }

    async fn sites_of_clients(
        &self,
        account: AccountId,
        clients: &[ClientId],
    ) -> Result<Vec<AssignedSite>, StoreError> {
        sites::of_clients(&self.pools.reader, account, clients).await
    }

    async fn sites(
        &self,
        account: AccountId,
        words: &[String],
        page: Page<SiteId>,
    ) -> Result<Found<Site, SiteId>, StoreError> {
        sites::list(&self.pools.reader, account, words, page).await
    }

    async fn find_site(&self, account: AccountId, id: SiteId) -> Result<Option<Site>, StoreError> {
        sites::find(&self.pools.reader, account, id).await
    }

    async fn find_setup_link(
        &self,
        link: &TokenHash,
    ) -> Result<Option<FoundSetupLink>, StoreError> {
        clients::find_setup_link(&self.pools.reader, link).await
    }

    async fn enterable_areas(
        &self,
        user: UserId,
        page: Page<AccountId>,
    ) -> Result<Vec<FoundArea>, StoreError> {
        areas::enterable(&self.pools.reader, user, page).await
    }

    async fn find_area(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<FoundArea>, StoreError> {
        areas::find(&self.pools.reader, account, user).await
    }

    async fn note_activity(
        &self,
        account: AccountId,
        client: ClientId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        clients::note_activity(&self.pools.writer, account, client, at).await
    }

    async fn find_client_facts(
        &self,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<ClientFacts>, StoreError> {
        clients::find_facts(&self.pools.reader, account, client, site).await
    }

    async fn find_viewing(&self, token: &TokenHash) -> Result<Option<FoundViewing>, StoreError> {
        areas::find_viewing(&self.pools.reader, token).await
    }

    async fn viewings(
        &self,
        account: AccountId,
        page: Page<ViewingId>,
    ) -> Result<Vec<Viewing>, StoreError> {
        areas::viewings(&self.pools.reader, account, page).await
    }
}
