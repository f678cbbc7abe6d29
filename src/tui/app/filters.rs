//! The line in which a filter is typed: the list follows it, and once it is entered its names must be known.

use crate::desk::{FilterOf, Problem};
use crate::domain::query::{Filter, FilterError, Viewer, unknown_names};
use crate::domain::time::Instant;
use crate::tui::run::Effect;
use crate::tui::screen::dialog::{FilterLine, Overlay};

use super::opening::{Opening, Wait};
use super::{App, Effects, Work};

impl App {
    /// Sets a filter that was read before.
    pub(super) fn filter_by(&mut self, text: String, now: Instant) {
        if self.journal().is_some() {
            // It could be read before, so it can again.
            return self.filter_journal(&text, now).unwrap_or_default();
        }
        let filter = Filter::parse(&text).unwrap_or_default();
        self.queue.set_filter(text, filter, Viewer { me: &self.me.name, now });
    }

    /// The list follows the filter while it is typed; while it cannot be read the list is as it was before.
    pub(super) fn try_filter(&mut self, now: Instant) {
        if self.journal().is_some() {
            return self.try_journal_filter(now);
        }
        let Some(Overlay::Filter(FilterLine { line, before, wrong, .. })) = self.layers.top_mut() else { return };
        match Filter::parse(line.value()) {
            Ok(filter) => {
                *wrong = None;
                let text = line.value().trim().to_owned();
                self.queue.set_filter(text, filter, Viewer { me: &self.me.name, now });
            }
            Err(error) => {
                *wrong = Some(error.to_string());
                let before = before.clone();
                self.filter_by(before, now);
            }
        }
    }

    fn try_journal_filter(&mut self, now: Instant) {
        let Some(Overlay::Filter(FilterLine { line, before, .. })) = self.layers.top() else { return };
        let (text, before) = (line.value().to_owned(), before.clone());
        let outcome = self.filter_journal(&text, now).err();
        if outcome.is_some() {
            self.filter_by(before, now);
        }
        if let Some(Overlay::Filter(filter)) = self.layers.top_mut() {
            filter.wrong = outcome;
        }
    }

    /// The filter that is being typed, if one is.
    pub(super) fn typed_filter(&self) -> Option<&FilterLine> {
        match self.layers.top() {
            Some(Overlay::Filter(filter) | Overlay::ReportFilter(filter)) => Some(filter),
            _ => None,
        }
    }

    /// Whether that filter is what stands in the line.
    pub(super) fn is_typed(&self, filter: &str) -> bool {
        self.typed_filter().is_some_and(|typed| typed.line.value().trim() == filter)
    }

    /// The filter is finished. One that asks for a vendor, plan or severity that no contract has is looked up first: only
    /// tickets of before may have it.
    pub(super) fn enter_filter(&mut self, now: Instant) -> Effects {
        let Some(filter) = self.typed_filter().filter(|filter| filter.wrong.is_none()) else { return Effects::new() };
        let text = filter.line.value().trim().to_owned();
        if unknown_names(&text, &self.book).is_ok_and(|names| names.is_empty()) {
            return self.take_filter(now);
        }
        let of = if self.journal().is_some() { FilterOf::Journal } else { FilterOf::Tickets };
        self.waits = Wait::For(Opening::Filter);
        vec![Effect::Host(Work::Names(text, of))]
    }

    fn take_filter(&mut self, now: Instant) -> Effects {
        if matches!(self.layers.top(), Some(Overlay::ReportFilter(_))) {
            return self.accept_report_filter(now);
        }
        self.layers.pop();
        Effects::new()
    }

    /// Takes in what is wrong with the names of a filter that was entered: then it says so, and the list is as it was before.
    pub(super) fn take_names(
        &mut self,
        filter: &str,
        wrong: Result<Option<FilterError>, Problem>,
        now: Instant,
    ) -> Effects {
        let Some(typed) = self.typed_filter().filter(|_| self.is_typed(filter)) else { return Effects::new() };
        let before = typed.before.clone();
        let words = match wrong {
            Ok(None) => return self.take_filter(now),
            Ok(Some(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        if matches!(self.layers.top(), Some(Overlay::Filter(_))) {
            self.filter_by(before, now);
        }
        if let Some(Overlay::Filter(typed) | Overlay::ReportFilter(typed)) = self.layers.top_mut() {
            typed.wrong = Some(words);
        }
        Effects::new()
    }
}
