//! Counting what must not come too often.

use chrono::{DateTime, Utc};

use crate::model::{Rate, RetryAfter};
use crate::policy::named_enum;

named_enum! {
    /// What is counted.
    RateKind, "rate" {
        /// Wrong sign-ins of one address from one network.
        SignIn = "sign_in",
        /// Mails that anyone can cause, to one address.
        MailToAddress = "mail_to_address",
        /// Mails that anyone can cause, from one network.
        MailFromNetwork = "mail_from_network",
        /// Invitations of one account.
        Invitation = "invitation",
        /// New links of one invitation's address.
        Resend = "resend",
        /// Mails of one account's communications.
        Communication = "communication",
        /// Mails of one account that invite clients.
        ClientInvitation = "client_invitation",
        /// Mails that invite one client of an account.
        ClientAddress = "client_address",
    }
}

/// What is counted, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RateKey {
    /// What is counted.
    pub kind: RateKind,
    /// For whom: an address, a network, an account.
    pub subject: String,
}

/// Counts, before the costly work that a rate guards. It may forget who has used nothing lately.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait RateLimiter: Send + Sync {
    /// Takes `count` at once, or nothing.
    ///
    /// # Errors
    /// Says when so many would be allowed.
    fn take(
        &self,
        key: &RateKey,
        rate: Rate,
        count: u32,
        now: DateTime<Utc>,
    ) -> Result<(), RetryAfter>;

    /// Gives back what was taken in vain.
    fn give_back(&self, key: &RateKey, rate: Rate, count: u32);
}
