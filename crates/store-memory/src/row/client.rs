//! Clients as rows.

use std::cmp::Reverse;
use std::ops::{Bound, RangeInclusive};

use chrono::{DateTime, Utc};
use portero_domain::id::{AccountId, ClientId, UserId};
use portero_domain::model::{Client, ClientStatus, EmailAddress, TokenHash, Version};
use portero_domain::port::{ClientKey, ClientSort};
use uuid::Uuid;

use super::{BEHIND_WORDS, every_id, every_word};
use crate::table::{Row, Versioned};

/// A client, the setup links that it had before, and what it is found by.
#[derive(Debug, Clone)]
pub struct StoredClient {
    /// The client.
    pub client: Client,
    /// The hashes of its earlier setup links.
    pub earlier_links: Vec<TokenHash>,
    /// The words that it is found by.
    pub words: Vec<String>,
    sort_name: String,
}

impl StoredClient {
    /// A client as it is kept.
    pub fn new(client: Client, earlier_links: Vec<TokenHash>) -> Self {
        let (words, sort_name) = (client.search_words(), client.details.sort_name());
        Self { client, earlier_links, words, sort_name }
    }

    /// Where it stands in every list.
    pub fn list_key(&self) -> ClientKey {
        ClientKey {
            id: self.client.id,
            sort_name: self.sort_name.clone(),
            last_active_at: self.client.last_active_at,
        }
    }
}

/// Where a client is found beside its key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClientPlace {
    /// By its setup link or an earlier one.
    Link([u8; 32]),
    /// The one client of an account at an address, in canonical form.
    Address(AccountId, String),
    /// The one client of an account who a user is.
    OfUser(UserId, AccountId),
    /// The clients of an account that a word finds.
    Word(AccountId, String, ClientId),
    /// The clients of an account, whatever their state or those in one, in some order.
    Listed(AccountId, Option<ClientStatus>, ClientPosition),
}

/// Where a client stands in one of the orders.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClientPosition {
    /// By name, then by id.
    Name(String, ClientId),
    /// The newest first.
    Newest(Reverse<ClientId>),
    /// The last to look first, and those who never did last; then the newest first.
    LastActivity(Reverse<Option<DateTime<Utc>>>, Reverse<ClientId>),
}

impl ClientPosition {
    fn of(sort: ClientSort, key: &ClientKey) -> Self {
        match sort {
            ClientSort::Name => Self::Name(key.sort_name.clone(), key.id),
            ClientSort::Newest => Self::Newest(Reverse(key.id)),
            ClientSort::LastActivity => {
                Self::LastActivity(Reverse(key.last_active_at), Reverse(key.id))
            }
        }
    }

    /// The first position that there can be in an order, and the last.
    fn ends(sort: ClientSort) -> (Self, Self) {
        let (least, most) = (ClientId::from_uuid(Uuid::nil()), ClientId::from_uuid(Uuid::max()));
        let latest = Some(DateTime::<Utc>::MAX_UTC);
        match sort {
            ClientSort::Name => {
                (Self::Name(String::new(), least), Self::Name(BEHIND_WORDS.to_owned(), most))
            }
            ClientSort::Newest => (Self::Newest(Reverse(most)), Self::Newest(Reverse(least))),
            ClientSort::LastActivity => (
                Self::LastActivity(Reverse(latest), Reverse(most)),
                Self::LastActivity(Reverse(None), Reverse(least)),
            ),
        }
    }
}

impl ClientPlace {
    /// The place of whatever bears this link.
    pub fn of_link(link: &TokenHash) -> Self {
        Self::Link(*link.as_bytes())
    }

    /// The place of the client at an address.
    pub fn at(account: AccountId, email: &EmailAddress) -> Self {
        Self::Address(account, email.canonical().to_owned())
    }

    /// All clients who a user is, by account.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        every_id(AccountId::from_uuid, |account| Self::OfUser(user, account))
    }

    /// The clients of an account of which a word begins so.
    pub fn of_word(account: AccountId, beginning: &str) -> RangeInclusive<Self> {
        every_word(beginning, |word, id| Self::Word(account, word, ClientId::from_uuid(id)))
    }

    /// The place of a client in a list.
    pub fn listed(
        account: AccountId,
        status: Option<ClientStatus>,
        sort: ClientSort,
        key: &ClientKey,
    ) -> Self {
        Self::Listed(account, status, ClientPosition::of(sort, key))
    }

    /// The places of a list behind the client before.
    pub fn behind(
        account: AccountId,
        status: Option<ClientStatus>,
        sort: ClientSort,
        after: Option<&ClientKey>,
    ) -> (Bound<Self>, Bound<Self>) {
        let place = |position| Self::Listed(account, status, position);
        let (first, last) = ClientPosition::ends(sort);
        let begin = after.map_or(Bound::Included(place(first)), |after| {
            Bound::Excluded(Self::listed(account, status, sort, after))
        });
        (begin, Bound::Included(place(last)))
    }
}

impl Row for StoredClient {
    type Key = ClientId;
    type Place = ClientPlace;

    fn key(&self) -> ClientId {
        self.client.id
    }

    fn places(&self) -> Vec<ClientPlace> {
        let (account, id) = (self.client.account_id, self.client.id);
        let current = self.client.setup_link().map(|link| link.link);
        let links = self.earlier_links.iter().chain(&current).map(ClientPlace::of_link);
        let user = self.client.user().map(|user| ClientPlace::OfUser(user, account));
        let words = self.words.iter().map(|word| ClientPlace::Word(account, word.clone(), id));
        let mut places: Vec<ClientPlace> = links.chain(user).chain(words).collect();
        places.push(ClientPlace::at(account, &self.client.email));
        let key = self.list_key();
        for status in [None, Some(self.client.status())] {
            let listed = |sort: &ClientSort| ClientPlace::listed(account, status, *sort, &key);
            places.extend(ClientSort::ALL.iter().map(listed));
        }
        places
    }

    fn counted_for(&self) -> Option<AccountId> {
        Some(self.client.account_id)
    }
}

impl Versioned for StoredClient {
    fn version(&self) -> Version {
        self.client.version
    }
}
