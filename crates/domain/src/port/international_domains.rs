//! Domain names beyond ASCII.

/// Knows the ASCII form of international domain names.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait InternationalDomains: Send + Sync {
    /// The A-label form of a domain, in lower case; nothing when it has none, or when that form
    /// does not lead back to itself by way of the Unicode one.
    fn to_ascii(&self, domain: &str) -> Option<String>;
}
