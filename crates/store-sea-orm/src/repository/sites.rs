//! Sites in a unit of work.

use async_trait::async_trait;
use portero_domain::id::{AccountId, SiteId};
use portero_domain::model::{Site, SiteChange, SiteEvent};
use portero_domain::policy::Scope;
use portero_domain::port::{SiteRepository, StoreError};
use sea_orm::{ColumnTrait, DatabaseTransaction, Value};

use super::account_counts::{Counted, count_all, differences};
use crate::table::{site_beginnings, site_words, sites};
use crate::unit_of_work::SeaOrmUnitOfWork;
use crate::write_all::{Part, waves, write_wave};
use crate::{query, write};

impl SeaOrmUnitOfWork {
    async fn find_sites<V: Ord + Clone + Into<Value>>(
        &mut self,
        account: AccountId,
        column: sites::Column,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Vec<Site>, StoreError> {
        let step = self.step()?;
        let of_account = query::select::<Site>()
            .and_where(sites::Column::AccountId.eq(account.as_uuid()))
            .take();
        let found = query::find_among(step.transaction, &of_account, column, values).await?;
        step.done(found)
    }
}

#[async_trait]
impl SiteRepository for SeaOrmUnitOfWork {
    async fn find(&mut self, account: AccountId, id: SiteId) -> Result<Option<Site>, StoreError> {
        let found = self.find_sites(account, sites::Column::Id, [id.as_uuid()]).await?;
        Ok(found.into_iter().next())
    }

    async fn find_all(
        &mut self,
        account: AccountId,
        ids: &[SiteId],
    ) -> Result<Vec<Site>, StoreError> {
        let ids = ids.iter().map(|id| id.as_uuid());
        self.find_sites(account, sites::Column::Id, ids).await
    }

    async fn find_by_aliases(
        &mut self,
        account: AccountId,
        aliases: &[String],
    ) -> Result<Vec<Site>, StoreError> {
        self.find_sites(account, sites::Column::Alias, aliases.iter().map(String::as_str)).await
    }

    async fn count(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.count_of(account, Counted::Sites).await
    }

    async fn save_all(&mut self, changes: Vec<SiteChange>) -> Result<(), StoreError> {
        let counts = changes.iter().map(|change| (change.aggregate().account_id, change.write()));
        let differences = differences(counts);
        let mut happened = Vec::with_capacity(changes.len());
        let step = self.step()?;
        for wave in waves(changes, |site| site.id) {
            save(step.transaction, &wave).await?;
            happened.extend(wave.into_iter().map(|(site, event, _)| (site.account_id, event)));
        }
        count_all(step.transaction, Counted::Sites, differences).await?;
        step.done(())?;
        for (account, event) in happened {
            self.keep_event(Scope::Account(account), event);
        }
        Ok(())
    }
}

/// Writes sites, and the words that they are found by.
async fn save(
    transaction: &DatabaseTransaction,
    wave: &[Part<Site, SiteEvent>],
) -> Result<(), StoreError> {
    let (mut forgotten, mut found_by) = (Vec::new(), Vec::new());
    for (site, event, _) in wave {
        match event {
            SiteEvent::SiteCreated { .. } => found_by.push(site),
            SiteEvent::SiteAmended { .. } => {
                forgotten.push(site.id.as_uuid());
                found_by.push(site);
            }
            SiteEvent::SiteDeleted { .. } => forgotten.push(site.id.as_uuid()),
            SiteEvent::SiteAssigned { .. }
            | SiteEvent::SitePermissionsReplaced { .. }
            | SiteEvent::SiteUnassigned { .. } => {}
        }
    }
    write::delete_among(transaction, site_words::Column::SiteId, &forgotten).await?;
    write::delete_among(transaction, site_beginnings::Column::SiteId, &forgotten).await?;
    write_wave(transaction, wave, None).await?;
    let words = found_by.iter().copied().flat_map(site_words::of).collect();
    write::insert_all::<site_words::Entity, _>(transaction, words).await?;
    let beginnings = found_by.into_iter().flat_map(site_beginnings::of).collect();
    write::insert_all::<site_beginnings::Entity, _>(transaction, beginnings).await
}
