//! Lists of clients and sites, and what a client sees: read without a transaction.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::{ClientFacts, LinkedClient, Page, StoreError};
use crate::id::{AccountId, ClientId, SiteId, UserId, ViewingId};
use crate::model::{
    Admission, Client, ClientStatus, Language, Membership, Name, Presence, Site, SiteAssignment,
    TokenHash, User, Viewing,
};
use crate::policy::named_enum;

named_enum! {
    /// What a list of clients is ordered by.
    ClientSort, "sort" {
        /// The name, family name first, folded for case and accents; then the id.
        Name = "name",
        /// The newest first, by id.
        Newest = "newest",
        /// Who looked at their area last comes first; then by id, newest first. Those who never did
        /// come last.
        LastActivity = "last_activity",
    }
}

/// Which clients to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientFilter {
    /// Words, each of which begins a word of name, company, e-mail, telephone number or postal
    /// address, case and accents apart (D02): one of [`Client::search_words`]. They come from
    /// [`search_words`](crate::model::search_words) too.
    pub words: Vec<String>,
    /// Only those in this state (D03).
    pub status: Option<ClientStatus>,
}

/// Where a row stands in a list of clients, however it is ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// Its id.
    pub id: ClientId,
    /// Its name, as [`ClientDetails::sort_name`](crate::model::ClientDetails::sort_name) gives it.
    pub sort_name: String,
    /// When the client last looked at their area.
    pub last_active_at: Option<DateTime<Utc>>,
}

/// What was found of a list in which words are sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<Row, Key> {
    /// The rows, in the order of the list and no more than were asked for.
    pub rows: Vec<Row>,
    /// How far the list was looked through, where that is less than it took to fill the page and
    /// there is more of it: the place of the last row that was looked at.
    pub looked_to: Option<Key>,
}

impl<Row, Key> Found<Row, Key> {
    /// A page that is full, or the end of the list.
    #[must_use]
    pub const fn all(rows: Vec<Row>) -> Self {
        Self { rows, looked_to: None }
    }
}

/// A site that is assigned to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedSite {
    /// The site.
    pub site: Site,
    /// The assignment.
    pub assignment: SiteAssignment,
}

/// A client to whom a site is assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedClient {
    /// The client.
    pub client: Client,
    /// The assignment.
    pub assignment: SiteAssignment,
}

/// A client in a list, with their sites (D01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// The client, who knows how many sites there are in all.
    pub client: Client,
    /// The first of their sites, by site id.
    pub sites: Vec<AssignedSite>,
}

impl ClientRow {
    /// How many sites of a client a list shows.
    pub const MOST_SITES: u32 = 20;
}

/// A client by a setup link, with what its holder may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSetupLink {
    /// The client.
    pub linked: LinkedClient,
    /// The name of the account.
    pub account_name: Name,
    /// The language of the account.
    pub account_language: Language,
    /// Whether the account admits anyone.
    pub admission: Admission,
    /// The user of the client's address, if there is one.
    pub user: Option<User>,
}

/// What a client finds when they enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundArea {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    pub account_name: Name,
    /// Whether the account admits anyone.
    pub admission: Admission,
    /// The client.
    pub client: Client,
}

/// A viewing by the token of its session, with what its holder must still be. Nothing is checked
/// yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundViewing {
    /// The viewing.
    pub viewing: Viewing,
    /// Who looks, as they are now.
    pub user: User,
    /// The session that they began it from, unless it is over and gone.
    pub session: Option<Presence>,
    /// Their membership of the account, whether or not its access has run out.
    pub membership: Option<Membership>,
    /// What the client finds.
    pub area: FoundArea,
}

/// Reads lists of clients and sites.
///
/// Every list is in an order that never skips or repeats a row that existed throughout and did not
/// move, found by keys and not by counting rows. Each page is a few statements, and one more
/// for the sites of its rows. With 1,000,000 clients on an account none of these may take more than four
/// times what it takes with 10,000: no statement may look at rows in a number that grows with the
/// account's. Words are compared as prefixes of words, never as parts of them, so that an index on
/// the folded words answers; status and each order need an index that begins with the account.
/// Where many rows have each of several words and few have all, no index leads from one of those to
/// the next: a list in which words are sought may stop short of a full page, and says where.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ClientDirectory: Send + Sync {
    /// The clients of an account, in this order. `page.after` is the row before, or the place up to
    /// which the list was looked through.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn clients(
        &self,
        account: AccountId,
        filter: &ClientFilter,
        sort: ClientSort,
        page: Page<ClientKey>,
    ) -> Result<Found<ClientRow, ClientKey>, StoreError>;

    /// One client of an account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_client(
        &self,
        account: AccountId,
        id: ClientId,
    ) -> Result<Option<ClientRow>, StoreError>;

    /// The sites that are assigned to a client of an account, by site id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn assigned_sites(
        &self,
        account: AccountId,
        client: ClientId,
        page: Page<SiteId>,
    ) -> Result<Vec<AssignedSite>, StoreError>;

    /// The clients to whom a site of an account is assigned, by client id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn assigned_clients(
        &self,
        account: AccountId,
        site: SiteId,
        page: Page<ClientId>,
    ) -> Result<Vec<AssignedClient>, StoreError>;

    /// All sites that are assigned to these clients of an account, by client and site. A few
    /// statements however many they are.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn sites_of_clients(
        &self,
        account: AccountId,
        clients: &[ClientId],
    ) -> Result<Vec<AssignedSite>, StoreError>;

    /// The sites of an account, newest first: those of which each word begins a word of
    /// [`SiteDetails::search_words`](crate::model::SiteDetails::search_words) (D08).
    ///
    /// # Errors
    /// [`StoreError`]
    async fn sites(
        &self,
        account: AccountId,
        words: &[String],
        page: Page<SiteId>,
    ) -> Result<Found<Site, SiteId>, StoreError>;

    /// One site of an account.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_site(&self, account: AccountId, id: SiteId) -> Result<Option<Site>, StoreError>;

    /// A client by their setup link or an earlier one, with what its holder may know.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_setup_link(&self, link: &TokenHash)
    -> Result<Option<FoundSetupLink>, StoreError>;

    /// The areas of active accounts that a user may enter as a client: not suspended, the owner not
    /// suspended. By account id.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn enterable_areas(
        &self,
        user: UserId,
        page: Page<AccountId>,
    ) -> Result<Vec<FoundArea>, StoreError>;

    /// The area of this account whose client a user is, whether or not they may enter.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_area(
        &self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<FoundArea>, StoreError>;

    /// Notes that a client looked at their area. That is no change: it has no event and no audit
    /// entry.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn note_activity(
        &self,
        account: AccountId,
        client: ClientId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// What a client is on a site of the account; nothing when either is not the account's.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_client_facts(
        &self,
        account: AccountId,
        client: ClientId,
        site: SiteId,
    ) -> Result<Option<ClientFacts>, StoreError>;

    /// A viewing by the hash of its session's token. One statement.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn find_viewing(&self, token: &TokenHash) -> Result<Option<FoundViewing>, StoreError>;

    /// The viewings of an account, newest first.
    ///
    /// # Errors
    /// [`StoreError`]
    async fn viewings(
        &self,
        account: AccountId,
        page: Page<ViewingId>,
    ) -> Result<Vec<Viewing>, StoreError>;
}
