//! Sites.

use poem_openapi::Object;
use poem_openapi::types::MaybeUndefined;
use portero_domain::model::{Line, Name, Site, SiteAmendment, SiteDetails};
use portero_domain::policy::{SitePermission, SitePermissionSet};
use portero_domain::use_case::Error;
use uuid::Uuid;

use super::client::read_changed;
use super::{Named, Timestamp};
use crate::convention::Fields;

/// What makes a site.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct SiteRequest {
    /// What people call it, 1 to 64 characters.
    pub name: String,
    /// A short name for it, 1 to 64 characters; no two sites of an account share one.
    pub alias: Option<String>,
    /// Where it is, 1 to 256 characters.
    pub url: Option<String>,
    /// Its domain, 1 to 256 characters.
    pub domain: Option<String>,
}

impl SiteRequest {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<SiteDetails, Error> {
        let mut fields = Fields::default();
        let line = |text: String| Line::parse(&text);
        let name = fields.read("name", Name::parse(&self.name));
        let alias = fields.read_optional("alias", self.alias, |text| Name::parse(&text));
        let url = fields.read_optional("url", self.url, line);
        let domain = fields.read_optional("domain", self.domain, line);
        let (Some(name), Some(alias), Some(url), Some(domain)) = (name, alias, url, domain) else {
            return Err(fields.refusal());
        };
        Ok(SiteDetails { name, alias, url, domain })
    }
}

/// What is to change on a site; what is absent stays.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct SitePatch {
    /// What people call it, 1 to 64 characters.
    pub name: Option<String>,
    /// A short name for it; null for none.
    pub alias: MaybeUndefined<String>,
    /// Where it is; null for nowhere.
    pub url: MaybeUndefined<String>,
    /// Its domain; null for none.
    pub domain: MaybeUndefined<String>,
}

impl SitePatch {
    /// Reads every field.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<SiteAmendment, Error> {
        let mut fields = Fields::default();
        let name = fields.read_optional("name", self.name, |text| Name::parse(&text));
        let alias = read_changed(&mut fields, "alias", self.alias, Name::parse);
        let url = read_changed(&mut fields, "url", self.url, Line::parse);
        let domain = read_changed(&mut fields, "domain", self.domain, Line::parse);
        fields.check()?;
        Ok(SiteAmendment { name: name.flatten(), alias, url, domain })
    }
}

/// A web site of an account.
#[derive(Debug, Clone, Object)]
#[oai(rename = "Site", skip_serializing_if_is_none, example)]
pub struct SiteBody {
    /// The site.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// A short name for it.
    pub alias: Option<String>,
    /// Where it is, as typed.
    pub url: Option<String>,
    /// Its domain, as typed.
    pub domain: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// The version, as in the `ETag`.
    pub version: i64,
}

impl From<&Site> for SiteBody {
    fn from(site: &Site) -> Self {
        let details = site.details.clone();
        let line = |line: Option<Line>| line.map(|line| line.as_str().to_owned());
        Self {
            id: site.id.as_uuid(),
            name: details.name.as_str().to_owned(),
            alias: details.alias.map(|alias| alias.as_str().to_owned()),
            url: line(details.url),
            domain: line(details.domain),
            created_at: site.created_at.into(),
            version: site.version.as_i64(),
        }
    }
}

impl From<Site> for SiteBody {
    fn from(site: Site) -> Self {
        Self::from(&site)
    }
}

/// What a client is to be allowed on a site.
#[derive(Debug, Clone, Object)]
#[oai(deny_unknown_fields, example)]
pub struct AssignmentRequest {
    /// The complete list, with everything that these need beside them; none means that the client
    /// sees the site, and no more.
    pub permissions: Vec<Named<SitePermission>>,
}

impl AssignmentRequest {
    /// Reads the list.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn read(self) -> Result<SitePermissionSet, Error> {
        let mut fields = Fields::default();
        let read = fields.read_list("permissions", self.permissions, Named::known);
        read.ok_or_else(|| fields.refusal())
    }
}
