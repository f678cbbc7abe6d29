//! Measures time.

use std::time::{Duration, Instant as Moment};

/// Returns how long `run` takes.
pub fn timed(run: impl FnOnce()) -> Duration {
    let begun = Moment::now();
    run();
    begun.elapsed()
}
