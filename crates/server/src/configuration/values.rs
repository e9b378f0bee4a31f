//! Raw values by key: the file's, and the environment's above them.

use std::collections::BTreeMap;

use super::ConfigurationError;

/// The configuration file, in the working folder.
const FILE: &str = "portero.toml";
/// What the names of environment variables begin with.
const PREFIX: &str = "PORTERO_";
/// What the keys of limits begin with.
pub(super) const LIMITS: &str = "limits.";
/// Variables for tests of ours, which the server leaves alone.
const TEST_PREFIX: &str = "PORTERO_TEST_";

/// Every value that was given, as text.
#[derive(Debug, Default)]
pub struct Values {
    given: BTreeMap<String, String>,
}

impl Values {
    /// Reads file and environment; a key that is none is refused.
    pub fn read(keys: &[&str]) -> Result<Self, ConfigurationError> {
        let file = match std::fs::read_to_string(FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigurationError::File(error.to_string())),
        };
        Self::from_parts(keys, &file, std::env::vars())
    }

    /// Puts the environment above the file.
    pub fn from_parts(
        keys: &[&str],
        file: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigurationError> {
        let mut values = Self::default();
        let table: toml::Table = file
            .parse()
            .map_err(|error: toml::de::Error| ConfigurationError::File(error.to_string()))?;
        for (key, value) in table {
            values.add_file_value(keys, &key, value)?;
        }
        for (name, value) in environment {
            if let Some(key) = name.strip_prefix(PREFIX)
                && !name.starts_with(TEST_PREFIX)
            {
                let key = key.to_ascii_lowercase();
                let limit = key.strip_prefix("limits_").map(|name| format!("{LIMITS}{name}"));
                values.add(keys, limit.unwrap_or(key), value)?;
            }
        }
        Ok(values)
    }

    fn add_file_value(
        &mut self,
        keys: &[&str],
        key: &str,
        value: toml::Value,
    ) -> Result<(), ConfigurationError> {
        if key == "limits"
            && let toml::Value::Table(limits) = value
        {
            return limits.into_iter().try_for_each(|(name, value)| {
                self.add(keys, format!("{LIMITS}{name}"), text_of(value))
            });
        }
        self.add(keys, key.to_owned(), text_of(value))
    }

    fn add(&mut self, keys: &[&str], key: String, value: String) -> Result<(), ConfigurationError> {
        let limits = super::limits::names();
        let is_limit =
            key.strip_prefix(LIMITS).is_some_and(|name| limits.contains(&name.to_owned()));
        if !is_limit && !keys.contains(&key.as_str()) {
            let known = keys.iter().map(ToString::to_string);
            let limits = limits.iter().map(|name| format!("{LIMITS}{name}"));
            let known = known.chain(limits).collect::<Vec<_>>().join(", ");
            return Err(ConfigurationError::UnknownKey { key, known });
        }
        self.given.insert(key, value);
        Ok(())
    }

    /// The value of a key as it was given.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.given.get(key).map(String::as_str)
    }

    /// The value of a key, or the error that says what was expected.
    pub fn parse<Parsed>(
        &self,
        key: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<Parsed>,
    ) -> Result<Option<Parsed>, ConfigurationError> {
        self.parse_shown(key, expected, parse, str::to_owned)
    }

    /// The same for a value that may hold a password: an error does not repeat it.
    pub fn parse_secret<Parsed>(
        &self,
        key: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<Parsed>,
    ) -> Result<Option<Parsed>, ConfigurationError> {
        let show = |value: &str| match value.split_once("://") {
            Some((scheme, rest)) if rest.contains('@') => format!("{scheme}://…"),
            Some(_) | None => value.to_owned(),
        };
        self.parse_shown(key, expected, parse, show)
    }

    fn parse_shown<Parsed>(
        &self,
        key: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<Parsed>,
        show: impl FnOnce(&str) -> String,
    ) -> Result<Option<Parsed>, ConfigurationError> {
        let Some(value) = self.text(key) else {
            return Ok(None);
        };
        parse(value).map(Some).ok_or_else(|| ConfigurationError::Value {
            key: key.to_owned(),
            value: show(value),
            expected: expected.to_owned(),
        })
    }
}

/// A value of the file as the environment would give it.
fn text_of(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => text,
        toml::Value::Boolean(on) => if on { "on" } else { "off" }.to_owned(),
        toml::Value::Array(items) => items.into_iter().map(text_of).collect::<Vec<_>>().join(", "),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Datetime(instant) => instant.to_string(),
        toml::Value::Table(_) => "{…}".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &[&str] = &["listen", "rate_limits"];

    fn values(file: &str, environment: &[(&str, &str)]) -> Result<Values, ConfigurationError> {
        let environment =
            environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Values::from_parts(KEYS, file, environment)
    }

    #[test]
    fn the_environment_stands_above_the_file() {
        let values =
            values("listen = \"a\"\nrate_limits = false", &[("PORTERO_LISTEN", "b")]).unwrap();
        assert_eq!(values.text("listen"), Some("b"));
        assert_eq!(values.text("rate_limits"), Some("off"));
    }

    #[test]
    fn an_unknown_key_is_refused_wherever_it_stands() {
        for refused in [values("listne = 1", &[]), values("", &[("PORTERO_LISTNE", "1")])] {
            let error = refused.unwrap_err().to_string();
            assert!(error.contains("\"listne\"") && error.contains("listen"), "{error}");
        }
        assert!(values("", &[("PORTERO_TEST_POSTGRES_URL", "x"), ("PATH", "y")]).is_ok());
    }

    #[test]
    fn a_wrong_value_is_named_with_what_was_expected_and_no_password() {
        let values = values("listen = \"postgres://me:secret@host/x\"", &[]).unwrap();
        let error = values.parse_secret("listen", "a port", |_| None::<u16>).unwrap_err();
        assert_eq!(error.to_string(), "configuration: listen = \"postgres://…\": expected a port");
    }
}
