//! Draws the tickets that were looked at last: number, subject, and how each stands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::time::Instant;
use crate::tui::shared::Shared;
use crate::tui::text::{pad, pad_left};
use crate::tui::view::lines::draw_lines;
use crate::tui::view::ticket_table::sign;
use crate::tui::widget::{VisibleRows, popup};

use super::RecentList;

pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, list: &RecentList, shared: &Shared, now: Instant) -> VisibleRows {
    let theme = &shared.theme;
    let inside = popup(frame, area, (72, list.tickets.len() as u16 + 2), "Looked at last", theme);
    let digits = list.tickets.iter().map(|(id, _)| id.to_string().len()).max().unwrap_or(1);
    let room = usize::from(inside.width).saturating_sub(digits + 7);
    draw_lines(frame, inside, &list.rows, list.tickets.len(), theme, |place| {
        let (id, subject) = &list.tickets[place];
        let (sign, tone) = shared.row(*id, now).map_or((" ", theme.dim), |row| sign(&row, theme));
        Line::from(vec![
            Span::raw(" "),
            Span::styled(sign, tone),
            Span::styled(format!(" #{}  ", pad_left(&id.to_string(), digits)), theme.text),
            Span::styled(pad(subject, room), theme.text),
        ])
    })
}
