//! Carries out `frist oncall`: who is on call now or at another moment, and who is when.

use serde::Serialize;

use super::args::{OncallArgs, OncallCommand, OncallListArgs};
use super::error::CliError;
use super::output::{Output, table};
use super::setup::{Setup, shorten};
use crate::config::People;
use crate::desk::Desk;
use crate::domain::problem::ProblemKind;
use crate::domain::rota::{Duty, DutyReason, Rota};
use crate::domain::time::{Instant, Zone, clock_text, parse_moment};

const DAY: i64 = 86_400;

/// The parts that every answer needs.
struct OncallAnswer<'a> {
    rota: &'a Rota,
    people: &'a People,
    zone: Zone,
}

/// Prints who is on call, or lists who is when.
pub(super) fn oncall(setup: &mut Setup, args: &OncallArgs, output: &mut Output<'_>) -> Result<(), CliError> {
    let desk = setup.open(output)?;
    let (rota, people) = (desk.rota(), desk.people());
    let asked = OncallAnswer { rota: &rota, people: &people, zone: rota.zone().ok_or_else(no_rota)? };
    match &args.command {
        None => {
            let at = asked.moment(args.at.as_deref(), setup.now())?;
            asked.tell(&asked.levels(args.level.as_deref())?, at, args.json, output)
        }
        Some(OncallCommand::List(list)) => {
            let from = asked.moment(list.from.as_deref(), setup.now())?;
            asked.list(&asked.levels(list.level.as_deref())?, from, list, output)
        }
    }
}

fn no_rota() -> CliError {
    CliError::new(ProblemKind::NotFound, "the desk has no rota", "write one into oncall.toml beside the settings")
}

impl OncallAnswer<'_> {
    fn moment(&self, text: Option<&str>, now: Instant) -> Result<Instant, CliError> {
        Ok(text.map_or(Ok(now), |text| parse_moment(text, self.zone, now))?)
    }

    /// Returns the level that was named, else all of them.
    fn levels(&self, named: Option<&str>) -> Result<Vec<&str>, CliError> {
        let Some(named) = named else { return Ok(self.rota.levels().collect()) };
        let found = self.rota.levels().find(|level| *level == named);
        found.map(|level| vec![level]).ok_or_else(|| {
            let known = self.rota.levels().collect::<Vec<_>>().join(", ");
            CliError::input(
                format!("there is no rota for the level `{}`", shorten(named)),
                format!("there are {known}"),
            )
        })
    }

    fn tell(&self, levels: &[&str], at: Instant, json: bool, output: &mut Output<'_>) -> Result<(), CliError> {
        let duties: Vec<_> = levels
            .iter()
            .map(|level| (*level, self.rota.on_call(Some(level), at), self.rota.next_hand_over(Some(level), at)))
            .collect();
        if json {
            for (level, duty, next) in &duties {
                let next = next.as_ref().map(|next| self.hand_over(next));
                output.json(&NowJson { duty: self.json(level, duty.as_ref()), next })?;
            }
        } else {
            let rows = duties.iter().map(|(level, duty, _)| self.cells(level, duty.as_ref()));
            output.line(&table(&["LEVEL", "ON CALL", "SINCE", "UNTIL", "WHY"], rows, &[]))?;
            let next = duties.iter().filter_map(|(_, _, next)| next.as_ref()).min_by_key(|next| next.since);
            if let Some(next) = next {
                let (when, who) = (clock_text(self.zone, next.since), self.shown(next.person));
                output.line(&format!("next hand-over: {when} to {who} ({})", next.level))?;
            }
        }
        if duties.iter().any(|(_, duty, _)| duty.is_some()) { Ok(()) } else { Err(self.nobody(at)) }
    }

    fn nobody(&self, at: Instant) -> CliError {
        let message = format!("nobody is on call at {}", clock_text(self.zone, at));
        CliError::new(ProblemKind::NotFound, message, "frist oncall list shows who is on call when")
    }

    fn list(
        &self,
        levels: &[&str],
        from: Instant,
        args: &OncallListArgs,
        output: &mut Output<'_>,
    ) -> Result<(), CliError> {
        let to = from.plus(i64::from(args.days) * DAY);
        let duties: Vec<Duty<'_>> = levels.iter().flat_map(|level| self.rota.duties(Some(level), from, to)).collect();
        if duties.is_empty() {
            return Err(CliError::new(
                ProblemKind::NotFound,
                format!("nobody is on call from {} to {}", clock_text(self.zone, from), clock_text(self.zone, to)),
                "ask for more with --days N, or for another time with --from TIME",
            ));
        }
        if args.json {
            return duties.iter().try_for_each(|duty| output.json(&self.json(duty.level, Some(duty))));
        }
        let rows = duties.iter().map(|duty| self.cells(duty.level, Some(duty)));
        output.line(&table(&["LEVEL", "ON CALL", "SINCE", "UNTIL", "WHY"], rows, &[]))
    }

    fn cells(&self, level: &str, duty: Option<&Duty<'_>>) -> Vec<String> {
        let Some(duty) = duty else { return vec![level.to_owned(), "nobody".to_owned()] };
        let why = match duty.why {
            DutyReason::Turn => "turn".to_owned(),
            DutyReason::Override(None) => "override".to_owned(),
            DutyReason::Override(Some(note)) => format!("override: {note}"),
        };
        let when = |at| clock_text(self.zone, at);
        vec![level.to_owned(), self.shown(duty.person), when(duty.since), when(duty.until), why]
    }

    /// Returns `Anna Berg (anna)` where the settings name her, else the name alone.
    fn shown(&self, name: &str) -> String {
        match self.people.named(name) {
            Some(person) if person.display != name => format!("{} ({name})", person.display),
            _ => name.to_owned(),
        }
    }

    fn json<'n>(&'n self, level: &'n str, duty: Option<&'n Duty<'n>>) -> DutyJson<'n> {
        let why = duty.map(|duty| duty.why);
        DutyJson {
            level,
            person: duty.map(|duty| duty.person),
            name: duty.map(|duty| self.people.shown(duty.person)),
            since: duty.map(|duty| duty.since.to_string()),
            until: duty.map(|duty| duty.until.to_string()),
            why: why.map(|why| if why == DutyReason::Turn { "turn" } else { "override" }),
            note: why.and_then(|why| if let DutyReason::Override(note) = why { note } else { None }),
        }
    }

    fn hand_over<'n>(&'n self, next: &'n Duty<'n>) -> NextJson<'n> {
        NextJson { at: next.since.to_string(), person: next.person, name: self.people.shown(next.person) }
    }
}

/// A stretch as JSON; without a person where nobody is on call. The shape is promised: a key may be added, none may change
/// or go.
#[derive(Serialize)]
struct DutyJson<'a> {
    level: &'a str,
    person: Option<&'a str>,
    name: Option<String>,
    since: Option<String>,
    until: Option<String>,
    why: Option<&'static str>,
    note: Option<&'a str>,
}

/// The person on call at a moment, and who takes over.
#[derive(Serialize)]
struct NowJson<'a> {
    #[serde(flatten)]
    duty: DutyJson<'a>,
    next: Option<NextJson<'a>>,
}

/// The moment when somebody else takes over, and who.
#[derive(Serialize)]
struct NextJson<'a> {
    at: String,
    person: &'a str,
    name: String,
}
