//! Sites, and their assignments to clients, as rows.

use std::cmp::Reverse;
use std::ops::{Bound, RangeBounds, RangeInclusive};

use portero_domain::id::{AccountId, ClientId, SiteId};
use portero_domain::model::{Name, Site, SiteAssignment, Version};
use uuid::Uuid;

use super::{every_id, every_word};
use crate::table::{Row, Versioned};

/// A site, and what it is found by.
#[derive(Debug, Clone)]
pub struct StoredSite {
    /// The site.
    pub site: Site,
    /// The words that it is found by.
    pub words: Vec<String>,
}

impl From<Site> for StoredSite {
    fn from(site: Site) -> Self {
        Self { words: site.details.search_words(), site }
    }
}

/// Where a site is found beside its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SitePlace {
    /// The one site of an account with an alias, letter by letter.
    Alias(AccountId, String),
    /// The sites of an account that a word finds.
    Word(AccountId, String, SiteId),
    /// The sites of an account, the newest first.
    OfAccount(AccountId, Reverse<SiteId>),
}

impl SitePlace {
    /// The sites of an account of which a word begins so.
    pub fn of_word(account: AccountId, beginning: &str) -> RangeInclusive<Self> {
        every_word(beginning, |word, id| Self::Word(account, word, SiteId::from_uuid(id)))
    }

    /// The place of a site in the list of its account.
    pub const fn listed(account: AccountId, site: SiteId) -> Self {
        Self::OfAccount(account, Reverse(site))
    }

    /// The sites of an account behind the one before, the newest first.
    pub fn behind(account: AccountId, after: Option<SiteId>) -> (Bound<Self>, Bound<Self>) {
        let place = |id| Self::listed(account, SiteId::from_uuid(id));
        let first = Bound::Included(place(Uuid::max()));
        let begin = after.map_or(first, |after| Bound::Excluded(Self::listed(account, after)));
        (begin, Bound::Included(place(Uuid::nil())))
    }
}

impl Row for StoredSite {
    type Key = SiteId;
    type Place = SitePlace;

    fn key(&self) -> SiteId {
        self.site.id
    }

    fn places(&self) -> Vec<SitePlace> {
        let Site { id, account_id, details, .. } = &self.site;
        let alias = details.alias.as_ref().map(Name::as_str);
        let alias = alias.map(|alias| SitePlace::Alias(*account_id, alias.to_owned()));
        let words = self.words.iter().map(|word| SitePlace::Word(*account_id, word.clone(), *id));
        words.chain(alias).chain([SitePlace::listed(*account_id, *id)]).collect()
    }

    fn counted_for(&self) -> Option<AccountId> {
        Some(self.site.account_id)
    }
}

impl Versioned for StoredSite {
    fn version(&self) -> Version {
        self.site.version
    }
}

/// The clients that a site is assigned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AssignmentPlace(SiteId, ClientId);

impl AssignmentPlace {
    /// All assignments of a site.
    pub fn all_of_site(site: SiteId) -> RangeInclusive<Self> {
        every_id(ClientId::from_uuid, |client| Self(site, client))
    }

    /// The assignments of a site behind the client before.
    pub fn of_site(site: SiteId, after: Option<ClientId>) -> impl RangeBounds<Self> {
        let all = Self::all_of_site(site);
        let first = Bound::Included(*all.start());
        let begin = after.map_or(first, |after| Bound::Excluded(Self(site, after)));
        (begin, Bound::Included(*all.end()))
    }

    /// The keys of a client's assignments behind the site before.
    pub fn of_client(
        client: ClientId,
        after: Option<SiteId>,
    ) -> impl RangeBounds<(ClientId, SiteId)> {
        let key = |id| (client, SiteId::from_uuid(id));
        let first = Bound::Included(key(Uuid::nil()));
        let begin = after.map_or(first, |after| Bound::Excluded((client, after)));
        (begin, Bound::Included(key(Uuid::max())))
    }
}

impl Row for SiteAssignment {
    type Key = (ClientId, SiteId);
    type Place = AssignmentPlace;

    fn key(&self) -> (ClientId, SiteId) {
        (self.client_id, self.site_id)
    }

    fn places(&self) -> Vec<AssignmentPlace> {
        vec![AssignmentPlace(self.site_id, self.client_id)]
    }
}

impl Versioned for SiteAssignment {
    fn version(&self) -> Version {
        self.version
    }
}
