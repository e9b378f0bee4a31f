//! What rows of imports and exports are: the same for both, whatever format they come in.

use super::{FieldProblem, InvalidField};
use crate::id::SiteId;
use crate::model::{ClientDetails, EmailAddress, Line, Name, Notes, SiteDetails, TextRefusal};
use crate::policy::{SitePermissionSet, site_permission_named};

/// A client as a row of an import or an export. The texts are as the source has them; an empty one
/// counts as none. How far the access has come is no part of it: nobody comes in by an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientRecord {
    /// The e-mail, by which a client of the account is known again (D06).
    pub email: String,
    /// Given name (D04).
    pub first_name: String,
    /// Family name (D04).
    pub last_name: String,
    /// Company (D05).
    pub company: String,
    /// Postal address (D05).
    pub address: String,
    /// Telephone number (D05).
    pub phone: String,
    /// Notes (D05).
    pub notes: String,
    /// The sites that the client is to have. Sites that they have beside stay.
    pub sites: Vec<SiteShare>,
}

/// A site of a client, as a row of an import or an export names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteShare {
    /// The alias of the site, or its id.
    pub site: String,
    /// The names of what the client is allowed on it: ours, or Duda's.
    pub permissions: Vec<String>,
}

impl SiteShare {
    /// The most names of permissions that a row may give on one site: as many as there are, by our
    /// names and by Duda's, fit well.
    pub const MOST_PERMISSIONS: usize = 64;
}

/// A site as a row of an import or an export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteRecord {
    /// What people call it.
    pub name: String,
    /// Its alias, by which a site of the account is known again.
    pub alias: String,
    /// Where it is.
    pub url: String,
    /// Its domain.
    pub domain: String,
}

/// A row as the source gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow<Record> {
    /// Its number, as the source counts: 1 is the first row of data.
    pub row: u64,
    /// What could be read of it; a field that could not is empty.
    pub record: Record,
    /// The fields that could not be read. An empty name means the row as a whole.
    pub faults: Vec<InvalidField>,
}

/// The rows of an import. They are read twice: to rehearse, and to write.
pub trait RowSource<Record>: Send {
    /// All rows in order, from the first one on. Nobody holds more than a few of them.
    fn rows(&mut self) -> Box<dyn Iterator<Item = ReadRow<Record>> + Send + '_>;
}

/// A row of a client, checked but for what the account has. What is wrong is not there.
#[derive(Debug, Clone)]
pub(super) struct CheckedClient {
    pub(super) email: Option<EmailAddress>,
    pub(super) details: Option<ClientDetails>,
    pub(super) sites: Vec<CheckedShare>,
}

/// A site of a client, checked but for whether the account has it.
#[derive(Debug, Clone)]
pub(super) struct CheckedShare {
    pub(super) site: String,
    pub(super) permissions: SitePermissionSet,
}

impl CheckedShare {
    /// The id that it names, if it names one.
    pub(super) fn id(&self) -> Option<SiteId> {
        self.site.parse().ok().map(SiteId::from_uuid)
    }
}

/// Gathers what is wrong with the fields of a row.
#[derive(Default)]
pub(super) struct Faults {
    fields: Vec<InvalidField>,
    /// How many of them, the first ones, could not be read at all.
    unreadable: usize,
}

impl Faults {
    /// The most faults of one row that are told.
    const MOST: usize = 20;

    /// The most characters of what was given that are told.
    const LONGEST: usize = 64;

    /// Begins with what could not be read.
    pub(super) fn of(mut fields: Vec<InvalidField>) -> Self {
        fields.truncate(Self::MOST);
        Self { unreadable: fields.len(), fields }
    }

    /// Adds what is wrong with a field, unless the field, or what it is in, could not be read at all.
    pub(super) fn refuse(&mut self, field: &str, problem: FieldProblem) {
        let mut unreadable = self.fields.iter().take(self.unreadable);
        let is_told = unreadable.any(|one| is_within(field, &one.field));
        if !is_told && self.fields.len() < Self::MOST {
            self.fields.push(InvalidField { field: field.to_owned(), problem });
        }
    }

    /// The same for a name that the account does not have.
    pub(super) fn refuse_name(&mut self, field: &str, name: &str) {
        let given = name.chars().take(Self::LONGEST).collect();
        self.refuse(field, FieldProblem::NotThere { given });
    }

    fn take<Value, Refusal: Into<FieldProblem>>(
        &mut self,
        field: &str,
        parsed: Result<Value, Refusal>,
    ) -> Option<Value> {
        parsed.map_err(|refusal| self.refuse(field, refusal.into())).ok()
    }

    fn optional<Value>(
        &mut self,
        field: &str,
        text: &str,
        parse: impl Fn(&str) -> Result<Value, TextRefusal>,
    ) -> Option<Value> {
        if text.trim().is_empty() { None } else { self.take(field, parse(text)) }
    }

    /// What was checked, if nothing is wrong.
    pub(super) fn done<Value>(self, value: Option<Value>) -> Result<Value, Vec<InvalidField>> {
        match value {
            Some(value) if self.fields.is_empty() => Ok(value),
            Some(_) | None => Err(self.fields),
        }
    }
}

/// Whether a field is another one, or a part of it; everything is a part of the row as a whole.
fn is_within(field: &str, whole: &str) -> bool {
    let rest = field.strip_prefix(whole);
    rest.is_some_and(|rest| whole.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Checks a row of a client: all of its fields, not only the first that is wrong. What names more sites
/// than one client may have is refused before any of them is looked at.
pub(super) fn check_client(
    record: &ClientRecord,
    most_sites: usize,
    faults: &mut Faults,
    parse_address: impl Fn(&str) -> Result<EmailAddress, crate::model::EmailAddressRefusal>,
) -> CheckedClient {
    let email = faults.take("email", parse_address(record.email.trim()));
    let first_name = faults.take("first_name", Name::parse(&record.first_name));
    let last_name = faults.take("last_name", Name::parse(&record.last_name));
    let company = faults.optional("company", &record.company, Line::parse);
    let address = faults.optional("address", &record.address, Line::parse);
    let phone = faults.optional("phone", &record.phone, Line::parse);
    let notes = faults.optional("notes", &record.notes, Notes::parse);
    let sites = check_shares(&record.sites, most_sites, faults);
    let details = first_name.zip(last_name).map(|(first_name, last_name)| ClientDetails {
        first_name,
        last_name,
        company,
        address,
        phone,
        notes,
    });
    CheckedClient { email, details, sites }
}

fn check_shares(shares: &[SiteShare], most: usize, faults: &mut Faults) -> Vec<CheckedShare> {
    if shares.len() > most {
        faults.refuse("sites", FieldProblem::MoreThan { limit: most });
        return Vec::new();
    }
    let shares = shares.iter().enumerate();
    shares.map(|(place, share)| check_share(faults, place, share)).collect()
}

fn check_share(faults: &mut Faults, place: usize, share: &SiteShare) -> CheckedShare {
    let field = format!("sites[{place}].permissions");
    let (mut permissions, limit) = (SitePermissionSet::EMPTY, SiteShare::MOST_PERMISSIONS);
    if share.permissions.len() > limit {
        faults.refuse(&field, FieldProblem::MoreThan { limit });
    }
    for name in share.permissions.iter().take(limit) {
        match site_permission_named(name.trim()) {
            Ok(known) => permissions = permissions.union(SitePermissionSet::of(&[known])),
            Err(unknown) => {
                let given = unknown.given.chars().take(Faults::LONGEST).collect();
                faults.refuse(&field, FieldProblem::UnknownName { kind: unknown.kind, given });
            }
        }
    }
    let lacking = permissions.lacking();
    if !lacking.is_empty() {
        faults.refuse(&field, FieldProblem::SitePermissionsLacking(lacking));
    }
    // One letter more than any alias has: what is cut is not found, and nothing large is held.
    let site = share.site.trim().chars().take(Name::LIMIT + 1).collect();
    CheckedShare { site, permissions }
}

/// Checks a row of a site.
pub(super) fn check_site(record: &SiteRecord, faults: &mut Faults) -> Option<SiteDetails> {
    let name = faults.take("name", Name::parse(&record.name));
    let alias = faults.optional("alias", &record.alias, Name::parse);
    let url = faults.optional("url", &record.url, Line::parse);
    let domain = faults.optional("domain", &record.domain, Line::parse);
    name.map(|name| SiteDetails { name, alias, url, domain })
}
