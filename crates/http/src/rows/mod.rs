//! Rows on their way in and out: as lines of JSON, or as a table of comma-separated values.

mod array;
mod cell;
mod format;
mod line;
mod source;
mod spool;
mod table;
mod upload;

use poem_openapi::types::{ToJSON, Type};
use portero_domain::use_case::SiteShare;

pub use format::Format;
pub use source::SpooledRows;
pub use upload::{Upload, media};

/// A column of a table, which is a field of a line.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Whether a table cannot do without it.
    pub is_required: bool,
}

impl Column {
    /// A column that must be there.
    pub const fn required(name: &'static str) -> Self {
        Self { name, is_required: true }
    }

    /// A column that may be left out, and is empty then.
    pub const fn optional(name: &'static str) -> Self {
        Self { name, is_required: false }
    }
}

/// How much one row may be.
#[derive(Debug, Clone, Copy)]
pub struct RowLimits {
    /// How many bytes it may have.
    pub bytes: usize,
    /// How many sites it may name.
    pub sites: usize,
}

impl RowLimits {
    /// How many values a line of JSON may have, objects and lists among them: room for each site with
    /// as many permissions as it may have, and for everything else that a row says.
    const fn values(self) -> usize {
        64 + self.sites * (SiteShare::MOST_PERMISSIONS + 4)
    }
}

/// A row on the wire.
pub trait Row: Type + ToJSON + From<Self::Record> {
    /// What the domain makes of it.
    type Record: Default + Send + 'static;

    /// Its fields, in the order in which a table gives them out.
    const COLUMNS: &'static [Column];

    /// Takes the fields of a row, whatever the format is.
    fn read(fields: &mut dyn RowFields) -> Self::Record;

    /// Its fields as texts, in the order of the columns.
    fn cells(&self) -> Vec<String>;
}

/// The fields of one row, as they are taken out of it. What cannot be read is noted, and empty.
pub trait RowFields {
    /// A text; what is absent is empty, and whether it may be is the import's to say.
    fn text(&mut self, name: &str) -> String;

    /// Sites, each with its permissions.
    fn shares(&mut self, name: &str) -> Vec<SiteShare>;
}

/// Sites in one cell: `tienda: edit blog; cuaderno: view_stats`.
pub fn shares_in_a_cell<'a>(shares: impl Iterator<Item = (&'a str, &'a [String])>) -> String {
    cell::join_shares(shares)
}
