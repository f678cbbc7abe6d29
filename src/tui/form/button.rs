//! Draws the button at the end of a form, with what else does the same.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::shared::Shared;
use crate::tui::widget::put_line;

/// The button of a form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Button {
    /// What it does, in words.
    pub(crate) words: &'static str,
    /// The columns of the form's labels, behind which it stands.
    pub(crate) label_cols: u16,
    /// Whether it has the keys.
    pub(crate) focused: bool,
    /// Whether it was pressed, and what it does is on its way.
    pub(crate) saving: bool,
}

impl Button {
    /// Draws it: `[ Log ticket ]  Enter here, or Ctrl-S anywhere`.
    pub(crate) fn draw(self, frame: &mut Frame<'_>, area: Rect, shared: &Shared) {
        let Self { words, label_cols, focused, saving } = self;
        let theme = &shared.theme;
        let words = if saving { "… waiting to be written" } else { words };
        let hint = if saving { "Esc leaves it to that" } else { "{accept} here, or {save} anywhere" };
        let line = Line::from(vec![
            Span::raw(" ".repeat(usize::from(label_cols) + 1)),
            Span::styled(format!("[ {words} ]"), if focused { theme.selected } else { theme.accent }),
            Span::styled(format!("  {}", shared.keys.say(hint)), theme.dim),
        ]);
        put_line(frame, area, line);
    }
}
