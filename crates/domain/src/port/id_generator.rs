//! Fresh identifiers.

use uuid::Uuid;

/// Makes identifiers: UUID version 7, never the same twice, each later than the one before.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait IdGenerator: Send + Sync {
    /// The next identifier.
    fn next_id(&self) -> Uuid;
}
