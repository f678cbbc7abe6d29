//! Draws a cell of a list.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::tui::text::pad;

/// Returns a cell of that many columns with a blank behind it; an empty one where the column is left out.
pub fn cell(text: &str, columns: usize, style: Style) -> Span<'static> {
    if columns == 0 {
        return Span::raw("");
    }
    Span::styled(format!("{} ", pad(text, columns)), style)
}
