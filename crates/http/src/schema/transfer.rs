//! Clients and sites on their way in and out, in the same rows.

use poem_openapi::Object;
use portero_domain::model::Language;
use portero_domain::use_case::{
    ClientRecord, FieldProblem, ImportNote, ImportReport, InvalidField, RowOutcome, SiteRecord,
    SiteShare,
};
use serde_json::{Map, Value};

use crate::convention::Row;
use crate::problem::{FieldErrorBody, field_errors};

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

    fn read_line(line: &[u8]) -> Result<ClientRecord, Vec<InvalidField>> {
        let mut reader = LineReader::of(line)?;
        let record = ClientRecord {
            email: reader.text("email"),
            first_name: reader.text("first_name"),
            last_name: reader.text("last_name"),
            company: reader.text("company"),
            address: reader.text("address"),
            phone: reader.text("phone"),
            notes: reader.text("notes"),
            sites: reader.shares("sites"),
        };
        reader.done(record)
    }
}

impl Row for SiteRowBody {
    type Record = SiteRecord;

    fn read_line(line: &[u8]) -> Result<SiteRecord, Vec<InvalidField>> {
        let mut reader = LineReader::of(line)?;
        let record = SiteRecord {
            name: reader.text("name"),
            alias: reader.text("alias"),
            url: reader.text("url"),
            domain: reader.text("domain"),
        };
        reader.done(record)
    }
}

/// Takes the fields of one object, and notes which cannot be read.
struct LineReader {
    within: String,
    fields: Map<String, Value>,
    invalid: Vec<InvalidField>,
}

/// The most characters of an unknown field's name that are told.
const LONGEST_NAME: usize = 64;

impl LineReader {
    fn of(line: &[u8]) -> Result<Self, Vec<InvalidField>> {
        match serde_json::from_slice(line) {
            Ok(Value::Object(fields)) => Ok(Self::within(String::new(), fields)),
            Ok(_) | Err(_) => Err(vec![unreadable(String::new())]),
        }
    }

    const fn within(within: String, fields: Map<String, Value>) -> Self {
        Self { within, fields, invalid: Vec::new() }
    }

    fn place(&self, name: &str) -> String {
        format!("{}{name}", self.within)
    }

    /// A text; what is absent or null is empty, and whether it may be is the import's to say.
    fn text(&mut self, name: &str) -> String {
        match self.fields.remove(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text,
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                self.invalid.push(unreadable(self.place(name)));
                String::new()
            }
        }
    }

    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.fields.remove(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => {
                self.invalid.push(unreadable(self.place(name)));
                Vec::new()
            }
        }
    }

    fn shares(&mut self, name: &str) -> Vec<SiteShare> {
        let mut shares = Vec::new();
        for (position, item) in self.list(name).into_iter().enumerate() {
            let place = self.place(&format!("{name}[{position}]"));
            let Value::Object(fields) = item else {
                self.invalid.push(unreadable(place));
                continue;
            };
            let mut reader = Self::within(format!("{place}."), fields);
            let site = reader.text("site");
            let permissions = reader.texts("permissions");
            match reader.done(SiteShare { site, permissions }) {
                Ok(share) => shares.push(share),
                Err(invalid) => self.invalid.extend(invalid),
            }
        }
        shares
    }

    fn texts(&mut self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for (position, item) in self.list(name).into_iter().enumerate() {
            match item {
                Value::String(text) => texts.push(text),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => {
                    self.invalid.push(unreadable(self.place(&format!("{name}[{position}]"))));
                }
            }
        }
        texts
    }

    /// What was read, if all of it could be, and nothing is left.
    fn done<Record>(mut self, record: Record) -> Result<Record, Vec<InvalidField>> {
        for name in std::mem::take(&mut self.fields).into_iter().map(|(name, _)| name) {
            let given: String = name.chars().take(LONGEST_NAME).collect();
            let problem = FieldProblem::UnknownName { kind: "field", given: given.clone() };
            self.invalid.push(InvalidField { field: self.place(&given), problem });
        }
        if self.invalid.is_empty() { Ok(record) } else { Err(self.invalid) }
    }
}

const fn unreadable(field: String) -> InvalidField {
    InvalidField { field, problem: FieldProblem::Unreadable }
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
    /// Of a dry run, what would happen to each row.
    pub outcomes: Vec<RowOutcomeBody>,
}

/// What would happen to a row.
#[derive(Debug, Clone, Object)]
#[oai(rename = "RowOutcome", skip_serializing_if_is_none, example)]
pub struct RowOutcomeBody {
    /// The row, from 1.
    pub row: u64,
    /// `create`, `amend`, `unchanged` or `refused`.
    pub outcome: String,
    /// The fields whose values are refused.
    pub errors: Option<Vec<FieldErrorBody>>,
}

impl ImportReportBody {
    /// The counts, with what was told of each row.
    #[must_use]
    pub const fn of(dry_run: bool, report: &ImportReport, outcomes: Vec<RowOutcomeBody>) -> Self {
        Self {
            dry_run,
            rows: report.rows,
            created: report.created,
            amended: report.amended,
            unchanged: report.unchanged,
            refused: report.refused,
            outcomes,
        }
    }
}

impl RowOutcomeBody {
    /// What an import tells, as far as it is about a row.
    #[must_use]
    pub fn told(note: &ImportNote, language: Language) -> Option<Self> {
        let ImportNote::Row { row, outcome } = note else {
            return None;
        };
        let (outcome, errors) = match outcome {
            RowOutcome::Create => ("create", None),
            RowOutcome::Amend => ("amend", None),
            RowOutcome::Unchanged => ("unchanged", None),
            RowOutcome::Refused(fields) => ("refused", Some(field_errors(fields, language))),
        };
        Some(Self { row: *row, outcome: outcome.to_owned(), errors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(line: &str) -> Vec<String> {
        let invalid = ClientRowBody::read_line(line.as_bytes()).expect_err("it cannot be read");
        invalid.into_iter().map(|one| one.field).collect()
    }

    #[test]
    fn a_row_is_read_with_its_sites() {
        let line = r#"{"email": "a@b.es", "first_name": "Ana", "last_name": "Ruiz", "phone": null,
                       "sites": [{"site": "tienda", "permissions": ["edit", "blog"]}]}"#;
        let record = ClientRowBody::read_line(line.as_bytes()).expect("a row");
        let permissions = vec!["edit".to_owned(), "blog".to_owned()];
        assert_eq!(record.sites, [SiteShare { site: "tienda".to_owned(), permissions }]);
        assert_eq!((record.email.as_str(), record.phone.as_str()), ("a@b.es", ""));
    }

    #[test]
    fn what_cannot_be_read_is_named_field_by_field() {
        assert_eq!(refused("{"), [""]);
        assert_eq!(refused("[]"), [""]);
        assert_eq!(refused(r#"{"email": 7, "hunter": 2}"#), ["email", "hunter"]);
        assert_eq!(refused(r#"{"sites": "tienda"}"#), ["sites"]);
        let line = r#"{"sites": [{"site": 1, "permissions": ["edit", 2], "x": 1}, 3]}"#;
        let expected = ["sites[0].site", "sites[0].permissions[1]", "sites[0].x", "sites[1]"];
        assert_eq!(refused(line), expected);
    }
}
