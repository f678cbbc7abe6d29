//! One ticket's view: its record, and how far its timeline is scrolled.

use crate::domain::ticket::{Record, TicketId, live};
use crate::tui::widget::Rows;

/// The state of the ticket view.
pub struct TicketView {
    /// Which ticket.
    pub id: TicketId,
    /// The ticket with its events, once it has been read.
    pub record: Option<Record>,
    /// Why it cannot be shown.
    pub problem: Option<String>,
    /// The selected line of the timeline, the newest first.
    pub timeline: Rows,
}

impl TicketView {
    /// The view of that ticket, which is still to be read.
    pub fn new(id: TicketId) -> Self {
        Self { id, record: None, problem: None, timeline: Rows::default() }
    }

    /// How many lines the timeline has.
    pub fn events(&self) -> usize {
        self.record.as_ref().map_or(0, |r| r.events.len())
    }

    /// The newest event of that person that still stands, by its place: what undo takes back.
    pub fn last_own(&self, me: &str) -> Option<u32> {
        use crate::domain::ticket::What;
        let events = &self.record.as_ref()?.events;
        let stands = live(events);
        let withdrawn = !stands[0];
        let own = |place: &usize| {
            let event = &events[*place];
            // On a withdrawn ticket there is one thing to take back: the withdrawal.
            let retraction = matches!(event.what, What::Retracted { event: 0 });
            let counts = if withdrawn { retraction } else { !matches!(event.what, What::Retracted { .. }) };
            stands[*place] && event.by == me && counts
        };
        let place = (0..events.len()).rev().find(own)?;
        // The first report came with the logging: taking it back alone would leave a ticket that was never reported.
        let logging = place <= 1 && events[0].by == me && events[place].recorded == events[0].recorded;
        Some(if logging { 0 } else { place as u32 })
    }
}
