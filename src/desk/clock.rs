//! Where a desk's `now` comes from. The rest of the program is handed instants and never asks the system.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::Instant;

/// Tells what time it is.
pub trait Clock: Send + Sync {
    /// The second it is.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Clock for System {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_secs(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands until it is set: for tests, pictures and `--now`.
#[derive(Debug)]
pub struct Manual(AtomicI64);

impl Manual {
    /// A clock that shows `at`.
    pub const fn at(at: Instant) -> Self {
        Self(AtomicI64::new(at.secs()))
    }

    /// Sets it.
    pub fn set(&self, at: Instant) {
        self.0.store(at.secs(), Ordering::SeqCst);
    }
}

/// The machine's clock, so many seconds ahead (behind, if negative).
#[derive(Clone, Copy, Debug)]
pub struct Shifted(pub i64);

impl Clock for Shifted {
    fn now(&self) -> Instant {
        System.now().plus(self.0)
    }
}

impl Clock for Manual {
    fn now(&self) -> Instant {
        Instant::from_secs(self.0.load(Ordering::SeqCst))
    }
}
