//! The log: lines on standard error. Nothing that is logged holds a secret or an address.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Begins to log. Libraries are heard when something is wrong.
pub fn begin() {
    let ours =
        Targets::new().with_default(LevelFilter::WARN).with_target("portero", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(false);
    tracing_subscriber::registry().with(lines).with(ours).init();
}
