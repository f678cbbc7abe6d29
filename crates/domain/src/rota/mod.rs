//! Who is on call: for each of the desk's levels people who take turns, and overrides on top.
//!
//! A turn begins at a wall-clock time in the rota's zone, also when the clocks have changed since the turn before: a
//! person who hands over on Mondays at 08:00 does so in winter and in summer. A hand-over in a gap of the clocks
//! (spring) is at the first instant after it, one in an overlap (autumn) at the earlier of the two. Before its first
//! hand-over a level has nobody, and from then on always somebody.
//!
//! The rota in force is kept: an edit of the file counts from when it is read, and what was before it stays as it was.

mod in_force;
mod read;
mod turns;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::time::{Instant, Wall, Zone};

pub use in_force::{MovedTurn, RotaInForce};
pub use read::read_rota;
pub use turns::Rhythm;

/// The most stretches that are looked at for the next hand-over to somebody else, before there is said to be none.
const LOOK_AHEAD: usize = 1_000;

/// The rota: nobody at all where no file gives one.
///
/// The store keeps it for ever: a field may be added with a default, none may change its meaning, none may go.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rota {
    /// The time zone of the hand-overs; none only where there are no lines.
    zone: Option<Zone>,
    /// The lines, the first line first. Of several of one level, each follows the one before from its own `from` on.
    lines: Vec<RotaLine>,
    /// The overrides in the order of the file: of two that hold at the same time, the later one counts.
    overrides: Vec<Override>,
    /// The rotas that were in force before, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<EarlierRota>,
}

/// A rota that is in force no longer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct EarlierRota {
    /// The first instant at which it was in force no longer.
    until: Instant,
    rota: Rota,
}

/// The turns of one level.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RotaLine {
    /// The level's name.
    pub level: String,
    /// The people, one after the other, then from the start again; empty where the level ends with this line.
    pub people: Vec<String>,
    /// The wall-clock time at which the turn of the first of them begins.
    pub from: Wall,
    /// The times at which each hands over to the next.
    pub rhythm: Rhythm,
}

/// A person who is on call in the place of the one whose turn it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Override {
    /// The level's name.
    pub level: String,
    /// The name of the person.
    pub person: String,
    /// The first instant of the override.
    pub from: Instant,
    /// The first instant after the override.
    pub to: Instant,
    /// The reason, if one is noted.
    pub note: Option<String>,
}

/// A stretch of time in which one person is on call at one level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty<'a> {
    /// The level's name.
    pub level: &'a str,
    /// The person, by the name that stands on tickets.
    pub person: &'a str,
    /// The stretch's first second.
    pub since: Instant,
    /// The first second after it, at which the next one begins.
    pub until: Instant,
    /// The reason why it is that person.
    pub why: DutyReason<'a>,
}

/// The reason why somebody is on call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DutyReason<'a> {
    /// It is the person's turn.
    Turn,
    /// The person was put there for the time, with what is noted of it.
    Override(Option<&'a str>),
}

/// What gives the answer at an instant.
enum DutySource<'a> {
    Turn(i64),
    Override(usize, &'a Override),
}

impl Rota {
    /// The name of the first line where the file does not name it.
    pub const FIRST_LINE: &'static str = "first line";

    /// Returns whether there is no rota.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Returns the time zone of the hand-overs.
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// Returns the levels that somebody can be on call at, each once, the first line first.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        let first = |n: usize, level: &str| self.lines.iter().take(n).all(|line| line.level != level);
        self.lines
            .iter()
            .enumerate()
            .filter(move |(n, line)| first(*n, &line.level))
            .map(|(_, line)| line.level.as_str())
    }

    /// Returns everybody whom it names, each once, in its order.
    pub fn people(&self) -> Vec<&str> {
        let turns = self.lines.iter().flat_map(|line| &line.people);
        let mut people: Vec<&str> = Vec::new();
        for person in turns.chain(self.overrides.iter().map(|o| &o.person)) {
            if !people.contains(&person.as_str()) {
                people.push(person);
            }
        }
        people
    }

    /// Returns who is on call at `at`, at that level or, with none, at the first line, by the rota in force then.
    /// Nobody is before its first hand-over, outside the years of the support clock, or if there is no such level.
    pub fn on_call(&self, level: Option<&str>, at: Instant) -> Option<Duty<'_>> {
        let place = self.place(at);
        let mut duty = self.at(place).alone(level, at)?;
        let same = |a: &Duty<'_>, b: &Duty<'_>| (a.person, a.why, a.level) == (b.person, b.why, b.level);
        for (n, earlier) in self.earlier.iter().enumerate().skip(place) {
            if duty.until <= earlier.until {
                break;
            }
            let next = self.at(n + 1).alone(level, earlier.until).filter(|next| same(next, &duty));
            duty.until = next.as_ref().map_or(earlier.until, |next| next.until);
            if next.is_none() {
                break;
            }
        }
        for (n, earlier) in self.earlier.iter().enumerate().take(place).rev() {
            if duty.since >= earlier.until {
                break;
            }
            let before = self.at(n).alone(level, earlier.until.plus(-1)).filter(|before| same(before, &duty));
            duty.since = before.as_ref().map_or(earlier.until, |before| before.since);
            if before.is_none() {
                break;
            }
        }
        Some(duty)
    }

    /// Returns the place of the rota that was in force: how many were before it.
    fn place(&self, at: Instant) -> usize {
        self.earlier.iter().position(|earlier| at < earlier.until).unwrap_or(self.earlier.len())
    }

    /// Returns the rota that so many were in force before.
    fn at(&self, place: usize) -> &Self {
        self.earlier.get(place).map_or(self, |earlier| &earlier.rota)
    }

    /// Returns who is on call by this rota alone, whenever it was in force.
    fn alone(&self, level: Option<&str>, at: Instant) -> Option<Duty<'_>> {
        let line = self.line(level, at)?;
        at.checked().ok()?;
        Some(match self.source(line, at)? {
            DutySource::Turn(turn) => {
                let (begins, ends) = (line.begins(self.zone?, turn), self.ends(line, turn)?);
                let since = [begins].into_iter().chain(self.ends_before(line, 0, at)).max()?;
                let until = [ends].into_iter().chain(self.starts_after(line, 0, at)).min()?;
                Duty { level: &line.level, person: line.person(turn)?, since, until, why: DutyReason::Turn }
            }
            DutySource::Override(n, o) => {
                let since = [o.from].into_iter().chain(self.ends_before(line, n + 1, at)).max()?;
                let until = [o.to].into_iter().chain(self.starts_after(line, n + 1, at)).min()?;
                let why = DutyReason::Override(o.note.as_deref());
                Duty { level: &line.level, person: &o.person, since, until, why }
            }
        })
    }

    /// Returns when a turn ends: with the next, or with the line that follows.
    fn ends(&self, line: &RotaLine, turn: i64) -> Option<Instant> {
        let zone = self.zone?;
        let mut followers = self.of_level(&line.level).skip_while(|other| *other != line).skip(1);
        let follows = followers.next().map(|next| next.begins(zone, 0));
        Some(follows.map_or(line.begins(zone, turn + 1), |follows| follows.min(line.begins(zone, turn + 1))))
    }

    /// Returns the next stretch after `at` in which somebody else takes over at that level (none: the first line), or
    /// none if nobody else is in sight.
    pub fn next_hand_over(&self, level: Option<&str>, at: Instant) -> Option<Duty<'_>> {
        let now = self.on_call(level, at).map(|duty| duty.person);
        self.from(level, at).take(LOOK_AHEAD).find(|duty| duty.since > at && Some(duty.person) != now)
    }

    /// Returns the stretches at that level (none: the first line) in the time from `from` to before `to`, one after the
    /// other. The first one may have begun before, the last one may end after.
    pub fn duties(&self, level: Option<&str>, from: Instant, to: Instant) -> Vec<Duty<'_>> {
        self.from(level, from).take_while(|duty| duty.since < to).collect()
    }

    /// Returns the next instant after `at` at which, at any level, a stretch ends or begins.
    pub fn changes_after(&self, at: Instant) -> Option<Instant> {
        let next = |level: &str| match self.on_call(Some(level), at) {
            Some(duty) => Some(duty.until),
            None => self.first_after(Some(level), at),
        };
        self.levels().filter_map(next).filter(|next| *next > at).min()
    }

    /// Returns all stretches from the one at `at` on.
    fn from(&self, level: Option<&str>, at: Instant) -> impl Iterator<Item = Duty<'_>> {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let at = next?;
            let duty = match self.on_call(level, at) {
                None => self.on_call(level, self.first_after(level, at)?),
                some => some,
            };
            // A stretch never ends before it began; the zone's years do end.
            next = duty.as_ref().map(|duty| duty.until).filter(|until| *until > at);
            duty
        })
    }

    /// Returns the next instant after `at` at which somebody is on call, where nobody is at `at`.
    fn first_after(&self, level: Option<&str>, mut at: Instant) -> Option<Instant> {
        for (n, earlier) in self.earlier.iter().enumerate().skip(self.place(at)) {
            let first = earlier.rota.first_of_own_after(level, at).filter(|first| *first < earlier.until);
            if first.is_some() {
                return first;
            }
            at = earlier.until;
            if self.at(n + 1).alone(level, at).is_some() {
                return Some(at);
            }
        }
        self.first_of_own_after(level, at)
    }

    fn first_of_own_after(&self, level: Option<&str>, at: Instant) -> Option<Instant> {
        let level = level.or_else(|| self.levels().next())?;
        let zone = self.zone?;
        let turns = self.of_level(level).filter(|line| !line.people.is_empty()).map(|line| line.begins(zone, 0));
        turns.filter(|begins| *begins > at).chain(self.starts_after(self.line(Some(level), at)?, 0, at)).min()
    }

    fn of_level<'a>(&'a self, level: &str) -> impl Iterator<Item = &'a RotaLine> {
        self.lines.iter().filter(move |line| line.level == level)
    }

    /// Returns the line of a level whose turns count at `at`: the last one that has begun, else the first.
    fn line(&self, level: Option<&str>, at: Instant) -> Option<&RotaLine> {
        let (level, zone) = (level.or_else(|| self.levels().next())?, self.zone?);
        let begun = self.of_level(level).filter(|line| line.begins(zone, 0) <= at).last();
        begun.or_else(|| self.of_level(level).next())
    }

    fn source(&self, line: &RotaLine, at: Instant) -> Option<DutySource<'_>> {
        let holds = |o: &Override| o.level == line.level && o.from <= at && at < o.to;
        match self.overrides.iter().enumerate().rfind(|(_, o)| holds(o)) {
            Some((n, o)) => Some(DutySource::Override(n, o)),
            None => line.turn(self.zone?, at).map(DutySource::Turn),
        }
    }

    /// Returns the ends of those overrides of a line that stand from place `n` on and are over at `at`.
    fn ends_before<'a>(&'a self, line: &'a RotaLine, n: usize, at: Instant) -> impl Iterator<Item = Instant> + 'a {
        self.of(line, n).map(|o| o.to).filter(move |to| *to <= at)
    }

    /// Returns the beginnings of those overrides of a line that stand from place `n` on and are to come at `at`.
    fn starts_after<'a>(&'a self, line: &'a RotaLine, n: usize, at: Instant) -> impl Iterator<Item = Instant> + 'a {
        self.of(line, n).map(|o| o.from).filter(move |from| *from > at)
    }

    fn of<'a>(&'a self, line: &'a RotaLine, n: usize) -> impl Iterator<Item = &'a Override> {
        self.overrides.iter().skip(n).filter(|o| o.level == line.level)
    }
}
