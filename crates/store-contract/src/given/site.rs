//! Sites.

use portero_domain::id::SiteId;
use portero_domain::model::{Account, Site, SiteChange, SiteDetails};

use super::{Given, line, name, noon};

/// A site that has a name and nothing else.
pub(crate) fn only_named(called: &str) -> SiteDetails {
    SiteDetails { name: name(called), alias: None, url: None, domain: None }
}

/// A site with an alias, and everything else that one can have.
pub(crate) fn with_alias(called: &str, alias: &str) -> SiteDetails {
    SiteDetails {
        name: name(called),
        alias: Some(name(alias)),
        url: Some(line("https://www.mar.example/inicio")),
        domain: Some(line("mar.example")),
    }
}

impl Given<'_> {
    /// A site to be, not yet written.
    pub(crate) fn new_site(&self, account: &Account, details: SiteDetails) -> SiteChange {
        Site::create(SiteId::from_uuid(self.id()), account.id, details, noon())
    }

    /// A site with this name, and no alias.
    pub(crate) async fn site(&self, account: &Account, called: &str) -> Site {
        self.saved(self.new_site(account, only_named(called))).await
    }
}
