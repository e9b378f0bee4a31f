//! Every limit, with its default. All of them are configuration.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Rate;

/// Every limit there is. Times are in the unit that the name ends with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// How long an invitation is open unless resent.
    pub invitation_days: u32,
    /// How long an offer to hand an account over stands.
    pub ownership_offer_days: u32,
    /// How long before the end of someone's access both sides are told.
    pub access_notice_days: u32,
    /// How long a registration's link works.
    pub confirmation_hours: u32,
    /// How long a reset's link works.
    pub password_reset_minutes: u32,
    /// How long a session may be idle.
    pub session_idle_minutes: u32,
    /// How long a session may last.
    pub session_hours: u32,
    /// How long a given password counts as fresh.
    pub reauthentication_minutes: u32,
    /// How many sessions a user may have; one more ends the oldest.
    pub sessions_per_user: u32,
    /// How many addresses an invitation form's text may have (N06).
    pub invitations_per_text: u32,
    /// How many addresses an invitation list may have.
    pub invitations_per_list: u32,
    /// How many invitations an account may send in a day.
    pub invitations_per_day: u32,
    /// How many members an account may have.
    pub members_per_account: u32,
    /// How many questions one batch of access checks may have.
    pub checks_per_batch: u32,
    /// How many wrong sign-ins one address may have from one network in 15 minutes.
    pub sign_in_tries: u32,
    /// How many mails that anyone can cause one address may get at once; then one an hour.
    pub mails_per_address: u32,
    /// How many such mails one network may cause in an hour.
    pub mails_per_network: u32,
    /// How many service keys an account may have that are not revoked.
    pub service_keys_per_account: u32,
    /// How many contacts an account may have.
    pub contacts_per_account: u32,
    /// How many people one communication may go to.
    pub recipients_per_communication: u32,
    /// How many mails an account's communications may make in a day.
    pub communication_mails_per_day: u32,
    /// How long a support code works.
    pub support_code_minutes: u32,
    /// How often a support code may be checked wrongly.
    pub support_code_tries: u32,
    /// How many clients an account may have.
    pub clients_per_account: u32,
    /// How many sites an account may have.
    pub sites_per_account: u32,
    /// How many sites may be assigned to one client.
    pub sites_per_client: u32,
    /// How long a client's setup link works (D16).
    pub setup_link_days: u32,
    /// How many mails that invite clients an account may send in a day.
    pub client_invitations_per_day: u32,
    /// How long the address of a viewing works.
    pub viewing_address_seconds: u32,
    /// How long a viewing of what a client sees lasts.
    pub viewing_minutes: u32,
    /// How many rows one import may have.
    pub rows_per_import: u32,
    /// How many bytes one import may have, in mebibytes.
    pub import_mebibytes: u32,
    /// How many imports one process takes at once, each of another account.
    pub imports_at_once: u32,
    /// How many words may be sought at once in a list.
    pub words_per_search: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            invitation_days: 7,
            ownership_offer_days: 7,
            access_notice_days: 7,
            confirmation_hours: 24,
            password_reset_minutes: 60,
            session_idle_minutes: 30,
            session_hours: 12,
            reauthentication_minutes: 10,
            sessions_per_user: 20,
            invitations_per_text: 50,
            invitations_per_list: 1_000,
            invitations_per_day: 2_000,
            members_per_account: 100_000,
            checks_per_batch: 1_000,
            sign_in_tries: 10,
            mails_per_address: 3,
            mails_per_network: 20,
            service_keys_per_account: 100,
            contacts_per_account: 100_000,
            recipients_per_communication: 1_000,
            communication_mails_per_day: 5_000,
            support_code_minutes: 10,
            support_code_tries: 3,
            clients_per_account: 5_000_000,
            sites_per_account: 100_000,
            sites_per_client: 1_000,
            setup_link_days: 30,
            client_invitations_per_day: 500,
            viewing_address_seconds: 60,
            viewing_minutes: 15,
            rows_per_import: 1_000_000,
            import_mebibytes: 64,
            imports_at_once: 8,
            words_per_search: 10,
        }
    }
}

impl Limits {
    /// The longest that an invitation may be configured to stay open.
    pub const MOST_INVITATION_DAYS: u32 = 30;

    /// How long an invitation is open.
    #[must_use]
    pub fn invitation_period(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.invitation_days.min(Self::MOST_INVITATION_DAYS)))
    }

    /// How long an offer to hand an account over stands.
    #[must_use]
    pub fn ownership_offer_period(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.ownership_offer_days))
    }

    /// How long before the end of someone's access both sides are told.
    #[must_use]
    pub fn access_notice(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.access_notice_days))
    }

    /// How long a registration's link works.
    #[must_use]
    pub fn confirmation_period(&self) -> TimeDelta {
        TimeDelta::hours(i64::from(self.confirmation_hours))
    }

    /// How long a reset's link works.
    #[must_use]
    pub fn password_reset_period(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.password_reset_minutes))
    }

    /// How long a session may be idle.
    #[must_use]
    pub fn session_idle(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.session_idle_minutes))
    }

    /// How long a session may last.
    #[must_use]
    pub fn session_lifetime(&self) -> TimeDelta {
        TimeDelta::hours(i64::from(self.session_hours))
    }

    /// How long a given password counts as fresh.
    #[must_use]
    pub fn reauthentication(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.reauthentication_minutes))
    }

    /// Wrong sign-ins of one address from one network: so many in 15 minutes, then delays.
    #[must_use]
    pub fn sign_in_rate(&self) -> Rate {
        spread(self.sign_in_tries, TimeDelta::minutes(15))
    }

    /// Mails that anyone can cause, to one address: so many, then one an hour.
    #[must_use]
    pub const fn mail_to_address_rate(&self) -> Rate {
        Rate { burst: self.mails_per_address, period: TimeDelta::hours(1) }
    }

    /// Mails that anyone can cause, from one network in an hour.
    #[must_use]
    pub fn mail_from_network_rate(&self) -> Rate {
        spread(self.mails_per_network, TimeDelta::hours(1))
    }

    /// How long a support code works.
    #[must_use]
    pub fn support_code_period(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.support_code_minutes))
    }

    /// Mails of one account's communications in a day.
    #[must_use]
    pub fn communication_rate(&self) -> Rate {
        spread(self.communication_mails_per_day, TimeDelta::days(1))
    }

    /// How long a client's setup link works (D16).
    #[must_use]
    pub fn setup_link_period(&self) -> TimeDelta {
        TimeDelta::days(i64::from(self.setup_link_days))
    }

    /// How long the address of a viewing works.
    #[must_use]
    pub fn viewing_address_period(&self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.viewing_address_seconds))
    }

    /// How long a viewing of what a client sees lasts.
    #[must_use]
    pub fn viewing_period(&self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.viewing_minutes))
    }

    /// Mails of one account that invite clients, in a day.
    #[must_use]
    pub fn client_invitation_rate(&self) -> Rate {
        spread(self.client_invitations_per_day, TimeDelta::days(1))
    }

    /// How many bytes one row of an import may have, but no more than all of it: a kibibyte for each
    /// site that a client may have, and 32 beside. So a client with as many sites as there may be, each
    /// with the longest alias and every permission, goes out in any format and comes in again.
    #[must_use]
    pub fn import_row_bytes(&self) -> usize {
        let row = (32 + self.sites_per_client as usize) * 1024;
        row.min(self.import_mebibytes as usize * 1024 * 1024)
    }

    /// Invitations of one account in a day.
    #[must_use]
    pub fn invitation_rate(&self) -> Rate {
        spread(self.invitations_per_day, TimeDelta::days(1))
    }
}

fn spread(burst: u32, over: TimeDelta) -> Rate {
    let parts = i32::try_from(burst.max(1)).unwrap_or(i32::MAX);
    Rate { burst, period: over / parts }
}
