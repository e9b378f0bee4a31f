//! A line of the table.

use crate::{Quantity, Target};

/// What was measured, against what, and what it has to reach.
#[derive(Debug, Clone)]
pub struct Finding {
    what: String,
    measured: Quantity,
    against: Option<(String, Quantity)>,
    target: Option<Target>,
}

impl Finding {
    /// A figure.
    #[must_use]
    pub fn new(what: impl Into<String>, measured: Quantity) -> Self {
        Self { what: what.into(), measured, against: None, target: None }
    }

    /// What it is measured against; the ratio is the figure's to this one.
    #[must_use]
    pub fn against(mut self, what: impl Into<String>, measured: Quantity) -> Self {
        self.against = Some((what.into(), measured));
        self
    }

    /// What it has to reach.
    #[must_use]
    pub const fn must_reach(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.against.as_ref().map(|(_, other)| self.measured.value / other.value)
    }

    /// Prints it.
    pub fn print(&self) {
        let Self { what, measured, against, target } = self;
        let against = against
            .as_ref()
            .map_or_else(String::new, |(name, quantity)| format!("{name}: {quantity}"));
        let ratio = self.ratio().map_or_else(String::new, |ratio| format!("{ratio:.3}"));
        let verdict = target.map_or_else(String::new, |target| {
            let met = if target.is_met(*measured, self.ratio()) { "met" } else { "MISSED" };
            format!("{target:<13} {met}")
        });
        let line = format!("  {what:<52} {measured:>11}   {against:<44} {ratio:>8}   {verdict}");
        println!("{}", line.trim_end());
    }
}
