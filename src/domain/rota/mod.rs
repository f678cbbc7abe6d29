//! Who is on call: for each of the desk's levels people who take turns, and overrides on top.
//!
//! A turn begins at a wall-clock time in the rota's zone, also when the clocks have changed since the turn before: who hands
//! over on Mondays at 08:00 does so in winter and in summer. A hand-over in a gap of the clocks (spring) is at the first
//! instant after it, one in an overlap (autumn) at the earlier of the two. Before its first hand-over a level has nobody,
//! and from then on always somebody.

mod read;
mod turns;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::time::{Instant, Wall, Zone};

pub use read::read_rota;
pub use turns::Rhythm;

/// So many stretches are looked at for the next hand-over to somebody else, before there is said to be none.
const LOOK_AHEAD: usize = 1_000;

/// The rota: nobody at all where no file gives one.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rota {
    /// None only where there are no lines.
    zone: Option<Zone>,
    /// The first line first.
    lines: Vec<Line>,
    /// In the order of the file: of two that hold at the same time, the later one counts.
    overrides: Vec<Override>,
}

/// One level's turns.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The level's name.
    pub level: String,
    /// One after the other, then from the start again; never empty.
    pub people: Vec<String>,
    /// When the first of them begins.
    pub from: Wall,
    /// When each passes it on to the next.
    pub rhythm: Rhythm,
}

/// Somebody has it instead of whoever's turn it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Override {
    /// The level's name.
    pub level: String,
    /// Who.
    pub person: String,
    /// From then on,
    pub from: Instant,
    /// and no longer from then on.
    pub to: Instant,
    /// Why.
    pub note: Option<String>,
}

/// A stretch of time in which one person is on call at one level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty<'a> {
    /// The level's name.
    pub level: &'a str,
    /// Who: the name as it stands on tickets.
    pub person: &'a str,
    /// The stretch's first second.
    pub since: Instant,
    /// The first second after it, at which the next one begins.
    pub until: Instant,
    /// Why it is they.
    pub why: Why<'a>,
}

/// Why somebody is on call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why<'a> {
    /// It is their turn.
    Turn,
    /// They were put there for the time; what is noted of it.
    Override(Option<&'a str>),
}

/// What gives the answer at an instant.
enum Source<'a> {
    Turn(i64),
    Override(usize, &'a Override),
}

impl Rota {
    /// What the first line is called where the file does not name it.
    pub const FIRST_LINE: &'static str = "first line";

    /// Whether there is no rota.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The zone in which it hands over.
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// The levels that somebody can be on call at, the first line first.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.level.as_str())
    }

    /// Everybody whom it names, each once, in its order.
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

    /// Who is on call at `at`, at that level or, with none, at the first line. Nobody: before its first hand-over, outside
    /// the years of the support clock, or if there is no such level.
    pub fn on_call(&self, level: Option<&str>, at: Instant) -> Option<Duty<'_>> {
        let line = self.line(level)?;
        at.checked().ok()?;
        Some(match self.source(line, at)? {
            Source::Turn(turn) => {
                let since = [line.begins(self.zone?, turn)].into_iter().chain(self.ends_before(line, 0, at)).max()?;
                let until =
                    [line.begins(self.zone?, turn + 1)].into_iter().chain(self.starts_after(line, 0, at)).min()?;
                Duty { level: &line.level, person: line.person(turn)?, since, until, why: Why::Turn }
            }
            Source::Override(n, o) => {
                let since = [o.from].into_iter().chain(self.ends_before(line, n + 1, at)).max()?;
                let until = [o.to].into_iter().chain(self.starts_after(line, n + 1, at)).min()?;
                let why = Why::Override(o.note.as_deref());
                Duty { level: &line.level, person: &o.person, since, until, why }
            }
        })
    }

    /// The next time after `at` that somebody else takes over at that level (none: the first line), and who. None if nobody
    /// else is in sight.
    pub fn next_hand_over(&self, level: Option<&str>, at: Instant) -> Option<Duty<'_>> {
        let now = self.on_call(level, at).map(|duty| duty.person);
        self.from(level, at).take(LOOK_AHEAD).find(|duty| duty.since > at && Some(duty.person) != now)
    }

    /// Who has it when, at that level (none: the first line), in the time from `from` to before `to`, one stretch after the
    /// other. The first one may have begun before, the last one may end after.
    pub fn duties(&self, level: Option<&str>, from: Instant, to: Instant) -> Vec<Duty<'_>> {
        self.from(level, from).take_while(|duty| duty.since < to).collect()
    }

    /// The next instant after `at` at which, at any level, a stretch ends or begins.
    pub fn changes_after(&self, at: Instant) -> Option<Instant> {
        let next = |line: &Line| match self.on_call(Some(&line.level), at) {
            Some(duty) => Some(duty.until),
            None => self.first_after(line, at),
        };
        self.lines.iter().filter_map(next).filter(|next| *next > at).min()
    }

    /// All stretches from the one at `at` on.
    fn from(&self, level: Option<&str>, at: Instant) -> impl Iterator<Item = Duty<'_>> {
        let line = self.line(level);
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let at = next?;
            let duty = match self.on_call(level, at) {
                None => self.on_call(level, self.first_after(line?, at)?),
                some => some,
            };
            // A stretch never ends before it began; the zone's years do end.
            next = duty.as_ref().map(|duty| duty.until).filter(|until| *until > at);
            duty
        })
    }

    /// The next instant after `at` at which somebody is on call, where nobody is at `at`.
    fn first_after(&self, line: &Line, at: Instant) -> Option<Instant> {
        let begins = Some(line.begins(self.zone?, 0)).filter(|begins| *begins > at);
        begins.into_iter().chain(self.starts_after(line, 0, at)).min()
    }

    fn line(&self, level: Option<&str>) -> Option<&Line> {
        match level {
            None => self.lines.first(),
            Some(level) => self.lines.iter().find(|line| line.level == level),
        }
    }

    fn source(&self, line: &Line, at: Instant) -> Option<Source<'_>> {
        let holds = |o: &Override| o.level == line.level && o.from <= at && at < o.to;
        match self.overrides.iter().enumerate().rfind(|(_, o)| holds(o)) {
            Some((n, o)) => Some(Source::Override(n, o)),
            None => line.turn(self.zone?, at).map(Source::Turn),
        }
    }

    /// When those overrides of a line end that stand from place `n` on and are over at `at`.
    fn ends_before<'a>(&'a self, line: &'a Line, n: usize, at: Instant) -> impl Iterator<Item = Instant> + 'a {
        self.of(line, n).map(|o| o.to).filter(move |to| *to <= at)
    }

    /// When those overrides of a line begin that stand from place `n` on and are to come at `at`.
    fn starts_after<'a>(&'a self, line: &'a Line, n: usize, at: Instant) -> impl Iterator<Item = Instant> + 'a {
        self.of(line, n).map(|o| o.from).filter(move |from| *from > at)
    }

    fn of<'a>(&'a self, line: &'a Line, n: usize) -> impl Iterator<Item = &'a Override> {
        self.overrides.iter().skip(n).filter(|o| o.level == line.level)
    }
}
