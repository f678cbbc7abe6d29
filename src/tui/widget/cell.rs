//! A cell of a list.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::text::pad;

/// A cell of just that many columns and a blank behind it; nothing at all where the column is left out.
pub fn cell(text: &str, columns: usize, style: Style) -> Span<'static> {
    if columns == 0 {
        return Span::raw("");
    }
    Span::styled(format!("{} ", pad(text, columns)), style)
}
