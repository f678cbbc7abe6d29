//! Holds the events of a ticket that can be retracted, to choose one of them.

use crate::domain::ticket::{EventData, Record, TicketId, event, live, say};
use crate::domain::time::Instant;
use crate::tui::widget::Rows;

/// The choice among the events of a ticket.
pub struct RetractChoice {
    /// The ticket.
    pub ticket: TicketId,
    /// The events that stand and may be retracted, the newest first.
    pub entries: Vec<RetractableEvent>,
    /// The selected row.
    pub rows: Rows,
}

/// One event that can be retracted.
pub struct RetractableEvent {
    /// The place among the ticket's events, from 0.
    pub event: u32,
    /// The words for what happened.
    pub words: String,
    /// The moment when it happened.
    pub happened: Instant,
    /// The name of the person who entered it.
    pub by: String,
}

impl RetractChoice {
    /// Creates a choice among the events that `person` may retract: their own, or everybody's.
    pub fn new(record: &Record, person: &str, everybodys: bool) -> Self {
        let (events, stands) = (&record.events, live(&record.events));
        let offered = |place: &usize| {
            let event = &events[*place];
            let mine = everybodys || event.by == person;
            // The events that a ticket was logged with go with the logging; only a withdrawal is retracted by itself.
            let counts = match event.action() {
                Some(EventData::Retracted(event::Retracted { event })) => record.ticket.withdrawn && *event == 0,
                Some(EventData::Reported(_)) if *place == 1 => false,
                Some(_) => !record.ticket.withdrawn,
                None => false,
            };
            stands[*place] && mine && counts
        };
        let entry = |place: usize| RetractableEvent {
            event: place as u32,
            words: say(&events[place], events),
            happened: events[place].happened,
            by: events[place].by.clone(),
        };
        let entries = (0..events.len()).rev().filter(offered).map(entry).collect();
        Self { ticket: record.ticket.id, entries, rows: Rows::default() }
    }

    /// Returns the selected event.
    pub fn selected(&self) -> Option<&RetractableEvent> {
        self.entries.get(self.rows.selected())
    }
}
