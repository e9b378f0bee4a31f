//! Which paths there are, and what each takes.

use std::collections::BTreeMap;

use poem::http::{HeaderValue, Method};

use super::form::faults_of;
use super::outline::{Operation, Outline, Schemas};
use super::{Fault, Form, Trouble};

/// The methods that a path item of the document may have, in the order of the header `Allow`.
const METHODS: &[&str] = &["get", "put", "post", "patch", "delete"];

/// The paths of the document, and those beside it.
#[derive(Debug)]
pub struct Routes {
    paths: Vec<Path>,
    schemas: Schemas,
}

#[derive(Debug)]
struct Path {
    /// As the document writes it.
    pattern: String,
    /// By method, in lower case.
    operations: BTreeMap<String, Operation>,
}

impl Path {
    /// How many segments are open; nothing when the path is another.
    fn openness(&self, path: &str) -> Option<usize> {
        let (mut wanted, mut given) = (self.pattern.split('/'), path.split('/'));
        let mut open = 0;
        loop {
            match (wanted.next(), given.next()) {
                (None, None) => return Some(open),
                (Some(want), Some(got)) if want == got => {}
                (Some(want), Some(_)) if want.starts_with('{') => open += 1,
                _ => return None,
            }
        }
    }
}

impl Routes {
    /// Reads the paths of a document. `beside` are those that it does not know, with their methods.
    #[must_use]
    pub fn of(document: &str, beside: &[(&str, &[&str])]) -> Self {
        let Outline { paths, components } = serde_json::from_str(document).unwrap_or_default();
        let known = paths.into_iter().map(|(pattern, operations)| Path { pattern, operations });
        let beside = beside.iter().map(|(path, methods)| Path {
            pattern: (*path).to_owned(),
            operations: methods
                .iter()
                .map(|method| (lower(method), Operation::default()))
                .collect(),
        });
        Self { paths: known.chain(beside).collect(), schemas: components }
    }

    /// The path that a request means: of two that fit, the one that leaves less open.
    fn path(&self, path: &str) -> Option<&Path> {
        let fitting = self.paths.iter().filter_map(|one| Some((one.openness(path)?, one)));
        fitting.min_by_key(|(openness, _)| *openness).map(|(_, path)| path)
    }

    /// The methods of a path, for the header `Allow`.
    #[must_use]
    pub fn allowed(&self, path: &str) -> Option<HeaderValue> {
        let operations = &self.path(path)?.operations;
        let documented = METHODS.iter().filter(|method| operations.contains_key(**method));
        let mut methods: Vec<_> = documented.map(|method| method.to_ascii_uppercase()).collect();
        if operations.contains_key("get") {
            methods.push("HEAD".to_owned());
        }
        methods.push("OPTIONS".to_owned());
        HeaderValue::from_str(&methods.join(", ")).ok()
    }

    /// What is wrong with the form of a body.
    #[must_use]
    pub fn faults_of_body(&self, method: &Method, path: &str, body: &[u8]) -> Vec<Fault> {
        let asked = self.operation(method, path).and_then(|one| one.request_body.as_ref());
        if body.is_empty() && asked.is_some_and(|asked| !asked.required) {
            return Vec::new();
        }
        let schema = asked.and_then(|asked| asked.schema());
        schema.map_or_else(Vec::new, |schema| faults_of(&self.schemas, schema, body))
    }

    /// Whether an operation needs a credential.
    #[must_use]
    pub fn is_secured(&self, method: &Method, path: &str) -> bool {
        self.operation(method, path).is_some_and(Operation::is_secured)
    }

    /// What is wrong with a parameter that cannot be read.
    #[must_use]
    pub fn fault_of_parameter(&self, method: &Method, path: &str, name: &str) -> Option<Fault> {
        let parameters = &self.operation(method, path)?.parameters;
        let parameter = parameters.iter().find(|one| one.name == name)?;
        let form = Form::of(self.schemas.resolve(&parameter.schema))?;
        Some(Fault { place: name.to_owned(), trouble: Trouble::Expected(form) })
    }

    /// The name of the parameter at a position of a path, from 0.
    #[must_use]
    pub fn parameter_at(&self, path: &str, position: usize) -> Option<String> {
        let mut open = self.path(path)?.pattern.split('/').filter_map(|segment| {
            segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        });
        open.nth(position).map(str::to_owned)
    }

    /// A HEAD asks for what a GET gives.
    fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let method = if *method == Method::HEAD { &Method::GET } else { method };
        self.path(path)?.operations.get(&lower(method.as_str()))
    }
}

fn lower(method: &str) -> String {
    method.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Routes {
        let derived = serde_json::json!({ "paths": {
            "/v1/sessions": { "get": {}, "post": {} },
            "/v1/sessions/{session_id}": { "delete": {}, "patch": {} },
            "/v1/sessions/current": { "delete": {} },
        } });
        Routes::of(&derived.to_string(), &[("/docs", &["GET"])])
    }

    fn allowed(path: &str) -> Option<String> {
        routes().allowed(path).and_then(|value| value.to_str().ok().map(str::to_owned))
    }

    #[test]
    fn a_path_allows_what_the_document_knows() {
        assert_eq!(allowed("/v1/sessions").as_deref(), Some("GET, POST, HEAD, OPTIONS"));
        assert_eq!(allowed("/v1/sessions/17").as_deref(), Some("PATCH, DELETE, OPTIONS"));
        assert_eq!(allowed("/docs").as_deref(), Some("GET, HEAD, OPTIONS"));
        assert_eq!(allowed("/v1/elsewhere"), None);
    }

    #[test]
    fn a_path_that_is_written_out_goes_before_an_open_one() {
        assert_eq!(allowed("/v1/sessions/current").as_deref(), Some("DELETE, OPTIONS"));
    }
}
