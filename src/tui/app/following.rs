//! Follows the tickets whose events are shown. The new events come with the change itself; a ticket is read again only
//! where they do not join the events that are there.

use std::sync::Arc;

use super::App;
use crate::domain::ticket::{Event, Record, Ticket};
use crate::domain::time::Instant;
use crate::tui::shared::Effects;

impl App {
    /// Takes a ticket's change into every place that shows its events. `new` holds the last of its events, or none.
    pub(super) fn follow(&mut self, ticket: &Arc<Ticket>, new: &[Event], now: Instant) -> Effects {
        let id = ticket.id;
        let shown = self.shared.records.get(&id).cloned();
        // A question about the ticket shows what it has read itself, which may have been read before this change.
        let known = shown.filter(|_| !self.conflicting().contains(&id));
        match known.and_then(|record| joined(record, ticket, new)) {
            Some(record) => self.loaded(id, &Ok(Some(record)), now),
            None => self.reload(std::iter::once(id)),
        }
    }

    /// Returns whether a record that was read is older than the one that is shown, because a change was told while the
    /// reading was on its way. Twice in a row means that the store really is so, as after it was brought back from a
    /// backup.
    pub(super) fn is_outdated(&mut self, read: &Record) -> bool {
        let shared = &mut self.shared;
        let id = read.ticket.id;
        let older = shared.records.get(&id).is_some_and(|shown| shown.ticket.revision > read.ticket.revision);
        let outdated = older && shared.doubted != Some(id);
        shared.doubted = outdated.then_some(id);
        outdated
    }
}

/// Returns the record with the new events: unchanged where it has them already, none where events in between are missing.
fn joined(mut record: Record, ticket: &Arc<Ticket>, new: &[Event]) -> Option<Record> {
    let missing = ticket.revision.saturating_sub(record.ticket.revision) as usize;
    if missing > 0 {
        let from = new.len().checked_sub(missing)?;
        Arc::make_mut(&mut record.events).extend_from_slice(&new[from..]);
        record.ticket = Arc::clone(ticket);
    }
    Some(record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ticket::{EventData, NewTicket, TicketId, event, new_events};

    /// Returns the record of a ticket with `events` events.
    fn record(events: usize) -> Record {
        let now = Instant::from_secs(0);
        let note = |n: usize| Event {
            happened: now,
            recorded: now,
            by: "anna".to_owned(),
            what: EventData::Note(event::Note { text: n.to_string(), to_customer: false }).into(),
        };
        let first = new_events(&NewTicket::default(), "", None, "anna", now);
        let all = first.into_iter().chain((0..events).map(note)).take(events).collect();
        Record::new(TicketId(1), all).unwrap()
    }

    #[test]
    fn what_follows_on_what_is_there_is_put_behind_it_and_what_does_not_is_to_be_read() {
        let after = record(7);
        let join = |have: usize, new: usize| {
            let joined = joined(record(have), &after.ticket, &after.events[7 - new..])?;
            assert_eq!(joined.events.len(), joined.ticket.revision as usize);
            assert_eq!(*joined.events, after.events[..joined.events.len()]);
            Some(joined.events.len())
        };
        assert_eq!((join(5, 2), join(6, 2), join(6, 1)), (Some(7), Some(7), Some(7)));
        // The change has been told before.
        assert_eq!(join(7, 2), Some(7));
        // Events in between are missing, or were too long to be told.
        assert_eq!((join(4, 2), join(6, 0)), (None, None));
    }

    #[test]
    fn what_is_shown_already_is_newer_than_a_change_that_comes_late() {
        let shown = joined(record(7), &record(5).ticket, &record(5).events[4..]).unwrap();
        assert_eq!(shown.events.len(), 7);
    }
}
