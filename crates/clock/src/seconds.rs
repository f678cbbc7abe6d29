//! Seconds that a clock of an agreement counts, which are no seconds on a wall.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Seconds of support time, or, where the calendar clock counts, of real time; negative past a deadline. Stored as that
/// number.
///
/// Added to an instant they would give a wrong one: [`SupportClock::after`](super::SupportClock::after) tells when they
/// have passed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClockSeconds(i64);

impl ClockSeconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// Makes so many seconds.
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs)
    }

    /// Returns the number of seconds.
    pub const fn secs(self) -> i64 {
        self.0
    }

    /// Returns that part of the time, in percent, rounded down to a whole second.
    #[must_use]
    pub const fn percent(self, part: u8) -> Self {
        Self((self.0 as i128 * part as i128).div_euclid(100) as i64)
    }
}

impl Add for ClockSeconds {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self(self.0.saturating_add(more.0))
    }
}

impl AddAssign for ClockSeconds {
    fn add_assign(&mut self, more: Self) {
        *self = *self + more;
    }
}

impl Sub for ClockSeconds {
    type Output = Self;

    fn sub(self, less: Self) -> Self {
        Self(self.0.saturating_sub(less.0))
    }
}

impl Neg for ClockSeconds {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for ClockSeconds {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(secs: i64) -> ClockSeconds {
        ClockSeconds::from_secs(secs)
    }

    #[test]
    fn they_add_up_and_never_run_over() {
        assert_eq!(secs(40) + secs(20) - secs(70), -secs(10));
        assert_eq!([1, 2, 3].map(secs).into_iter().sum::<ClockSeconds>(), secs(6));
        assert_eq!(secs(i64::MAX) + secs(1), secs(i64::MAX));
        assert_eq!(secs(i64::MIN) - secs(1), secs(i64::MIN));
        assert_eq!(-secs(i64::MIN), secs(i64::MAX));
    }

    #[test]
    fn a_part_is_rounded_down() {
        for (whole, part, is) in
            [(7200, 25, 1800), (7, 25, 1), (3, 25, 0), (7, 100, 7), (7, 0, 0), (i64::MAX, 100, i64::MAX)]
        {
            assert_eq!(secs(whole).percent(part), secs(is), "{part} % of {whole}");
        }
    }

    #[test]
    fn they_are_stored_as_a_number() {
        assert_eq!(serde_json::to_string(&secs(-5)).unwrap(), "-5");
        assert_eq!(serde_json::from_str::<ClockSeconds>("3600").unwrap(), secs(3600));
    }
}
