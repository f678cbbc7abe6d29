//! Draws lists and lines to type in, as many overlays and pages have them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use crate::tui::text::wrap;
use crate::tui::theme::Theme;
use crate::tui::widget::{Field, Rows, VisibleRows, field, put_line, put_lines, scrollbar};

/// The sign before the number of a marked ticket.
pub const MARKED: &str = "●";

/// Draws the rows of a list that fit, the selected one marked; returns which ones.
pub fn draw_lines<'a>(
    frame: &mut Frame<'_>,
    area: Rect,
    rows: &Rows,
    total: usize,
    theme: &Theme,
    line: impl Fn(usize) -> Line<'a>,
) -> VisibleRows {
    let range = rows.visible(total, area.height);
    for (y, place) in range.clone().enumerate() {
        let row = Rect { y: area.y + y as u16, height: 1, ..area };
        let style = if rows.chosen() == Some(place) { theme.selected } else { theme.text };
        put_line(frame, row, line(place).style(style));
    }
    scrollbar(frame, area, &range, total, theme);
    VisibleRows { top: area.y, rows: range }
}

/// Draws a line to type in on the first row; returns the place below it.
pub fn draw_input(
    frame: &mut Frame<'_>,
    area: Rect,
    label: &str,
    input: &Input,
    placeholder: &str,
    theme: &Theme,
) -> Rect {
    let label_cols = crate::tui::text::width(label) as u16 + 2;
    let row = Rect { height: 1.min(area.height), ..area };
    field(frame, row, &Field { label: &format!(" {label}"), label_cols, input, placeholder, focused: true }, theme);
    Rect { y: area.y + row.height, height: area.height - row.height, ..area }
}

/// Draws what is to be typed below a line, or what is wrong with what was typed.
pub fn draw_help(frame: &mut Frame<'_>, below: Rect, help: &str, wrong: Option<&str>, theme: &Theme) {
    let (words, style) = wrong.map_or((help, theme.dim), |wrong| (wrong, theme.error));
    let lines = wrap(words, usize::from(below.width.saturating_sub(2)));
    let lines: Vec<Line<'_>> = lines.into_iter().map(|l| Line::styled(format!(" {l}"), style)).collect();
    put_lines(frame, below, lines);
}
