//! The record that the service was down.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Entered, LedgerKind, Record};
use crate::contract::Contract;
use crate::ledger::LedgerRecordId;
use crate::ledger::check::{Scene, after, line, past};
use crate::problem::{Field, Problem};
use crate::right::Right;
use crate::text::clean;
use crate::ticket::TicketId;
use crate::time::{Instant, Zone, clock_text};
use crate::uptime::{outage_in_words, stretch_in_words};

/// What is known of every outage.
pub(super) const KIND: LedgerKind = LedgerKind::new(
    "outage",
    "outage",
    Right::Work,
    "recording an outage",
    Entered::LedgerCommand { name: "outage", needs: "--contract ID --from TIME --to TIME" },
    &[
        (r#"{"outage":{"contract":"sesam","from":1704445200}}"#, "outage entered: since Fri 5 Jan 2024 10:00"),
        (
            r#"{"outage":{"contract":"sesam","from":1704445200,"to":1704448800,"reported":1704445260,"symptom":"shop down","solution":"restarted","cause":"customer","affects":["North"],"tickets":[12]}}"#,
            "outage entered: Fri 5 Jan 2024 10:00 to 11:00, 1h00",
        ),
    ],
);

/// The most services or customers that an outage may name; one that hit more hit all.
const MAX_AFFECTED: usize = 50;

/// The classes of causes that are told apart whatever the agreement excludes; an agreement may name more.
pub const CAUSES: [&str; 8] =
    ["vendor", "customer", "third_party", "application", "environment", "force_majeure", "unpaid", "maintenance"];

/// A time in which the service was down, with every field that the SESAM agreement wants logged ("Availability"):
/// reported when, cause or symptom, solution; the duration follows from start and end.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outage {
    /// The id of the contract.
    pub contract: String,
    /// The moment at which it began.
    pub from: Instant,
    /// The moment at which it ended, or none where it is still running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// The moment at which it was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Instant>,
    /// The cause or the symptom, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom: Option<String>,
    /// The solution that ended it, in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<String>,
    /// The class of its cause: one of [`CAUSES`], or of those that the agreement excludes. None where it is not known
    /// yet, so that the outage counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The services or customers that it hit, by name; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affects: Vec<String>,
    /// The tickets that belong to it, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<TicketId>,
}

impl Outage {
    /// The kind of record.
    pub const KIND: &'static LedgerKind = &KIND;

    /// Returns whether the outage hit `of`, a service or a customer. One that names nobody hit all; without a name
    /// asked for, each does.
    pub fn hits(&self, of: Option<&str>) -> bool {
        of.is_none_or(|of| self.affects.is_empty() || self.affects.iter().any(|name| same_party(name, of)))
    }

    /// Returns when the outage ends, as far as is known at `now`: its end, or `now` where it is still running.
    pub fn until(&self, now: Instant) -> Instant {
        self.to.unwrap_or(now).max(self.from)
    }

    /// Returns how long the outage has lasted at `now`, in seconds.
    pub fn lasts(&self, now: Instant) -> i64 {
        self.until(now).since(self.from)
    }

    /// Returns whether the two have any moment in common. One that is still running lasts for ever here.
    fn meets(&self, other: &Outage) -> bool {
        let ends_after = |outage: &Outage, at: Instant| outage.to.is_none_or(|to| to > at);
        (ends_after(self, other.from) && ends_after(other, self.from)) || self.from == other.from
    }

    /// Returns whether nothing in their words, their causes or in whom they hit tells the two apart. A cause that is not known yet
    /// tells nothing apart.
    fn tells_the_same(&self, other: &Outage) -> bool {
        let words = |outage: &Outage| outage.symptom.as_deref().map(|text| text.trim().to_lowercase());
        let hit = |outage: &Outage| outage.affects.iter().map(|name| party_key(name)).collect::<BTreeSet<_>>();
        let causes = self.cause.as_ref().zip(other.cause.as_ref());
        words(self) == words(other) && hit(self) == hit(other) && causes.is_none_or(|(one, other)| one == other)
    }

    /// Returns the first ticket that both name.
    fn shared_ticket(&self, other: &Outage) -> Option<TicketId> {
        self.tickets.iter().find(|ticket| other.tickets.contains(ticket)).copied()
    }
}

/// Returns whether two names mean one service or customer: whatever the case of their letters, and the blanks around them.
pub fn same_party(one: &str, other: &str) -> bool {
    party_key(one) == party_key(other)
}

fn party_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Returns the classes of causes that an outage of that vendor may have: those that are always told apart, then what
/// else its agreement names.
pub fn known_causes(contract: &Contract) -> Vec<&str> {
    let scope = &contract.scope;
    let windows = contract.maintenance.iter().flat_map(|rule| &rule.windows_not_for);
    let own = scope.excluded.iter().chain(&scope.excluded_uptime).chain(&scope.excluded_tickets).chain(windows);
    let mut known = CAUSES.to_vec();
    for cause in own {
        if !known.contains(&cause.as_str()) {
            known.push(cause);
        }
    }
    known
}

/// Checks whether an outage of that vendor may have that cause.
///
/// # Errors
/// If there is no such cause, with the causes that there are.
pub fn check_cause(cause: &str, contract: &Contract) -> Result<(), Problem> {
    let known = known_causes(contract);
    if known.contains(&cause) {
        return Ok(());
    }
    let given: String = clean(cause).chars().take(40).collect();
    let hint = format!("give one of {}, or none while it is not known", known.join(", "));
    Err(Problem::of_field(Field::Cause, format!("there is no cause `{given}`"), hint))
}

impl Record for Outage {
    fn kind(&self) -> &'static LedgerKind {
        &KIND
    }

    fn contract(&self) -> Option<&str> {
        Some(&self.contract)
    }

    fn check(&self, on: &Scene<'_>) -> Result<(), Problem> {
        let contract = on.contract(&self.contract)?;
        past(Field::From, "an outage", Some(self.from), on.now)?;
        after(self.from, self.to, "the outage")?;
        past(Field::To, "an outage", self.to, on.now)?;
        past(Field::Reported, "a report", self.reported, on.now)?;
        self.cause.as_ref().map_or(Ok(()), |cause| check_cause(cause, contract))?;
        check_affected(&self.affects)?;
        line(Field::Symptom, self.symptom.as_deref())?;
        line(Field::Solution, self.solution.as_deref())?;
        if let Some(twice) = self.tickets.iter().enumerate().find(|(n, t)| self.tickets[..*n].contains(t)) {
            return Err(Problem::of_field(Field::Tickets, format!("#{} is named twice", twice.1), "name it once"));
        }
        check_once(self, contract, on)
    }

    fn says(&self, zone: Zone) -> String {
        match self.to {
            Some(to) => stretch_in_words(self.from, to, zone),
            None => format!("since {}", clock_text(zone, self.from)),
        }
    }

    fn when(&self, zone: Zone, now: Instant) -> String {
        outage_in_words(self, zone, now)
    }

    fn subject(&self) -> Option<&str> {
        self.symptom.as_deref()
    }

    fn moments(&self) -> Vec<Instant> {
        std::iter::once(self.from).chain(self.to).chain(self.reported).collect()
    }

    fn span(&self, now: Instant) -> Option<(Instant, Instant)> {
        Some((self.from, self.until(now)))
    }

    fn tickets(&self) -> &[TicketId] {
        &self.tickets
    }
}

/// Checks the names of the services or customers that an outage hit.
///
/// # Errors
/// If one of them is no line, has a comma or stands there twice, or if there are too many.
pub fn check_affected(affects: &[String]) -> Result<(), Problem> {
    if affects.len() > MAX_AFFECTED {
        let message = format!("more than {MAX_AFFECTED} are named");
        return Err(Problem::of_field(Field::Affects, message, "name none: then it hit all"));
    }
    for (place, name) in affects.iter().enumerate() {
        if name.trim().is_empty() {
            let hint = "name a service or a customer, or none: then it hit all";
            return Err(Problem::of_field(Field::Affects, "a name of what it hit is empty", hint));
        }
        line(Field::Affects, Some(name))?;
        if name.contains(',') {
            let message = format!("`{}` has a comma in it", clean(name));
            return Err(Problem::of_field(Field::Affects, message, "name each by itself"));
        }
        if affects[..place].iter().any(|known| same_party(known, name)) {
            return Err(Problem::of_field(Field::Affects, format!("{} is named twice", clean(name)), "name it once"));
        }
    }
    Ok(())
}

/// Checks that an outage is not there yet, nor a part of it. It may meet others, but not itself: one told twice would be counted
/// right and read wrong.
fn check_once(outage: &Outage, contract: &Contract, on: &Scene<'_>) -> Result<(), Problem> {
    let same = |(other, there): &(LedgerRecordId, &Outage)| {
        let is_told = outage.shared_ticket(there).is_some() || outage.tells_the_same(there);
        on.is_another(*other) && outage.meets(there) && is_told
    };
    let Some((other, there)) = on.ledger.outages(Some(&outage.contract)).into_iter().find(same) else { return Ok(()) };
    let when = match there.to {
        None => format!("has been running since {}", clock_text(contract.zone, there.from)),
        Some(to) => {
            format!("lasted from {} to {}", clock_text(contract.zone, there.from), clock_text(contract.zone, to))
        }
    };
    let vendor = &contract.vendor;
    let apart = "change that one, or say in the symptom or the cause what is different".to_owned();
    let (message, hint) = match outage.shared_ticket(there) {
        _ if (outage.from, outage.to) == (there.from, there.to) && outage.tells_the_same(there) => {
            (format!("that is outage {other} of {vendor}, which {when}"), apart)
        }
        Some(ticket) => (
            format!("this overlaps outage {other} of {vendor}, which {when} and names #{ticket} too"),
            format!("change that one, or leave #{ticket} out"),
        ),
        None => (
            format!(
                "this overlaps outage {other} of {vendor}, which {when}, and nothing in symptom, cause or whom it hit tells the \
                 two apart"
            ),
            apart,
        ),
    };
    Err(Problem::of_field(Field::From, message, hint))
}
