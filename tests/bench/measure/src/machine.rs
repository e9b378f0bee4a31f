//! What the figures were measured on.

use std::fs;

/// Prints what runs, and on what: the cores, and how busy the machine was before.
pub fn introduce(what: &str) {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown").to_owned();
    println!("{what}: {cores} cores; load before the run: {load}");
    println!("Medians of interleaved rounds. Ratio: the figure to what it is measured against.");
}
