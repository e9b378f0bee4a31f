//! What can be wrong with a configuration.

/// A configuration that cannot be used. Nothing was started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigurationError {
    /// A value is not what its key takes.
    #[error("configuration: {key} = {value:?}: expected {expected}")]
    Value {
        /// The key.
        key: String,
        /// The value that was given; of a secret, only that there was one.
        value: String,
        /// What would be right.
        expected: String,
    },
    /// There is no such key.
    #[error("configuration: there is no key {key:?}; the keys are {known}")]
    UnknownKey {
        /// The key that was given.
        key: String,
        /// All that there are.
        known: String,
    },
    /// The file cannot be read.
    #[error("configuration: portero.toml cannot be read: {0}")]
    File(String),
}
