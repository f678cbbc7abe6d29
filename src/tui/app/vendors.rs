//! Actions in the vendors' view.

use std::sync::Arc;

use crate::domain::contract::Contract;
use crate::domain::time::Instant;
use crate::tui::action::Action;
use crate::tui::run::ShellEffect;
use crate::tui::screen::vendors::Vendors;
use crate::tui::view::agreement;

use super::act::step_of;
use super::{App, Effects, Screen};

/// Columns of the page when it is copied.
const COPIED: usize = 100;

impl App {
    /// Every vendor's agreement that holds at `now`, by vendor.
    pub fn agreements(&self, now: Instant) -> Vec<Arc<Contract>> {
        self.book.contracts().filter_map(|newest| self.book.for_report(&newest.id, now).cloned()).collect()
    }

    /// The contract that stands selected in the vendors' view.
    pub(super) fn chosen_vendor(&self) -> Option<String> {
        let Some(Screen::Vendors(view)) = self.screens.last() else { return None };
        let ids: Vec<&str> = self.book.contracts().map(|c| c.id.as_str()).collect();
        ids.get(view.place(&ids)).map(|id| (*id).to_owned())
    }

    /// Opens the view, with the current ticket's vendor selected.
    pub(super) fn open_vendors(&mut self) {
        if matches!(self.screens.last(), Some(Screen::Vendors(_))) {
            return;
        }
        let contract = self.current().and_then(|id| self.ticket(id)).map(|ticket| ticket.contract.clone());
        self.screens.push(Screen::Vendors(Box::new(Vendors::at(contract))));
    }

    /// Opens the view with that vendor selected.
    pub(super) fn open_vendors_at(&mut self, contract: &str) {
        self.screens.push(Screen::Vendors(Box::new(Vendors::at(Some(contract.to_owned())))));
    }

    /// What means something of its own in the vendors' view; none where that is not on top, or for all else.
    pub(super) fn act_vendors(&mut self, action: Action, now: Instant) -> Option<Effects> {
        if !matches!(self.screens.last(), Some(Screen::Vendors(_))) {
            return None;
        }
        match action {
            Action::Copy => return self.copy_agreement(now),
            Action::RemoveRelease => return Some(self.remove_release(now)),
            Action::Release => {
                self.open_release(now);
                return Some(Effects::new());
            }
            _ => {}
        }
        let book = Arc::clone(&self.book);
        let Some(Screen::Vendors(view)) = self.screens.last_mut() else { return None };
        let ids: Vec<&str> = book.contracts().map(|c| c.id.as_str()).collect();
        let pages = matches!(action, Action::PageDown | Action::PageUp);
        match action {
            Action::Open if !ids.is_empty() => view.reading = true,
            Action::Back | Action::Leave if view.reading => view.reading = false,
            _ => match step_of(action)? {
                by if view.reading || pages => view.scroll_by(by),
                by => view.step(by, &ids),
            },
        }
        Some(Effects::new())
    }

    fn copy_agreement(&mut self, now: Instant) -> Option<Effects> {
        let chosen = self.chosen_vendor()?;
        let contract = self.book.for_report(&chosen, now)?.clone();
        let text = agreement::text(&agreement::Page::of(self, &contract, now), COPIED);
        self.good(format!("Copied the page of {}", contract.vendor), now);
        Some(vec![ShellEffect::Copy(text).into()])
    }
}
