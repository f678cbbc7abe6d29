//! Splits a month's account by local days, for a calendar.

use crate::time::Date;

use super::account::{MonthUptime, PieceCounts};

/// One day of the month.
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
    /// Returns every day of the month in order, in the contract's zone.
    pub fn days(&self) -> Vec<DayUptime> {
        let day = |date: Date| {
            let (from, to) = (self.zone.midnight(date), self.zone.midnight(date.plus_days(1)));
            let mut day = DayUptime { date, downtime: 0, exempt: 0, too_short: 0 };
            for piece in &self.pieces {
                let within = piece.to.min(to).since(piece.from.max(from)).max(0);
                match piece.counts {
                    PieceCounts::Downtime { .. } => day.downtime += within,
                    PieceCounts::Exempt(_) => day.exempt += within,
                    PieceCounts::TooShort => day.too_short += within,
                }
            }
            day
        };
        self.month.dates().map(day).collect()
    }
}
