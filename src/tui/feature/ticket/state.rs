//! Holds one ticket's page: its record, which of its tabs has the keys, and how far each is scrolled.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use crate::domain::contract::Book;
use crate::domain::sla::{DeadlineChange, deadline_changes};
use crate::domain::ticket::{Record, TicketId, TicketSize, Uncounted, conversation, entry_at, live, uncounted};
use crate::tui::widget::{Rows, TextScroll};

use super::layout::ConversationLayout;

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
    /// Whether each of its events stands, and why it does not count where it does not.
    counts: Vec<(bool, Option<Uncounted>)>,
    /// What is said where it is nearly full.
    size_warning: Option<String>,
    /// The conversation as it was laid out last.
    layout: RefCell<Option<Rc<ConversationLayout>>>,
    /// The place of the event that the conversation is to show, as it was entered here just now.
    reveals: Option<usize>,
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
            counts: Vec::new(),
            size_warning: None,
            layout: RefCell::default(),
            reveals: None,
            unfolded: false,
            said: TextScroll::default(),
            timeline: Rows::default(),
            drawn: 0,
        }
    }

    /// Takes in the ticket as it was read, with the contracts that it has counted by.
    ///
    /// The first time its conversation opens at the newest thing that was said; whoever is at its end then sees what is said
    /// next, and whoever reads further up is left there.
    pub fn put(&mut self, record: Record, book: &Book) {
        self.changes = deadline_changes(record.ticket.id, &record.events, &|ticket| book.of_ticket(ticket));
        let entries = conversation(&record.events);
        let is_at_end = self.layout.borrow().as_ref().is_some_and(|layout| self.said.end() >= layout.lines.len());
        let newest = entries.last().map(|entry| entry.place);
        if self.record.is_none() {
            self.reveals = newest;
        } else if is_at_end && entries.len() > self.entries {
            self.reveals = self.reveals.or(newest);
        }
        self.entries = entries.len();
        self.counts = live(&record.events).into_iter().zip(uncounted(&record.events)).collect();
        self.size_warning = TicketSize::about(&record.events).warning();
        self.layout.take();
        self.record = Some(record);
    }

    /// Has the conversation show what `me` has entered since the events that are there already, once the ticket is taken in with
    /// its new ones.
    pub fn reveal_own(&mut self, record: &Record, me: &str) {
        let Some(seen) = self.events().checked_sub(1) else { return };
        let new = (seen + 1..record.events.len()).rev();
        let own = |place: &usize| record.events[*place].by == me && entry_at(&record.events, *place).is_some();
        self.reveals = new.into_iter().find(own).or(self.reveals);
    }

    /// Returns the conversation in lines of that width, as it was laid out before where nothing of that has changed.
    pub(super) fn layout(&self, record: &Record, columns: u16) -> Rc<ConversationLayout> {
        let mut kept = self.layout.borrow_mut();
        match &*kept {
            Some(layout) if layout.columns == columns && layout.unfolded == self.unfolded => Rc::clone(layout),
            _ => {
                let layout = ConversationLayout::new(
                    &conversation(&record.events),
                    &record.ticket.subject,
                    columns,
                    self.unfolded,
                );
                Rc::clone(kept.insert(Rc::new(layout)))
            }
        }
    }

    /// Returns the lines of the conversation to draw now in `height` rows: those with what was entered just now, else where it was
    /// scrolled to. Whoever is at its end stays there when there are fewer rows.
    pub(super) fn said_rows(&self, layout: &ConversationLayout, height: u16) -> Range<usize> {
        let (total, rows) = (layout.lines.len(), usize::from(height));
        let range = self.said.visible(total, height);
        let start = match self.reveals.and_then(|place| layout.lines_of(place)) {
            Some(entry) if range.contains(&entry.start) && entry.end <= range.end => return range,
            // Its head shows, even where all of it does not.
            Some(entry) => entry.end.saturating_sub(rows).min(entry.start),
            None if self.said.end() >= total => total.saturating_sub(rows),
            None => return range,
        };
        start..(start + rows).min(total)
    }

    /// Takes in which lines of the conversation were drawn.
    pub fn said_laid_out(&mut self, shown: &Range<usize>) {
        self.said.laid_out(shown);
        self.reveals = None;
    }

    /// Returns whether the event at that place stands, and why it does not count where it does not.
    pub fn counts_at(&self, place: usize) -> (bool, Option<Uncounted>) {
        self.counts.get(place).copied().unwrap_or((true, None))
    }

    /// Returns what is said where it is nearly full.
    pub fn size_warning(&self) -> Option<&str> {
        self.size_warning.as_deref()
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
