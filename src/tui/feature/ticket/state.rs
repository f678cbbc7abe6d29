//! Holds one ticket's page: its record, which of its tabs has the keys, and how far each is scrolled.

use crate::domain::contract::Book;
use crate::domain::sla::{DeadlineChange, deadline_changes};
use crate::domain::ticket::{Record, TicketId, conversation};
use crate::tui::widget::{Rows, TextScroll};

/// What of a ticket has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TicketTab {
    /// What was said and written.
    Conversation,
    /// What happened.
    Events,
}

/// The state of the ticket's page.
pub struct TicketView {
    /// The ticket.
    pub id: TicketId,
    /// The ticket with its events, once it has been read.
    pub record: Option<Record>,
    /// What each of its events did to deadlines; nothing without its contract.
    pub changes: Vec<Vec<DeadlineChange>>,
    /// Whether what was read last was older than what is shown, so that it is read again.
    pub doubted: bool,
    /// The reason why it cannot be shown.
    pub problem: Option<String>,
    /// The tab that somebody chose; none until then.
    chosen: Option<TicketTab>,
    /// The number of things that were said on it.
    entries: usize,
    /// Whether what is quoted in the conversation shows.
    pub unfolded: bool,
    /// How far the conversation is scrolled.
    pub said: TextScroll,
    /// The selected line of the timeline, the newest first.
    pub timeline: Rows,
    /// The number of events that were drawn last, each with what it did to deadlines.
    pub drawn: usize,
}

impl TicketView {
    /// Creates the page of that ticket, which is still to be read.
    pub fn new(id: TicketId) -> Self {
        Self {
            id,
            record: None,
            changes: Vec::new(),
            doubted: false,
            problem: None,
            chosen: None,
            entries: 0,
            unfolded: false,
            said: TextScroll::default(),
            timeline: Rows::default(),
            drawn: 0,
        }
    }

    /// Takes in the ticket as it was read, with the contracts that it has counted by.
    pub fn put(&mut self, record: Record, book: &Book) {
        self.changes = deadline_changes(record.ticket.id, &record.events, &|ticket| book.of_ticket(ticket));
        self.entries = conversation(&record.events).len();
        self.record = Some(record);
    }

    /// Returns the tab that has the keys: the conversation where there is one, until another is chosen.
    pub fn tab(&self) -> TicketTab {
        let first = if self.entries > 0 { TicketTab::Conversation } else { TicketTab::Events };
        self.chosen.unwrap_or(first)
    }

    /// Gives the keys to the other tab.
    pub fn turn_tab(&mut self) {
        self.chosen = Some(match self.tab() {
            TicketTab::Conversation => TicketTab::Events,
            TicketTab::Events => TicketTab::Conversation,
        });
    }

    /// Gives the keys to that tab.
    pub const fn show(&mut self, tab: TicketTab) {
        self.chosen = Some(tab);
    }

    /// Returns how many things were said on it.
    pub const fn entries(&self) -> usize {
        self.entries
    }

    /// Returns what the event at that place did to deadlines.
    pub fn changes_at(&self, place: usize) -> &[DeadlineChange] {
        self.changes.get(place).map_or(&[], Vec::as_slice)
    }

    /// Returns how far a page key goes: as far as the events that show, one of which stays.
    pub fn page(&self) -> isize {
        self.drawn.saturating_sub(1).max(1) as isize
    }

    /// Returns how many events the timeline has.
    pub fn events(&self) -> usize {
        self.record.as_ref().map_or(0, |r| r.events.len())
    }
}
