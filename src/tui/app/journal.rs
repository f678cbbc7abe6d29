//! Actions in the journal view.

use crate::domain::journal::{Deed, On};
use crate::domain::ledger::{EntryId, Fact};
use crate::domain::query::DeedFilter;
use crate::domain::time::{Instant, Month, clock_text};
use crate::tui::action::Action;
use crate::tui::run::{Effect, ShellEffect};
use crate::tui::screen::dialog::{FilterLine, Overlay};
use crate::tui::screen::journal::JournalView;

use super::act::step_of;
use super::host::Work;
use super::opening::{Opening, Wait};
use super::{App, Effects, Screen};

impl App {
    /// The journal view, where that is on top.
    pub fn journal(&self) -> Option<&JournalView> {
        match self.screens.last() {
            Some(Screen::Journal(view)) => Some(view),
            _ => None,
        }
    }

    pub(super) fn journal_mut(&mut self) -> Option<&mut JournalView> {
        match self.screens.last_mut() {
            Some(Screen::Journal(view)) => Some(view),
            _ => None,
        }
    }

    /// The journal view, wherever it is open.
    pub(super) fn open_journal_view(&mut self) -> Option<&mut JournalView> {
        self.screens.iter_mut().find_map(|screen| match screen {
            Screen::Journal(view) => Some(view.as_mut()),
            _ => None,
        })
    }

    /// Goes back to the view where it is open below, else opens it.
    pub(super) fn open_journal(&mut self) {
        if let Some(place) = self.screens.iter().position(|screen| matches!(screen, Screen::Journal(_))) {
            return self.screens.truncate(place + 1);
        }
        self.next_tag += 1;
        self.screens.push(Screen::Journal(Box::new(JournalView::new(self.next_tag))));
        self.waits = Wait::For(Opening::Journal);
    }

    /// What the view wants of the desk now.
    pub(super) fn ask_for_journal(&mut self) -> Effects {
        let asks = self.journal_mut().map(JournalView::asks).unwrap_or_default();
        asks.into_iter().map(|ask| Effect::Host(Work::Journal(ask))).collect()
    }

    /// Something has changed at the desk: the view hears of it, wherever it is open.
    pub(super) fn tell_journal(&mut self) {
        if let Some(view) = self.open_journal_view() {
            view.notice_change();
        }
    }

    /// What means something of its own in the journal view; none where that is not on top, or for all else.
    pub(super) fn act_journal(&mut self, action: Action, now: Instant) -> Option<Effects> {
        let view = self.journal()?;
        let filtered = !view.filter_text.is_empty();
        match action {
            Action::Open => return Some(self.open_deed(now)),
            Action::Copy => return Some(self.copy_deed(now)),
            Action::Filter => {
                let before = view.filter_text.clone();
                let line = before.clone().into();
                self.layers.push(Overlay::Filter(FilterLine { line, before, selected: None, wrong: None }));
            }
            Action::ClearFilter => self.filter_journal("", now).unwrap_or_default(),
            Action::Back if filtered => self.filter_journal("", now).unwrap_or_default(),
            _ => self.journal_mut()?.step(step_of(action)?),
        }
        Some(Effects::new())
    }

    /// Sets the filter.
    ///
    /// # Errors
    ///
    /// What is wrong with it; then it stays as it was.
    pub(super) fn filter_journal(&mut self, text: &str, now: Instant) -> Result<(), String> {
        let filter = DeedFilter::parse(text, &self.me.name, self.zone, now).map_err(|error| error.to_string())?;
        self.next_tag += 1;
        let turn = self.next_tag;
        if let Some(view) = self.journal_mut() {
            view.set_filter(text.trim().to_owned(), filter, turn);
        }
        Ok(())
    }

    /// A ticket's view, or the page on which the entry stands.
    fn open_deed(&mut self, now: Instant) -> Effects {
        match self.journal().and_then(JournalView::selected).map(|deed| deed.on) {
            Some(On::Ticket { id, .. }) => vec![self.fetch_ticket(id)],
            Some(On::Entry { id, .. }) => {
                self.show_entry(id, now);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn show_entry(&mut self, id: EntryId, now: Instant) {
        let Some(fact) = self.ledger.get(id).and_then(|entry| entry.fact.clone()) else {
            return self.info("It has been removed", now);
        };
        let from = match &fact {
            Fact::Outage(outage) => outage.from,
            Fact::Maintenance(maintenance) => maintenance.from,
            Fact::AnnouncedChange(change) => change.from,
            Fact::Rota(_) => return self.info("That is who is on call", now),
            Fact::Release(_) | Fact::Agreement(_) | Fact::Amendment(_) | Fact::VendorReport(_) => {
                return self.open_vendors_at(fact.contract());
            }
        };
        let zone = self.book.get(fact.contract()).map_or(self.zone, |contract| contract.zone);
        self.open_uptime_at(Month::at(zone, from), id, now);
    }

    fn copy_deed(&mut self, now: Instant) -> Effects {
        let Some(text) = self.journal().and_then(JournalView::selected).map(|deed| self.deed_text(deed)) else {
            return Vec::new();
        };
        self.good("Copied what was done", now);
        vec![ShellEffect::Copy(text).into()]
    }

    fn deed_text(&self, deed: &Deed) -> String {
        let about = format!("{} {}", deed.number(), deed.subject);
        let taken = if deed.stands { "" } else { " (taken back)" };
        let when = clock_text(self.zone, deed.recorded);
        format!("{when} {}: {}{taken} ({}, {})", deed.by, deed.words, about.trim_end(), deed.vendor)
    }
}
