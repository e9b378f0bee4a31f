//! What a form or a query says, as it was typed.

use url::form_urlencoded;

/// Names and values, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value of this name; nothing is the empty text.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(present, _)| present == name);
        found.map_or("", |(_, value)| value)
    }

    /// What was typed here; what is there already, if the name did not come.
    pub(crate) fn typed_or(&self, name: &str, present: &str) -> String {
        if self.has(name) { self.get(name) } else { present }.to_owned()
    }

    /// Every value of this name: what was ticked.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let named = self.0.iter().filter(|(present, _)| present == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// Whether the name came at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(present, _)| present == name)
    }
}

/// A query of one pair, encoded.
pub(crate) fn query(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}

/// Whether a text is the path of a page of ours, and so leads nowhere else: no browser takes any of
/// its characters for another origin, and none ends a header.
pub(crate) fn is_own_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~?&=%+@".contains(&byte);
    text.starts_with('/') && !text.starts_with("//") && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_every_value_and_what_is_absent_is_empty() {
        let form = Form::parse(b"emails=a%40b.es%0Ac&grants=x&grants=y&form_token=t");
        assert_eq!(form.get("emails"), "a@b.es\nc");
        assert_eq!(form.all("grants"), ["x", "y"]);
        assert_eq!(form.get("role"), "");
        assert!(form.has("grants") && !form.has("role"));
    }

    #[test]
    fn only_what_stays_with_us_is_a_path_of_ours() {
        for ours in ["/", "/areas/1/users?q=luis%40acme.example&after=2", "/sign-in?next=%2Fx"] {
            assert!(is_own_path(ours), "{ours}");
        }
        for other in ["", "x", "//evil.example", "/\\evil.example", "https://x", "/a\r\nx: y", "/:"]
        {
            assert!(!is_own_path(other), "{other}");
        }
    }
}
