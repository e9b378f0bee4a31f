//! Support codes.

use chrono::{DateTime, Utc};
use portero_domain::id::SupportCodeId;
use portero_domain::model::{Account, NewSupportCode, SupportCode, User};

use super::{Given, after};

impl Given<'_> {
    /// A code to be, with three tries, which runs out at this instant.
    pub(crate) fn new_code(
        &self,
        account: &Account,
        user: &User,
        expires_at: DateTime<Utc>,
    ) -> NewSupportCode {
        NewSupportCode {
            id: SupportCodeId::from_uuid(self.id()),
            account_id: account.id,
            user_id: user.id,
            code: self.link(),
            expires_at,
            tries: 3,
        }
    }

    /// A code that works for ten minutes.
    pub(crate) async fn support_code(&self, account: &Account, user: &User) -> SupportCode {
        self.saved(SupportCode::issue(self.new_code(account, user, after(10)), None)).await
    }
}
