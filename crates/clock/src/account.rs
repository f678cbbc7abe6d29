//! Accounts for a stretch of support time day by day: which windows counted, which days did not and why.

use super::clock::SupportClock;
use super::instant::Instant;
use super::seconds::ClockSeconds;
use super::table::windows_on;
use super::week::Window;
use super::zone::{Date, Wall};

/// The reason why a date has the support hours that it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DayKind {
    /// The date has the hours of its weekday.
    Ordinary,
    /// The date's weekday has no hours.
    NoHours,
    /// The date is a holiday, with this name.
    Holiday(String),
    /// The date is closed by the contract.
    Closed,
    /// The date has other hours, by the contract.
    Short,
}

/// One local date of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayAccount {
    /// The date on which the windows start.
    pub date: Date,
    /// The reason why it has those windows.
    pub kind: DayKind,
    /// The parts of its windows that lie in the stretch.
    pub pieces: Vec<Piece>,
    /// The support time in the pieces.
    pub support: ClockSeconds,
}

/// A stretch of open time that counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The first second of the stretch.
    pub from: Instant,
    /// The first second after the stretch.
    pub to: Instant,
    /// `from` as wall-clock time in the clock's zone.
    pub wall_from: Wall,
    /// `to` as wall-clock time in the clock's zone.
    pub wall_to: Wall,
}

impl SupportClock {
    /// Tells why `date` has the hours that it has. A holiday or a closed day wins over a short day.
    pub fn day_kind(&self, date: Date) -> DayKind {
        let hours = self.hours();
        if let Some(name) = hours.holiday(date) {
            DayKind::Holiday(name.to_owned())
        } else if hours.is_closed(date) {
            DayKind::Closed
        } else if hours.short_days.iter().any(|s| s.day.matches(date)) {
            DayKind::Short
        } else if hours.week.on(date.weekday()).is_empty() {
            DayKind::NoHours
        } else {
            DayKind::Ordinary
        }
    }

    /// Returns the windows of a date, after holidays, closed and short days.
    pub fn windows(&self, date: Date) -> &[Window] {
        windows_on(self.hours(), date)
    }

    /// Returns every local date from that of `from` to that of `to`, and how much of it counts in `[from, to)`.
    ///
    /// The sum of all `support` is `elapsed(from, to)`: where an overnight window reaches into the windows of the next
    /// date, the time counts once, on the earlier date. A neighbouring date is there too if a window of it counts. What
    /// lies outside the years 1980 to 2100 is left out.
    pub fn account(&self, from: Instant, to: Instant) -> Vec<DayAccount> {
        let (from, to) = (from.max(Instant::FIRST), to.min(Instant::END.plus(-1)));
        let day_of = |at: Instant| self.zone().wall(at).date.day_number();
        let (first, last) = (day_of(from), day_of(to));
        let mut counted_to = from;
        // A night reaches into the next date; where clocks are set back over midnight, a morning into the one before.
        (first - 1..=last + 1)
            .filter(|day| !self.table().zone_offsets().skips(*day))
            .map(|day| self.day_account(day, &mut counted_to, to))
            .filter(|day| day.support > ClockSeconds::ZERO || (first..=last).contains(&day.date.day_number()))
            .collect()
    }

    /// Returns how much of the date's windows lies between `counted_to` and `to`, and moves `counted_to` on.
    fn day_account(&self, day: i64, counted_to: &mut Instant, to: Instant) -> DayAccount {
        let (date, zone) = (Date::from_day(day), self.zone());
        let mut pieces = Vec::new();
        for (opens, closes) in self.table().windows_of(self.hours(), day) {
            let (from, until) = (Instant::from_secs(opens).max(*counted_to), Instant::from_secs(closes).min(to));
            if from < until {
                pieces.push(Piece { from, to: until, wall_from: zone.wall(from), wall_to: zone.wall(until) });
                *counted_to = until;
            }
        }
        let support = ClockSeconds::from_secs(pieces.iter().map(|p| p.to.since(p.from)).sum());
        DayAccount { date, kind: self.day_kind(date), pieces, support }
    }
}
