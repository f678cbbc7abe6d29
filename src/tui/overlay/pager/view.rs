//! Draws a text to read, wrapped.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::text::{clean, wrap};
use crate::tui::theme::Theme;
use crate::tui::widget::{VisibleRows, popup, put_line, scrollbar};

use super::Pager;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, pager: &Pager, theme: &Theme) -> VisibleRows {
    let widest = pager.lines.iter().map(|l| crate::tui::text::width(l)).max().unwrap_or(0) as u16;
    let columns = (widest + 5).clamp(40, 110).min(area.width);
    let wrapped = wrapped(&pager.lines, usize::from(columns.saturating_sub(5)));
    let inside = popup(frame, area, (columns, wrapped.len() as u16 + 2), &pager.title, theme);
    let range = pager.scroll.visible(wrapped.len(), inside.height);
    for (y, row) in wrapped[range.clone()].iter().enumerate() {
        let place = Rect { y: inside.y + y as u16, height: 1, ..inside };
        put_line(frame, place, Line::styled(format!(" {row}"), theme.text));
    }
    scrollbar(frame, inside, &range, wrapped.len(), theme);
    VisibleRows { top: inside.y, rows: range }
}

/// Wraps the lines into rows of at most `columns`; the further rows of a line are set in.
fn wrapped(lines: &[String], columns: usize) -> Vec<String> {
    let rows = |line: &String| {
        let line = clean(line);
        if crate::tui::text::width(&line) <= columns {
            return vec![line.into_owned()];
        }
        let parts = wrap(&line, columns.saturating_sub(4));
        let set_in = |(n, part): (usize, String)| if n == 0 { part } else { format!("    {part}") };
        parts.into_iter().enumerate().map(set_in).collect()
    };
    lines.iter().flat_map(rows).collect()
}
