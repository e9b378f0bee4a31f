//! Clients and sites on their way in and out, in the same rows.

use poem_openapi::Object;
use portero_domain::model::Language;
use portero_domain::use_case::{
    ClientRecord, ImportReport, RefusedRow, RowNote, RowOutcome, SiteRecord, SiteShare,
};

use crate::problem::{FieldErrorBody, ProblemBody, field_errors};
use crate::rows::{Column, Row, RowFields, shares_in_a_cell};

/// A client as a row of an import or an export.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ClientRow", deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct ClientRowBody {
    /// The e-mail, by which a client of the account is known again.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The company that they belong to.
    pub company: Option<String>,
    /// The postal address.
    pub address: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// What the account notes about them.
    pub notes: Option<String>,
    /// The sites that they are to have; those that they have beside stay.
    pub sites: Option<Vec<SiteShareBody>>,
}

/// A site of a client, in such a row.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SiteShare", deny_unknown_fields, example)]
pub struct SiteShareBody {
    /// The alias of the site, or its id.
    pub site: String,
    /// The site permissions that the client is to have on it, by our names or by Duda's.
    pub permissions: Vec<String>,
}

/// A site as a row of an import or an export.
#[derive(Debug, Clone, Object)]
#[oai(rename = "SiteRow", deny_unknown_fields, skip_serializing_if_is_none, example)]
pub struct SiteRowBody {
    /// What people call it.
    pub name: String,
    /// Its alias, by which a site of the account is known again.
    pub alias: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
}

impl From<ClientRecord> for ClientRowBody {
    fn from(record: ClientRecord) -> Self {
        let share =
            |share: SiteShare| SiteShareBody { site: share.site, permissions: share.permissions };
        Self {
            email: record.email,
            first_name: record.first_name,
            last_name: record.last_name,
            company: unless_empty(record.company),
            address: unless_empty(record.address),
            phone: unless_empty(record.phone),
            notes: unless_empty(record.notes),
            sites: Some(record.sites.into_iter().map(share).collect()),
        }
    }
}

impl From<SiteRecord> for SiteRowBody {
    fn from(record: SiteRecord) -> Self {
        Self {
            name: record.name,
            alias: unless_empty(record.alias),
            url: unless_empty(record.url),
            domain: unless_empty(record.domain),
        }
    }
}

fn unless_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

impl Row for ClientRowBody {
    type Record = ClientRecord;

    const COLUMNS: &'static [Column] = &[
        Column::required("email"),
        Column::required("first_name"),
        Column::required("last_name"),
        Column::optional("company"),
        Column::optional("address"),
        Column::optional("phone"),
        Column::optional("notes"),
        Column::optional("sites"),
    ];

    fn read(fields: &mut dyn RowFields) -> ClientRecord {
        ClientRecord {
            email: fields.text("email"),
            first_name: fields.text("first_name"),
            last_name: fields.text("last_name"),
            company: fields.text("company"),
            address: fields.text("address"),
            phone: fields.text("phone"),
            notes: fields.text("notes"),
            sites: fields.shares("sites"),
        }
    }

    fn cells(&self) -> Vec<String> {
        let shares = self.sites.iter().flatten();
        let shares = shares.map(|share| (share.site.as_str(), share.permissions.as_slice()));
        let optional = [&self.company, &self.address, &self.phone, &self.notes];
        let mut cells = vec![self.email.clone(), self.first_name.clone(), self.last_name.clone()];
        cells.extend(optional.map(|text| text.clone().unwrap_or_default()));
        cells.push(shares_in_a_cell(shares));
        cells
    }
}

impl Row for SiteRowBody {
    type Record = SiteRecord;

    const COLUMNS: &'static [Column] = &[
        Column::required("name"),
        Column::optional("alias"),
        Column::optional("url"),
        Column::optional("domain"),
    ];

    fn read(fields: &mut dyn RowFields) -> SiteRecord {
        SiteRecord {
            name: fields.text("name"),
            alias: fields.text("alias"),
            url: fields.text("url"),
            domain: fields.text("domain"),
        }
    }

    fn cells(&self) -> Vec<String> {
        let optional = [&self.alias, &self.url, &self.domain];
        let mut cells = vec![self.name.clone()];
        cells.extend(optional.map(|text| text.clone().unwrap_or_default()));
        cells
    }
}

/// What came of an import, or would come of it.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ImportReport", example)]
pub struct ImportReportBody {
    /// Whether it only told what would happen.
    pub dry_run: bool,
    /// How many rows there were.
    pub rows: u64,
    /// How many made something new.
    pub created: u64,
    /// How many changed what was there.
    pub amended: u64,
    /// How many were there just so.
    pub unchanged: u64,
    /// How many would be refused.
    pub refused: u64,
    /// The first 100 rows that would be refused.
    pub refused_rows: Vec<RefusedRowBody>,
    /// Whether there are more of them.
    pub more_refused: bool,
}

/// A row that would be refused.
#[derive(Debug, Clone, Object)]
#[oai(rename = "RefusedRow", example)]
pub struct RefusedRowBody {
    /// The row, from 1.
    pub row: u64,
    /// The fields whose values are refused.
    pub fields: Vec<FieldErrorBody>,
}

impl ImportReportBody {
    /// The counts, and the rows that are named, in a language.
    #[must_use]
    pub fn of(dry_run: bool, report: &ImportReport, language: Language) -> Self {
        let refused = |one: &RefusedRow| RefusedRowBody {
            row: one.row,
            fields: field_errors(&one.fields, language),
        };
        Self {
            dry_run,
            rows: report.rows,
            created: report.created,
            amended: report.amended,
            unchanged: report.unchanged,
            refused: report.refused,
            refused_rows: report.refused_rows.iter().map(refused).collect(),
            more_refused: report.has_more_refused(),
        }
    }
}

/// A line of an answer that goes on while the import does: what would happen to a row, how far it
/// has come, or at the end what came of it.
#[derive(Debug, Clone, Default, Object)]
#[oai(rename = "ImportLine", skip_serializing_if_is_none, example)]
pub struct ImportLineBody {
    /// The row, from 1.
    pub row: Option<u64>,
    /// What would happen to it: `create`, `amend`, `unchanged` or `refused`.
    pub outcome: Option<String>,
    /// Its fields whose values are refused.
    pub fields: Option<Vec<FieldErrorBody>>,
    /// How far it has come.
    pub progress: Option<ImportProgressBody>,
    /// What came of it. The last line has this or `problem`.
    pub report: Option<ImportReportBody>,
    /// Why nothing came of it.
    pub problem: Option<ProblemBody>,
}

/// How far an import has come.
#[derive(Debug, Clone, Object)]
#[oai(rename = "ImportProgress", example)]
pub struct ImportProgressBody {
    /// How many rows so far.
    pub rows: u64,
    /// What was done with them: all rows are `checked` first, then all of them `written`.
    pub step: String,
}

impl ImportLineBody {
    /// What would happen to a row.
    #[must_use]
    pub fn row(note: &RowNote, language: Language) -> Self {
        let (outcome, fields) = match &note.outcome {
            RowOutcome::Create => ("create", None),
            RowOutcome::Amend => ("amend", None),
            RowOutcome::Unchanged => ("unchanged", None),
            RowOutcome::Refused(fields) => ("refused", Some(field_errors(fields, language))),
        };
        let outcome = Some(outcome.to_owned());
        Self { row: Some(note.row), outcome, fields, ..Self::default() }
    }

    /// That so many rows were checked.
    #[must_use]
    pub fn checked(rows: u64) -> Self {
        Self::progress(rows, "checked")
    }

    /// That so many rows were written.
    #[must_use]
    pub fn written(rows: u64) -> Self {
        Self::progress(rows, "written")
    }

    fn progress(rows: u64, step: &str) -> Self {
        let progress = ImportProgressBody { rows, step: step.to_owned() };
        Self { progress: Some(progress), ..Self::default() }
    }

    /// What came of it.
    #[must_use]
    pub fn end(result: Result<ImportReportBody, ProblemBody>) -> Self {
        match result {
            Ok(report) => Self { report: Some(report), ..Self::default() },
            Err(problem) => Self { problem: Some(problem), ..Self::default() },
        }
    }
}
