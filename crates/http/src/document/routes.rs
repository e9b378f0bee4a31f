//! Which paths there are, and what each takes.

use poem::http::{HeaderValue, Method};
use serde_json::Value;

use super::form::{faults_of, resolve};
use super::{Document, Fault, Form, Trouble};

/// The methods that a path item of the document may have.
const METHODS: &[&str] = &["get", "put", "post", "patch", "delete"];

/// The paths of the document, and those beside it.
#[derive(Debug)]
pub struct Routes {
    document: Document,
    paths: Vec<Path>,
}

#[derive(Debug)]
struct Path {
    /// As the document writes it.
    pattern: String,
    /// In upper case.
    methods: Vec<String>,
    /// Those of them that need a credential.
    secured: Vec<String>,
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
    pub fn of(document: &Document, beside: &[(&str, &[&str])]) -> Self {
        let whole: Value = serde_json::from_str(document.text()).unwrap_or_default();
        let paths = whole.get("paths").and_then(Value::as_object);
        let known = paths.into_iter().flatten().map(|(pattern, item)| {
            let named = |wanted: &dyn Fn(&Value) -> bool| -> Vec<String> {
                let has = |method: &&&str| item.get(**method).is_some_and(wanted);
                METHODS.iter().filter(has).map(|method| method.to_ascii_uppercase()).collect()
            };
            let insists = |one: &Value| one.as_object().is_some_and(|one| !one.is_empty());
            let is_secured = |operation: &Value| {
                let choices = operation.get("security").and_then(Value::as_array);
                choices.is_some_and(|choices| choices.iter().all(insists))
            };
            Path {
                pattern: pattern.clone(),
                methods: named(&|_| true),
                secured: named(&is_secured),
            }
        });
        let beside = beside.iter().map(|(path, methods)| Path {
            pattern: (*path).to_owned(),
            methods: methods.iter().map(|method| (*method).to_owned()).collect(),
            secured: Vec::new(),
        });
        Self { paths: known.chain(beside).collect(), document: document.clone() }
    }

    /// The path that a request means: of two that fit, the one that leaves less open.
    fn path(&self, path: &str) -> Option<&Path> {
        let fitting = self.paths.iter().filter_map(|one| Some((one.openness(path)?, one)));
        fitting.min_by_key(|(openness, _)| *openness).map(|(_, path)| path)
    }

    /// The methods of a path, for the header `Allow`.
    #[must_use]
    pub fn allowed(&self, path: &str) -> Option<HeaderValue> {
        let mut methods = self.path(path)?.methods.clone();
        if methods.iter().any(|method| method == "GET") {
            methods.push("HEAD".to_owned());
        }
        methods.push("OPTIONS".to_owned());
        HeaderValue::from_str(&methods.join(", ")).ok()
    }

    /// What is wrong with the form of a body.
    #[must_use]
    pub fn faults_of_body(&self, method: &Method, path: &str, body: &[u8]) -> Vec<Fault> {
        let asked = self.operation(method, path).and_then(|operation| operation.get("requestBody"));
        let is_required = asked.and_then(|asked| asked.get("required")?.as_bool());
        if body.is_empty() && is_required == Some(false) {
            return Vec::new();
        }
        let content = asked
            .and_then(|asked| asked.get("content")?.as_object()?.values().next()?.get("schema"));
        content.map_or_else(Vec::new, |schema| faults_of(self.document.value(), schema, body))
    }

    /// Whether an operation needs a credential.
    #[must_use]
    pub fn is_secured(&self, method: &Method, path: &str) -> bool {
        let method = as_documented(method);
        self.path(path).is_some_and(|path| path.secured.contains(&method))
    }

    /// What is wrong with a parameter that cannot be read.
    #[must_use]
    pub fn fault_of_parameter(&self, method: &Method, path: &str, name: &str) -> Option<Fault> {
        let parameters = self.operation(method, path)?.get("parameters")?.as_array()?;
        let parameter = parameters.iter().find(|one| one.get("name").is_some_and(|n| n == name))?;
        let form = Form::of(resolve(self.document.value(), parameter.get("schema")?))?;
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

    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let method = as_documented(method).to_ascii_lowercase();
        self.document.value().get("paths")?.get(&self.path(path)?.pattern)?.get(method)
    }
}

/// A HEAD asks for what a GET gives.
fn as_documented(method: &Method) -> String {
    method.as_str().replace("HEAD", "GET")
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
        Routes::of(&Document::completed(&derived.to_string()), &[("/docs", &["GET"])])
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
