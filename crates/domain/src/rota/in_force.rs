//! Decides which rota is in force, and what an edit of its file may change: what is to come, but no turn that has
//! begun.

use std::fmt;

use super::{EarlierRota, Rota, RotaLine};
use crate::time::{Instant, Zone};

/// What is in force once the file has been read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RotaInForce {
    /// The rota of who is on call; it knows who was, too.
    pub rota: Rota,
    /// Whether that rota is new, and is to be kept from now on.
    pub is_new: bool,
    /// The reason why the file is not in force, where it is not.
    pub refused: Option<MovedTurn>,
}

/// A turn that has begun, and that the file would move or end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovedTurn {
    zone: Zone,
    line: RotaLine,
    person: String,
    since: Instant,
    until: Instant,
}

/// A turn of a line, whoever stands in for it.
#[derive(PartialEq, Eq)]
struct RunningTurn<'a> {
    person: &'a str,
    since: Instant,
    /// The moment at which it would end if no other line followed.
    until: Instant,
}

impl Rota {
    /// Returns the rota in force at `now`. `kept` are those that were in force, with when each was read, the earliest
    /// first; `file` is what its file says now, an empty rota where it cannot be read.
    ///
    /// A file that would move a turn that has begun is not taken. The first rota of all counts for the time before it too.
    pub fn in_force(kept: &[(Instant, &Self)], file: &Self, now: Instant) -> RotaInForce {
        let Some((_, last)) = kept.last() else {
            return RotaInForce { rota: file.clone(), is_new: !file.is_empty(), refused: None };
        };
        let moved = last.moved_by(file, now);
        let is_new = !file.is_empty() && moved.is_none() && file != *last;
        let mut earlier: Vec<EarlierRota> = kept
            .windows(2)
            .filter_map(|pair| Some(EarlierRota { until: pair.get(1)?.0, rota: pair.first()?.1.clone() }))
            .collect();
        if is_new {
            earlier.push(EarlierRota { until: now, rota: (*last).clone() });
        }
        let newest = if is_new { file } else { *last };
        RotaInForce { rota: Self { earlier, ..newest.clone() }, is_new, refused: moved.filter(|_| !file.is_empty()) }
    }

    /// Returns the first turn that has begun at `now`, and that `other` would move, end or give to somebody else.
    fn moved_by(&self, other: &Self, now: Instant) -> Option<MovedTurn> {
        let zone = self.zone?;
        std::iter::once(None).chain(self.levels().map(Some)).find_map(|level| {
            let running = self.running(level, now)?;
            let line = self.line(level, now)?.clone();
            let moved = other.running(level, now).as_ref() != Some(&running);
            let RunningTurn { person, since, until } = running;
            moved.then(|| MovedTurn { zone, line, person: person.to_owned(), since, until })
        })
    }

    fn running(&self, level: Option<&str>, at: Instant) -> Option<RunningTurn<'_>> {
        let (zone, line) = (self.zone?, self.line(level, at)?);
        let turn = line.turn(zone, at)?;
        Some(RunningTurn {
            person: line.person(turn)?,
            since: line.begins(zone, turn),
            until: line.begins(zone, turn + 1),
        })
    }
}

impl fmt::Display for MovedTurn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { zone, line, person, .. } = self;
        let when = |at| zone.wall(at).to_string();
        let (since, until) = (when(self.since), when(self.until));
        let people: Vec<String> = line.people.iter().map(|name| format!("\"{name}\"")).collect();
        write!(
            f,
            "the turn of {person} at {level}, {since} to {until}, has begun, and the file would change it, so the rota from before \
             stays in force; leave that [[rota]] as it was, with people = [{people}] and from = \"{from}\", and write the change \
             as a further [[rota]] below it, with level = \"{level}\" and from = \"{until}\"",
            level = line.level,
            people = people.join(", "),
            from = line.from,
        )
    }
}
