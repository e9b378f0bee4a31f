//! What a request may be about.

use crate::world::NOTHING;

/// One of everything that a request names by its id, or by its address.
#[derive(Debug, Clone)]
pub struct Things {
    pub account: String,
    pub user: String,
    pub email: String,
    pub invitation: String,
    pub key: String,
    pub contact: String,
    pub communication: String,
    pub client: String,
    pub site: String,
    pub session: String,
    /// An invitation, as the person sees it who received it.
    pub received: String,
}

impl Things {
    /// Ids that nothing has.
    pub fn nowhere() -> Self {
        let nothing = || NOTHING.to_owned();
        Self {
            account: nothing(),
            user: nothing(),
            email: "nadie@nowhere.example".to_owned(),
            invitation: nothing(),
            key: nothing(),
            contact: nothing(),
            communication: nothing(),
            client: nothing(),
            site: nothing(),
            session: nothing(),
            received: nothing(),
        }
    }

    /// The same, said to be of some account.
    pub fn at(self, account: &str) -> Self {
        Self { account: account.to_owned(), ..self }
    }
}
