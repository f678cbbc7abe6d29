//! Places and frames a dialog.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear};

use crate::tui::text;
use crate::tui::theme::Theme;

/// Returns the place of that many columns and rows in the middle of `area`, no larger than it.
pub fn popup_area(area: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// Clears a place in the middle for a dialog, draws its frame, and returns what is inside.
pub fn popup(frame: &mut Frame<'_>, area: Rect, (columns, rows): (u16, u16), title: &str, theme: &Theme) -> Rect {
    let place = popup_area(area.intersection(frame.area()), columns, rows);
    let title = text::fit(&format!(" {} ", text::clean(title)), usize::from(place.width.saturating_sub(2)));
    let block = Block::bordered().border_type(BorderType::Rounded).border_style(theme.border);
    let block = block.title(title).title_style(theme.title);
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    inner
}
