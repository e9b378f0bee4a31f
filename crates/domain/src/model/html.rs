//! HTML that someone gave, after it was cleaned.

/// HTML without anything that acts: no scripts, no handlers, no frames, no forms, no styles. Only a
/// sanitizer makes one ([`HtmlSanitizer`](crate::port::HtmlSanitizer)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanHtml(String);

/// Why HTML was refused instead of cleaned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HtmlRefusal {
    /// It wants to act in the reader's mail program: nobody sends that by mistake.
    #[error("it contains {what}, which may act in the reader's mail program")]
    Active {
        /// The element, attribute or kind of link.
        what: String,
    },
    /// More characters than allowed.
    #[error("it is longer than {limit} characters")]
    TooLong {
        /// The most characters allowed.
        limit: usize,
    },
    /// Nothing is left of it.
    #[error("it has no text")]
    Empty,
}

impl CleanHtml {
    /// The most characters that are taken.
    pub const LIMIT: usize = 50_000;

    /// Takes what a sanitizer has cleaned, or a store has kept.
    #[must_use]
    pub const fn from_sanitized(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
