//! The support clock.

use super::instant::{Instant, OutOfRange};
use super::span::{ClockKind, Span};
use super::week::{ShortDay, Week, YearDay};
use super::zone::{Date, Zone};
use std::collections::BTreeMap;

/// What a support clock is made from.
#[derive(Clone, Debug)]
pub struct SupportHours {
    /// The zone of the windows.
    pub zone: Zone,
    /// The windows of each weekday.
    pub week: Week,
    /// Days without support.
    pub closed: Vec<YearDay>,
    /// Days with other windows.
    pub short_days: Vec<ShortDay>,
    /// Holidays by date, with their names, for the years 1979 to 2101.
    pub holidays: BTreeMap<Date, String>,
}

/// Counts support time of one contract.
#[derive(Debug)]
pub struct SupportClock {}

/// A deadline, and how long it can still be met.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deadline {
    /// The earliest instant at which the promised time has passed.
    pub due: Instant,
    /// The latest instant with the same elapsed support time: met at or before it, breached after it.
    pub breach_after: Instant,
}

impl SupportClock {
    /// Works out the open time of the years 1980 to 2100.
    pub fn new(_hours: SupportHours) -> Self {
        Self {}
    }

    /// Support seconds in `[a, b)`; 0 where `b` is before `a`.
    pub fn elapsed(&self, _a: Instant, _b: Instant) -> Result<i64, OutOfRange> {
        Err(OutOfRange)
    }

    /// The deadline of `span` from `start` on the clock `kind`.
    pub fn deadline(&self, _start: Instant, _span: Span, _kind: ClockKind) -> Result<Deadline, OutOfRange> {
        Err(OutOfRange)
    }
}
