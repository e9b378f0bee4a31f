//! Limits: `[limits]` in the file, `PORTERO_LIMITS_*` in the environment.

use portero_domain::model::Limits;

use super::ConfigurationError;
use super::values::{LIMITS, Values};

/// The names of every limit.
pub(super) fn names() -> Vec<String> {
    defaults().keys().cloned().collect()
}

/// How many rows one import may have, unless told otherwise, where everyone waits while it is written.
const ROWS_PER_IMPORT_ON_SQLITE: u32 = 100_000;

/// The limits in force: the defaults of this database, and what was given above them.
pub(super) fn read(values: &Values, database_url: &str) -> Result<Limits, ConfigurationError> {
    let mut table = defaults();
    if database_url.starts_with("sqlite") {
        table.insert("rows_per_import".to_owned(), ROWS_PER_IMPORT_ON_SQLITE.into());
    }
    for (name, value) in &mut table {
        let key = format!("{LIMITS}{name}");
        let most =
            if name == "invitation_days" { Limits::MOST_INVITATION_DAYS } else { 100_000_000 };
        let expected = format!("a whole number from 1 to {most}");
        let given = values.parse(&key, &expected, |text| {
            text.parse::<u32>().ok().filter(|number| (1..=most).contains(number))
        })?;
        if let Some(number) = given {
            *value = toml::Value::Integer(number.into());
        }
    }
    table.try_into().map_err(|error: toml::de::Error| ConfigurationError::File(error.to_string()))
}

fn defaults() -> toml::Table {
    toml::Table::try_from(Limits::default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_from_the_file_and_from_the_environment() {
        let environment = [("PORTERO_LIMITS_SESSION_HOURS".to_owned(), "3".to_owned())];
        let values =
            Values::from_parts(&[], "[limits]\ninvitation_days = 30", environment).unwrap();
        let limits = read(&values, "sqlite:portero.db").unwrap();
        assert_eq!((limits.invitation_days, limits.session_hours), (30, 3));
        assert_eq!(limits.session_idle_minutes, Limits::default().session_idle_minutes);
    }

    #[test]
    fn an_import_may_have_fewer_rows_where_everyone_waits_for_it() {
        let rows = |file: &str, url: &str| {
            let values = Values::from_parts(&[], file, []).unwrap();
            read(&values, url).unwrap().rows_per_import
        };
        assert_eq!(rows("", "sqlite:portero.db"), ROWS_PER_IMPORT_ON_SQLITE);
        assert_eq!(rows("", "postgres://localhost/a"), Limits::default().rows_per_import);
        assert_eq!(rows("[limits]\nrows_per_import = 7", "sqlite:portero.db"), 7);
    }

    #[test]
    fn a_limit_out_of_range_is_refused() {
        for file in ["[limits]\ninvitation_days = 31", "[limits]\nsession_hours = 0"] {
            let values = Values::from_parts(&[], file, []).unwrap();
            let error = read(&values, "sqlite:portero.db").unwrap_err().to_string();
            assert!(error.contains("expected a whole number from 1 to"), "{error}");
        }
        assert!(Values::from_parts(&[], "[limits]\nnothing = 1", []).is_err());
    }
}
