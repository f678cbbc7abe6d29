//! Splits a period's account by local days, for a calendar.

use crate::time::{Date, Month};

use super::account::{MonthUptime, PieceCounts};

/// One day of the period; its seconds are those that count, within the hours of the promise where it has any.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayUptime {
    /// The date itself.
    pub date: Date,
    /// The number of seconds of downtime.
    pub downtime: i64,
    /// The number of exempt seconds.
    pub exempt: i64,
    /// The number of seconds of outages that are too short to count.
    pub too_short: i64,
}

impl MonthUptime {
    /// Returns every day of the period in order, in the contract's zone.
    pub fn days(&self) -> Vec<DayUptime> {
        self.period.dates().map(|date| self.day(date)).collect()
    }

    /// Returns every day of one of the period's months in order, in the contract's zone.
    pub fn days_of(&self, month: Month) -> Vec<DayUptime> {
        month.dates().map(|date| self.day(date)).collect()
    }

    fn day(&self, date: Date) -> DayUptime {
        let (from, to) = (self.zone.midnight(date), self.zone.midnight(date.plus_days(1)));
        let mut day = DayUptime { date, downtime: 0, exempt: 0, too_short: 0 };
        for piece in &self.pieces {
            let (from, to) = (piece.from.max(from), piece.to.min(to));
            let within = if from < to { self.counted_between(from, to) } else { 0 };
            match piece.counts {
                PieceCounts::Downtime { .. } => day.downtime += within,
                PieceCounts::Exempt(_) => day.exempt += within,
                PieceCounts::TooShort => day.too_short += within,
                PieceCounts::BeforeReport => {}
            }
        }
        day
    }
}
