//! Holds the line in which a filter is typed.

use tui_input::Input;

use crate::config::{FilterHistory, FilterLanguage};
use crate::domain::ticket::TicketId;

/// The list that a filter is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FilteredList {
    /// The list of tickets.
    Queue,
    /// The audit log.
    Activity,
    /// The tickets that reports are about.
    Reports,
    /// People, organisations or typed names: how one begins.
    People,
    /// The letters that wait.
    Inbox,
    /// The tickets on which vendors owe something.
    Owed,
}

/// The filter while it is typed.
pub struct FilterLine {
    /// The line that is typed.
    pub line: Input,
    /// The text of the filter before, to which Esc goes back.
    pub before: String,
    /// The ticket that was selected before, to which Esc goes back.
    pub selected: Option<TicketId>,
    /// The list that it filters.
    pub of: FilteredList,
    /// How many filters it has gone back in those that were entered; none while something else stands there.
    pub back: Option<usize>,
    /// What was typed before it went back.
    pub typed: String,
    /// The message about what is wrong with what is typed.
    pub wrong: Option<String>,
}

impl FilterLine {
    /// Returns the language of the filter; none where only a name is typed.
    pub const fn language(&self) -> Option<FilterLanguage> {
        match self.of {
            FilteredList::Queue | FilteredList::Reports | FilteredList::Owed => Some(FilterLanguage::Tickets),
            FilteredList::Activity => Some(FilterLanguage::Audit),
            FilteredList::People | FilteredList::Inbox => None,
        }
    }

    /// Puts the filter there that was entered before the one that stands there, or the one after it; behind the newest stands
    /// what was typed. Returns whether there is one.
    pub fn step_back(&mut self, history: &FilterHistory, further: bool) -> bool {
        let back = match (self.back, further) {
            (None, true) => Some(0),
            (Some(back), true) => Some(back + 1),
            (None, false) => return false,
            (Some(back), false) => back.checked_sub(1),
        };
        let text = match back {
            Some(steps) => history.back(steps).map(str::to_owned),
            None => Some(std::mem::take(&mut self.typed)),
        };
        let Some(text) = text else { return false };
        if self.back.is_none() {
            self.line.value().clone_into(&mut self.typed);
        }
        (self.line, self.back) = (text.into(), back);
        true
    }

    /// Creates a line with the filter that holds now; `selected` is the ticket that is selected now.
    pub fn new(of: FilteredList, before: String, selected: Option<TicketId>) -> Self {
        Self { line: before.clone().into(), before, selected, of, back: None, typed: String::new(), wrong: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stands_behind_the_newest_of_what_was_entered() {
        let mut history = FilterHistory::default();
        for filter in ["one", "two"] {
            history.enter(filter);
        }
        let mut line = FilterLine::new(FilteredList::Queue, "typed".to_owned(), None);
        let mut step = |further| {
            let there = line.step_back(&history, further);
            (there, line.line.value().to_owned())
        };
        let (text, there) = (|text: &str| (true, text.to_owned()), |text: &str| (false, text.to_owned()));
        assert_eq!(step(false), there("typed"));
        assert_eq!([step(true), step(true), step(true)], [text("two"), text("one"), there("one")]);
        assert_eq!([step(false), step(false), step(false)], [text("two"), text("typed"), there("typed")]);
    }
}
