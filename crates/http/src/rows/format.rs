//! What rows can be written in.

use std::str::FromStr;

use portero_domain::policy::UnknownName;

use super::{Row, cell};
use crate::schema::NameSet;

/// What rows are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Lines,
    /// One JSON array of objects.
    Array,
    /// A table of comma-separated values, whose first row names the columns.
    Table,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Lines, Self::Array, Self::Table];

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Lines => "application/x-ndjson",
            Self::Array => "application/json",
            Self::Table => "text/csv",
        }
    }

    /// The format that a body says it is in. Whatever stands behind the type, such as a character
    /// set, does not matter: a body that is not UTF-8 shows.
    #[must_use]
    pub fn of_media_type(content_type: &str) -> Option<Self> {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|one| kind.eq_ignore_ascii_case(one.media_type()))
    }

    /// What the name of a file in it ends with.
    #[must_use]
    pub fn file_extension(self) -> &'static str {
        self.name()
    }

    /// What comes before the first row.
    pub fn head<One: Row>(self) -> String {
        match self {
            Self::Lines => String::new(),
            Self::Array => "[\n".to_owned(),
            Self::Table => cell::join(One::COLUMNS.iter().map(|column| column.name)),
        }
    }

    /// What comes behind the last row.
    #[must_use]
    pub const fn tail(self) -> &'static str {
        match self {
            Self::Array => "]\n",
            Self::Lines | Self::Table => "",
        }
    }

    /// A row, with the end of its line. What stands between two rows comes before the second.
    pub fn write<One: Row>(self, row: &One, is_first: bool) -> String {
        match self {
            Self::Lines => row.to_json_string() + "\n",
            Self::Array if is_first => row.to_json_string() + "\n",
            Self::Array => format!(",{}\n", row.to_json_string()),
            Self::Table => cell::join(row.cells().iter().map(String::as_str)),
        }
    }
}

impl FromStr for Format {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let unknown = || UnknownName { kind: "format", given: name.to_owned() };
        Self::ALL.into_iter().find(|one| one.name() == name).ok_or_else(unknown)
    }
}

impl NameSet for Format {
    const SCHEMA: &'static str = "RowFormat";

    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|one| one.name()).collect()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Lines => "ndjson",
            Self::Array => "json",
            Self::Table => "csv",
        }
    }
}
