//! Holds the search for actions.

use tui_input::Input;

use crate::tui::action::{self, Action, ActionRow, Context};
use crate::tui::widget::Rows;

/// The search for actions by what is typed.
pub struct Palette {
    /// The context in which it was opened: only what can be done there is offered.
    pub context: Context,
    /// The line that is typed.
    pub line: Input,
    /// The actions that match, the best first.
    pub found: Vec<&'static ActionRow>,
    /// The actions that cannot be done now, with the reasons.
    pub refused: Vec<(Action, String)>,
    /// The selected row.
    pub rows: Rows,
}

impl Palette {
    /// Creates a search of all actions of that context; those in `refused` cannot be done now.
    pub fn new(context: Context, refused: Vec<(Action, String)>) -> Self {
        let mut palette = Self { context, line: Input::default(), found: Vec::new(), refused, rows: Rows::default() };
        palette.search();
        palette
    }

    /// Returns why that action cannot be done now, if it cannot.
    pub fn refusal(&self, action: Action) -> Option<&str> {
        self.refused.iter().find(|(refused, _)| *refused == action).map(|(_, why)| why.as_str())
    }

    /// Searches again, after the text has changed.
    pub fn search(&mut self) {
        use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
        use nucleo_matcher::{Config, Matcher, Utf32Str};
        let pattern = Pattern::parse(self.line.value(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut score = |entry: &ActionRow| {
            let name = pattern.score(Utf32Str::new(entry.name, &mut letters), &mut matcher).map(|s| s * 2);
            name.max(pattern.score(Utf32Str::new(entry.help, &mut letters), &mut matcher))
        };
        let mut scored: Vec<_> = action::available(self.context)
            .filter(|e| !matches!(e.action, Action::Palette | Action::Up | Action::Down))
            .filter_map(|entry| Some((std::cmp::Reverse(score(entry)?), entry)))
            .collect();
        scored.sort_by_key(|(score, _)| *score);
        self.found = scored.into_iter().map(|(_, entry)| entry).collect();
        self.rows.select(0, self.found.len());
    }
}
