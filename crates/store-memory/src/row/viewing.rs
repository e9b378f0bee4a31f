//! Viewings as rows.

use std::cmp::Reverse;
use std::ops::{Bound, RangeInclusive};

use portero_domain::id::{AccountId, ClientId, UserId, ViewingId};
use portero_domain::model::{TokenHash, Version, Viewing, ViewingState};
use uuid::Uuid;

use super::every_id;
use crate::table::{Row, Versioned};

/// Where a viewing is found beside its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewingPlace {
    /// By its address, opened or not.
    Link([u8; 32]),
    /// By the token of its session, until it was ended.
    Token([u8; 32]),
    /// The viewings of an account, the newest first.
    OfAccount(AccountId, Reverse<ViewingId>),
    /// The viewings of what a client sees.
    OfClient(ClientId, ViewingId),
    /// The viewings for which a user asked.
    OfUser(UserId, ViewingId),
}

impl ViewingPlace {
    /// The place of the viewing that has this address.
    pub fn of_link(link: &TokenHash) -> Self {
        Self::Link(*link.as_bytes())
    }

    /// The place of the viewing whose session this token opens.
    pub fn of_token(token: &TokenHash) -> Self {
        Self::Token(*token.as_bytes())
    }

    /// The viewings of an account behind the one before, the newest first.
    pub fn behind(account: AccountId, after: Option<ViewingId>) -> (Bound<Self>, Bound<Self>) {
        let place = |id| Self::OfAccount(account, Reverse(id));
        let first = Bound::Included(place(ViewingId::from_uuid(Uuid::max())));
        let begin = after.map_or(first, |after| Bound::Excluded(place(after)));
        (begin, Bound::Included(place(ViewingId::from_uuid(Uuid::nil()))))
    }

    /// All viewings of what a client sees.
    pub fn all_of_client(client: ClientId) -> RangeInclusive<Self> {
        every_id(ViewingId::from_uuid, |id| Self::OfClient(client, id))
    }

    /// All viewings for which a user asked.
    pub fn all_of_user(user: UserId) -> RangeInclusive<Self> {
        every_id(ViewingId::from_uuid, |id| Self::OfUser(user, id))
    }
}

impl Row for Viewing {
    type Key = ViewingId;
    type Place = ViewingPlace;

    fn key(&self) -> ViewingId {
        self.id
    }

    fn places(&self) -> Vec<ViewingPlace> {
        let mut places = vec![
            ViewingPlace::OfAccount(self.account_id, Reverse(self.id)),
            ViewingPlace::OfClient(self.client_id, self.id),
            ViewingPlace::OfUser(self.user_id, self.id),
        ];
        match &self.state {
            ViewingState::Offered { link, .. } | ViewingState::Ended { link, .. } => {
                places.push(ViewingPlace::of_link(link));
            }
            ViewingState::Open { link, token, .. } => {
                places.extend([ViewingPlace::of_link(link), ViewingPlace::of_token(token)]);
            }
        }
        places
    }
}

impl Versioned for Viewing {
    fn version(&self) -> Version {
        self.version
    }
}
