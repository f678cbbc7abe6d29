//! Tells whether a request that comes a second time under the name of one that was written asks for the same.
//!
//! A client that hears no answer asks again under the same name, so that nothing is done twice. Anything else under a
//! name that is taken is a mistake, and telling its author that it is done would lose it.

use frist_domain::ledger::{InboxLetter, LedgerFact, LedgerRecord};
use frist_domain::ticket::{Commit, Edit, Event, EventData, TicketId, event, new_events, say};

use super::ledger_changes::asked_for;
use super::owner_state::UnwrittenCommit;
use super::{Change, Problem, ProblemKind, Request};

/// Returns whether the commit is the outcome of this request, whoever asks for it again.
pub(super) fn is_of(request: &Request, commit: &Commit) -> bool {
    let mut left = UnmatchedChanges::of(commit);
    request.changes.iter().all(|change| left.take(change, commit)) && left.is_empty()
}

/// Returns the problem of a request whose name is taken by something else.
pub(super) fn taken() -> Problem {
    let message = "another request was written under the name of this one, so this one was not";
    Problem::new(ProblemKind::Refused, message, "ask for it again under a new name")
}

/// Returns what is kept in memory of a commit that could not be written.
pub(super) fn refused(commit: &Commit) -> UnwrittenCommit {
    let did = commit.edits.iter().map(|edit| match edit {
        Edit::Ticket { id, events } => {
            let said: Vec<String> = events.iter().map(|event| say(event, events)).collect();
            format!("#{id} {}", said.join(", "))
        }
        Edit::Ledger(entry) => format!("entry {}", entry.id),
    });
    UnwrittenCommit { id: commit.id, words: format!("{} of {}", did.collect::<Vec<_>>().join("; "), commit.by) }
}

/// Returns whether an event is what was asked for: what the desk writes beside it by itself does not count.
fn is_made_of(asked: &EventData, is: &EventData) -> bool {
    match (asked, is) {
        (EventData::SubjectSet(asked), EventData::SubjectSet(is)) => asked.subject == is.subject,
        (EventData::CustomerSet(asked), EventData::CustomerSet(is)) => {
            (&asked.customer, asked.person, asked.organisation) == (&is.customer, is.person, is.organisation)
        }
        (EventData::ReportCorrected(asked), EventData::ReportCorrected(is)) => is.is_of(asked),
        (asked, is) => asked == is,
    }
}

/// Returns whether a record says what was asked for: the desk fills in a letter of the outbox.
fn says(asked: Option<&LedgerFact>, is: Option<&LedgerFact>) -> bool {
    match (asked, is) {
        (Some(LedgerFact::Letter(asked)), Some(LedgerFact::Letter(is))) => {
            let outcome = match (asked.outcome, is.outcome) {
                (Some(asked), Some(is)) => is.is_of(asked),
                (asked, is) => asked == is,
            };
            outcome && InboxLetter { outcome: asked.outcome, ..InboxLetter::clone(is) } == **asked
        }
        (Some(LedgerFact::Outgoing(asked)), Some(LedgerFact::Outgoing(is))) => is.is_of(asked),
        (asked, is) => asked == is,
    }
}

/// The part of a commit that no change of the request has been found for yet.
struct UnmatchedChanges<'a> {
    events: Vec<(TicketId, &'a Event)>,
    entries: Vec<&'a LedgerRecord>,
}

impl<'a> UnmatchedChanges<'a> {
    fn of(commit: &'a Commit) -> Self {
        let mut left = Self { events: Vec::new(), entries: Vec::new() };
        for edit in &commit.edits {
            match edit {
                Edit::Ticket { id, events } => left.events.extend(events.iter().map(|event| (*id, event))),
                Edit::Ledger(entry) if asked_for(entry) => left.entries.push(entry),
                Edit::Ledger(_) => {}
            }
        }
        left
    }

    /// Returns whether nothing is left but what the desk writes beside an entry on another ticket.
    fn is_empty(&self) -> bool {
        let is_beside = |event: &Event| {
            matches!(
                event.action(),
                Some(
                    EventData::Linked(_)
                        | EventData::MergedFrom(_)
                        | EventData::ChildFixed(_)
                        | EventData::Message(_)
                        | EventData::Retracted(_)
                )
            )
        };
        self.events.iter().all(|(_, event)| is_beside(event)) && self.entries.is_empty()
    }

    /// Takes away what that change did; returns false if it did nothing of this.
    fn take(&mut self, change: &Change, commit: &Commit) -> bool {
        match change {
            Change::New(new) => {
                let logged = self.events.iter().find_map(|(id, event)| match event.action() {
                    Some(EventData::Logged(event::Logged { version, promise, .. })) => {
                        let events = new_events(new, version, promise.as_deref(), &commit.by, commit.at);
                        (events.first() == Some(*event)).then_some((*id, events))
                    }
                    _ => None,
                });
                logged.is_some_and(|(id, events)| events.iter().all(|event| self.take_event(id, |e| e == event)))
            }
            Change::Add { ticket, happened, what, .. } => {
                let at = |event: &Event| happened.is_none_or(|at| at == event.happened);
                self.take_event(*ticket, |event| event.action().is_some_and(|is| is_made_of(what, is)) && at(event))
            }
            Change::Retract { ticket, event } => {
                let retraction = EventData::Retracted(event::Retracted { event: *event });
                self.take_event(*ticket, |event| event.action() == Some(&retraction))
            }
            Change::Enter { entry, fact, .. } => {
                self.take_entry(|e| entry.is_none_or(|id| id == e.id) && says(fact.as_deref(), e.fact.as_ref()))
            }
            Change::Restore { entry, .. } => self.take_entry(|e| e.id == *entry),
        }
    }

    fn take_event(&mut self, ticket: TicketId, is: impl Fn(&Event) -> bool) -> bool {
        let place = self.events.iter().position(|(id, event)| *id == ticket && is(event));
        place.map(|place| self.events.remove(place)).is_some()
    }

    fn take_entry(&mut self, is: impl Fn(&LedgerRecord) -> bool) -> bool {
        let place = self.entries.iter().position(|entry| is(entry));
        place.map(|place| self.entries.remove(place)).is_some()
    }
}
