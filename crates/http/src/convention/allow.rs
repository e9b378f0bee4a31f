//! The `Allow` header, from the specification's own table of paths and methods.

use poem::http::HeaderValue;

/// Which methods each path knows.
#[derive(Debug, Default)]
pub struct AllowTable {
    paths: Vec<(Vec<String>, HeaderValue)>,
}

impl AllowTable {
    /// Reads the paths of an `OpenAPI` document.
    #[must_use]
    pub fn from_document(document: &serde_json::Value) -> Self {
        let Some(paths) = document.get("paths").and_then(serde_json::Value::as_object) else {
            return Self::default();
        };
        let row = |(path, operations): (&String, &serde_json::Value)| {
            let methods: Vec<String> = operations
                .as_object()?
                .keys()
                .filter(|key| METHODS.contains(&key.as_str()))
                .map(|method| method.to_ascii_uppercase())
                .collect();
            let segments = path.split('/').map(str::to_owned).collect();
            Some((segments, HeaderValue::from_str(&methods.join(", ")).ok()?))
        };
        Self { paths: paths.iter().filter_map(row).collect() }
    }

    /// The methods of a path.
    #[must_use]
    pub fn methods_of(&self, path: &str) -> Option<HeaderValue> {
        let segments: Vec<&str> = path.split('/').collect();
        let matches = |pattern: &Vec<String>| {
            pattern.len() == segments.len()
                && pattern
                    .iter()
                    .zip(&segments)
                    .all(|(want, got)| want.starts_with('{') || want == got)
        };
        self.paths.iter().find(|(pattern, _)| matches(pattern)).map(|(_, methods)| methods.clone())
    }
}

const METHODS: &[&str] = &["get", "put", "post", "patch", "delete"];
