//! Who and what appears in the examples, with ids and dates that never change.

use portero_domain::policy::{Category, Permission, SitePermission};
use uuid::Uuid;

use crate::schema::{Named, Timestamp};

/// An id of version 7 that differs from the others only at its end.
const fn id(end: u128) -> Uuid {
    Uuid::from_u128(0x019a_20a3_1500_7000_8000_0000_0000_0000 | end)
}

/// The account Acme S.L.
pub const ACME: Uuid = id(0xac3e);
/// Carmen Soler, who owns it.
pub const CARMEN: Uuid = id(0xca53);
/// Luis Romero, its administrator.
pub const LUIS: Uuid = id(0x1015);
/// Noa Vidal, an outside collaborator.
pub const NOA: Uuid = id(0x0a0a);
/// Estudio Vidal, Noa's own account.
pub const ESTUDIO: Uuid = id(0xe570);
/// The invitation of Eva Martín.
pub const INVITATION: Uuid = id(0x1247);
/// A session of Carmen's.
pub const SESSION: Uuid = id(0x5e55);
/// A service key of Acme's.
pub const SERVICE_KEY: Uuid = id(0x0e11);

/// Pablo Ortega, a technical contact of Acme's.
pub const PABLO: Uuid = id(0x9ab1);
/// A communication of Acme's.
pub const COMMUNICATION: Uuid = id(0xc033);

/// Marta Gil, a client of Acme's.
pub const MARTA: Uuid = id(0x3a27);
/// The user that Marta signs in as.
pub const MARTA_AS_USER: Uuid = id(0x3a28);
/// Marta's web site, which Acme runs.
pub const SITE: Uuid = id(0x517e);
/// Luis seeing what Marta sees.
pub const VIEWING: Uuid = id(0x71e3);

/// A token as mails and sessions carry them; it opens nothing.
pub const TOKEN: &str = "S7xq1vLr0aJ3nYd8mPc5uWk2hTz9eGb4fRi6oVs1jQE";
/// Carmen's password in the examples.
pub const PASSWORD: &str = "paseo por la orilla";

/// When Acme was founded here.
pub fn founding() -> Timestamp {
    at("2026-01-12T09:00:00Z")
}

/// When Eva was invited.
pub fn invitation_day() -> Timestamp {
    at("2026-03-02T10:30:00Z")
}

/// When Eva's invitation runs out: a week later.
pub fn invitation_end() -> Timestamp {
    at("2026-03-09T10:30:00Z")
}

/// When Carmen signed in.
pub fn sign_in() -> Timestamp {
    at("2026-03-03T08:15:00Z")
}

/// When that session ends.
pub fn sign_in_end() -> Timestamp {
    at("2026-03-03T20:15:00Z")
}

/// When Noa's work for Acme ends.
pub fn project_end() -> Timestamp {
    at("2027-01-01T00:00:00Z")
}

/// What Marta may do on her site.
pub fn martas_permissions() -> Vec<Named<SitePermission>> {
    [SitePermission::ViewStats, SitePermission::EditLimited, SitePermission::Blog]
        .map(Named::from)
        .into()
}

/// What Noa is granted.
pub fn noas_grants() -> Vec<Named<Permission>> {
    [Permission::ServicesRead, Permission::DomainsRead, Permission::TicketsOpen]
        .map(Named::from)
        .into()
}

/// What someone in finance receives.
pub fn finance_mail() -> Vec<Named<Category>> {
    [Category::General, Category::Billing].map(Named::from).into()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_default()
}
