//! Rounds, taken in turn.

use std::time::Instant;

/// The middle one; the mean of the two middle ones of an even number.
///
/// # Panics
/// When there are none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    assert!(!values.is_empty(), "a median needs a value");
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}

/// Measures several things in turn, one round to warm up and `rounds` that count, and gives the
/// median of each.
pub fn side_by_side<const N: usize>(
    rounds: usize,
    mut measured: [&mut dyn FnMut() -> f64; N],
) -> [f64; N] {
    let mut values = [const { Vec::new() }; N];
    for round in 0..=rounds {
        for (measure, values) in measured.iter_mut().zip(&mut values) {
            let value = measure();
            if round > 0 {
                values.push(value);
            }
        }
    }
    values.map(median)
}

/// How long one of the calls takes that `run` makes, as many as it says.
pub fn nanoseconds_per_call(run: impl FnOnce() -> usize) -> f64 {
    let begin = Instant::now();
    let calls = run();
    let elapsed = begin.elapsed().as_secs_f64() * 1e9;
    #[expect(clippy::cast_precision_loss, reason = "nobody makes 2^52 calls")]
    let calls = calls as f64;
    elapsed / calls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one_counts() {
        assert!((median(vec![3.0, 1.0, 100.0]) - 3.0).abs() < f64::EPSILON);
        assert!((median(vec![1.0, 2.0, 4.0, 100.0]) - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_round_that_warms_up_does_not_count() {
        let mut calls = 0.0;
        let mut count = || {
            calls += 1.0;
            calls
        };
        assert!((side_by_side(3, [&mut count])[0] - 3.0).abs() < f64::EPSILON);
    }
}
