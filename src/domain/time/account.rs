//! The day-by-day account of a stretch of support time: which windows counted, which days did not and why.

use super::clock::{SupportClock, SupportHours};
use super::instant::Instant;
use super::table::windows_on;
use super::week::Window;
use super::zone::{Date, Wall, Zone};

/// Why a date has the support hours that it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DayKind {
    /// The hours of its weekday.
    Ordinary,
    /// Its weekday has no hours.
    NoHours,
    /// A holiday, by name.
    Holiday(String),
    /// Closed by the contract.
    Closed,
    /// Other hours on this date, by the contract.
    Short,
}

/// One local date of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DayAccount {
    /// The date on which the windows start.
    pub date: Date,
    /// Why it has those windows.
    pub kind: DayKind,
    /// What of its windows lies in the stretch, as instants and wall-clock times.
    pub pieces: Vec<Piece>,
    /// Support seconds in the pieces.
    pub support: i64,
}

/// A stretch of open time that counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The first second.
    pub from: Instant,
    /// The first second after it.
    pub to: Instant,
    /// `from` on the wall.
    pub wall_from: Wall,
    /// `to` on the wall.
    pub wall_to: Wall,
}

impl SupportClock {
    /// Why `date` has the hours that it has. A holiday or a closed day wins over a short day.
    pub fn day_kind(&self, date: Date) -> DayKind {
        let hours = self.hours();
        if let Some(name) = hours.holidays.get(&date) {
            DayKind::Holiday(name.clone())
        } else if hours.closed.iter().any(|c| c.matches(date)) {
            DayKind::Closed
        } else if hours.short_days.iter().any(|s| s.day.matches(date)) {
            DayKind::Short
        } else if hours.week.on(date.weekday()).is_empty() {
            DayKind::NoHours
        } else {
            DayKind::Ordinary
        }
    }

    /// The windows of a date, after holidays, closed and short days.
    pub fn windows(&self, date: Date) -> &[Window] {
        windows_on(self.hours(), date)
    }

    /// Every local date from that of `from` to that of `to`, and what of it counts in `[from, to)`.
    ///
    /// The sum of all `support` is `elapsed(from, to)`: where an overnight window reaches into the windows of the next
    /// date, the time counts once, on the earlier date.
    pub fn account(&self, from: Instant, to: Instant) -> Vec<DayAccount> {
        let zone = self.zone();
        let (first, last) = (zone.wall(from).date, zone.wall(to).date);
        let mut counted_to = from;
        let mut days = Vec::new();
        let mut date = first.plus_days(-1);
        while date <= last {
            let pieces = pieces(self.hours(), date, &mut counted_to, to);
            let support = pieces.iter().map(|p| p.to.since(p.from)).sum();
            if date >= first || support > 0 {
                days.push(DayAccount { date, kind: self.day_kind(date), pieces, support });
            }
            date = date.plus_days(1);
        }
        days
    }
}

/// What of the date's windows lies between `counted_to` and `to`; moves `counted_to` on.
fn pieces(hours: &SupportHours, date: Date, counted_to: &mut Instant, to: Instant) -> Vec<Piece> {
    let zone = hours.zone;
    let mut pieces = Vec::new();
    for window in windows_on(hours, date) {
        let (opens, closes) = bounds(zone, date, *window);
        let (from, until) = (opens.max(*counted_to), closes.min(to));
        if from < until {
            pieces.push(Piece { from, to: until, wall_from: zone.wall(from), wall_to: zone.wall(until) });
            *counted_to = until;
        }
    }
    pieces
}

/// A window's opening and closing on a date: in an overlap of local time the earlier opens, the later closes.
fn bounds(zone: Zone, date: Date, window: Window) -> (Instant, Instant) {
    let wall = |minute: u32| Wall { date: date.plus_days(i64::from(minute / 1440)), second: minute % 1440 * 60 };
    (zone.earliest(wall(window.from)), zone.latest(wall(window.to)))
}
