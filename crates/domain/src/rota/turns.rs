//! Works out the turns of one level: when each begins, and which one an instant falls into.

use serde::{Deserialize, Serialize};

use super::RotaLine;
use crate::time::{Date, Instant, Wall, Zone};

/// The shortest turn, in seconds.
pub(super) const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// The times at which the person who has the turn hands over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Each time the dial has gone on by so many seconds, an hour or more: after 86,400 it shows the same time of day
    /// again.
    Every(i64),
    /// At these times of each week, in seconds of the dial since Monday 00:00; in order, none twice, at least one.
    Weekly(Vec<i64>),
}

impl RotaLine {
    /// Returns the first instant of a turn; the first turn is 0.
    pub(super) fn begins(&self, zone: Zone, turn: i64) -> Instant {
        zone.earliest(self.dial(turn))
    }

    /// Returns the turn that an instant falls into, or none before the first.
    pub(super) fn turn(&self, zone: Zone, at: Instant) -> Option<i64> {
        let mut turn = self.guess(zone.wall(at)).max(0);
        // The dial alone is a little off where clocks change.
        while turn > 0 && self.begins(zone, turn) > at {
            turn -= 1;
        }
        while self.begins(zone, turn + 1) <= at {
            turn += 1;
        }
        (self.begins(zone, turn) <= at).then_some(turn)
    }

    /// Returns the person whose turn that is, if anybody's.
    pub(super) fn person(&self, turn: i64) -> Option<&str> {
        let place = turn.checked_rem_euclid(i64::try_from(self.people.len()).ok()?)?;
        self.people.get(usize::try_from(place).ok()?).map(String::as_str)
    }

    /// Returns the wall-clock time at which a turn begins.
    fn dial(&self, turn: i64) -> Wall {
        match &self.rhythm {
            Rhythm::Every(seconds) => self.from.plus(turn.saturating_mul((*seconds).max(HOUR))),
            Rhythm::Weekly(_) if turn == 0 => self.from,
            Rhythm::Weekly(times) => hand_over(times, handed_over(times, self.from) + turn - 1),
        }
    }

    /// Returns the turn by the dial alone.
    fn guess(&self, wall: Wall) -> i64 {
        match &self.rhythm {
            Rhythm::Every(seconds) => wall.since(self.from).div_euclid((*seconds).max(HOUR)),
            Rhythm::Weekly(times) => handed_over(times, wall) - handed_over(times, self.from),
        }
    }
}

/// Returns a Monday at 00:00, from which weeks are counted.
fn monday() -> Wall {
    let epoch = Date::from_day(0);
    let back = i64::try_from(epoch.weekday().index()).unwrap_or_default();
    Wall { date: epoch.plus_days(-back), second: 0 }
}

/// Counts the hand-overs that the dial has passed when it shows `wall`, one at `wall` itself included.
fn handed_over(times: &[i64], wall: Wall) -> i64 {
    let since = wall.since(monday());
    let passed = times.partition_point(|time| *time <= since.rem_euclid(WEEK));
    since.div_euclid(WEEK) * times.len() as i64 + passed as i64
}

/// Returns the wall-clock time of a hand-over; the first of the week from which they are counted is 0.
fn hand_over(times: &[i64], n: i64) -> Wall {
    let count = times.len() as i64;
    let place = usize::try_from(n.rem_euclid(count.max(1))).unwrap_or_default();
    monday().plus(n.div_euclid(count.max(1)) * WEEK + times.get(place).copied().unwrap_or_default())
}
