//! What a figure has to reach.

use std::fmt;

use crate::Quantity;

/// What a figure, or its ratio to what it is measured against, has to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// The ratio may be no more than this.
    RatioAtMost(f64),
    /// The ratio may be no less than this.
    RatioAtLeast(f64),
    /// The figure may be no more than this.
    AtMost(Quantity),
    /// The figure must stay below this.
    Below(Quantity),
}

impl Target {
    /// Whether it is reached. A target for a ratio is not, when there is none.
    #[must_use]
    pub fn is_met(&self, measured: Quantity, ratio: Option<f64>) -> bool {
        match self {
            Self::RatioAtMost(most) => ratio.is_some_and(|ratio| ratio <= *most),
            Self::RatioAtLeast(least) => ratio.is_some_and(|ratio| ratio >= *least),
            Self::AtMost(most) => measured.value <= most.value,
            Self::Below(limit) => measured.value < limit.value,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::RatioAtMost(most) => format!("ratio ≤ {most}"),
            Self::RatioAtLeast(least) => format!("ratio ≥ {least}"),
            Self::AtMost(most) => format!("≤ {most}"),
            Self::Below(limit) => format!("< {limit}"),
        };
        f.pad(&text)
    }
}
