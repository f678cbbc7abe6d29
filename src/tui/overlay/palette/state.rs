//! Finds actions by what is typed.

use tui_input::Input;

use crate::tui::action::{self, Action, Context, Entry};
use crate::tui::widget::Rows;

/// Finds actions by what is typed.
pub struct Palette {
    /// Where it was opened: only what can be done there is offered.
    pub context: Context,
    /// What is typed.
    pub line: Input,
    /// What matches, the best first.
    pub found: Vec<&'static Entry>,
    /// What cannot be done just now, and why.
    pub refused: Vec<(Action, String)>,
    /// The selected one.
    pub rows: Rows,
}

impl Palette {
    /// All that can be done in that context, `refused` not just now.
    pub fn new(context: Context, refused: Vec<(Action, String)>) -> Self {
        let mut palette = Self { context, line: Input::default(), found: Vec::new(), refused, rows: Rows::default() };
        palette.search();
        palette
    }

    /// Why that cannot be done just now, if it cannot.
    pub fn refusal(&self, action: Action) -> Option<&str> {
        self.refused.iter().find(|(refused, _)| *refused == action).map(|(_, why)| why.as_str())
    }

    /// Finds again, after the text has changed.
    pub fn search(&mut self) {
        use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
        use nucleo_matcher::{Config, Matcher, Utf32Str};
        let pattern = Pattern::parse(self.line.value(), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let mut score = |entry: &Entry| {
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
