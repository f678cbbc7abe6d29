//! The clocks that a desk's `now` comes from. The rest of the program is handed instants and never asks the system.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nix::time::{ClockId, clock_gettime};

use frist_domain::time::Instant;

/// A clock that a desk counts by.
pub trait Clock: Send + Sync {
    /// Returns the present moment.
    fn now(&self) -> Instant;
    /// Returns the time since the machine was started, asleep or awake, by which it shows when the clock itself is set.
    /// None where a clock has nothing to do with the machine's.
    fn since_boot(&self) -> Option<Duration> {
        None
    }
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_secs(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }

    fn since_boot(&self) -> Option<Duration> {
        clock_gettime(ClockId::CLOCK_BOOTTIME).ok().map(Duration::from)
    }
}

/// A clock that stands until it is set: for tests, pictures and `--now`.
#[derive(Debug)]
pub struct ManualClock {
    now: AtomicI64,
    /// The seconds since the machine was started; none if negative.
    since_boot: AtomicI64,
}

impl ManualClock {
    /// Makes a clock that shows `at`.
    pub const fn at(at: Instant) -> Self {
        Self { now: AtomicI64::new(at.secs()), since_boot: AtomicI64::new(-1) }
    }

    /// Sets the clock.
    pub fn set(&self, at: Instant) {
        self.now.store(at.secs(), Ordering::SeqCst);
    }

    /// Sets how many seconds ago the machine was started.
    pub fn set_since_boot(&self, seconds: u32) {
        self.since_boot.store(i64::from(seconds), Ordering::SeqCst);
    }
}

/// The machine's clock, so many seconds ahead (behind, if negative).
#[derive(Clone, Copy, Debug)]
pub struct ShiftedClock(pub i64);

impl Clock for ShiftedClock {
    fn now(&self) -> Instant {
        SystemClock.now().plus(self.0)
    }

    fn since_boot(&self) -> Option<Duration> {
        SystemClock.since_boot()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_secs(self.now.load(Ordering::SeqCst))
    }

    fn since_boot(&self) -> Option<Duration> {
        u64::try_from(self.since_boot.load(Ordering::SeqCst)).ok().map(Duration::from_secs)
    }
}
