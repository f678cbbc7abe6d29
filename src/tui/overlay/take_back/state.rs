//! The entries of a ticket that can be taken back, to choose one of them.

use crate::domain::ticket::{Record, TicketId, What, event, live, say};
use crate::domain::time::Instant;
use crate::tui::widget::Rows;

/// A choice among the entries of a ticket.
pub struct TakeBack {
    /// Which ticket.
    pub ticket: TicketId,
    /// Its entries that stand, the newest first.
    pub entries: Vec<Entry>,
    /// The selected one.
    pub rows: Rows,
}

/// One entry.
pub struct Entry {
    /// Its place among the ticket's events.
    pub event: u32,
    /// What happened, in words.
    pub words: String,
    /// When.
    pub happened: Instant,
    /// Who entered it.
    pub by: String,
}

impl TakeBack {
    /// Of the entries that `person` may take back: their own, or everybody's.
    pub fn new(record: &Record, person: &str, everybodys: bool) -> Self {
        let (events, stands) = (&record.events, live(&record.events));
        let offered = |place: &usize| {
            let event = &events[*place];
            let mine = everybodys || event.by == person;
            // What a ticket was logged with goes with the logging; only a withdrawal is taken back itself.
            let counts = match event.what.done() {
                Some(What::Retracted(event::Retracted { event })) => record.ticket.withdrawn && *event == 0,
                Some(What::Reported(_)) if *place == 1 => false,
                what => what.is_some() && !record.ticket.withdrawn,
            };
            stands[*place] && mine && counts
        };
        let entry = |place: usize| Entry {
            event: place as u32,
            words: say(&events[place], events),
            happened: events[place].happened,
            by: events[place].by.clone(),
        };
        let entries = (0..events.len()).rev().filter(offered).map(entry).collect();
        Self { ticket: record.ticket.id, entries, rows: Rows::default() }
    }

    /// The selected entry.
    pub fn selected(&self) -> Option<&Entry> {
        self.entries.get(self.rows.selected())
    }
}
