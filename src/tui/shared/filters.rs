//! Remembers the filters that were entered, of tickets and of the audit log.

use crate::config::{FilterHistory, FilterLanguage};
use crate::tui::host::DraftWork;

use super::Effects;

/// The filters that were entered.
#[derive(Default)]
pub(crate) struct EnteredFilters {
    tickets: FilterHistory,
    audit: FilterHistory,
    /// Whether they are kept on the disk, and not only in memory.
    stored: bool,
}

impl EnteredFilters {
    pub(crate) fn new(stored: bool) -> Self {
        Self { stored, ..Self::default() }
    }

    /// Reads from the disk what was entered before.
    pub(crate) fn read(&self) -> Effects {
        if self.stored { vec![DraftWork::ReadFilters.into()] } else { Effects::new() }
    }

    /// Takes in what was read, unless something was entered meanwhile.
    pub(crate) fn take_read(&mut self, tickets: FilterHistory, audit: FilterHistory) {
        for (mine, read) in [(&mut self.tickets, tickets), (&mut self.audit, audit)] {
            if mine.back(0).is_none() {
                *mine = read;
            }
        }
    }

    /// Returns the filters of that language.
    pub(crate) const fn of(&self, language: FilterLanguage) -> &FilterHistory {
        match language {
            FilterLanguage::Tickets => &self.tickets,
            FilterLanguage::Audit => &self.audit,
        }
    }

    /// Notes that a filter was entered, and keeps it.
    pub(crate) fn enter(&mut self, language: FilterLanguage, filter: &str) -> Effects {
        let history = match language {
            FilterLanguage::Tickets => &mut self.tickets,
            FilterLanguage::Audit => &mut self.audit,
        };
        let before = history.clone();
        history.enter(filter);
        if !self.stored || *history == before {
            return Effects::new();
        }
        vec![DraftWork::KeepFilters(language, history.clone()).into()]
    }
}
