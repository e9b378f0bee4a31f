//! How the benchmarks measure, and the table that they print.
//!
//! Whatever is compared is measured in turn in one run, round after round, and the median counts:
//! what else the machine does in the meantime falls on both sides.

mod finding;
mod machine;
mod quantity;
mod rounds;
mod target;

pub use finding::Finding;
pub use machine::introduce;
pub use quantity::{Quantity, Unit};
pub use rounds::{median, nanoseconds_per_call, side_by_side};
pub use target::Target;

/// Prints what the next lines of the table are about.
pub fn heading(text: &str) {
    println!("\n{text}");
}
