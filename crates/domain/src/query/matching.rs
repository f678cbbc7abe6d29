//! Tells whether a row matches a term.

use crate::contract::TargetKind;
use crate::ledger::{LedgerRecordId, Party, begins_like};
use crate::sla::{Target, TargetState, TicketRow, needed_actions, stoppage};
use crate::ticket::{Event, Status};
use crate::time::Zone;

use super::find::texts_hold;
use super::{Assignee, Belonging, DueCondition, FilterCondition, FilterTerm, StateCondition, Viewer};

/// The target that a filter asks about when it asks for a state or for when something is due.
#[derive(Clone, Copy)]
enum AskedTarget<'a> {
    /// The next one, where the filter names none.
    Next(Option<&'a Target>),
    /// One that `target:` names.
    Named(&'a Target),
}

impl<'a> AskedTarget<'a> {
    const fn target(self) -> Option<&'a Target> {
        match self {
            Self::Next(target) => target,
            Self::Named(target) => Some(target),
        }
    }
}

/// Returns whether all terms hold for the row. States and due times are those of the next target; where `target:` names others,
/// theirs: one target of each such term has to have all of them. Where the ticket's events are not known, what is asked of them is
/// taken to hold.
pub(super) fn all_hold(terms: &[FilterTerm], row: &TicketRow, events: Option<&[Event]>, viewer: Viewer<'_>) -> bool {
    let others_hold = |asked: AskedTarget<'_>| {
        let mut others = terms.iter().filter(|term| term.named_targets().is_none());
        others.all(|term| term.holds(row, events, viewer, asked))
    };
    let mut named = terms.iter().filter_map(FilterTerm::named_targets).peekable();
    if named.peek().is_none() {
        return others_hold(AskedTarget::Next(row.next()));
    }
    let or_met = terms.iter().any(FilterTerm::wants_met);
    named.all(|kinds| open_targets(row, kinds, or_met).any(|target| others_hold(AskedTarget::Named(target))))
}

impl FilterTerm {
    fn holds(&self, row: &TicketRow, events: Option<&[Event]>, viewer: Viewer<'_>, asked: AskedTarget<'_>) -> bool {
        match (&self.test, events) {
            (FilterCondition::Text(_), None) => true,
            (FilterCondition::Text(wanted), Some(events)) => {
                wanted.iter().any(|w| text_holds(row, events, viewer, w)) != self.negated
            }
            (test, _) => test.holds(row, viewer, asked) != self.negated,
        }
    }

    /// Returns the targets that the term names, if it is one that does so and is not turned around.
    fn named_targets(&self) -> Option<&[TargetKind]> {
        match &self.test {
            FilterCondition::Target(kinds) if !self.negated => Some(kinds),
            _ => None,
        }
    }

    fn wants_met(&self) -> bool {
        !self.negated && matches!(&self.test, FilterCondition::Is(states) if states.contains(&StateCondition::Met))
    }

    pub(super) fn finds_snoozed(&self) -> bool {
        const FOUND: [StateCondition; 2] = [StateCondition::Snoozed, StateCondition::State(TargetState::Breached)];
        match &self.test {
            FilterCondition::Word(_) | FilterCondition::Text(_) | FilterCondition::Id(_) => true,
            FilterCondition::Is(states) => states.iter().any(|state| FOUND.contains(state)),
            FilterCondition::Due(when) => when.contains(&DueCondition::Overdue),
            _ => false,
        }
    }

    pub(super) fn wants_closed(&self) -> bool {
        const DONE: [StateCondition; 3] = [
            StateCondition::Status(Status::Closed),
            StateCondition::Status(Status::Merged),
            StateCondition::Status(Status::Withdrawn),
        ];
        !self.negated
            && match &self.test {
                FilterCondition::Id(_) => true,
                FilterCondition::Is(states) => states.iter().any(|s| DONE.contains(s)),
                _ => false,
            }
    }
}

impl FilterCondition {
    fn holds(&self, row: &TicketRow, viewer: Viewer<'_>, asked: AskedTarget<'_>) -> bool {
        let ticket = &row.ticket;
        match self {
            Self::Word(word) => any_text_holds(row, viewer, word),
            Self::Id(ids) => ids.contains(&ticket.id.0),
            Self::Vendor(wanted) => begins(&[&ticket.contract, row.vendor()], wanted),
            Self::Plan(wanted) => {
                let plan = row.contract.as_ref().and_then(|c| c.plan(&ticket.plan));
                begins(&[&ticket.plan, plan.map_or("", |p| &p.name)], wanted)
            }
            Self::Severity(wanted) => {
                let id = row.sla.as_ref().map_or(ticket.severity.as_str(), |s| &s.severity);
                let severity = row.contract.as_ref().and_then(|c| c.severity(id));
                let own = severity.and_then(|s| s.own_name.as_deref());
                begins(&[id, row.severity_name(), own.unwrap_or("")], wanted)
            }
            Self::Assignee(wanted) => wanted.iter().any(|assignee| assignee.has(ticket.assignee.as_deref(), viewer.me)),
            Self::Followed(wanted) => wanted.iter().any(|follower| match ticket.followers.as_slice() {
                [] => follower.has(None, viewer.me),
                followers => followers.iter().any(|own| follower.has(Some(own), viewer.me)),
            }),
            Self::Is(wanted) => wanted.iter().any(|is| is.holds(row, viewer, asked)),
            Self::Target(wanted) => open_targets(row, wanted, false).next().is_some(),
            Self::Due(wanted) => wanted.iter().any(|due| due.holds(row, viewer, asked.target())),
            Self::Has(wanted) => wanted.iter().any(|belonging| match belonging {
                Belonging::File => !ticket.files.is_empty(),
                Belonging::Link => !ticket.links.is_empty(),
            }),
            Self::Link(wanted) => ticket.links.iter().any(|link| wanted.contains(&link.to.0)),
            Self::File(wanted) => ticket.files.iter().any(|file| wanted.iter().any(|w| holds(&file.name, w))),
            Self::Tag(wanted) => wanted.iter().any(|w| match w.as_str() {
                "none" => ticket.tags.is_empty(),
                tag => ticket.tags.iter().any(|own| own == tag.trim_start_matches('#')),
            }),
            Self::Case(wanted) => wanted.iter().any(|w| match (w.as_str(), &ticket.vendor_case) {
                ("none", case) => case.is_none(),
                (w, case) => case.as_ref().is_some_and(|case| holds(case, w)),
            }),
            Self::Kind(wanted) => wanted.contains(&ticket.kind),
            Self::Channel(wanted) => ticket.reports.iter().any(|r| wanted.iter().any(|w| same(&r.channel, w))),
            Self::Customer(wanted) => wanted.iter().any(|w| customer_holds(row, viewer, w)),
            Self::Person(wanted) => is_party(viewer.ledger.person_of(ticket), ticket.person, wanted),
            Self::Organisation(wanted) => is_party(viewer.ledger.organisation_of(ticket), ticket.organisation, wanted),
            // The term decides it, which may have the events.
            Self::Text(_) => true,
        }
    }
}

impl Assignee {
    fn has(&self, assignee: Option<&str>, me: &str) -> bool {
        match (self, assignee) {
            (Self::Nobody, None) => true,
            (Self::Me, Some(name)) => same(name, &me.to_lowercase()),
            (Self::Named(wanted), Some(name)) => same(name, wanted),
            _ => false,
        }
    }
}

impl StateCondition {
    fn holds(self, row: &TicketRow, viewer: Viewer<'_>, asked: AskedTarget<'_>) -> bool {
        let ticket = &row.ticket;
        match self {
            Self::State(state) => asked.target().map(|target| target.state) == Some(state),
            Self::Stopped(why) => asked.target().and_then(|target| stoppage(row, target)) == Some(why),
            Self::Status(status) => ticket.status() == status,
            Self::NoTarget => has_no_target(row, asked),
            Self::Met => is_met(row, asked),
            Self::Open => ticket.is_open(),
            Self::Excluded => ticket.exclusion.is_some(),
            Self::Waiting => ticket.waiting().is_some(),
            Self::Unanswered => ticket.unanswered_since().is_some(),
            Self::Proposed => ticket.proposed_response().is_some(),
            Self::Asking => !needed_actions(row, viewer.now).is_empty(),
            Self::Snoozed => row.snoozed(viewer.now).is_some(),
            Self::Parent => ticket.children().next().is_some(),
            Self::Child => ticket.parent().is_some(),
            Self::Mine => Assignee::Me.has(ticket.assignee.as_deref(), viewer.me),
        }
    }
}

/// Returns those of these targets that are still to be met and whose time has begun; with `or_met` also those that were met in
/// time.
fn open_targets<'a>(row: &'a TicketRow, wanted: &'a [TargetKind], or_met: bool) -> impl Iterator<Item = &'a Target> {
    let open = |target: &Target| target.is_unmet() && target.waits_for().is_none();
    let targets = row.sla.iter().filter(|_| row.ticket.is_open()).flat_map(|sla| &sla.targets);
    targets.filter(move |target| {
        wanted.contains(&target.kind) && (open(target) || (or_met && target.state == TargetState::Met))
    })
}

/// Returns whether nothing is promised, or what is asked about has no deadline.
fn has_no_target(row: &TicketRow, asked: AskedTarget<'_>) -> bool {
    row.sla.as_ref().is_some_and(|sla| sla.targets.is_empty())
        || asked.target().is_some_and(|target| target.state == TargetState::None)
}

/// Returns whether the target that is named was met in time; every target where none is named.
fn is_met(row: &TicketRow, asked: AskedTarget<'_>) -> bool {
    let met = |target: &Target| target.state == TargetState::Met;
    match asked {
        AskedTarget::Named(target) => met(target),
        AskedTarget::Next(_) => {
            row.sla.as_ref().is_some_and(|sla| !sla.targets.is_empty() && sla.targets.iter().all(met))
        }
    }
}

impl DueCondition {
    /// Returns whether that target of the row is due then. Days are those of the viewer's zone, else of the contract's.
    fn holds(self, row: &TicketRow, viewer: Viewer<'_>, target: Option<&Target>) -> bool {
        let Some(due) = target.and_then(|target| target.due) else { return false };
        let own = || row.contract.as_ref().map_or(Zone::utc(), |contract| contract.zone);
        let zone = viewer.zone.unwrap_or_else(own);
        let days = || zone.wall(due).date.days_since(zone.wall(viewer.now).date);
        match self {
            Self::Today => days() == 0,
            Self::Tomorrow => days() == 1,
            Self::Overdue => due < viewer.now,
            Self::Within(seconds) => due.since(viewer.now) < seconds,
        }
    }
}

/// Returns whether the person or organisation of a ticket is one that is wanted; `own` is the number that the ticket has, also
/// of a record that was merged into that one.
fn is_party<P: Party>(found: Option<(LedgerRecordId, &P)>, own: Option<LedgerRecordId>, wanted: &[String]) -> bool {
    match found {
        None => wanted.iter().any(|wanted| wanted == "none"),
        Some((id, party)) => wanted.iter().any(|wanted| {
            begins_like(id, party, wanted) || own.is_some_and(|own| own.0.to_string() == wanted.trim_start_matches('#'))
        }),
    }
}

/// Returns whether the customer's name, as it was typed or as the person is called now, holds `wanted`.
fn customer_holds(row: &TicketRow, viewer: Viewer<'_>, wanted: &str) -> bool {
    let typed = row.ticket.customer.as_deref();
    typed.is_some_and(|customer| holds(customer, wanted))
        || viewer.ledger.person_of(&row.ticket).is_some_and(|(_, person)| holds(person.name(), wanted))
}

fn text_holds(row: &TicketRow, events: &[Event], viewer: Viewer<'_>, wanted: &str) -> bool {
    holds(&row.ticket.subject, wanted) || customer_holds(row, viewer, wanted) || texts_hold(events, wanted)
}

fn any_text_holds(row: &TicketRow, viewer: Viewer<'_>, word: &str) -> bool {
    let ticket = &row.ticket;
    holds(&ticket.subject, word)
        || customer_holds(row, viewer, word)
        || holds(row.vendor(), word)
        || ticket.assignee.as_deref().is_some_and(|a| holds(a, word))
        || ticket.vendor_case.as_deref().is_some_and(|case| holds(case, word))
        || holds(&format!("#{}", ticket.id), word)
}

pub(super) fn begins(texts: &[&str], wanted: &[String]) -> bool {
    texts.iter().any(|text| {
        let text = text.to_lowercase();
        wanted.iter().any(|w| text.starts_with(w.as_str()))
    })
}

/// Returns whether `text` is `wanted`, which is in small letters.
pub(super) fn same(text: &str, wanted: &str) -> bool {
    text.to_lowercase() == wanted
}

/// Returns whether `text` holds `wanted`, which is in small letters.
///
/// Plain text, as most is, is compared where it stands: a filter runs over every open ticket at every key.
pub(super) fn holds(text: &str, wanted: &str) -> bool {
    if text.is_ascii() {
        wanted.is_empty() || text.as_bytes().windows(wanted.len()).any(|w| w.eq_ignore_ascii_case(wanted.as_bytes()))
    } else {
        text.to_lowercase().contains(wanted)
    }
}
