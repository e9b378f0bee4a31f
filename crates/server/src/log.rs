//! The log: lines on standard error. Nothing that is logged holds a secret or an address.

use tracing::level_filters::LevelFilter;

/// Begins to log.
pub fn begin() {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .with_ansi(false)
        .init();
}
