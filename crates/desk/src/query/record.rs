//! Asks for one ticket with its events. They go over some at a time; the state is their fold, at either end.

use std::mem::take;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use frist_domain::ticket::{Event, Record, TicketId, TicketSize, in_one_piece};

use super::{AnyQuery, Query, QueryCost};
use crate::Problem;
use crate::view::View;

/// About the most bytes of events that make a part. One event alone may be larger, and has at most what a commit may
/// have.
const MOST_BYTES: usize = 256 << 10;

/// Asks for a ticket with its events; the answer is none if there is no such number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordOf(pub TicketId);

impl From<RecordOf> for AnyQuery {
    fn from(query: RecordOf) -> Self {
        Self::Record(query)
    }
}

impl Query for RecordOf {
    type Answer = Option<Record>;
    type Part = Vec<Event>;
    const COST: QueryCost = QueryCost::Ticket;

    fn answer(self, view: &View<'_>) -> Result<Self::Answer, Problem> {
        view.record(self.0)
    }

    fn parts(self, view: &View<'_>) -> Result<impl Iterator<Item = Result<Self::Part, Problem>>, Problem> {
        let events = view.record(self.0)?.map(|record| in_one_piece(Arc::unwrap_or_clone(record.events)));
        Ok(cut(events.unwrap_or_default(), MOST_BYTES).into_iter().map(Ok))
    }

    fn join<E>(&self, parts: impl Iterator<Item = Result<Self::Part, E>>) -> Result<Option<Self::Answer>, E> {
        let mut all = Vec::new();
        for part in parts {
            all.append(&mut part?);
        }
        Ok(Some(Record::new(self.0, all)))
    }
}

/// Splits the events, in their order, into pieces of about so many bytes.
fn cut(events: Vec<Event>, most: usize) -> Vec<Vec<Event>> {
    if events.is_empty() {
        return Vec::new();
    }
    let (mut parts, mut part, mut bytes) = (Vec::new(), Vec::new(), 0);
    for event in events {
        let size = TicketSize::of(std::slice::from_ref(&event)).bytes;
        if bytes + size > most && !part.is_empty() {
            parts.push(take(&mut part));
            bytes = 0;
        }
        bytes += size;
        part.push(event);
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use frist_domain::ticket::{EventData, NewTicket, event, new_events};
    use frist_domain::time::Instant;

    fn events(notes: &[usize]) -> Vec<Event> {
        let now = Instant::from_secs(0);
        let note = |length: &usize| Event {
            happened: now,
            recorded: now,
            by: "anna".to_owned(),
            what: EventData::Note(event::Note { text: "x".repeat(*length), to_customer: false }).into(),
        };
        let new = NewTicket { subject: "Shop down".to_owned(), ..NewTicket::default() };
        new_events(&new, "", None, "anna", now).into_iter().chain(notes.iter().map(note)).collect()
    }

    #[test]
    fn a_record_goes_over_in_parts_of_about_one_size_and_is_the_same_when_they_are_joined() {
        let most = 10_000;
        let all = events(&[100, 9_000, 9_000, 30_000, 10, 10, 5_000]);
        let parts = cut(all.clone(), most);
        assert!(parts.len() > 3, "{}", parts.len());
        for part in &parts {
            assert!(!part.is_empty() && (part.len() == 1 || TicketSize::of(part).bytes <= most), "{}", part.len());
        }
        let joined = RecordOf(TicketId(7)).join(parts.into_iter().map(Ok::<_, Problem>)).unwrap().flatten().unwrap();
        assert_eq!((joined.ticket.id, &*joined.events), (TicketId(7), &all));
    }

    #[test]
    fn a_short_record_is_one_part_and_none_is_no_part() {
        assert_eq!(cut(events(&[10, 20]), MOST_BYTES).len(), 1);
        assert_eq!(cut(Vec::new(), MOST_BYTES), Vec::<Vec<Event>>::new());
        let none = RecordOf(TicketId(7)).join(std::iter::empty::<Result<_, Problem>>()).unwrap();
        assert!(matches!(none, Some(None)));
    }
}
