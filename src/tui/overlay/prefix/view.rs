//! Draws what can follow, over the lowest rows of the page.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Clear};

use crate::tui::text::{fit, pad, width};
use crate::tui::theme::Theme;
use crate::tui::widget::put_lines;

use super::Prefix;
use super::state::FollowingKey;

/// The blanks between two columns.
const GAP: usize = 3;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, prefix: &Prefix, theme: &Theme) {
    let area = area.intersection(frame.area());
    let room = usize::from(area.width).saturating_sub(2);
    let mut lines = columns(&prefix.entries, room, theme);
    lines.extend(prefix.wrong.iter().map(|wrong| Line::styled(fit(&format!(" {wrong}"), room + 1), theme.error)));
    let rows = (lines.len() as u16 + 1).min(area.height);
    let place = Rect { y: area.bottom() - rows, height: rows, ..area };
    let title = fit(&format!(" {} ", prefix.title()), room);
    let block = Block::new().borders(Borders::TOP).border_style(theme.border).title(title).title_style(theme.title);
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    put_lines(frame, inner, lines.into_iter().map(|line| line.style(theme.text)).collect());
}

/// Returns the entries in as many columns as there is room for, filled row by row.
fn columns(entries: &[FollowingKey], room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let signs = entries.iter().map(|entry| width(&entry.sign)).max().unwrap_or(0);
    let labels = entries.iter().map(|entry| width(&entry.label)).max().unwrap_or(0);
    let column = (signs + 1 + labels).min(room.max(1));
    let in_row = ((room + GAP) / (column + GAP)).max(1);
    let label_room = column.saturating_sub(signs + 1);
    let line = |row: &[FollowingKey]| {
        let mut line = Line::raw(" ");
        for (place, entry) in row.iter().enumerate() {
            let (key, words) = if entry.refused { (theme.dim, theme.dim) } else { (theme.key, theme.text) };
            let gap = if place == 0 { "" } else { "   " };
            line.push_span(Span::styled(format!("{gap}{}", pad(&entry.sign, signs)), key));
            line.push_span(Span::styled(format!(" {}", pad(&fit(&entry.label, label_room), label_room)), words));
        }
        line
    };
    entries.chunks(in_row).map(line).collect()
}
