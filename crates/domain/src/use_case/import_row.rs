//! What rows of imports and exports are: the same for both, whatever format they come in.

use super::{FieldProblem, InvalidField, RefusedRow};
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

/// A row as the source gave it: read, or unreadable with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRow<Record> {
    /// Its number, as the source counts: 1 is the first row of data.
    pub row: u64,
    /// The row, or the fields that cannot be read.
    pub record: Result<Record, Vec<InvalidField>>,
}

/// How an import goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Import {
    /// Whether it only tells what would happen. Every row is checked as if it counted, and nothing
    /// is written.
    pub is_dry_run: bool,
    /// Whether a row may change what is there already; else such a row is refused.
    pub may_amend: bool,
}

/// What happens to a row, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// It makes something new.
    Create,
    /// It changes what is there.
    Amend,
    /// It is there just so.
    Unchanged,
    /// It is refused, with its fields.
    Refused(Vec<InvalidField>),
}

/// What an import tells while it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportNote {
    /// What happens to a row, or would.
    Row {
        /// Its number.
        row: u64,
        /// What happens to it.
        outcome: RowOutcome,
    },
    /// How many rows were read so far.
    Progress {
        /// So many.
        rows: u64,
    },
}

/// What came of an import: of a dry run, what would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// How many rows there were.
    pub rows: u64,
    /// How many made something new.
    pub created: u64,
    /// How many changed what was there.
    pub amended: u64,
    /// How many were there just so.
    pub unchanged: u64,
    /// How many were refused: none, unless it was a dry run.
    pub refused: u64,
}

/// How an import stands: its counts, and the first rows that were refused.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) report: ImportReport,
    pub(super) refused: Vec<RefusedRow>,
}

impl Tally {
    /// The most refused rows that an answer names; a dry run tells of each.
    const MOST_NAMED: usize = 100;

    /// Counts a row, and tells of it.
    pub(super) fn count(
        &mut self,
        row: u64,
        outcome: RowOutcome,
        tell: &mut (dyn FnMut(ImportNote) + Send),
    ) {
        match &outcome {
            RowOutcome::Create => self.report.created += 1,
            RowOutcome::Amend => self.report.amended += 1,
            RowOutcome::Unchanged => self.report.unchanged += 1,
            RowOutcome::Refused(fields) => {
                self.report.refused += 1;
                if self.refused.len() < Self::MOST_NAMED {
                    self.refused.push(RefusedRow { row, fields: fields.clone() });
                }
            }
        }
        tell(ImportNote::Row { row, outcome });
    }

    /// Whether every row so far can be taken.
    pub(super) const fn is_clean(&self) -> bool {
        self.report.refused == 0
    }
}

/// A row of a client, checked but for what the account has.
#[derive(Debug, Clone)]
pub(super) struct CheckedClient {
    pub(super) email: EmailAddress,
    pub(super) details: ClientDetails,
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
pub(super) struct Fields(Vec<InvalidField>);

impl Fields {
    pub(super) fn refuse(&mut self, field: &str, problem: FieldProblem) {
        self.0.push(InvalidField { field: field.to_owned(), problem });
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

    pub(super) fn done<Value>(self, value: Option<Value>) -> Result<Value, Vec<InvalidField>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            Some(_) | None => Err(self.0),
        }
    }
}

/// Checks a row of a client: all of its fields, not only the first that is wrong.
pub(super) fn check_client(
    record: &ClientRecord,
    parse_address: impl Fn(&str) -> Result<EmailAddress, crate::model::EmailAddressRefusal>,
) -> Result<CheckedClient, Vec<InvalidField>> {
    let mut fields = Fields::default();
    let email = fields.take("email", parse_address(record.email.trim()));
    let first_name = fields.take("first_name", Name::parse(&record.first_name));
    let last_name = fields.take("last_name", Name::parse(&record.last_name));
    let company = fields.optional("company", &record.company, Line::parse);
    let address = fields.optional("address", &record.address, Line::parse);
    let phone = fields.optional("phone", &record.phone, Line::parse);
    let notes = fields.optional("notes", &record.notes, Notes::parse);
    let shares = record.sites.iter().enumerate();
    let sites = shares.map(|(place, share)| check_share(&mut fields, place, share)).collect();
    let checked = email.zip(first_name.zip(last_name)).map(|(email, (first_name, last_name))| {
        let details = ClientDetails { first_name, last_name, company, address, phone, notes };
        CheckedClient { email, details, sites }
    });
    fields.done(checked)
}

fn check_share(fields: &mut Fields, place: usize, share: &SiteShare) -> CheckedShare {
    let field = format!("sites[{place}].permissions");
    let mut permissions = SitePermissionSet::EMPTY;
    for name in &share.permissions {
        match site_permission_named(name.trim()) {
            Ok(known) => permissions = permissions.union(SitePermissionSet::of(&[known])),
            Err(unknown) => {
                let problem =
                    FieldProblem::UnknownName { kind: unknown.kind, given: unknown.given };
                fields.refuse(&field, problem);
            }
        }
    }
    let lacking = permissions.lacking();
    if !lacking.is_empty() {
        fields.refuse(&field, FieldProblem::SitePermissionsLacking(lacking));
    }
    CheckedShare { site: share.site.trim().to_owned(), permissions }
}

/// Checks a row of a site.
pub(super) fn check_site(record: &SiteRecord) -> Result<SiteDetails, Vec<InvalidField>> {
    let mut fields = Fields::default();
    let name = fields.take("name", Name::parse(&record.name));
    let alias = fields.optional("alias", &record.alias, Name::parse);
    let url = fields.optional("url", &record.url, Line::parse);
    let domain = fields.optional("domain", &record.domain, Line::parse);
    fields.done(name.map(|name| SiteDetails { name, alias, url, domain }))
}
