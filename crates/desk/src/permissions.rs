//! Decides who may do what: a right for each thing that can be asked, and the least role that has the right.
//!
//! Whether a change fits its ticket is checked elsewhere; in here nothing counts but who asks.

use frist_config::{People, Person, Role};
use frist_domain::ledger::{LedgerFact, LedgerRecord};
pub use frist_domain::right::Right;
use frist_domain::text::clean;
use frist_domain::ticket::{EventData, Record, event};

use super::{Change, Problem, ProblemKind};

/// The most names that a hint has.
const NAMES: usize = 4;
/// The number of names that a hint has where there are too many.
const FIRST_NAMES: usize = 3;

/// Returns the least role that has the right.
const fn least(right: Right) -> Role {
    match right {
        Right::Work => Role::Agent,
        Right::Exclude | Right::Approve | Right::TakeBackOthers | Right::Releases | Right::Amend | Right::Merge => {
            Role::Lead
        }
    }
}

/// Returns whether somebody of that role has that right.
pub fn may(role: Role, right: Right) -> bool {
    role >= least(right)
}

/// Refuses a change that `person` may not make. `person` is who asks as the desk knows them, never as they say.
///
/// `record` is the ticket's, as it is before the change. Where it is missing, or has no event of that number, it is not
/// known whose event it would be: then the change is judged as one's own, and that there is no such event is for others
/// to tell.
///
/// `entry` is that of the ledger with what it said last, where the change is about one. Where it is missing and the
/// change does not say what it is about, the change is judged by what asks for most.
///
/// The refusal is of the kind [`ProblemKind::NotAllowed`]; its hint names those who may.
pub fn check(
    people: &People,
    person: &Person,
    change: &Change,
    record: Option<&Record>,
    entry: Option<&LedgerRecord>,
) -> Result<(), Problem> {
    let asked = NeededRight::of(people, person, change, record, entry);
    if !may(person.role, asked.right) {
        return Err(asked.refusal(people, person));
    }
    if let Some(staff) = absent_by(change) {
        is_known(people, staff)?;
    }
    assigned_by(change).map_or(Ok(()), |to| can_have(people, to))
}

/// Returns the person whom a change gives a ticket to.
fn assigned_by(change: &Change) -> Option<&str> {
    match change {
        Change::New(new) => new.assignee.as_deref(),
        Change::Add { what, .. } => what.assignee(),
        _ => None,
    }
}

/// Returns the person whom a change says to be away.
fn absent_by(change: &Change) -> Option<&str> {
    match change {
        Change::Enter { fact: Some(fact), .. } => match &**fact {
            LedgerFact::Absence(absence) => Some(&absence.staff),
            _ => None,
        },
        _ => None,
    }
}

/// Checks whether somebody of that name works here; where nobody is named, everybody may.
fn is_known(people: &People, staff: &str) -> Result<(), Problem> {
    if people.is_empty() || people.named(staff).is_some() {
        return Ok(());
    }
    let names: Vec<String> = people.iter().map(full_name).collect();
    let hint = or(&names).map_or_else(String::new, |names| format!("name {names}"));
    Err(Problem::new(ProblemKind::Refused, format!("nobody at this desk is called {}", clean(staff)), hint))
}

/// Checks whether that person can have a ticket: where people are named, a name that is none of theirs is a slip of the
/// keys, and the ticket would be nobody's.
fn can_have(people: &People, to: &str) -> Result<(), Problem> {
    let works = |person: &Person| may(person.role, Right::Work);
    let message = match people.named(to) {
        _ if people.is_empty() => return Ok(()),
        Some(person) if works(person) => return Ok(()),
        Some(person) => format!("{} only looks and cannot be given a ticket", full_name(person)),
        None => format!("nobody at this desk is called {}", clean(to)),
    };
    let names: Vec<String> = people.iter().filter(|person| works(person)).map(full_name).collect();
    let hint = match or(&names) {
        Some(names) => format!("give it to {names}"),
        None => "the person who runs the desk names people in [staff] of its settings".to_owned(),
    };
    Err(Problem::new(ProblemKind::Refused, message, hint))
}

/// Refuses `doing`, as in `logging a ticket`, to a person who may not work on tickets; it is not a change.
pub fn check_work(people: &People, person: &Person, doing: &str) -> Result<(), Problem> {
    let asked = NeededRight::plain(Right::Work, doing);
    if may(person.role, asked.right) { Ok(()) } else { Err(asked.refusal(people, person)) }
}

/// Joins some of these names in words, or returns none where there is none.
fn or(names: &[String]) -> Option<String> {
    Some(match names {
        [] => return None,
        [only] => only.clone(),
        many if many.len() > NAMES => {
            format!("{} and {} more", many[..FIRST_NAMES].join(", "), many.len() - FIRST_NAMES)
        }
        [but_last @ .., last] => format!("{} or {last}", but_last.join(", ")),
    })
}

/// What a change needs.
struct NeededRight<'a> {
    right: Right,
    /// What would be done, in words before `is for leads`.
    doing: String,
    /// The author of what would be retracted, if that is another person.
    author: Option<&'a str>,
}

impl<'a> NeededRight<'a> {
    fn of(
        people: &People,
        person: &Person,
        change: &Change,
        record: Option<&'a Record>,
        entry: Option<&'a LedgerRecord>,
    ) -> Self {
        match change {
            Change::New(_) => Self::plain(Right::Work, "logging a ticket"),
            Change::Enter { fact: Some(fact), .. } => {
                let needed = fact.right(entry.and_then(|entry| entry.fact.as_ref()));
                Self::plain(needed.right, needed.doing)
            }
            Change::Enter { fact: None, .. } => Self::removing(people, person, entry),
            Change::Restore { .. } => Self::writing(entry.and_then(|entry| entry.fact.as_ref())),
            Change::Retract { event, .. } => Self::retract(people, person, *event, record),
            Change::Add { what, .. } => match **what {
                EventData::Retracted(event::Retracted { event }) => Self::retract(people, person, event, record),
                ref what => Self::plain(what.sort().right, what.sort().doing),
            },
        }
    }

    fn plain(right: Right, doing: &str) -> Self {
        Self { right, doing: doing.to_owned(), author: None }
    }

    /// Returns the right that each kind of record needs; where there is nothing, the one for what changes contracts.
    fn writing(fact: Option<&LedgerFact>) -> Self {
        match fact.map(LedgerFact::kind) {
            None => Self::plain(Right::Releases, "entering a vendor's release dates"),
            Some(kind) => Self::plain(kind.right, kind.doing),
        }
    }

    /// Returns what removing an entry needs: the person who entered it first may remove it again, whoever has changed
    /// it since; what others entered, only a lead.
    fn removing(people: &People, person: &Person, entry: Option<&'a LedgerRecord>) -> Self {
        if entry.is_some_and(|entry| entry.fact.is_none()) {
            // Another check tells that there is nothing to remove.
            return Self::plain(Right::Work, "removing an entry");
        }
        let asked = Self::writing(entry.and_then(|entry| entry.fact.as_ref()));
        match entry.filter(|entry| asked.right == Right::Work && entry.author() != person.name) {
            None => asked,
            Some(entry) => Self::of_others(people, "removing", entry.author()),
        }
    }

    fn of_others(people: &People, doing: &str, by: &'a str) -> Self {
        let shown = people.named(by).map_or(by, |author| &author.display);
        let doing = format!("{doing} what {} entered", clean(shown));
        Self { right: Right::TakeBackOthers, doing, author: Some(by) }
    }

    fn retract(people: &People, person: &Person, event: u32, record: Option<&'a Record>) -> Self {
        let author = record.and_then(|r| r.events.get(event as usize)).map(|e| e.by.as_str());
        match author.filter(|by| *by != person.name) {
            None => Self::plain(Right::Work, "changing a ticket"),
            Some(by) => Self::of_others(people, "retracting", by),
        }
    }

    fn refusal(&self, people: &People, person: &Person) -> Problem {
        let least = least(self.right);
        let message = format!("{} is for {}, and you are {}", self.doing, those_from(least), one(person.role));
        Problem::new(ProblemKind::NotAllowed, message, self.hint(people))
    }

    /// Names who may: the author of the entry first, then everybody else who has the right, the lowest role first.
    fn hint(&self, people: &People) -> String {
        let author = self.author.and_then(|by| people.named(by)).filter(|author| may(author.role, Right::Work));
        let others = Role::ALL.into_iter().filter(|role| may(*role, self.right)).flat_map(|r| people.with_role(r));
        let others = others.filter(|other| author.is_none_or(|author| author.name != other.name));
        let names: Vec<String> = author.into_iter().chain(others).map(full_name).collect();
        match or(&names) {
            Some(names) => format!("ask {names}"),
            None => {
                format!(
                    "the person who runs the desk can make you {} in [staff] of its settings",
                    one(least(self.right))
                )
            }
        }
    }
}

/// Returns the words for one person of that role.
const fn one(role: Role) -> &'static str {
    match role {
        Role::Viewer => "a viewer",
        Role::Agent => "an agent",
        Role::Lead => "a lead",
    }
}

/// Returns the words for the people who have at least that role.
const fn those_from(least: Role) -> &'static str {
    match least {
        Role::Viewer => "everybody",
        Role::Agent => "agents and leads",
        Role::Lead => "leads",
    }
}

/// Returns `Anna Berg (anna)`, or just `anna` where there is no other name to show.
fn full_name(person: &Person) -> String {
    let (name, display) = (clean(&person.name), clean(&person.display));
    if name == display { name.into_owned() } else { format!("{display} ({name})") }
}

#[cfg(test)]
mod tests;
