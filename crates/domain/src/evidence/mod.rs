//! Writes evidence: one ticket for its vendor, with what was reported how and when, each target with its day-by-day
//! account, the timeline, and the clauses it all rests on.
//!
//! The text is Markdown, and the same for the same data: no clock but the one handed in, which shows only while a target
//! is still to be met, and nothing that depends on where it is written.

mod facts;
mod targets;
mod timeline;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::contract::Contract;
use crate::language::Language;
use crate::markdown::{Document, escaped};
use crate::sla::{Sla, Target, TargetState, TicketRow};
use crate::ticket::Record;
use crate::time::{Instant, Zone};

/// The notes that the document tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Notes {
    /// Only the notes that the customer was told.
    #[default]
    ToCustomer,
    /// The desk's own notes as well.
    All,
}

/// What all parts of the document are written from.
struct EvidenceCase<'a> {
    language: Language,
    record: &'a Record,
    contract: &'a Arc<Contract>,
    row: TicketRow,
    /// The moment that it is told for: the closing of a closed ticket.
    now: Instant,
    notes: Notes,
}

/// Writes the document in a language, about that ticket under the contract that it was reported under.
///
/// The desk's internal targets are left out: they are no business of the vendor's.
pub fn evidence(record: &Record, contract: &Arc<Contract>, now: Instant, notes: Notes, language: Language) -> String {
    let now = record.ticket.closed.as_ref().map_or(now, |closed| closed.at.min(now));
    let row = TicketRow::new(record.ticket.clone(), Some(contract.clone()), now);
    let case = EvidenceCase { language, record, contract, row, now, notes };
    let mut document = Document::default();
    document.heading(1, &language.ticket_title(record.ticket.id, escaped(&record.ticket.subject)));
    document.block(&case.opening());
    facts::write(&case, &mut document);
    write_rounds(&case, &mut document);
    timeline::write(&case, &mut document);
    if !contract.notes.is_empty() {
        document.heading(2, &language.how_it_was_read());
        document.list(contract.notes.iter().map(|note| escaped(note)));
    }
    document.text()
}

/// Writes the targets; of a ticket that came back, those of each round as they came out in it.
fn write_rounds(case: &EvidenceCase<'_>, document: &mut Document) {
    let earlier = case.row.earlier_rounds();
    for (n, row) in earlier.iter().enumerate() {
        let ended = earlier.get(n + 1).unwrap_or(&case.row).ticket.round_began().unwrap_or(case.now);
        let heading = case.language.round_until(n + 1, case.say(ended));
        let round = EvidenceCase { row: row.clone(), now: ended, ..*case };
        targets::write(&round, &heading, document);
    }
    let heading = match case.row.ticket.round_began() {
        Some(began) => case.language.round_since(earlier.len() + 1, case.say(began)),
        None => case.language.targets_title(),
    };
    targets::write(case, &heading, document);
}

impl EvidenceCase<'_> {
    fn zone(&self) -> Zone {
        self.contract.zone
    }

    fn say(&self, at: Instant) -> String {
        self.language.moment(self.zone(), at)
    }

    fn opening(&self) -> String {
        let (vendor, zone) = (escaped(&self.contract.vendor), escaped(self.zone().name()));
        if self.is_moving() {
            self.language.opening_as_of(vendor, self.say(self.now), self.now, zone)
        } else {
            self.language.opening(vendor, zone)
        }
    }

    /// Returns whether the document would be different at another moment though nothing happens.
    fn is_moving(&self) -> bool {
        let moves = |target: &Target| {
            matches!(
                target.state,
                TargetState::Running | TargetState::AtRisk | TargetState::Stopped | TargetState::Breached
            )
        };
        self.record.ticket.is_open() && (self.promised().next().is_none() || self.promised().any(moves))
    }

    fn promised(&self) -> impl Iterator<Item = &Target> {
        self.row.sla.iter().flat_map(Sla::promised)
    }

    /// Returns `Critical (“Kritisk” in the agreement)`, as Markdown.
    fn severity(&self, id: &str) -> String {
        let Some(severity) = self.contract.severity(id) else { return escaped(id) };
        let own = severity.own_name.as_ref().filter(|own| **own != severity.name);
        let name = escaped(&severity.name);
        own.map_or_else(|| name.clone(), |own| self.language.own_name(&name, escaped(own)))
    }

    fn plan<'a>(&'a self, id: &'a str) -> &'a str {
        self.contract.plan(id).map_or(id, |plan| plan.name.as_str())
    }

    /// Returns `Markant, version 2022-10-10`, as Markdown.
    fn agreement(&self) -> String {
        let version = match self.record.ticket.version.as_str() {
            "" => self.language.no_version(),
            version => self.language.version(escaped(version)),
        };
        format!("{}, {version}", escaped(&self.contract.vendor))
    }
}
