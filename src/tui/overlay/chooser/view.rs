//! Draws a choice, and what the selected one means.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::text::{fit, fitted, pad, width};
use crate::tui::theme::Theme;
use crate::tui::view::lines::draw_lines;
use crate::tui::widget::{VisibleRows, popup, put_line, put_lines};

use super::Chooser;

/// The line below a list in which nothing is chosen yet.
const CHOOSE: &str = "Nothing is chosen yet. ↑ ↓ choose, Enter takes it, Esc changes nothing.";

/// Draws the choice. What the selected one means stands below a line where the row has no room for it, so that it does not
/// read as one more choice.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, chooser: &Chooser, theme: &Theme) -> VisibleRows {
    let inside = popup(frame, area, (84, chooser.options.len() as u16 + 5), &chooser.title, theme);
    let labels = chooser.options.iter().map(|option| width(&option.label)).max().unwrap_or(0).max(14);
    let room = usize::from(inside.width).saturating_sub(labels + 3);
    let words = match chooser.selected() {
        Some(option) if width(&option.means) > room => Some(option.means.as_str()),
        Some(_) => None,
        None => Some(CHOOSE),
    };
    let explained = 3.min(inside.height / 2);
    let list = Rect { height: inside.height - explained, ..inside };
    let shown = draw_lines(frame, list, &chooser.rows, chooser.options.len(), theme, |place| {
        let option = &chooser.options[place];
        Line::from(vec![
            Span::raw(format!(" {} ", pad(&fit(&option.label, usize::from(inside.width).saturating_sub(2)), labels))),
            Span::styled(fit(&option.means, room), theme.dim),
        ])
    });
    let below = Rect { y: list.bottom(), height: explained, ..inside };
    if let Some(words) = words.filter(|_| !below.is_empty()) {
        put_line(frame, Rect { height: 1, ..below }, Line::styled("─".repeat(usize::from(below.width)), theme.border));
        let lines = fitted(words, usize::from(below.width.saturating_sub(2)), usize::from(below.height - 1));
        let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), theme.text)).collect();
        put_lines(frame, Rect { y: below.y + 1, height: below.height - 1, ..below }, lines);
    }
    shown
}
